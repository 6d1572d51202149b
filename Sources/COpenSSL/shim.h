// The one digest the WebSocket handshake needs (RFC 6455 section 4.2.2).
#pragma once

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

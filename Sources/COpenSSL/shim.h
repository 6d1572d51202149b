// Two digests, and the base64 of the WebSocket handshake.
#pragma once

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

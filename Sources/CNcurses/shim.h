// Wide-character ncurses. The define must come before the header: without it cchar_t and add_wch do not exist.
#pragma once

#define NCURSES_WIDECHAR 1
#include <locale.h>
#include <ncurses.h>

// Wide-character ncurses. The define must come before the header: without it cchar_t and add_wch do not exist.
#pragma once

#define NCURSES_WIDECHAR 1
#include <dlfcn.h>
#include <locale.h>
#include <ncurses.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

// newterm takes over SIGTSTP where it finds the default; stopping is the Terminal's own business, so it goes back.
static inline SCREEN *curses_open(int output) {
    struct sigaction stop;
    sigaction(SIGTSTP, NULL, &stop);
    FILE *stream = fdopen(output, "w");
    SCREEN *screen = stream ? newterm(NULL, stream, stdin) : NULL;
    sigaction(SIGTSTP, &stop, NULL);
    return screen;
}

// stdscr is a mutable global, which Swift 6 refuses to see.
static inline WINDOW *curses_window(void) { return stdscr; }
static inline int curses_color_count(void) { return COLORS; }
static inline int curses_pair_count(void) { return COLOR_PAIRS; }

// The A_ constants are macros with casts, which are not imported.
static const uint32_t curses_bold = A_BOLD, curses_dim = A_DIM;
static const uint32_t curses_reverse = A_REVERSE, curses_underline = A_UNDERLINE;

// The C library's own wcwidth, behind the one that the executable has in its place.
static inline int system_wcwidth(wchar_t character) {
    static int (*function)(wchar_t);
    if (!function) function = (int (*)(wchar_t))dlsym((void *)-1L /* RTLD_NEXT */, "wcwidth");
    return function ? function(character) : 1;
}

// Puts one character with its marks. Where the C library disagrees about its width, or cannot show it in this locale,
// question marks keep the columns after it in their place.
static inline void curses_put(
    WINDOW *window, int row, int column, const uint32_t *scalars, int count, int width, uint32_t attributes, short pair
) {
    wchar_t text[CCHARW_MAX + 1] = {0};
    for (int i = 0; i < count && i < CCHARW_MAX; i++) text[i] = (wchar_t)scalars[i];
    int fits = wcwidth(text[0]) == width;
    if (!fits) text[0] = L'?', text[1] = 0;
    cchar_t cell;
    if (setcchar(&cell, text, attributes, pair, NULL) != OK) return;
    for (int i = 0; i < (fits ? 1 : width); i++) mvwadd_wch(window, row, column + i, &cell);
}

// ioctl is variadic.
static inline int curses_window_size(int terminal, struct winsize *size) {
    return ioctl(terminal, TIOCGWINSZ, size);
}

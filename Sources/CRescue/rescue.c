// The state of the terminal as the shell had it, and its one way back; what a signal handler calls here is async-signal-safe.

#include "rescue.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <ncurses.h>
#include <term.h>

static struct {
    int is_armed;
    int terminal;                   // Opened anew and non-blocking: a terminal that does not read cannot hold us.
    int output;                     // What ncurses writes to: a descriptor of its own.
    int nowhere;                    // /dev/null, put in place of `output` when ncurses must be silent.
    struct termios modes;           // As the shell had them.
    char farewell[256];             // Leaves the alternate screen, shows the cursor, ends colours.
    size_t farewell_length;
    volatile sig_atomic_t ended_by; // The signal that came while ncurses was writing; 0 for none.
    struct sigaction before[NSIG];
} state;

// From here on ncurses writes to /dev/null; a write(2) that is stuck is interrupted and then repeated there.
static void rescue_silence_ncurses(void) {
    dup2(state.nowhere, state.output);
}

void rescue_restore(void) {
    if (!__atomic_exchange_n(&state.is_armed, 0, __ATOMIC_SEQ_CST)) return;
    rescue_silence_ncurses();
    // In the background the terminal is somebody else's, and touching it would stop us.
    if (tcgetpgrp(state.terminal) != getpgrp()) return;
    if (write(state.terminal, state.farewell, state.farewell_length) < 0) { /* Then at least the modes. */ }
    tcsetattr(state.terminal, TCSANOW, &state.modes);
}

void rescue_add_farewell(const char *sequence) {
    size_t length = strlen(sequence);
    if (state.farewell_length + length > sizeof state.farewell) return;
    memmove(state.farewell + length, state.farewell, state.farewell_length);
    memcpy(state.farewell, sequence, length);
    state.farewell_length += length;
}

// The kernel's own faults happen again by returning, with their address; whatever was sent has to be sent again.
static void rescue_crashed(int signal, siginfo_t *info, void *context) {
    (void)context;
    rescue_restore();
    sigaction(signal, &state.before[signal], NULL);
    if (info->si_code <= 0 || signal == SIGTRAP) raise(signal);
}

// Only reached while ncurses writes; at other times these signals are blocked and read from a descriptor.
static void rescue_ended(int signal) {
    state.ended_by = signal;
    rescue_silence_ncurses();
}

int rescue_ended_by(void) { return state.ended_by; }

static int rescue_keep_character(int character) {
    if (state.farewell_length < sizeof state.farewell) state.farewell[state.farewell_length++] = (char)character;
    return character;
}

static int rescue_learn(const char *string) {
    if (!string || string == (const char *)-1) return 0;
    return tputs(string, 1, rescue_keep_character) == OK;
}

static void rescue_learn_farewell(const char *address) {
    const char *const capabilities[] = {"sgr0", "op", "rmkx", "cnorm"};
    state.farewell_length = 0;
    for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++) rescue_learn(tigetstr(capabilities[i]));
    if (rescue_learn(tigetstr("rmcup"))) return;
    // Without a second screen the shell goes on in the last row; terminals clamp what lies below it.
    rescue_learn(tiparm(address, 998, 0));
    rescue_learn(tigetstr("el"));
}

rescue_outcome rescue_prepare(int output) {
    int status = 0;
    if (setupterm(NULL, output, &status) != OK) return rescue_unknown_terminal;
    const char *address = tigetstr("cup");
    int has_address = address && address != (const char *)-1;
    if (has_address) rescue_learn_farewell(address);
    del_curterm(cur_term);
    if (!has_address) return rescue_no_cursor_address;

    const char *path = ttyname(output);
    state.terminal = path ? open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;
    if (state.terminal < 0) state.terminal = fcntl(output, F_DUPFD_CLOEXEC, 3);
    state.output = fcntl(output, F_DUPFD_CLOEXEC, 3);
    state.nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    state.ended_by = 0;
    if (state.terminal < 0 || state.output < 0 || state.nowhere < 0) return rescue_system_error;
    return tcgetattr(output, &state.modes) == 0 ? rescue_prepared : rescue_system_error;
}

int rescue_output(void) { return state.output; }

// What was ignored, as under nohup, stays ignored.
static void rescue_handle(int signal, struct sigaction action) {
    struct sigaction *before = &state.before[signal];
    sigaction(signal, NULL, before);
    if ((before->sa_flags & SA_SIGINFO) || before->sa_handler != SIG_IGN) sigaction(signal, &action, NULL);
}

static const int rescue_crashes[] = {SIGQUIT, SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE};
static const int rescue_ends[] = {SIGHUP, SIGINT, SIGTERM};

void rescue_arm(void) {
    // A stack that overflowed has no room for a handler. Of the threads, only this one gets a second stack.
    static char stack[64 * 1024];
    static int is_registered;
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    if (!is_registered) is_registered = atexit(rescue_restore) == 0;
    __atomic_store_n(&state.is_armed, 1, __ATOMIC_SEQ_CST);

    struct sigaction crashed = {.sa_sigaction = rescue_crashed, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    for (size_t i = 0; i < sizeof rescue_crashes / sizeof *rescue_crashes; i++) rescue_handle(rescue_crashes[i], crashed);
    // No SA_RESTART: a write that waits for the terminal has to return.
    struct sigaction ended = {.sa_handler = rescue_ended};
    for (size_t i = 0; i < sizeof rescue_ends / sizeof *rescue_ends; i++) rescue_handle(rescue_ends[i], ended);
}

void rescue_disarm(void) {
    __atomic_store_n(&state.is_armed, 0, __ATOMIC_SEQ_CST);
    for (size_t i = 0; i < sizeof rescue_crashes / sizeof *rescue_crashes; i++)
        sigaction(rescue_crashes[i], &state.before[rescue_crashes[i]], NULL);
    for (size_t i = 0; i < sizeof rescue_ends / sizeof *rescue_ends; i++)
        sigaction(rescue_ends[i], &state.before[rescue_ends[i]], NULL);
    close(state.terminal);
    close(state.nowhere);
}

// Linux calls that Swift's Glibc module does not show. Only what is variadic, a macro, or in a header it leaves out.
#pragma once

#include <fcntl.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

// glibc 2.36 has pidfd_open, but older headers of the same system may not declare it.
static inline int linux_pidfd_open(pid_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

// prctl is variadic. Orphaned descendants are handed to the caller instead of to init.
static inline int linux_become_subreaper(void) {
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

// memfd_create is hidden from Swift behind _GNU_SOURCE. A nameless file in memory, closed on exec.
static inline int linux_memory_file(void) {
    return (int)syscall(SYS_memfd_create, "input", 1u /* MFD_CLOEXEC */);
}

// Unlike kill it cannot hit a later process that was given the same pid.
static inline int linux_pidfd_signal(int process, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, process, signal, 0, 0);
}

// epoll_event holds a union, which strict memory safety refuses; this is the same without one.
typedef struct linux_event {
    uint32_t events;
    uint64_t token;
} linux_event;

static inline int linux_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

// At most 512 events a call.
static inline int linux_epoll_wait(int epoll, linux_event *events, int capacity, int timeout_ms) {
    struct epoll_event batch[512];
    int count = epoll_wait(epoll, batch, capacity < 512 ? capacity : 512, timeout_ms);
    for (int i = 0; i < count; i++) events[i] = (linux_event){batch[i].events, batch[i].data.u64};
    return count;
}

// accept4 is hidden from Swift behind _GNU_SOURCE.
extern int accept4(int, struct sockaddr *, socklen_t *, int);
static inline int linux_accept(int listener, struct sockaddr *peer, socklen_t *length) {
    return accept4(listener, peer, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

// pipe2 is hidden from Swift behind _GNU_SOURCE. Both ends are closed on exec; the reading end does not block.
extern int pipe2(int[2], int);
static inline int linux_pipe(int *reading, int *writing) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    *reading = ends[0];
    *writing = ends[1];
    return fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

// A siginfo_t holds a union. A child that has ended and was not waited for yet, which it stays; 0 where there is none.
static inline pid_t linux_ended_child(void) {
    siginfo_t info = {0};
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 ? info.si_pid : 0;
}

// The macros that read a wait status.
static inline int linux_exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }
static inline int linux_exit_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }

// timerfd is in a header that Swift's Glibc module leaves out. A descriptor that becomes readable every so often; it does not block.
static inline int linux_metronome(int64_t interval_ns) {
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (timer < 0) return -1;
    struct timespec interval = {interval_ns / 1000000000, interval_ns % 1000000000};
    struct itimerspec beat = {interval, interval};
    if (timerfd_settime(timer, 0, &beat, 0) == 0) return timer;
    close(timer);
    return -1;
}

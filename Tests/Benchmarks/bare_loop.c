// The least that any progress server must do, as a yardstick: the system calls that no server can avoid, and nothing else.
//
// An epoll loop accepts connections, answers the opening of `genboard bench`'s clients with ready bytes, and for each report makes
// one send() of ready bytes per subscriber. It understands nothing: packets are told apart by single letters at fixed places, it
// trusts the generator's zero masking key, and it keeps no state but who is in which room.
//
//     bare_loop PORT EVENT_BYTES     prints its address once it listens; EVENT_BYTES is the payload of one event

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_CLIENTS = 65536, MAX_ROOMS = 100000, INPUT = 65536, STAMP = 31, MAX_EVENT = 65000 };

// A client's bytes that are not yet a whole frame; only those that have some keep a buffer.
static struct { uint8_t *bytes; size_t count; int is_open; int room; int place; } clients[MAX_CLIENTS];
static struct { int *members; int count, capacity; } rooms[MAX_ROOMS];
static uint8_t event[MAX_EVENT + 4];
static size_t event_size, stamp_place;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void send_all(int descriptor, const void *bytes, size_t count) {
    // The sockets block: a subscriber that is full holds everything up, so nothing needs to be queued.
    const uint8_t *rest = bytes;
    while (count > 0) {
        ssize_t sent = send(descriptor, rest, count, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return;
        rest += sent;
        count -= (size_t)sent;
    }
}

static void send_text(int descriptor, const char *text) {
    uint8_t frame[256];
    size_t count = strlen(text);
    frame[0] = 0x81;
    frame[1] = (uint8_t)count;
    memcpy(frame + 2, text, count);
    send_all(descriptor, frame, count + 2);
}

static void prepare_event(size_t size) {
    static const char start[] = "42/progress,[\"progress\",{\"message\":\"";
    if (size < sizeof start + STAMP + 4) size = sizeof start + STAMP + 4;
    if (size < 126) size = 126;
    if (size > MAX_EVENT) size = MAX_EVENT;
    event[0] = 0x81;
    event[1] = 126;
    event[2] = (uint8_t)(size >> 8);
    event[3] = (uint8_t)size;
    memset(event + 4, ' ', size);
    memcpy(event + 4, start, sizeof start - 1);
    stamp_place = 4 + sizeof start - 1;
    memcpy(event + stamp_place + STAMP, "\"}]", 3);
    event_size = size + 4;
}

// The number at the end of a task's id, which the generator writes with six digits.
static int room_of(const uint8_t *payload, size_t count) {
    static const char name[] = "\"task_id\":\"";
    const uint8_t *id = memmem(payload, count, name, sizeof name - 1);
    if (!id) return -1;
    id += sizeof name - 1;
    const uint8_t *end = memchr(id, '"', (size_t)(payload + count - id));
    if (!end || end - id < 6) return -1;
    int room = 0;
    for (const uint8_t *digit = end - 6; digit < end; digit++) room = room * 10 + (*digit - '0');
    return room >= 0 && room < MAX_ROOMS ? room : -1;
}

static void join(int descriptor, int number) {
    if (number < 0 || clients[descriptor].room >= 0) return;
    if (rooms[number].count == rooms[number].capacity) {
        rooms[number].capacity = rooms[number].capacity ? rooms[number].capacity * 2 : 4;
        rooms[number].members = realloc(rooms[number].members, sizeof(int) * (size_t)rooms[number].capacity);
        if (!rooms[number].members) die("realloc");
    }
    clients[descriptor].room = number;
    clients[descriptor].place = rooms[number].count;
    rooms[number].members[rooms[number].count++] = descriptor;
}

static void leave(int descriptor) {
    int number = clients[descriptor].room;
    if (number < 0) return;
    int last = rooms[number].members[--rooms[number].count];
    rooms[number].members[clients[descriptor].place] = last;
    clients[last].place = clients[descriptor].place;
    clients[descriptor].room = -1;
}

static void publish(const uint8_t *payload, size_t count) {
    int number = room_of(payload, count);
    const uint8_t *stamp = memchr(payload, '@', count);
    if (number < 0 || !stamp || stamp + STAMP > payload + count) return;
    memcpy(event + stamp_place, stamp, STAMP);
    for (int i = 0; i < rooms[number].count; i++) send_all(rooms[number].members[i], event, event_size);
}

static void receive(int descriptor, const uint8_t *payload, size_t count) {
    if (count > 2 && payload[0] == '4' && payload[1] == '0') send_text(descriptor, "40/progress,{\"sid\":\"bare\"}");
    if (count < 20 || payload[0] != '4' || payload[1] != '2') return;
    if (payload[12] == '1') {
        send_text(descriptor, "43/progress,1[{\"ok\":true}]");
    } else if (payload[12] == '2') {
        join(descriptor, room_of(payload, count));
        send_text(descriptor, "43/progress,2[{\"ok\":true}]");
    } else if (payload[14] == 'u') {
        publish(payload, count);
    }
}

static void upgrade(int descriptor) {
    // The accept value belongs to the generator's one key; the open packet follows in the same breath.
    static const char answer[] =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: ready\r\n\r\n"
        "\x81\x5c" "0{\"sid\":\"bare\",\"upgrades\":[],\"pingInterval\":250000,\"pingTimeout\":20000,\"maxPayload\":1000000}";
    clients[descriptor].is_open = 1;
    send_all(descriptor, answer, sizeof answer - 1);
}

// Takes whole frames (or the whole request head) from the front; the answer is how many bytes they took.
static size_t consume(int descriptor, const uint8_t *bytes, size_t count) {
    size_t start = 0;
    if (!clients[descriptor].is_open) {
        const uint8_t *end = memmem(bytes, count, "\r\n\r\n", 4);
        if (!end) return 0;
        upgrade(descriptor);
        start = (size_t)(end - bytes) + 4;
    }
    while (start + 6 <= count) {
        size_t length = bytes[start + 1] & 0x7f, header = 6;
        if (length == 126) {
            if (start + 8 > count) break;
            length = (size_t)bytes[start + 2] << 8 | bytes[start + 3];
            header = 8;
        }
        if (start + header + length > count) break;
        receive(descriptor, bytes + start + header, length);
        start += header + length;
    }
    return start;
}

static void read_from(int descriptor) {
    static uint8_t input[2 * INPUT];
    size_t held = clients[descriptor].count;
    if (held > 0) memcpy(input, clients[descriptor].bytes, held);
    ssize_t count = recv(descriptor, input + held, INPUT, 0);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (count <= 0) {
        leave(descriptor);
        free(clients[descriptor].bytes);
        memset(&clients[descriptor], 0, sizeof clients[descriptor]);
        close(descriptor);
        return;
    }
    size_t total = held + (size_t)count, used = consume(descriptor, input, total);
    if (total - used > INPUT) die("a frame too large");
    if (total > used) {
        clients[descriptor].bytes = realloc(clients[descriptor].bytes, total - used);
        if (!clients[descriptor].bytes) die("realloc");
        memcpy(clients[descriptor].bytes, input + used, total - used);
    }
    clients[descriptor].count = total - used;
}

static void accept_all(int listener, int epoll) {
    for (;;) {
        int descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (descriptor < 0) return;
        if (descriptor >= MAX_CLIENTS) die("too many clients");
        int one = 1;
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        clients[descriptor].room = -1;
        struct epoll_event interest = {.events = EPOLLIN, .data.fd = descriptor};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &interest) < 0) die("epoll_ctl");
    }
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: bare_loop PORT EVENT_BYTES\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    prepare_event((size_t)atoi(arguments[2]));
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 4096) < 0) die("listen");
    getsockname(listener, (struct sockaddr *)&address, &length);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event interest = {.events = EPOLLIN, .data.fd = listener}, events[512];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &interest);
    printf("bare loop serves http://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        int ready = epoll_wait(epoll, events, 512, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listener) accept_all(listener, epoll);
            else read_from(events[i].data.fd);
        }
    }
}

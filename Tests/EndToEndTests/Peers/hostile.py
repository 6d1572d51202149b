"""Sends what no honest client sends, over bare sockets, and says how the server took it.

usage: hostile.py PORT    Each case prints {"case", "status", "close", "error", "healthy"}: the HTTP status, the WebSocket
close code, the error's code in the body, and whether the next good request was answered.
"""

import json
import os
import socket
import struct
import sys

PORT = int(sys.argv[1])
TIMEOUT = 5
UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def connect():
    return socket.create_connection(("127.0.0.1", PORT), timeout=TIMEOUT)


def read_to_end(connection):
    """All that comes until the server closes; a server that does not close in time is an error of the case."""
    data = b""
    try:
        while chunk := connection.recv(65536):
            data += chunk
    except ConnectionResetError:
        pass
    return data


def answer_of(data):
    """The status and the error code of the last response in what was read."""
    head, _, body = data.partition(b"\r\n\r\n")
    status = int(head.split(b" ")[1]) if head else None
    try:
        return status, json.loads(body).get("error")
    except ValueError:
        return status, None


def http(data, pieces=1):
    """Sends bytes, in pieces of that many, and gives the answer."""
    with connect() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        size = max(1, len(data) // pieces)
        try:
            for start in range(0, len(data), size):
                connection.sendall(data[start : start + size])
        except (ConnectionResetError, BrokenPipeError):
            pass
        status, error = answer_of(read_to_end(connection))
    return {"status": status, "error": error}


def post(body, pieces=1):
    head = f"POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    return http(head.encode() + body, pieces)


def frame(payload, opcode=1, bits=0x80, masked=True):
    head = bytes([bits | opcode])
    mask_bit = 0x80 if masked else 0
    if len(payload) < 126:
        head += bytes([mask_bit | len(payload)])
    elif len(payload) < 65536:
        head += bytes([mask_bit | 126]) + struct.pack("!H", len(payload))
    else:
        head += bytes([mask_bit | 127]) + struct.pack("!Q", len(payload))
    if not masked:
        return head + payload
    mask = os.urandom(4)
    key = int.from_bytes(mask * (len(payload) // 4 + 1), "big") >> (8 * (4 - len(payload) % 4))
    return head + mask + (key ^ int.from_bytes(payload, "big")).to_bytes(len(payload), "big")


def close_code(data):
    """The code of the close frame at the end of a stream of short server frames, or None where there is none."""
    while len(data) >= 2:
        length, start = data[1], 2
        if length == 126:
            length, start = struct.unpack("!H", data[2:4])[0], 4
        if data[0] & 0x0F == 8:
            return struct.unpack("!H", data[start : start + 2])[0] if length >= 2 else None
        data = data[start + length :]
    return None


def websocket(*frames):
    """Opens a WebSocket, joins the namespace, sends frames, and gives the close code once the server has closed."""
    with connect() as connection:
        connection.sendall(UPGRADE.encode() + frame(b"40/progress,"))
        try:
            for data in frames:
                connection.sendall(data)
        except (ConnectionResetError, BrokenPipeError):
            pass
        head, _, data = read_to_end(connection).partition(b"\r\n\r\n")
    return {"status": int(head.split(b" ")[1]), "close": close_code(data)}


def event(payload):
    return frame(b'42/progress,["create_task",' + payload + b"]")


def is_healthy():
    return post(b'{"title": "good"}')["status"] == 201


DEEP = b"[" * 10_000 + b"]" * 10_000
CASES = {
    "unmasked frame": lambda: websocket(frame(b"2", masked=False)),
    "reserved opcode": lambda: websocket(frame(b"", opcode=3)),
    "reserved bit": lambda: websocket(frame(b"2", bits=0xC0)),
    "bad UTF-8 in a frame": lambda: websocket(frame(b'42/progress,["ping","\xff\xfe"]')),
    "message of 2 MB": lambda: websocket(event(b'{"title": "' + b"x" * 2_000_000 + b'"}')),
    "truncated event": lambda: websocket(frame(b'42/progress,["create_task",{"title": "a')),
    "event 10,000 levels deep": lambda: websocket(event(DEEP)),
    "truncated body": lambda: post(b'{"title": "a'),
    "body 10,000 levels deep": lambda: post(DEEP),
    "bad UTF-8 in a body": lambda: post(b'{"title": "\xff\xfe"}'),
    "array for an object": lambda: post(b"[1, 2]"),
    "null body": lambda: post(b"null"),
    "body of 2 MB": lambda: post(b'{"title": "' + b"x" * 2_000_000 + b'"}'),
    "header block without end": lambda: http(b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-More: and more\r\n" * 20_000),
    "body one byte at a time": lambda: post(b'{"title": "slow"}', pieces=10_000),
    "no HTTP at all": lambda: http(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
}

for name, case in CASES.items():
    try:
        outcome = case()
    except OSError as error:
        outcome = {"failure": repr(error)}
    print(json.dumps({"case": name, **outcome, "healthy": is_healthy()}), flush=True)

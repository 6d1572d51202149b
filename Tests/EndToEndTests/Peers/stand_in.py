"""Stands in for a progress server and says whatever a test wants, true or not.

usage: stand_in.py SCRIPT    SCRIPT is a JSON object: for the name of an event {"emit": [[name, data], ...], "ack": answer},
both optional; "connect" is what is emitted to one who joins the namespace. An event that is not in it is never answered.

Prints {"port": n}, then {"event": name, "data": ...} for each event that comes.
"""

import base64
import hashlib
import json
import re
import socket
import struct
import sys
import threading

SCRIPT = json.loads(sys.argv[1])
OPEN = '0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}'


def exactly(connection, count):
    data = b""
    while len(data) < count:
        chunk = connection.recv(count - len(data))
        if not chunk:
            raise ConnectionError
        data += chunk
    return data


def receive(connection):
    """The text of the next frame."""
    first, second = exactly(connection, 2)
    length = second & 127
    if length > 125:
        length = struct.unpack(">H" if length == 126 else ">Q", exactly(connection, 2 if length == 126 else 8))[0]
    mask = exactly(connection, 4)
    data = bytes(byte ^ mask[place % 4] for place, byte in enumerate(exactly(connection, length)))
    if first & 15 == 8:
        raise ConnectionError
    return data.decode()


def send(connection, text):
    data = text.encode()
    if len(data) < 126:
        size = bytes([len(data)])
    elif len(data) < 65536:
        size = struct.pack(">BH", 126, len(data))
    else:
        size = struct.pack(">BQ", 127, len(data))
    connection.sendall(b"\x81" + size + data)


def perform(connection, act, ack_id):
    for event in act.get("emit", []):
        send(connection, "42/progress," + json.dumps(event))
    if "ack" in act and ack_id:
        send(connection, f"43/progress,{ack_id}" + json.dumps([act["ack"]]))


def serve(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        head += exactly(connection, 1)
    key = re.search(rb"(?i)sec-websocket-key: *(\S+)", head)[1]
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )
    send(connection, OPEN)
    while True:
        text = receive(connection)
        if text.startswith("40"):
            send(connection, '40/progress,{"sid":"y"}')
            perform(connection, SCRIPT.get("connect", {"emit": [["connected", {"client_id": "y"}]]}), None)
        elif event := re.match(r"42/progress,(\d*)(\[.*)", text, re.DOTALL):
            name, *data = json.loads(event[2])
            print(json.dumps({"event": name, "data": data}), flush=True)
            perform(connection, SCRIPT.get(name, {}), event[1])


def serve_until_closed(connection):
    try:
        serve(connection)
    except (ConnectionError, OSError):
        connection.close()


listener = socket.create_server(("127.0.0.1", 0))
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
while True:
    threading.Thread(target=serve_until_closed, args=(listener.accept()[0],), daemon=True).start()

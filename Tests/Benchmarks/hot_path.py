"""Counts the instructions of the hot path in the real server under valgrind, and compares them with those recorded.

A worker sends a report, or a burst of them, only when every subscriber has the one before, so that each makes one turn of the
server's loop and the count hardly depends on time.
"""

import json
import os
import re
import socket
import subprocess

import servers

RECORD = os.path.join(servers.HERE, "instructions.txt")
ALLOWED_GROWTH = 1.10
WARM_UP = 20
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: Z2VuYm9hcmQgYmVuY2ghIQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Client:
    """A Socket.IO client that understands no more than where one frame ends."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.buffer = b""
        self.socket.sendall(HANDSHAKE.encode())
        while b"\r\n\r\n" not in self.buffer:
            self.receive()
        self.buffer = self.buffer.split(b"\r\n\r\n", 1)[1]
        self.wait_for(b"0{")
        self.send("40/progress,")
        self.wait_for(b"42/progress,[\"connected\"")

    def receive(self):
        data = self.socket.recv(1 << 20)
        if not data:
            raise SystemExit("the server under valgrind closed a connection")
        self.buffer += data

    def frame(self):
        """The next frame's payload."""
        while True:
            if len(self.buffer) >= 2:
                length, start = self.buffer[1] & 0x7F, 2
                if length == 126 and len(self.buffer) >= 4:
                    length, start = int.from_bytes(self.buffer[2:4], "big"), 4
                if length != 126 and len(self.buffer) >= start + length:
                    payload, self.buffer = self.buffer[start : start + length], self.buffer[start + length :]
                    return payload
            self.receive()

    def wait_for(self, start):
        while True:
            payload = self.frame()
            if payload == b"2":
                self.send("3")
            if payload.startswith(start):
                return payload

    def encode(self, text):
        payload = text.encode()
        length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2, "big")
        return b"\x81" + length + b"\0\0\0\0" + payload

    def send(self, text):
        self.socket.sendall(self.encode(text))

    def call(self, event, payload):
        self.send(f"42/progress,1{json.dumps([event, payload])}")
        answer = self.wait_for(b"43/progress,1")
        if b'"ok":true' not in answer:
            raise SystemExit(f"{event} was refused: {answer.decode()}")


class Workload:
    """Subscribers of one task, and a worker that reports in bursts."""

    def __init__(self, port, subscribers, burst, count):
        self.subscribers, self.burst, self.count = subscribers, burst, count
        self.worker = Client(port)
        self.task = f"{subscribers}-{burst}"
        self.worker.call("create_task", {"task_id": self.task})
        self.clients = [Client(port) for _ in range(subscribers)]
        for client in self.clients:
            client.call("join", {"task_id": self.task})

    def run(self, count):
        for number in range(count):
            reports = [self.report(number * self.burst + place) for place in range(self.burst)]
            self.worker.socket.sendall(b"".join(map(self.worker.encode, reports)))
            for client in self.clients:
                for _ in range(self.burst):
                    client.wait_for(b'42/progress,["progress"')

    def report(self, number):
        payload = {
            "task_id": self.task,
            "progress": 10 + number % 80,
            "status": "generating_image",
            "message": f"step {number:06}",
            "details": {"step": number % 50, "total_steps": 50},
        }
        return "42/progress," + json.dumps(["update_progress", payload], separators=(",", ":"))


# What is counted, and for how many events a figure is told.
WORKLOADS = {
    "one subscriber, one report a turn": (1, 1, 300),
    "100 subscribers, one report a turn": (100, 1, 60),
    "20 subscribers, 50 reports a turn": (20, 50, 12),
}


def count(name):
    """Instructions of the server for each event delivered."""
    subscribers, burst, turns = WORKLOADS[name]
    directory = os.path.join(servers.scratch.name, "callgrind")
    os.makedirs(directory, exist_ok=True)
    output = os.path.join(directory, f"{subscribers}-{burst}.out")
    tool = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={output}", "--quiet"]
    with servers.genboard(under=tool) as server:
        workload = Workload(server.port, subscribers, burst, turns)
        workload.run(WARM_UP)
        control(server, "--instr=on")
        workload.run(turns)
        control(server, "--dump")
    with open(output + ".1") as file:
        total = int(re.search(r"^(?:summary|totals): (\d+)", file.read(), re.MULTILINE).group(1))
    return total / (turns * burst * subscribers)


def control(server, command):
    subprocess.run(["callgrind_control", command, str(server.process.pid)], check=True, capture_output=True)


def recorded():
    if not os.path.exists(RECORD):
        return {}
    with open(RECORD) as file:
        lines = [line.split(maxsplit=1) for line in file if line.strip() and not line.startswith("#")]
    return {name.strip(): float(figure) for figure, name in lines}


def check(record):
    """Whether no count has grown too much; with `record`, writes them down instead."""
    before, after, is_met = recorded(), {}, True
    print("\ninstructions for each event delivered")
    for name in WORKLOADS:
        after[name] = count(name)
        growth = after[name] / before[name] if before.get(name) else None
        grew = growth is not None and growth > ALLOWED_GROWTH
        is_met = is_met and not grew
        shown = "not recorded" if growth is None else f"{(growth - 1) * 100:+.1f} %{'  GREW' if grew else ''}"
        print(f"  {name:<36} {after[name]:>10.0f}  {shown}", flush=True)
    if record:
        with open(RECORD, "w") as file:
            file.write("# Instructions of the server for each event delivered; `Scripts/bench --check` compares, --record rewrites.\n")
            file.writelines(f"{figure:.0f} {name}\n" for name, figure in after.items())
    return is_met or record

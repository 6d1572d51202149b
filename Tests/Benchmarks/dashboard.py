"""What the dashboard costs: the time of a picture of 10,000 tasks, the bytes that moving bars send to a terminal, and idling."""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
import urllib.request

import servers
from bounds import Bound, ours
from hot_path import Client

SIZE = (30, 100)
BARS = 20
REPORTS_PER_SECOND = 5
STORED_TASKS = 10_000

BOUNDS = [
    Bound("frame", "10,000 tasks, median", ours("median_ms"), 5, "ms"),
    Bound("bars", "output of 20 moving bars", ours("bytes_per_second"), 4096, "B/s"),
    Bound("idle", "share of a processor", ours("cpu_percent"), 0.3, "%"),
    Bound("start", "first picture", ours("milliseconds"), 300, "ms"),
]


class Terminal:
    """A program on a terminal of its own that counts what is written to it."""

    def __init__(self, command):
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.environ["TERM"] = "xterm-256color"
            os.environ["LC_ALL"] = "C.UTF-8"
            servers.unhindered()
            os.execv(command[0], command)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.process, signal.SIGTERM)
        self.read(1)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.descriptor)

    def read(self, seconds, until=None):
        """All that is written in that time, or until some bytes of it have come."""
        end, output = time.monotonic() + seconds, b""
        while (left := end - time.monotonic()) > 0 and not (until and until in output):
            if select.select([self.descriptor], [], [], left)[0]:
                try:
                    output += os.read(self.descriptor, 1 << 16)
                except OSError:
                    break
        return output

    @property
    def processor_time(self):
        """Seconds; the clock of another process has its number from the kernel's scheme for such clocks."""
        return time.clock_gettime(~self.process << 3 | 2)


def measure(seconds):
    """One of each, as the rounds of bench.py."""
    scenarios = {"frame": frame(), "bars": bars(seconds), "idle": idle(seconds), "start": start()}
    for name, result in scenarios.items():
        print(f"  {name:<6} {json.dumps(result)}", flush=True)
    return {name: [{"genboard": result}] for name, result in scenarios.items() if result}


def frame():
    return json.loads(subprocess.check_output([os.environ["DASHBOARD_BENCHMARK"]], preexec_fn=servers.unhindered))


def watch(server):
    return Terminal([servers.GENBOARD, "watch", server.url])


def bars(seconds):
    with servers.genboard() as server, watch(server) as terminal:
        worker = Client(server.port)
        tasks = [f"bar-{number}" for number in range(BARS)]
        for task in tasks:
            worker.call("create_task", {"task_id": task, "title": f"Picture {task}"})
        terminal.read(2)
        count, began = 0, time.monotonic()
        for step in range(seconds * REPORTS_PER_SECOND):
            for task in tasks:
                report = {"task_id": task, "progress": step * 0.7 % 100, "message": f"step {step} of 140"}
                worker.send(f"42/progress,{json.dumps(['update_progress', report])}")
            count += len(terminal.read(began + (step + 1) / REPORTS_PER_SECOND - time.monotonic()))
        return {"bytes_per_second": count / seconds}


def idle(seconds):
    with servers.genboard() as server, watch(server) as terminal:
        worker = Client(server.port)
        worker.call("create_task", {"task_id": "idle"})
        terminal.read(2)
        before = terminal.processor_time
        terminal.read(seconds)
        return {"cpu_percent": (terminal.processor_time - before) / seconds * 100}


def start():
    """From the command to the first picture, with the tasks of an earlier life where they can be kept."""
    data = os.path.join(servers.scratch.name, "stored.db")
    with servers.genboard(data=data) as server:
        for number in range(STORED_TASKS):
            body = json.dumps({"task_type": "image_generation", "title": f"Picture {number}"}).encode()
            urllib.request.urlopen(f"{server.url}/api/tasks", body).close()
        place = server.command.index("--data") if "--data" in server.command else len(server.command)
        options = server.command[place : place + 2]
    began = time.monotonic()
    with Terminal([servers.GENBOARD, "--port", str(servers.free_port()), *options]) as terminal:
        seen = terminal.read(10, until=b"connected")
        taken = time.monotonic() - began
    return {"milliseconds": taken * 1000, "stored_tasks": STORED_TASKS if options else 0} if seen else None

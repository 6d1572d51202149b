"""Servers under load: each is started fresh on a port of its own, measured by `genboard bench`, and ended."""

import json
import os
import re
import resource
import signal
import socket
import subprocess
import tempfile
import time

GENBOARD = os.environ["GENBOARD"]
HERE = os.path.dirname(os.path.abspath(__file__))
# Seconds that a server has to begin, and one scenario to end.
START_TIME = 20
SCENARIO_TIME = 600

scratch = tempfile.TemporaryDirectory(prefix="genboard-bench-")


def raise_descriptor_limit():
    """As many sockets as this machine allows, for this program and all it starts; the answer is how many."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    for limit in (max(hard, 65536), hard):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
            return limit
        except ValueError:
            continue
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


DESCRIPTORS = raise_descriptor_limit()


def unhindered():
    """What else runs on this machine should not be what is measured. Only root may ask for that; others ask in vain."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except PermissionError:
        pass


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A process that prints the address it will serve at on its first line."""

    def __init__(self, name, command, **options):
        self.name = name
        self.command = command
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, preexec_fn=unhindered, **options
        )
        line = self.process.stdout.readline()
        found = re.search(r"http://127.0.0.1:(\d+)", line)
        if not found:
            self.stop()
            raise SystemExit(f"{name} did not start; it said: {line!r}")
        self.url, self.port = found.group(0), int(found.group(1))
        self.wait()

    def wait(self):
        end = time.monotonic() + START_TIME
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if time.monotonic() > end:
                    self.stop()
                    raise SystemExit(f"{self.name} does not answer at {self.url}")
                time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdout.close()

    def measure(self, scenario, **options):
        """Runs one scenario; the answer is what `genboard bench --json` prints."""
        done = subprocess.run(
            self.bench(scenario, **options), capture_output=True, text=True, timeout=SCENARIO_TIME, preexec_fn=unhindered
        )
        if done.returncode != 0:
            raise ScenarioFailed(done.stderr.strip())
        return json.loads(done.stdout)

    def bench(self, scenario, **options):
        command = [GENBOARD, "bench", "--json", "--url", self.url, "--scenario", scenario, "--pid", str(self.process.pid)]
        for name, value in options.items():
            command += ["--" + name.replace("_", "-"), str(value)]
        return command


class ScenarioFailed(Exception):
    pass


_serve_help = subprocess.run([GENBOARD, "serve", "--help"], capture_output=True, text=True).stdout


def genboard(port=0, event_rate=0, data=None, under=()):
    """The server under test. Every report is to be delivered, unless an event rate says otherwise.

    `under` is the command of a tool that runs it.
    """
    command = [*under, GENBOARD, "serve", "--port", str(port)]
    if "--event-rate" in _serve_help:
        command += ["--event-rate", str(event_rate)]
    if "--data" in _serve_help:
        command += ["--data", data or os.path.join(tempfile.mkdtemp(dir=scratch.name), "tasks.db")]
    return Server("genboard", command)


def bare_loop(event_bytes):
    path = os.path.join(scratch.name, "bare_loop")
    if not os.path.exists(path):
        subprocess.run(["cc", "-O2", "-o", path, os.path.join(HERE, "bare_loop.c")], check=True)
    return Server("bare loop", [path, "0", str(event_bytes)])

"""Servers under load: each is started fresh on a free port, measured by `genboard bench`, and ended."""

import json
import os
import re
import signal
import subprocess
import tempfile
import time

GENBOARD = os.environ["GENBOARD"]
HERE = os.path.dirname(os.path.abspath(__file__))
# How long a server has to begin, and one scenario to end.
START_TIME = 20
SCENARIO_TIME = 600


def unhindered():
    """Other programs on the machine should not be what is measured; only root may ask for this."""
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -20)
    except PermissionError:
        pass


class Server:
    """A process that prints the address it serves at on its first line."""

    def __init__(self, name, command):
        self.name = name
        self.command = command
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=unhindered)
        line = self.process.stdout.readline()
        found = re.search(r"http://[\d.]+:(\d+)", line)
        if not found:
            self.stop()
            raise SystemExit(f"{name} did not start; it said: {line!r}")
        self.url = found.group(0)
        self.port = int(found.group(1))

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
        command = [GENBOARD, "bench", "--json", "--url", self.url, "--scenario", scenario, "--pid", str(self.process.pid)]
        for name, value in options.items():
            command += ["--" + name.replace("_", "-"), str(value)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SCENARIO_TIME, preexec_fn=unhindered
        )
        if done.returncode != 0:
            raise ScenarioFailed(f"{scenario} on {self.name}: {done.stderr.strip()}")
        return json.loads(done.stdout)


class ScenarioFailed(Exception):
    pass


def serve_options():
    """Every report is to be delivered, where the server can be told so."""
    help_text = subprocess.run([GENBOARD, "serve", "--help"], capture_output=True, text=True).stdout
    return ["--event-rate", "0"] if "--event-rate" in help_text else []


def genboard():
    return Server("genboard", [GENBOARD, "serve", "--port", "0"] + serve_options())


_bare_loop = None


def bare_loop(event_bytes):
    global _bare_loop
    if _bare_loop is None:
        directory = tempfile.TemporaryDirectory()
        path = os.path.join(directory.name, "bare_loop")
        subprocess.run(["cc", "-O2", "-o", path, os.path.join(HERE, "bare_loop.c")], check=True)
        _bare_loop = (directory, path)
    return Server("bare loop", [_bare_loop[1], "0", str(event_bytes)])

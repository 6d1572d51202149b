"""Other servers that run the same events: Flask-SocketIO in two modes, and python-socketio under uvicorn.

Their packages are installed from PyPI into a virtual environment outside the tree.
"""

import filecmp
import os
import shutil
import subprocess
import sys

import servers

PROGRAMS = os.path.join(servers.HERE, "Peers")
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "genboard")
VENV = os.environ.get("GENBOARD_BENCH_VENV") or os.path.join(CACHE, "bench-venv")


def install():
    wanted, installed = os.path.join(PROGRAMS, "requirements.txt"), os.path.join(VENV, "installed.txt")
    if os.path.exists(installed) and filecmp.cmp(wanted, installed, shallow=False):
        return
    print(f"Installing the peers in {VENV}")
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    pip = [os.path.join(VENV, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run(pip + ["-r", wanted], check=True)
    shutil.copy(wanted, installed)


def peer(name, program, *arguments):
    python = os.path.join(VENV, "bin", "python")

    def start(_):
        command = [python, os.path.join(PROGRAMS, program), *arguments, str(servers.free_port())]
        return servers.Server(name, command)

    return start


install()
PEERS = [
    peer("threading", "flask_peer.py", "threading"),
    peer("gevent", "flask_peer.py", "gevent"),
    peer("uvicorn", "uvicorn_peer.py"),
]

"""A real browser on a page with the stock socket.io client: the page posts what it sees here, and it goes to stdout.

usage: browser.py URL TASK_ID [PAGE]    Ends with its standard input.
"""

import http.server
import importlib.util
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.parse

HERE = pathlib.Path(__file__).parent
# Only found, not imported: all we want of nicegui is the browser's client that it ships.
CLIENT = pathlib.Path(importlib.util.find_spec("nicegui").origin).parent / "static" / "socket.io.min.js"
# Findings come on several threads, and each must stay a line.
OUTPUT = threading.Lock()
FILES = {"/socket.io.min.js": (CLIENT, "text/javascript")}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path, kind = FILES.get(urllib.parse.urlsplit(self.path).path, (None, None))
        self.answer(200 if path else 404, path.read_bytes() if path else b"", kind or "text/plain")

    def do_POST(self):
        finding = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with OUTPUT:
            print(finding, flush=True)
        self.answer(200, b"", "text/plain")

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def main(server, task_id, page="browser.html"):
    FILES["/"] = (HERE / page, "text/html")
    pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    query = urllib.parse.urlencode({"server": server, "task": task_id})
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"]
        options += [f"--user-data-dir={profile}", "--remote-debugging-port=0"]
        address = f"http://127.0.0.1:{pages.server_port}/?{query}"
        with subprocess.Popen([browser, *options, address], stdout=2) as process:
            sys.stdin.read()
            process.kill()


main(*sys.argv[1:4])

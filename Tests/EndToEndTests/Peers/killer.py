"""Kills a server again and again while workers write, and looks after each restart for what was acknowledged.

usage: killer.py BINARY DATA ROUNDS [OPTION...]    the options go to `genboard serve`

Prints {"rounds": n, "acknowledged": n, "faults": [...]} at the end. An answer that never came proves nothing; one that
came must be true for ever.
"""

import http.client
import json
import random
import signal
import subprocess
import sys
import threading
import time

import socketio

FINAL = {"completed", "failed", "cancelled"}
NAMESPACE = "/progress"


def lasting(task):
    """What a kill leaves as it is: all of a completed task, and all but the seq of one that may be retried."""
    return task if task["status"] == "completed" else {name: task[name] for name in task if name != "seq"}


class Server:
    def __init__(self, binary, data, options):
        command = [binary, "serve", "--port", "0", "--data", data, *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the server did not start again")
        self.port = int(line.rsplit(":", 1)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Ledger:
    """What the server has said: it may not be taken back."""

    def __init__(self):
        self.lock = threading.Lock()
        self.created = set()
        # Deleted, and perhaps created again, but that was not acknowledged yet.
        self.unsure = set()
        self.ended = {}
        self.seen = {}
        self.acknowledged = 0
        self.faults = []

    def saw(self, task):
        with self.lock:
            self.seen[task["task_id"]] = max(task["seq"], self.seen.get(task["task_id"], 0))

    def acknowledge(self, task_id, status=None, task=None):
        with self.lock:
            self.acknowledged += 1
            self.unsure.discard(task_id)
            self.created.add(task_id)
            if status in FINAL:
                self.ended[task_id] = (status, task)

    def begins_again(self, task_id):
        with self.lock:
            self.unsure.add(task_id)
            self.ended.pop(task_id, None)

    def check(self, tasks):
        for task_id in self.created:
            task = tasks.get(task_id)
            if task is None:
                if task_id not in self.unsure:
                    self.faults.append(f"{task_id} is missing")
                continue
            if task["seq"] < self.seen.get(task_id, 0):
                self.faults.append(f"the seq of {task_id} went back to {task['seq']} from {self.seen[task_id]}")
            status, record = self.ended.get(task_id, (None, None))
            if status and task["status"] != status:
                self.faults.append(f"{task_id} is {task['status']}, no longer {status}")
            if record and lasting(task) != lasting(record):
                self.faults.append(f"{task_id} has changed from {record} to {task}")
        for task in tasks.values():
            self.saw(task)
            if task["status"] in FINAL:
                self.created.add(task["task_id"])
                self.ended[task["task_id"]] = (task["status"], task)


class RESTWorker:
    def __init__(self, port, ledger):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.ledger = ledger

    def request(self, method, path, payload=None):
        self.connection.request(method, path, None if payload is None else json.dumps(payload))
        response = self.connection.getresponse()
        body = json.loads(response.read() or b"{}")
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {body}")
        return body

    def work(self):
        task = self.request("POST", "/api/tasks", {"title": "made by REST", "details": {"n": random.random()}})
        self.ledger.acknowledge(task["task_id"])
        path = "/api/tasks/" + task["task_id"]
        for step in range(random.randrange(4)):
            self.ledger.saw(self.request("PATCH", path, {"progress": 10 * step, "message": f"step {step}"})["task"])
        action = random.choice(["complete", "fail", "cancel", None])
        if action:
            payload = {"result": {"n": random.random()}, "error": "no", "reason": "why"}
            ended = self.request("POST", f"{path}/{action}", payload)["task"]
            self.ledger.saw(ended)
            self.ledger.acknowledge(ended["task_id"], ended["status"], ended)
            if random.random() < 0.5:
                self.begin_again(task["task_id"], ended["seq"])

    def begin_again(self, task_id, seq):
        """A task of the same id is another one, but its numbers go on."""
        self.ledger.begins_again(task_id)
        self.request("DELETE", "/api/tasks/" + task_id)
        again = self.request("POST", "/api/tasks", {"task_id": task_id})
        if again["seq"] <= seq:
            self.ledger.faults.append(f"the seq of {task_id} began again at {again['seq']}, after {seq}")
        self.ledger.saw(again)
        self.ledger.acknowledge(task_id)


class SocketIOWorker:
    def __init__(self, port, ledger):
        self.client = socketio.Client(reconnection=False)
        self.client.connect(f"http://127.0.0.1:{port}", namespaces=[NAMESPACE], transports=["websocket"])
        self.ledger = ledger

    def call(self, event, **payload):
        answers, answered = [], threading.Event()
        self.client.emit(event, payload, NAMESPACE, callback=lambda answer: (answers.append(answer), answered.set()))
        while not answered.wait(0.02):
            if not self.client.connected:
                raise ConnectionError("the server is gone")
        if not answers[0]["ok"]:
            raise RuntimeError(f"{event}: {answers[0]}")
        return answers[0]

    def work(self):
        task_id = self.call("create_task", title="made by Socket.IO")["task_id"]
        self.ledger.acknowledge(task_id)
        for step in range(random.randrange(4)):
            answer = self.call("update_progress", task_id=task_id, progress=10 * step)
            self.ledger.saw({"task_id": task_id, "seq": answer["seq"]})
        event = random.choice(["complete_task", "fail_task", "cancel_task", "update_progress", None])
        if event:
            answer = self.call(event, task_id=task_id, result={"n": 1}, error="no", status="failed")
            self.ledger.acknowledge(task_id, answer["status"])


def run(make, port, ledger, stopping):
    try:
        worker = make(port, ledger)
        while True:
            worker.work()
    except Exception as error:  # the server is gone, however the library says so
        if not stopping.is_set() and isinstance(error, RuntimeError):
            ledger.faults.append(str(error))


def read_all(port):
    worker = RESTWorker(port, None)
    tasks, after = {}, ""
    while True:
        page = worker.request("GET", "/api/tasks?limit=1000" + (f"&after={after}" if after else ""))
        for task in page["tasks"]:
            tasks[task["task_id"]] = task
        if not page["more"]:
            return tasks
        after = page["tasks"][-1]["task_id"]


def main():
    binary, data, rounds = sys.argv[1:4]
    ledger = Ledger()
    for _ in range(int(rounds)):
        server = Server(binary, data, sys.argv[4:])
        ledger.check(read_all(server.port))
        stopping = threading.Event()
        kinds = [RESTWorker, RESTWorker, RESTWorker, SocketIOWorker]
        workers = [threading.Thread(target=run, args=(kind, server.port, ledger, stopping)) for kind in kinds]
        for worker in workers:
            worker.start()
        time.sleep(random.uniform(0.01, 0.2))
        stopping.set()
        server.kill()
        for worker in workers:
            worker.join()
    server = Server(binary, data, sys.argv[4:])
    ledger.check(read_all(server.port))
    server.kill()
    print(json.dumps({"rounds": int(rounds), "acknowledged": ledger.acknowledged, "faults": ledger.faults}))


main()

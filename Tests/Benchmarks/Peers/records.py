"""The tasks of a peer: the same fields and rules as in a small server written by hand, and nothing more."""

import threading
import time
import uuid


class Records:
    def __init__(self):
        self.tasks = {}
        self.lock = threading.Lock()

    def create(self, payload):
        task_id = payload.get("task_id") or str(uuid.uuid4())
        with self.lock:
            self.tasks.setdefault(
                task_id,
                {
                    "task_id": task_id,
                    "status": "pending",
                    "progress": 0,
                    "message": "",
                    "details": {},
                    "timestamp": time.time(),
                },
            )
        return task_id

    def update(self, payload):
        with self.lock:
            task = self.tasks[payload["task_id"]]
            task["progress"] = max(0, min(100, payload.get("progress", task["progress"])))
            task["status"] = payload.get("status", task["status"])
            task["message"] = payload.get("message", task["message"])
            task["details"] = payload.get("details", task["details"])
            task["timestamp"] = time.time()
            return dict(task)

    def get(self, payload):
        with self.lock:
            return dict(self.tasks[payload["task_id"]])

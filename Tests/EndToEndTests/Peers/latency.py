"""Measures the time from a worker's report to its arrival at a subscriber, both stock clients.

usage: latency.py URL
"""

import json
import queue
import sys
import time

import socketio

NAMESPACE = "/progress"
REPORTS = 200


def connect(url):
    client = socketio.Client()
    client.connect(url, namespaces=[NAMESPACE], transports=["websocket"])
    return client


def main(url):
    arrivals = queue.Queue()
    watcher, worker = connect(url), connect(url)
    watcher.on("progress", lambda data: arrivals.put((data["seq"], time.perf_counter())), namespace=NAMESPACE)
    task_id = worker.call("create_task", {}, namespace=NAMESPACE)["task_id"]
    watcher.call("join", {"task_id": task_id}, namespace=NAMESPACE)
    arrivals.get(timeout=5)
    times = []
    for number in range(REPORTS):
        start = time.perf_counter()
        worker.emit("update_progress", {"task_id": task_id, "progress": number / 2}, namespace=NAMESPACE)
        times.append((arrivals.get(timeout=5)[1] - start) * 1000)
    times.sort()
    figures = {"p50_ms": times[REPORTS // 2], "p99_ms": times[REPORTS * 99 // 100], "max_ms": times[-1]}
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))
    worker.disconnect()
    watcher.disconnect()


main(sys.argv[1])

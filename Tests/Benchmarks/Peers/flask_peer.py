"""The plain events on Flask-SocketIO: `flask_peer.py threading|gevent PORT`."""

import sys

mode, port = sys.argv[1], int(sys.argv[2])
if mode == "gevent":
    from gevent import monkey

    monkey.patch_all()

import logging

from flask import Flask
from flask_socketio import SocketIO, emit, join_room
from records import Records

NAMESPACE = "/progress"
logging.getLogger("werkzeug").setLevel(logging.ERROR)
app = Flask("peer")
server = SocketIO(app, async_mode=mode, cors_allowed_origins="*")
records = Records()


@server.on("create_task", namespace=NAMESPACE)
def create_task(payload):
    return {"ok": True, "task_id": records.create(payload)}


@server.on("join", namespace=NAMESPACE)
def join(payload):
    join_room(payload["task_id"])
    emit("progress", records.get(payload))
    return {"ok": True}


@server.on("update_progress", namespace=NAMESPACE)
def update_progress(payload):
    task = records.update(payload)
    server.emit("progress", task, to=task["task_id"], namespace=NAMESPACE)
    return {"ok": True}


print(f"{mode} serves http://127.0.0.1:{port}", flush=True)
options = {"allow_unsafe_werkzeug": True} if mode == "threading" else {}
server.run(app, host="127.0.0.1", port=port, **options)

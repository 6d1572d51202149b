"""The plain events on python-socketio under uvicorn: `uvicorn_peer.py PORT`."""

import sys

import socketio
import uvicorn
from records import Records

NAMESPACE = "/progress"
port = int(sys.argv[1])
server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
records = Records()


@server.on("create_task", namespace=NAMESPACE)
async def create_task(sid, payload):
    return {"ok": True, "task_id": records.create(payload)}


@server.on("join", namespace=NAMESPACE)
async def join(sid, payload):
    await server.enter_room(sid, payload["task_id"], namespace=NAMESPACE)
    await server.emit("progress", records.get(payload), to=sid, namespace=NAMESPACE)
    return {"ok": True}


@server.on("update_progress", namespace=NAMESPACE)
async def update_progress(sid, payload):
    task = records.update(payload)
    await server.emit("progress", task, room=task["task_id"], namespace=NAMESPACE)
    return {"ok": True}


print(f"uvicorn serves http://127.0.0.1:{port}", flush=True)
uvicorn.run(socketio.ASGIApp(server), host="127.0.0.1", port=port, log_level="error", loop="uvloop", ws="websockets")

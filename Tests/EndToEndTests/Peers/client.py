"""Stock python-socketio clients, led by a test: commands on stdin, everything that happens on stdout.

usage: client.py URL TRANSPORTS [COUNT]    TRANSPORTS is default, websocket or polling

A command is {"id": n, "event": name, "payload": any} (answered with {"id": n, "ack": ...} per client), the same without
"id" for an emit without ack, or {"leave": true} to disconnect. Events come as {"client": n, "event": name, "data": ...}.
"""

import json
import sys
import threading

import socketio

NAMESPACE = "/progress"
output_lock = threading.Lock()


def tell(**message):
    with output_lock:
        print(json.dumps(message), flush=True)


def keep_order(client):
    """The stock client gives each message a thread of its own, which would mix up the order they arrived in."""
    trigger = client.eio._trigger_event
    client.eio._trigger_event = lambda *args, **options: trigger(*args, **{**options, "run_async": False})


def start(number, url, transports):
    client = socketio.Client(reconnection=False)
    keep_order(client)

    def received(event, data=None):
        tell(client=number, event=event, data=data)

    client.on("*", received, namespace=NAMESPACE)
    client.on("disconnect", lambda *reason: tell(client=number, disconnected=True), namespace=NAMESPACE)
    client.connect(url, namespaces=[NAMESPACE], transports=transports, wait_timeout=10)
    tell(client=number, transport=client.transport())
    return client


def obey(clients, command):
    if command.get("leave"):
        for client in clients:
            client.disconnect()
        return
    for number, client in enumerate(clients):
        callback = None
        if "id" in command:
            callback = lambda ack=None, number=number: tell(client=number, id=command["id"], ack=ack)
        client.emit(command["event"], command.get("payload"), namespace=NAMESPACE, callback=callback)


def main():
    url, transports = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    chosen = None if transports == "default" else [transports]
    clients = [start(number, url, chosen) for number in range(count)]
    tell(ready=True)
    for line in sys.stdin:
        obey(clients, json.loads(line))


main()

"""A network that a test can cut: relays connections to a server, told on stdin, what happens on stdout.

usage: relay.py PORT

Prints {"port": n} once it listens, and {"bytes": n} at the end of each connection: what the server has sent over it.
{"do": "cut"} ends the connections there are; after {"do": "close"} new ones are ended at once too, until {"do": "open"}.
"""

import json
import socket
import sys
import threading

connections = []
is_open = True
lock = threading.Lock()


def tell(**message):
    with lock:
        print(json.dumps(message), flush=True)


def pump(source, target):
    count = 0
    try:
        while data := source.recv(65536):
            target.sendall(data)
            count += len(data)
    except OSError:
        pass
    end(source, target)
    return count


def end(*sockets):
    for one in sockets:
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def relay(client, port):
    server = socket.create_connection(("127.0.0.1", port))
    connections.append((client, server))
    threading.Thread(target=pump, args=(client, server), daemon=True).start()
    tell(bytes=pump(server, client))


def accept(listener, port):
    while True:
        client, _ = listener.accept()
        if is_open:
            threading.Thread(target=relay, args=(client, port), daemon=True).start()
        else:
            client.close()


def main():
    global is_open
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=accept, args=(listener, int(sys.argv[1])), daemon=True).start()
    tell(port=listener.getsockname()[1])
    for line in sys.stdin:
        command = json.loads(line)["do"]
        is_open = command != "close"
        if command != "open":
            for pair in connections:
                end(*pair)
            connections.clear()


main()

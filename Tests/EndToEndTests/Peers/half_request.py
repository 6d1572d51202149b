"""Keeps one request half sent and another connection idle, and goes on when told: {"do": "ready"}, {"do": "finish"}.

usage: half_request.py PORT
"""

import http.client
import json
import socket
import sys

BODY = b'{"title": "late"}'


def tell(**message):
    print(json.dumps(message), flush=True)


def main():
    port = int(sys.argv[1])
    idle = http.client.HTTPConnection("127.0.0.1", port)
    idle.request("GET", "/readyz")
    idle.getresponse().read()
    half = http.client.HTTPConnection("127.0.0.1", port)
    half.putrequest("POST", "/api/tasks")
    half.putheader("Content-Length", str(len(BODY)))
    half.putheader("Expect", "100-continue")
    half.endheaders()
    # The server asks for the body once it has looked at the head.
    half.sock.recv(len(b"HTTP/1.1 100 Continue\r\n\r\n"), socket.MSG_WAITALL)
    tell(half=True)
    for line in sys.stdin:
        if json.loads(line)["do"] == "ready":
            idle.request("GET", "/readyz")
            tell(ready=idle.getresponse().status)
        else:
            half.send(BODY)
            response = half.getresponse()
            tell(status=response.status, connection=response.getheader("Connection"))


main()

"""Prints the events of a service of NkMEDIA, a JSON object a line.

usage: python3 event_tail.py HOST PORT USER PASSWORD [CLASS [SUBCLASS]]

Without a class all events are meant, which needs role monitor or admin.
"""

import json
import socket
import sys


def main(host, port, user, password, event_class="*", subclass="*"):
    with socket.create_connection((host, int(port))) as connection, connection.makefile(encoding="utf-8") as lines:

        def send(message):
            connection.sendall((json.dumps(message) + "\n").encode())

        send({"class": "core", "subclass": "user", "cmd": "login", "data": {"user": user, "password": password}, "tid": 1})
        for line in lines:
            message = json.loads(line)
            if message.get("result") == "error":
                sys.exit("refused: " + message["data"]["error"])
            if message.get("tid") == 1 and message.get("result") == "ok":
                wanted = {"class": event_class, "subclass": subclass}
                send({"class": "core", "subclass": "event", "cmd": "subscribe", "data": wanted, "tid": 2})
            if message.get("tid") == 2 and message.get("result") == "ok":
                print("listening", flush=True)
            if message.get("cmd") == "event":
                print(json.dumps(message["data"]), flush=True)
            elif message.get("cmd") == "ping":
                send({"result": "ok", "tid": message["tid"]})


if __name__ == "__main__":
    if not 5 <= len(sys.argv) <= 7:
        sys.exit(__doc__)
    main(*sys.argv[1:])

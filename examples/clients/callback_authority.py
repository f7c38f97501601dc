"""Decides who may log in to a service of NkMEDIA, and what its users may do: a program of its own, in any language.

usage: python3 callback_authority.py HOST PORT USER PASSWORD

USER must have role admin. Strangers get in with the password "open sesame"; what they are is in their name: "eve.manager"
gets role manager, "eve" gets role user. Nobody but managers may list users. One line is printed for each decision.
"""

import json
import socket
import sys


def login(data):
    """Data of core/callback/login to its answer."""
    if data.get("password") != "open sesame":
        return {"authorized": False, "reason": "wrong password"}
    role = data["user"].partition(".")[2]
    return {"authorized": True, "roles": [role or "user"]}


def allow(data):
    """Data of core/callback/allow to its answer; None: the service's roles decide."""
    if (data["class"], data["subclass"], data["cmd"]) == ("core", "user", "list"):
        return {"allow": data["user"].endswith(".manager")}
    return None


def main(host, port, user, password):
    decide = {"login": login, "allow": allow}
    with socket.create_connection((host, int(port))) as connection, connection.makefile(encoding="utf-8") as lines:

        def send(message):
            connection.sendall((json.dumps(message) + "\n").encode())

        send({"class": "core", "subclass": "user", "cmd": "login", "data": {"user": user, "password": password}, "tid": 1})
        for line in lines:
            message = json.loads(line)
            if message.get("result") == "error":
                sys.exit("refused: " + message["data"]["error"])
            if message.get("result") == "ok" and message["tid"] == 1:
                for tid, callback in enumerate(decide, start=2):
                    wish = {"callback": callback}
                    send({"class": "core", "subclass": "callback", "cmd": "register", "data": wish, "tid": tid})
            if message.get("result") == "ok" and message["tid"] == 1 + len(decide):
                print("ready", flush=True)
            if "cmd" not in message:
                continue
            answer = {"result": "ok", "tid": message["tid"]}
            if message.get("subclass") == "callback":
                data = message["data"]
                decision = decide[message["cmd"]](data)
                if decision is None:
                    error = {"code": 100006, "name": "not_implemented", "error": "Not implemented"}
                    answer = {"result": "error", "data": error, "tid": message["tid"]}
                else:
                    answer["data"] = decision
                    yes = decision.get("authorized", decision.get("allow"))
                    print(message["cmd"], data["user"], "yes" if yes else "no", flush=True)
            send(answer)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])

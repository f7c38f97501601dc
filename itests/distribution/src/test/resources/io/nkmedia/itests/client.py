"""A client in Python: the library websockets for ws and wss, plain sockets for lines. Url, certificate, user, password."""
import asyncio
import json
import ssl
import sys
from urllib.parse import urlparse

import websockets

URL, CA, USER, PASSWORD = sys.argv[1:5]
TRUST = ssl.create_default_context(cafile=CA)


class Lines:
    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    async def recv(self):
        line = await self.reader.readline()
        if not line:
            raise ConnectionError("the server closed")
        return line.decode()

    async def send(self, text):
        self.writer.write(text.encode() + b"\n")
        await self.writer.drain()

    async def close(self):
        self.writer.close()


async def connect():
    url = urlparse(URL)
    secure = TRUST if url.scheme in ("wss", "tls") else None
    if url.scheme in ("ws", "wss"):
        return await websockets.connect(URL, ssl=secure, subprotocols=["nkmedia.v1"])
    return Lines(*await asyncio.open_connection(url.hostname, url.port, ssl=secure, limit=1 << 20))


async def ask(way, name, tid, **data):
    cls, subclass, cmd = name.split("/")
    await way.send(json.dumps({"class": cls, "subclass": subclass, "cmd": cmd, "tid": tid, "data": data}))


async def main():
    way = await connect()
    await ask(way, "core/user/login", "one", user=USER, password=PASSWORD)
    left = {"created", "state"}
    while left:
        frame = json.loads(await way.recv())
        if frame.get("result") == "error":
            sys.exit(f"refused: {frame}")
        if frame.get("tid") == "one":
            print("logged in")
            with open("offer.sdp", newline="") as offer:
                await ask(way, "media/session/create", "two", type="p2p", offer={"sdp": offer.read()})
        elif frame.get("tid") == "two":
            print("session", frame["data"]["session_id"])
        elif frame.get("cmd") == "event":
            print("event", frame["data"]["type"])
            await way.send(json.dumps({"result": "ok", "tid": frame["tid"]}))
            left.discard(frame["data"]["type"])
    await way.close()
    print("done")


asyncio.run(asyncio.wait_for(main(), 50))

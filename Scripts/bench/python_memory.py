"""Keeps the newest position and values of each asset in dictionaries, and nothing else.

python_memory.py PORT TOPICS...; it prints how many messages it has heard each time that no more come for a while.
"""

import select
import sys

from python_messages import new_client, now_ms, read


BATCH = 1_000


class Memory:
    def __init__(self, port, topics):
        self.heard = self.told = 0
        self.identifiers = []
        self.positions, self.signals = {}, {}
        self.client, properties = new_client("bench-memory")
        self.client.on_message = self.on_message
        self.client.on_connect = lambda client, *_: client.subscribe([(topic, 1) for topic in topics])
        self.client.on_subscribe = lambda *_: print("listens", flush=True)
        self.client.connect("127.0.0.1", port, clean_start=True, properties=properties)

    def on_message(self, client, _, message):
        positions, signals, _ = read([(message.topic, message.payload)], now_ms())
        for asset, *position in positions:
            self.positions[asset] = tuple(position)
        for asset, name, time, value in signals:
            self.signals.setdefault(asset, {})[sys.intern(name)] = (time, value)
        self.identifiers.append(message.mid)

    def run(self):
        client = self.client
        while client.socket() is not None:
            opened = client.socket()
            readable, _, _ = select.select([opened], [opened] if client.want_write() else [], [], 0.2)
            if not readable and self.heard > self.told:
                print(self.heard, flush=True)
                self.told = self.heard
            while readable and len(self.identifiers) < BATCH and client.loop_read() == 0:
                readable = select.select([opened], [], [], 0)[0]
            for identifier in self.identifiers:
                client.ack(identifier, 1)
            self.heard += len(self.identifiers)
            self.identifiers = []
            if client.want_write():
                client.loop_write()
            client.loop_misc()
        sys.exit("bench: the Python subscriber has lost its broker")


Memory(int(sys.argv[1]), sys.argv[2:]).run()

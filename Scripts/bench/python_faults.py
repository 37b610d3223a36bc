"""A plain durable subscriber that makes tasks: paho-mqtt and sqlite3, a batch is what is there.

A batch goes into its tables and is committed with synchronous=FULL before it is acknowledged. One code is known to stop
a car: it becomes a row of `task`, and after the commit a message with fixed words goes to the driver. It looks at
nothing else: a car has a task for every such code, whoever is responsible and whatever was said before.

python_faults.py PORT DATABASE TOPICS...; it prints a line when it listens, and ends when it is told to.
"""

import select
import socket
import sys

from python_messages import new_client, now_ms, open_database, read, store

BATCH = 2_000
STOPS = {"P0524"}
ADVICE = '{"level":"stop","text":"Stop as soon as it is safe and switch the engine off. We call you."}'
SCHEMA = """
CREATE TABLE asset (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE task (id INTEGER PRIMARY KEY, asset_key INTEGER NOT NULL, created_at INTEGER NOT NULL);
"""


class Subscriber:
    def __init__(self, port, path, topics):
        self.database = open_database(path, SCHEMA)
        self.batch, self.identifiers = [], []
        self.client, properties = new_client("bench-faults")
        self.client.on_message = self.on_message
        # Else advice waits up to 40 ms behind acknowledgements that nobody has answered yet.
        self.client.on_socket_open = lambda _, __, opened: opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.client.on_connect = lambda client, *_: client.subscribe([(topic, 1) for topic in topics])
        self.client.on_subscribe = lambda *_: print("listens", flush=True)
        self.client.connect("127.0.0.1", port, clean_start=True, properties=properties)

    def on_message(self, client, _, message):
        self.batch.append((message.topic, message.payload))
        self.identifiers.append(message.mid)

    def run(self):
        client = self.client
        while True:
            opened = client.socket()
            if opened is None:
                sys.exit("bench: the Python subscriber has lost its broker")
            readable, writable, _ = select.select([opened], [opened] if client.want_write() else [], [], 1)
            while readable and len(self.batch) < BATCH and client.loop_read() == 0:
                readable = select.select([opened], [], [], 0)[0]
            if self.batch:
                self.commit()
            if writable or client.want_write():
                client.loop_write()
            client.loop_misc()

    def commit(self):
        now, database = now_ms(), self.database
        found = read(self.batch, now)
        stopped = [asset for asset, _, code in found[2] if code in STOPS]
        database.execute("BEGIN IMMEDIATE")
        store(database, *found)
        for asset in stopped:
            database.execute("INSERT OR IGNORE INTO asset (id) VALUES (?)", (asset,))
            database.execute(
                "INSERT INTO task (asset_key, created_at) SELECT key, ? FROM asset WHERE id = ?", (now, asset))
        database.execute("COMMIT")
        for asset in stopped:
            self.client.publish(f"callahead/v1/assets/{asset}/advice", ADVICE, qos=1)
        for identifier in self.identifiers:
            self.client.ack(identifier, 1)
        self.batch, self.identifiers = [], []


Subscriber(int(sys.argv[1]), sys.argv[2], sys.argv[3:]).run()

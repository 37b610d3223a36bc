"""A plain durable subscriber: paho-mqtt and sqlite3, commit before acknowledge, batches of 2,000.

Each batch is appended to a log with synchronous=FULL and then acknowledged: one row a batch, in which sqlite3 takes a
third of the time of a row a message. It waits for full batches, as it knows how many messages come. That is timed; what
is timed apart is the log's folding into tables afterwards. It decides nothing.

python_subscriber.py [--without-fold] PORT DATABASE MESSAGES TOPICS...; of 0 messages it only makes the session.
"""

import json
import pickle
import sys
import time

from python_messages import new_client, now_ms, open_database, read, store

BATCH = 2_000
SCHEMA = "CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, time INTEGER, batch BLOB);"


class Subscriber:
    def __init__(self, path, expected):
        self.expected = expected
        self.done = 0
        self.batch, self.identifiers = [], []
        self.first = self.last = 0.0
        self.database = open_database(path, SCHEMA)

    def on_message(self, client, _, message):
        if not self.first:
            self.first = time.monotonic()
        self.batch.append((message.topic, message.payload))
        self.identifiers.append(message.mid)
        if len(self.batch) >= BATCH or self.done + len(self.batch) >= self.expected:
            self.commit(client)

    def commit(self, client):
        database = self.database
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO log (time, batch) VALUES (?, ?)", (now_ms(), pickle.dumps(self.batch, 5)))
        database.execute("COMMIT")
        self.last = time.monotonic()
        for identifier in self.identifiers:
            client.ack(identifier, 1)
        self.done += len(self.batch)
        self.batch, self.identifiers = [], []
        if self.done >= self.expected:
            client.disconnect()

    def fold(self):
        """Seconds until the log is empty and everything in its table, a transaction for each batch."""
        began = time.monotonic()
        database = self.database
        for (row,) in database.execute("SELECT id FROM log ORDER BY id").fetchall():
            at, batch = database.execute("SELECT time, batch FROM log WHERE id = ?", (row,)).fetchone()
            found = read(pickle.loads(batch), at)
            database.execute("BEGIN IMMEDIATE")
            store(database, *found)
            database.execute("DELETE FROM log WHERE id = ?", (row,))
            database.execute("COMMIT")
        return time.monotonic() - began


def main():
    words = sys.argv[1:]
    folds = words[0] != "--without-fold"
    port, path, expected, *filters = words if folds else words[1:]
    port, expected = int(port), int(expected)
    client, properties = new_client("bench-python", days=7)
    subscriber = Subscriber(path, expected)
    client.on_message = subscriber.on_message
    if expected == 0:
        topics = [(topic, 1) for topic in filters]
        client.on_connect = lambda client, *_: client.subscribe(topics)
        client.on_subscribe = lambda client, *_: client.disconnect()
    client.connect("127.0.0.1", port, clean_start=False, properties=properties)
    client.loop_forever()
    seconds = subscriber.last - subscriber.first
    report = {"messages": subscriber.done, "seconds": seconds}
    if folds:
        report["fold_seconds"] = subscriber.fold()
    print(json.dumps(report))


main()

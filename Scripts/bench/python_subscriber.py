"""A plain durable subscriber: paho-mqtt and sqlite3, commit before acknowledge, batches of 1,000.

What a careful person writes in an afternoon: latest position and values per asset by upsert, faults as rows, one
transaction per batch with synchronous=FULL, then the acknowledgements. It decides nothing.
"""

import json
import sqlite3
import sys
import time

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

BATCH = 1_000


class Subscriber:
    def __init__(self, path: str, expected: int):
        self.expected = expected
        self.done = 0
        self.batch = []
        self.first = self.last = 0.0
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.executescript(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS position
                (asset TEXT PRIMARY KEY, time INTEGER, lat REAL, lon REAL, speed REAL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS signal
                (asset TEXT, name TEXT, time INTEGER, value REAL, PRIMARY KEY (asset, name)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS fault (id INTEGER PRIMARY KEY, asset TEXT, time INTEGER, code TEXT);
            """
        )

    def on_message(self, client, _, message):
        if not self.first:
            self.first = time.monotonic()
        self.batch.append((message.topic, message.payload, message.mid))
        if len(self.batch) >= BATCH or self.done + len(self.batch) >= self.expected:
            self.commit(client)

    def commit(self, client):
        positions, signals, faults = [], [], []
        for topic, payload, _ in self.batch:
            parts = topic.split("/")
            body = json.loads(payload)
            if parts[0] == "fleet":
                record, asset = body["state"]["reported"], parts[3]
                lat, lon = record["latlng"].split(",")
                positions.append((asset, record["ts"], float(lat), float(lon), record["sp"]))
                signals.extend((asset, name, record["ts"], record[name]) for name in ("66", "239", "21"))
                faults.extend((asset, record["ts"], code) for code in record.get("281", "").split(",") if code)
                continue
            if parts[0] == "owntracks":
                positions.append((parts[2], body["tst"] * 1000, body["lat"], body["lon"], body["vel"]))
                signals.append((parts[2], "batt", body["tst"] * 1000, body["batt"]))
                continue
            if parts[0] == "obd2mqtt":
                asset, _, field = parts[1].partition("_")
                now = int(time.time() * 1000)
                if field == "gpsLocation":
                    positions.append((asset, now, body["latitude"], body["longitude"], None))
                elif field == "dtc":
                    faults.extend((asset, now, code) for code in body["dtc"])
                else:
                    signals.append((asset, field, now, body))
                continue
            asset, kind = parts[3], parts[4]
            if kind == "position":
                positions.append((asset, body["time"], body["lat"], body["lon"], body.get("speed")))
            elif kind == "signals":
                signals.extend((asset, name, body["time"], value) for name, value in body["values"].items())
            elif kind == "faults":
                faults.extend((asset, body["time"], code["code"]) for code in body["codes"])
        database = self.database
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT OR REPLACE INTO position VALUES (?, ?, ?, ?, ?)", positions)
        database.executemany("INSERT OR REPLACE INTO signal VALUES (?, ?, ?, ?)", signals)
        database.executemany("INSERT INTO fault (asset, time, code) VALUES (?, ?, ?)", faults)
        database.execute("COMMIT")
        for _, _, mid in self.batch:
            client.ack(mid, 1)
        self.done += len(self.batch)
        self.batch = []
        self.last = time.monotonic()
        if self.done >= self.expected:
            client.disconnect()


def main():
    port, path, expected = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    client = mqtt.Client(
        mqtt.CallbackAPIVersion.VERSION2, client_id="bench-python", protocol=mqtt.MQTTv5, manual_ack=True
    )
    properties = Properties(PacketTypes.CONNECT)
    properties.SessionExpiryInterval = 7 * 86_400
    properties.ReceiveMaximum = 4_000
    subscriber = Subscriber(path, expected)
    client.on_message = subscriber.on_message
    if expected == 0:
        # Only makes the session.
        topics = [(topic, 1) for topic in sys.argv[4:]]
        client.on_connect = lambda client, *_: client.subscribe(topics)
        client.on_subscribe = lambda client, *_: client.disconnect()
    client.connect("127.0.0.1", port, clean_start=False, properties=properties)
    client.loop_forever()
    print(json.dumps({"messages": subscriber.done, "seconds": subscriber.last - subscriber.first}))


main()

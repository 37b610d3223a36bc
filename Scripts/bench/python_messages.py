"""What the subscribers in Python share: connecting, what the messages of the backlog say, and tables for it.

Newest position and values per asset by upsert, faults as rows: what a careful person writes in an afternoon.
"""

import json
import sqlite3
import time

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS position
    (asset TEXT PRIMARY KEY, time INTEGER, lat REAL, lon REAL, speed REAL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS signal
    (asset TEXT, name TEXT, time INTEGER, value REAL, PRIMARY KEY (asset, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fault (id INTEGER PRIMARY KEY, asset TEXT, time INTEGER, code TEXT);
"""


def now_ms():
    return int(time.time() * 1000)


def new_client(name, days=0):
    """A client that acknowledges by itself, and the properties to connect with; the session is kept for some days."""
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=name, protocol=mqtt.MQTTv5, manual_ack=True)
    properties = Properties(PacketTypes.CONNECT)
    properties.SessionExpiryInterval = days * 86_400
    properties.ReceiveMaximum = 4_000
    return client, properties


def open_database(path, schema=""):
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(SCHEMA + schema)
    return database


def read(messages, now):
    """Positions, signals and faults of topics with payloads; `now` is the time of those that tell none."""
    positions, signals, faults = [], [], []
    for topic, payload in messages:
        parts = topic.split("/")
        body = json.loads(payload)
        if parts[0] == "fleet":
            record, asset = body["state"]["reported"], parts[3]
            lat, lon = record["latlng"].split(",")
            positions.append((asset, record["ts"], float(lat), float(lon), record["sp"]))
            signals.extend((asset, name, record["ts"], record[name]) for name in ("66", "239", "21"))
            faults.extend((asset, record["ts"], code) for code in record.get("281", "").split(",") if code)
        elif parts[0] == "owntracks":
            positions.append((parts[2], body["tst"] * 1000, body["lat"], body["lon"], body["vel"]))
            signals.append((parts[2], "batt", body["tst"] * 1000, body["batt"]))
        elif parts[0] == "obd2mqtt":
            asset, _, field = parts[1].partition("_")
            if field == "gpsLocation":
                positions.append((asset, now, body["latitude"], body["longitude"], None))
            elif field == "dtc":
                faults.extend((asset, now, code) for code in body["dtc"])
            else:
                signals.append((asset, field, now, body))
        elif parts[4] == "position":
            positions.append((parts[3], body["time"], body["lat"], body["lon"], body.get("speed")))
        elif parts[4] == "signals":
            signals.extend((parts[3], name, body["time"], value) for name, value in body["values"].items())
        elif parts[4] == "faults":
            faults.extend((parts[3], body["time"], code["code"]) for code in body["codes"])
    return positions, signals, faults


def store(database, positions, signals, faults):
    """Within a transaction of the caller's."""
    database.executemany("INSERT OR REPLACE INTO position VALUES (?, ?, ?, ?, ?)", positions)
    database.executemany("INSERT OR REPLACE INTO signal VALUES (?, ?, ?, ?)", signals)
    database.executemany("INSERT INTO fault (asset, time, code) VALUES (?, ?, ?)", faults)

"""What a plain service in Python reads at its start: assets with their last places and values, and all open cases.

Prints how many rows it has in memory.
"""

import sqlite3
import sys

TABLES = ("case_file", "problem", "plan", "leg", "task", "case_addressee", "timer", "hold")


def main():
    db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    assets = dict(db.execute("SELECT key, id FROM asset"))
    positions = {}
    for key, time, lat, lon, speed in db.execute("SELECT asset_key, time, lat, lon, speed FROM position"):
        positions.setdefault(key, []).append((time, lat, lon, speed))
    signals = {(key, name): (time, value)
               for key, name, time, value in db.execute("SELECT asset_key, name_id, time, value FROM signal")}
    faults = {}
    for fault in db.execute("SELECT * FROM fault"):
        faults.setdefault(fault[1], []).append(fault)
    rows = {table: {row[0]: row for row in db.execute(f"SELECT * FROM {table}")} for table in TABLES}
    print(len(assets) + len(positions) + len(signals) + len(faults) + sum(len(of) for of in rows.values()))


main()

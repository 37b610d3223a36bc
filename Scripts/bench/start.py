#!/usr/bin/env python3
"""Measures how long the service takes to start, and what is in memory then, by the size of the fleet.

One asset in ten has an open case, which the service has made of a fault itself. A start lasts from the process to the
first word that the broker has of it, which comes after it has subscribed; what the service manager hears, that everything
is read, comes before. Beside it a Python program reads the same rows with sqlite3 and subscribes to nothing.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import time

from common import (
    ROOT, Broker, Service, die_with_parent, open_session, own_folder, print_growth, print_table, publish, row, run,
    write_result)
from fleet import fill
from growth import growth

TOPIC = "callahead/v1/service/status"
BAR_ASSETS = 100_000
BAR_SECONDS = 2
PYTHON = ROOT / "Scripts/bench/python_start.py"


class Listener:
    """Hears what the service says of itself at the broker."""

    def __init__(self, port):
        self.process = subprocess.Popen(
            # What is kept from before is not sent (-R).
            ["mosquitto_sub", "-p", str(port), "-q", "1", "-R", "-t", TOPIC], stdout=subprocess.PIPE, text=True,
            preexec_fn=die_with_parent)

    def wait_online(self):
        for line in self.process.stdout:
            if json.loads(line)["state"] != "offline":
                return time.monotonic()
        sys.exit("bench: mosquitto_sub has ended")

    def stop(self):
        self.process.kill()
        self.process.wait()


def prepare(options, folder, broker, assets):
    """A database with open cases, and how many messages that took."""
    database = folder / f"{assets}.db"
    client = f"bench-{assets}"
    fill(options.bin / "callahead", database, assets, people=False)
    cases = assets // 10
    open_session(options.bin, database, broker.port, client)
    publish(options.bin, broker.port, cases, assets, "--every", 10, "--stops")
    service = Service(options.bin, database, broker.port, client)
    service.wait_taken(cases)
    service.stop()
    opened = service.ask("SELECT count(*) FROM case_file WHERE state NOT IN ('solved', 'withdrawn', 'declined', 'merged')")
    if opened != cases:
        sys.exit(f"bench: {opened} cases are open, not {cases}")
    return database


def measure(options, broker, database, assets):
    listener = Listener(broker.port)
    # Its subscription comes long before a process has started.
    time.sleep(0.05)
    service = Service(options.bin, database, broker.port, f"bench-{assets}")
    try:
        ready = service.wait_ready()
        online = listener.wait_online() - service.began
        memory = service.memory()
    finally:
        listener.stop()
        service.stop()
    began = time.monotonic()
    rows = int(run([sys.executable, PYTHON, database]).stdout)
    return {"ready_s": ready, "online_s": online, "python_s": time.monotonic() - began, "python_rows": rows, **memory}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="folder of the release executables")
    parser.add_argument("--quick", action="store_true", help="10,000 and 100,000 assets, two rounds")
    parser.add_argument("--sizes", type=int, nargs="*", help="how many assets")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--output", default=".build-bench/start.json")
    options = parser.parse_args()
    options.bin = options.bin.resolve()
    sizes = options.sizes or ([10_000, 100_000] if options.quick else [10_000, 100_000, 1_000_000])
    rounds = options.rounds or (2 if options.quick else 5)

    results = {size: [] for size in sizes}
    with own_folder("start") as folder:
        broker = Broker(folder, max(sizes))
        try:
            databases = {}
            for size in sizes:
                began = time.monotonic()
                databases[size] = prepare(options, folder, broker, size)
                print(f"{size:,} assets filled in {time.monotonic() - began:.1f} s", file=sys.stderr)
            for number in range(rounds):
                for size in sizes:
                    results[size].append(measure(options, broker, databases[size], size))
                    last = results[size][-1]
                    print(f"round {number + 1}, {size:,}: {last['online_s']:.2f} s", file=sys.stderr)
        finally:
            broker.stop()

    def figures(size, name, scale=1):
        return [result[name] * scale for result in results[size]]

    table = []
    for size in sizes:
        cases = f"{size:,} assets, {size // 10:,} open cases"
        bar = BAR_SECONDS if size == BAR_ASSETS else None
        table.append(
            row(f"{cases}: subscribed", "s", figures(size, "online_s"), "Python, sqlite3: the same rows read into memory",
                figures(size, "python_s"), bar=bar))
        table.append(row(f"{cases}: all read", "s", figures(size, "ready_s")))
        table.append(row(f"{cases}: resident", "MB", figures(size, "resident", 1e-6)))
        table.append(row(f"{cases}: resident at most", "MB", figures(size, "most", 1e-6)))
    grown = [
        growth(figure, {size: figures(size, name, scale) for size in sizes}) for figure, name, scale in (
            ("start until subscribed, s", "online_s", 1), ("resident after the start, MB", "resident", 1e-6))
    ] if len(sizes) > 1 else []
    print_table(f"Start of the service, {rounds} rounds", table)
    print()
    print_growth(grown)
    write_result(options.output, "start-up", rounds, table, grown, raw=results)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Measures the service's memory after a day of a fleet, and how its database grows with the messages.

Fleets of several sizes are known and each asset is heard once; then the middle one speaks on: a million messages whose
times are spread over a day, and once and twice as many for the days after. All of it is read while it is published; a
figure is taken when everything is on disk, the journals are folded and the service has nothing to do. The files are the
database, its write-ahead log and what lies beside them.
"""

import argparse
import pathlib
import sys
import time

from common import (
    Broker, Service, file_sizes, open_session, own_folder, print_growth, print_table, publish, row, write_result)
from fleet import fill
from growth import growth

BAR_ASSETS = 100_000
BAR_MB = 200
DAY = 86_400


class Fleet:
    """A service with a fleet that speaks."""

    def __init__(self, options, folder, assets):
        self.options = options
        self.assets = assets
        self.broker = Broker(folder, 10_000_000)
        self.database = folder / f"{assets}.db"
        self.messages = 0
        fill(options.bin / "callahead", self.database, assets, people=False)
        open_session(options.bin, self.database, self.broker.port)
        self.empty = file_sizes(self.database)
        self.service = Service(options.bin, self.database, self.broker.port)
        self.service.wait_ready()

    def speak(self, messages, *more):
        """Publishes, waits until all of it is in the tables, and looks."""
        began = time.monotonic()
        publish(self.options.bin, self.broker.port, messages, self.assets, *more)
        self.messages += messages
        busy = self.service.memory()
        self.service.wait_taken(self.messages)
        # What is written some time after a batch, and memory that is given back.
        time.sleep(1 if self.options.quick else 3)
        sizes = file_sizes(self.database)
        result = {
            "assets": self.assets, "messages": self.messages, "busy": busy, "idle": self.service.memory(), "files": sizes,
            "bytes": sum(sizes.values()), "empty_bytes": sum(self.empty.values()),
            "open_cases": self.service.ask("SELECT count(*) FROM case_file WHERE closed_at IS NULL"),
            "seconds": time.monotonic() - began,
        }
        print(
            f"{self.assets:,} assets, {self.messages:,} messages: {result['idle']['resident'] / 1e6:.0f} MB resident, "
            f"{result['bytes'] / 1e6:.0f} MB of files, {result['open_cases']:,} open cases, {result['seconds']:.0f} s",
            file=sys.stderr)
        return result

    def stop(self):
        try:
            self.service.stop()
        finally:
            self.broker.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="folder of the release executables")
    parser.add_argument("--quick", action="store_true", help="without the largest fleet, and days of 100,000 messages")
    parser.add_argument("--sizes", type=int, nargs="*", help="how many assets")
    parser.add_argument("--messages", type=int, help="messages of a day")
    parser.add_argument("--rounds", type=int, default=1, help="times that everything is done")
    parser.add_argument("--output", default=".build-bench/memory.json")
    options = parser.parse_args()
    options.bin = options.bin.resolve()
    sizes = options.sizes or ([10_000, 100_000] if options.quick else [10_000, 100_000, 1_000_000])
    day = options.messages or (100_000 if options.quick else 1_000_000)

    heard, days = {size: [] for size in sizes}, {}
    for _ in range(options.rounds):
        for size in sizes:
            with own_folder("memory") as folder:
                fleet = Fleet(options, folder, size)
                try:
                    # Long before the days, in one of its own.
                    heard[size].append(fleet.speak(size, "--every", 1, "--spread", DAY, "--ago", 4 * DAY))
                    if size == BAR_ASSETS:
                        for total, more, ago in ((1, 1, 3 * DAY), (2, 1, 2 * DAY), (4, 2, 0)):
                            days.setdefault(total, []).append(fleet.speak(
                                more * day, "--spread", more * DAY, "--ago", ago, "--seed", total + 1))
                finally:
                    fleet.stop()

    table = []
    for size in sizes:
        name = f"{size:,} assets, each heard once"
        table.append(row(f"{name}: resident", "MB", [r["idle"]["resident"] / 1e6 for r in heard[size]]))
        table.append(row(f"{name}: resident at most", "MB", [r["idle"]["most"] / 1e6 for r in heard[size]]))
    for total, results in days.items():
        name = f"{BAR_ASSETS:,} assets, {total} days of {day:,} messages"
        bar = BAR_MB if total == 1 else None
        table.append(row(f"{name}: resident", "MB", [r["idle"]["resident"] / 1e6 for r in results], bar=bar))
        table.append(row(f"{name}: resident at most", "MB", [r["idle"]["most"] / 1e6 for r in results]))
        grown = [r["bytes"] - r["empty_bytes"] for r in results]
        table.append(row(f"{name}: files", "MB", [g / 1e6 for g in grown]))
        table.append(row(f"{name}: files", "B/msg", [g / r["messages"] for g, r in zip(grown, results)]))
    lines = [growth("resident, each asset heard once, MB", {
        size: [r["idle"]["resident"] / 1e6 for r in heard[size]] for size in sizes})] if len(sizes) > 1 else []
    if days:
        lines.append(growth("resident by messages, MB", {
            results[0]["messages"]: [r["idle"]["resident"] / 1e6 for r in results] for results in days.values()}))
        lines.append(growth("files by messages, MB", {
            results[0]["messages"]: [(r["bytes"] - r["empty_bytes"]) / 1e6 for r in results] for results in days.values()}))
    print_table("Memory and database growth", table)
    print()
    print_growth(lines)
    write_result(
        options.output, "memory and database growth", options.rounds, table, lines, raw={"heard": heard, "days": days})


if __name__ == "__main__":
    main()

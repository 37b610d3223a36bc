#!/usr/bin/env python3
"""Measures the service's memory after a day of a fleet, and how its database grows with the messages.

Fleets of several sizes are known and each asset is heard once; then the middle one speaks on: a million messages whose
times are spread over a day, with --days 3 as many for each of two days after. All of it is read while it is published; a
figure is taken when everything is on disk, the journals are folded and the service has nothing to do. The files are the
database, its write-ahead log and what lies beside them.

Beside the service of 100,000 assets two others hear the same messages at the same time, five times when each asset is
heard once, and until the end of the first day: mosquitto_sub, which keeps nothing, and a subscriber in Python that
keeps the newest position and values of each asset in dictionaries, and no case, no history and no file.
"""

import argparse
import pathlib
import select
import subprocess
import sys
import time

from common import (
    ROOT, Broker, Service, die_with_parent, environment, file_sizes, memory, open_session, own_folder, print_growth,
    print_table, publish, row, run, write_result)
from drain import TOPICS
from fleet import fill
from growth import growth

BAR_ASSETS = 100_000
BAR_MB = 200
DAY = 86_400
MOSQUITTO_SUB = "mosquitto_sub, which keeps nothing"
PYTHON = "Python, paho: newest position and values in dictionaries"


class Listeners:
    """Programs that hear what the service hears, until they are stopped."""

    def __init__(self, broker, folder, python):
        words = [
            "mosquitto_sub", "-V", "mqttv5", "-h", "127.0.0.1", "-p", broker.port, "-q", 1, "-c", "-i", "bench-sub",
            "-x", 3600, *(word for topic in TOPICS for word in ("-t", topic)),
        ]
        # It ends when it is subscribed, and its session waits for the next.
        run([*words, "-E"])
        self.lines = folder / "mosquitto_sub.txt"
        self.processes = {MOSQUITTO_SUB: self.start([*words, "-F", "x"], stdout=self.lines.open("w"))}
        if python:
            words = [python, ROOT / "Scripts/bench/python_memory.py", broker.port, *TOPICS]
            self.processes[PYTHON] = self.start(words, stdout=subprocess.PIPE)
            if self.processes[PYTHON].stdout.readline().strip() != b"listens":
                sys.exit("bench: the Python subscriber does not listen")

    def start(self, words, stdout):
        return subprocess.Popen(
            [str(word) for word in words], stdout=stdout, bufsize=0, preexec_fn=die_with_parent)

    def heard(self, messages, limit=600):
        """Waits until each has heard so many messages; their memory by name."""
        end = time.monotonic() + limit
        # A line of one letter for each message.
        while self.lines.stat().st_size < 2 * messages:
            self.check(end, "mosquitto_sub")
            time.sleep(0.05)
        if PYTHON in self.processes:
            output, counted = self.processes[PYTHON].stdout, 0
            while counted < messages:
                self.check(end, "the Python subscriber")
                if select.select([output], [], [], 1)[0]:
                    counted = int(output.readline() or counted)
        return {name: memory(process.pid) for name, process in self.processes.items()}

    def check(self, end, who):
        if time.monotonic() > end or any(process.poll() is not None for process in self.processes.values()):
            self.stop()
            sys.exit(f"bench: {who} has not heard everything")

    def stop(self):
        for process in self.processes.values():
            process.kill()
            process.wait()
        self.processes = {}


class Fleet:
    """A service with a fleet that speaks."""

    def __init__(self, options, folder, assets, python):
        self.options = options
        self.assets = assets
        self.broker = Broker(folder, 10_000_000)
        self.database = folder / f"{assets}.db"
        self.messages = 0
        fill(options.bin / "callahead", self.database, assets, people=False)
        open_session(options.bin, self.database, self.broker.port)
        self.empty = file_sizes(self.database)
        self.service = Service(options.bin, self.database, self.broker.port)
        self.ready = self.service.wait_ready()
        self.listeners = Listeners(self.broker, folder, python) if assets == BAR_ASSETS else None

    def speak(self, messages, *more):
        """Publishes, waits until all of it is in the tables, and looks."""
        began = time.monotonic()
        publish(self.options.bin, self.broker.port, messages, self.assets, *more)
        self.messages += messages
        busy = self.service.memory()
        self.service.wait_taken(self.messages)
        others = self.listeners.heard(self.messages) if self.listeners else {}
        # What is written some time after a batch, and memory that is given back.
        time.sleep(1 if self.options.quick else 3)
        sizes = file_sizes(self.database)
        result = {
            "assets": self.assets, "messages": self.messages, "busy": busy, "idle": self.service.memory(), "files": sizes,
            "bytes": sum(sizes.values()), "empty_bytes": sum(self.empty.values()),
            "open_cases": self.service.ask("SELECT count(*) FROM case_file WHERE closed_at IS NULL"),
            "ready_s": self.ready, "seconds": time.monotonic() - began, "others": others,
        }
        print(
            f"{self.assets:,} assets, {self.messages:,} messages: {result['idle']['resident'] / 1e6:.0f} MB resident, "
            f"{result['bytes'] / 1e6:.0f} MB of files, {result['open_cases']:,} open cases, {result['seconds']:.0f} s",
            file=sys.stderr)
        return result

    def stop_listeners(self):
        if self.listeners:
            self.listeners.stop()
            # What they still hear nobody counts.
            self.listeners = None
            run(["mosquitto_sub", "-V", "mqttv5", "-p", self.broker.port, "-i", "bench-sub", "-t", "none", "-E"])

    def stop(self):
        try:
            self.stop_listeners()
            self.service.stop()
        finally:
            self.broker.stop()


def rows(name, results, figure, bar=None):
    """The service's memory beside that of each of the others, or alone; there is one bar, at the first."""
    ours = [result["idle"][figure] / 1e6 for result in results]
    made = []
    for other in results[0]["others"] or [None]:
        theirs = [result["others"][other][figure] / 1e6 for result in results] if other else ()
        made.append(row(name, "MB", ours, other, theirs, bar=None if made else bar))
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="folder of the release executables")
    parser.add_argument("--quick", action="store_true", help="one fleet, and one day of 100,000 messages")
    parser.add_argument("--sizes", type=int, nargs="*", help="how many assets")
    parser.add_argument("--messages", type=int, help="messages of a day")
    parser.add_argument("--rounds", type=int, default=1, help="times that everything is done")
    parser.add_argument("--days", type=int, default=1, help="how many days the middle fleet speaks on")
    parser.add_argument("--compared", type=int, help="times that the fleet of 100,000 is heard once beside others")
    parser.add_argument("--output", default=".build-bench/memory.json")
    options = parser.parse_args()
    options.bin = options.bin.resolve()
    sizes = options.sizes or ([100_000] if options.quick else [10_000, 100_000, 1_000_000])
    day = options.messages or (100_000 if options.quick else 1_000_000)

    times = max(options.rounds, options.compared or (1 if options.quick else 5))
    python = environment("paho")

    last = options.days
    heard, days = {size: [] for size in sizes}, {}
    for number in range(times):
        for size in sizes:
            if number >= options.rounds and size != BAR_ASSETS:
                continue
            with own_folder("memory") as folder:
                fleet = Fleet(options, folder, size, python)
                try:
                    # Long before the days, in one of its own.
                    heard[size].append(fleet.speak(
                        size, "--every", 1, "--spread", DAY, "--ago", last * DAY, "--seed", number + 1))
                    if size != BAR_ASSETS or number >= options.rounds:
                        continue
                    for total in range(1, last + 1):
                        days.setdefault(total, []).append(fleet.speak(
                            day, "--spread", DAY, "--ago", (last - total) * DAY, "--seed", total + 1))
                        fleet.stop_listeners()
                finally:
                    fleet.stop()

    table = []
    for size in sizes:
        name = f"{size:,} assets, each heard once"
        table += rows(f"{name}: resident", heard[size], "resident")
        table += rows(f"{name}: resident at most", heard[size], "most")
        table.append(row(f"{size:,} assets, before they were heard: start until all is read", "s", [
            r["ready_s"] for r in heard[size]]))
    for total, results in days.items():
        name = f"{BAR_ASSETS:,} assets, {total} day{'s' if total > 1 else ''} of {day:,} messages"
        bar = BAR_MB if total == 1 else None
        table += rows(f"{name}: resident", results, "resident", bar)
        table += rows(f"{name}: resident at most", results, "most")
        grown = [r["bytes"] - r["empty_bytes"] for r in results]
        table.append(row(f"{name}: files", "MB", [g / 1e6 for g in grown]))
        table.append(row(f"{name}: files", "B/msg", [g / r["messages"] for g, r in zip(grown, results)]))
    lines = [growth("resident, each asset heard once, MB", {
        size: [r["idle"]["resident"] / 1e6 for r in heard[size]] for size in sizes})] if len(sizes) > 1 else []
    if len(days) > 1:
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

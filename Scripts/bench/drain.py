#!/usr/bin/env python3
"""Measures the durable drain of a mixed backlog, interleaved, as ratios.

A broker of its own keeps one session for each subscriber; a backlog is published once per round and drained by each
of them in turn. Times are from first delivery to last commit: of a journal for callahead, of a log for Python, both
with their tables still to be filled. mosquitto_sub commits nothing, its time is to its end without its start. Pathway's
is from the moment that the broker knows its first reader until it has counted all.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from common import ROOT, Broker, environment, last_json, machine, processor_seconds, row, run
from growth import growth

# Not "+" at the end: callahead publishes advice there.
TOPICS = [f"callahead/v1/assets/+/{kind}" for kind in ("position", "signals", "faults")]
OTHER_TOPICS = ["fleet/+/teltonika/+/data", "owntracks/bench/+", "obd2mqtt/+", "obd2mqtt/+/attributes"]


# At least as quick as a subscriber that stores nothing.
BAR = 1.0


class Callahead:
    name = "callahead serve"

    def __init__(self, bench):
        self.bench = bench
        self.template = bench.folder / "template.db"
        csv = bench.folder / "assets.csv"
        csv.write_text(run([bench.bin / "callahead-bench", "assets", "--assets", bench.assets]).stdout)
        run([bench.bin / "callahead", "import", "assets", csv, "--db", self.template])
        if bench.mixed:
            csv.write_text(run([bench.bin / "callahead-bench", "devices", "--assets", bench.assets]).stdout)
            run([bench.bin / "callahead", "import", "devices", csv, "--db", self.template])

    def serve(self, idle):
        bench = self.bench
        return run(
            [
                bench.bin / "callahead", "serve", "--db", self.database, "--broker",
                f"mqtt://127.0.0.1:{bench.broker.port}", "--profiles", ROOT / "device-profiles", "--client-id",
                "bench-callahead", "--exit-when-idle", idle,
            ],
            cwd=ROOT,
        )

    def open_session(self):
        """Each round begins with a fresh database that has the assets and knows its session."""
        self.database = self.bench.folder / "callahead.db"
        for suffix in ("", "-wal", "-shm"):
            pathlib.Path(f"{self.database}{suffix}").unlink(missing_ok=True)
            if pathlib.Path(f"{self.template}{suffix}").exists():
                shutil.copy(f"{self.template}{suffix}", f"{self.database}{suffix}")
        self.serve(0.2)

    def drain(self, messages):
        report = last_json(self.serve(1).stdout)
        if report["messages"] != messages:
            sys.exit(f"bench: callahead drained {report['messages']} of {messages}")
        return (report["last_commit_at_ms"] - report["first_at_ms"]) / 1000, report


class MosquittoSub:
    name = "mosquitto_sub > /dev/null"
    startup = None

    def __init__(self, bench):
        self.bench = bench

    def command(self, *more):
        return [
            "mosquitto_sub", "-V", "mqttv5", "-h", "127.0.0.1", "-p", self.bench.broker.port, "-q", 1, "-c", "-i",
            "bench-sub", "-x", 604800, "-D", "connect", "receive-maximum", 4000,
            *(word for topic in self.bench.topics for word in ("-t", topic)), *more,
        ]

    def open_session(self):
        run(self.command("-E"))
        if self.startup is None:
            self.startup = statistics.median(self.start() for _ in range(5))

    def start(self):
        began = time.monotonic()
        run(self.command("-E"))
        return time.monotonic() - began

    def drain(self, messages):
        began = time.monotonic()
        run(self.command("-C", messages), stdout=subprocess.DEVNULL)
        return time.monotonic() - began - self.startup, {}


class Python:
    """Its messages are in a log when its time ends; how long it then takes to fill its tables is in its report."""

    name = "Python, paho + sqlite3"

    def __init__(self, bench):
        self.bench = bench
        self.has_folded = False

    def subscriber(self, messages):
        script = ROOT / "Scripts/bench/python_subscriber.py"
        # Its tables take as long as half of its drain: once is enough.
        less = ["--without-fold"] if self.has_folded or messages == 0 else []
        return run(
            [self.bench.python, script, *less, self.bench.broker.port, self.database, messages, *self.bench.topics]
        ).stdout

    def open_session(self):
        self.database = self.bench.folder / "python.db"
        for suffix in ("", "-wal", "-shm"):
            pathlib.Path(f"{self.database}{suffix}").unlink(missing_ok=True)
        self.subscriber(0)

    def drain(self, messages):
        report = last_json(self.subscriber(messages))
        if report["messages"] != messages:
            sys.exit(f"bench: the Python subscriber drained {report['messages']} of {messages}")
        self.has_folded = True
        return report["seconds"], report


class Pathway:
    """A ready engine from PyPI; of the native protocol alone, since its messages come without topics."""

    name = "Pathway: snapshots, counts"

    def __init__(self, bench, python):
        self.bench = bench
        self.python = python
        self.snapshots = bench.folder / "pathway"

    def open_session(self):
        shutil.rmtree(self.snapshots, ignore_errors=True)
        for number, topic in enumerate(self.bench.topics):
            words = [
                "mosquitto_sub", "-V", "mqttv311", "-h", "127.0.0.1", "-p", self.bench.broker.port, "-q", 1, "-E", "-i",
                f"bench-pathway-{number}", "-t", topic,
            ]
            # What is left of the last round goes with the first.
            run(words)
            run([*words, "-c"])

    def drain(self, messages):
        script = ROOT / "Scripts/bench/pathway_subscriber.py"
        words = [self.python, script, self.bench.broker.port, self.snapshots, messages, *self.bench.topics]
        with Watch(self.bench.broker, "as bench-pathway-") as watch:
            report = last_json(run(words).stdout)
        if watch.seen is None:
            sys.exit("bench: the broker's log does not say when Pathway came")
        return report["counted_at"] - watch.seen, report


class Watch:
    """When the broker's log first says something, by the monotonic clock that all processes share."""

    def __init__(self, broker, words):
        self.words = words
        self.log = broker.log.open()
        self.log.seek(0, os.SEEK_END)
        self.seen = None
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
        self.log.close()

    def watch(self):
        text = ""
        # What is measured begins when it is seen, and after that it looks no more.
        while self.seen is None and not self.ended.wait(0.001):
            text += self.log.read()
            if self.words in text:
                self.seen = time.monotonic()


class Bench:
    def __init__(self, options, folder):
        self.bin = pathlib.Path(options.bin).resolve()
        self.folder = folder
        self.assets = options.assets
        self.mixed = options.mixed
        self.topics = TOPICS + (OTHER_TOPICS if options.mixed else [])
        self.broker = Broker(folder, options.messages, tells_who_comes=options.engine)
        self.subscribers = [MosquittoSub(self)]
        if not options.without_callahead:
            self.subscribers.insert(0, Callahead(self))
        self.python = None if options.without_python else environment("paho")
        if self.python:
            self.subscribers.append(Python(self))
        engine = environment("pathway") if options.engine else None
        if engine:
            self.subscribers.append(Pathway(self, engine))

    def publish(self, messages, seed):
        report = last_json(
            run(
                [
                    self.bin / "callahead-bench", "publish", "--port", self.broker.port, "--messages", messages,
                    "--assets", self.assets, "--seed", seed, *(["--mixed"] if self.mixed else []),
                ]
            ).stdout
        )
        if report["refused"]:
            sys.exit(f"bench: the broker refused {report['refused']} messages")
        return report["seconds"]

    def round(self, number, messages):
        # Another one begins each time, so that none always drains from the fullest broker.
        shift = number % len(self.subscribers)
        order = self.subscribers[shift:] + self.subscribers[:shift]
        for subscriber in order:
            subscriber.open_session()
        published = self.publish(messages, number + 1)
        print(f"round {number + 1}: {messages:,} messages published in {published:.1f} s", file=sys.stderr)
        results = {}
        for subscriber in order:
            before = processor_seconds()
            seconds, report = subscriber.drain(messages)
            results[subscriber.name] = {
                "seconds": seconds, "processor_seconds": processor_seconds() - before, "report": report
            }
            print(f"  {subscriber.name}: {seconds:.2f} s", file=sys.stderr)
        return results


def summary(rounds, messages):
    table = []
    reference = MosquittoSub.name
    for name in rounds[0]:
        seconds = [entry[name]["seconds"] for entry in rounds]
        ratios = [entry[reference]["seconds"] / entry[name]["seconds"] for entry in rounds]
        processor = [entry[name]["processor_seconds"] for entry in rounds]
        table.append(
            {
                "subscriber": name, "seconds_median": statistics.median(seconds), "seconds_min": min(seconds),
                "seconds_max": max(seconds), "messages_per_second": messages / statistics.median(seconds),
                "ratio_median": statistics.median(ratios), "ratio_min": min(ratios), "ratio_max": max(ratios),
                "processor_us_per_message": statistics.median(processor) / messages * 1e6,
            }
        )
    return table


def grow(options, folder, rounds):
    """How the drain grows with the messages and with the fleet: two rounds each, and all of the small fleet's, which
    mosquitto_sub drains in turns with callahead.

    Lines of growth, and rows of what is compared.
    """
    known = [entry[Callahead.name]["seconds"] for entry in rounds]
    by_messages, by_assets, compared = {options.messages: known}, {options.assets: known}, []
    small = options.assets // 10
    sizes = [(options.messages // 4, options.assets), (options.messages // 2, options.assets)]
    sizes += [(options.messages, small), (options.messages, options.assets * 3)]
    for messages, assets in sizes:
        part = folder / f"{messages}-{assets}"
        part.mkdir()
        other = {"messages": messages, "assets": assets, "engine": False, "without_python": True}
        bench = Bench(argparse.Namespace(**{**vars(options), **other}), part)
        if assets != small:
            bench.subscribers = bench.subscribers[:1]
        try:
            results = [bench.round(number, messages) for number in range(len(rounds) if assets == small else 2)]
        finally:
            bench.broker.stop()
        shutil.rmtree(part)
        seconds = [entry[Callahead.name]["seconds"] for entry in results]
        if assets == options.assets:
            by_messages[messages] = seconds
        else:
            by_assets[assets] = seconds
        if assets == small:
            compared += lines(results, f"{assets:,} assets: all on disk")
    return [growth("seconds, by messages", by_messages), growth("seconds, by assets", by_assets)], compared


def lines(rounds, words="all on disk", bar=None):
    """The table of all benchmarks: each of the others beside callahead."""
    ours = [entry[Callahead.name]["seconds"] for entry in rounds]
    made = []
    for name in rounds[0]:
        if name == Callahead.name:
            continue
        line = row(words, "s", ours, name, [entry[name]["seconds"] for entry in rounds])
        if name == MosquittoSub.name and bar is not None:
            line.update(bar=f"ratio {bar:.1f}", met=line["ratio"] >= bar)
        made.append(line)
    return made


def python_fold(rounds):
    """Seconds that Python then takes to fill its tables; callahead's are filled meanwhile and when it is idle."""
    reports = [entry[Python.name]["report"] for entry in rounds if Python.name in entry]
    seconds = next((report["fold_seconds"] for report in reports if "fold_seconds" in report), None)
    if seconds is None:
        return None
    return {
        "seconds": seconds,
        "note": "Python's alone, from its log into its tables, and not in its time above. callahead fills its tables "
                "from its journal in part while it drains, which is in its time, and for the rest when it is idle, "
                "which is not timed.",
    }


def parts(rounds):
    """Callahead's own microseconds per message by part, medians over the rounds."""
    reports = [entry[Callahead.name]["report"].get("by_part_us", {}) for entry in rounds if Callahead.name in entry]
    if not reports or not reports[0]:
        return {}
    return {key: statistics.median(report[key] for report in reports) for key in reports[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True, help="folder of the release executables")
    parser.add_argument("--without-python", action="store_true", help="not beside Python")
    parser.add_argument("--quick", action="store_true", help="3 rounds instead of 5")
    parser.add_argument("--mixed", action="store_true", help="half of the fleet speaks three other formats")
    parser.add_argument("--messages", type=int)
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--output", default=".build-bench/drain.json")
    parser.add_argument("--engine", action="store_true", help="also beside Pathway, which takes 1.6 GB to install")
    parser.add_argument("--growth", action="store_true", help="also fewer messages and other fleets")
    parser.add_argument("--without-callahead", action="store_true", help="only the subscribers it is compared with")
    options = parser.parse_args()
    options.messages = options.messages or 300_000
    options.rounds = options.rounds or (3 if options.quick else 5)

    base = ROOT / ".build-bench"
    base.mkdir(exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="drain-", dir=base) as folder:
        bench = Bench(options, pathlib.Path(folder))
        try:
            rounds = [bench.round(number, options.messages) for number in range(options.rounds)]
        finally:
            bench.broker.stop()
        grown, compared = grow(options, pathlib.Path(folder), rounds) if options.growth else ([], [])

    table = summary(rounds, options.messages)
    budget, fold = parts(rounds), python_fold(rounds)
    result = {
        "what": "durable drain of a mixed backlog", "formats": "four" if options.mixed else "native", "messages": options.messages,
        "assets": options.assets, "rounds": options.rounds, "machine": machine(), "subscribers": table,
        "table": [] if options.without_callahead else lines(rounds, bar=BAR) + compared, "growth": grown,
        "budget_us_per_message": budget, "python_fold": fold, "raw": rounds,
    }
    output = pathlib.Path(options.output)
    output.write_text(json.dumps(result, indent=2) + "\n")
    facts = machine()
    print(
        f"\nDurable drain: {options.messages:,} messages of {options.assets:,} assets, "
        f"{'four formats' if options.mixed else 'native protocol'}, {options.rounds} rounds, "
        f"{facts['cores']} x {facts['processor']}\n"
    )
    print(f"{'subscriber':28} {'s median':>9} {'min..max':>13} {'msg/s':>9} {'ratio':>6} {'min..max':>11} {'CPU us':>7}")
    for row in table:
        print(
            f"{row['subscriber']:28} {row['seconds_median']:9.2f} "
            f"{row['seconds_min']:6.2f}..{row['seconds_max']:<5.2f} {row['messages_per_second']:9,.0f} "
            f"{row['ratio_median']:6.2f} {row['ratio_min']:5.2f}..{row['ratio_max']:<4.2f} "
            f"{row['processor_us_per_message']:7.1f}"
        )
    print("\nratio: mosquitto_sub's time of the same round divided by this one's; above 1 is quicker than mosquitto_sub.")
    print("CPU us: processor time of the whole process per message with its start and its tables, without the broker.")
    if fold:
        print(f"Python's log is folded into its tables in {fold['seconds']:.2f} s more; callahead's idle folding is not "
              "timed.")
    if compared:
        for line in compared:
            print(f"{line['name']}: {line['median']:.2f} s, {line['alternative']} {line['alternative_median']:.2f} s, "
                  f"ratio {line['ratio']:.2f} ({line['ratio_min']:.2f}..{line['ratio_max']:.2f})")
    if budget:
        print("callahead, us per message: " + ", ".join(f"{key} {value:.2f}" for key, value in budget.items()))
    print(f"written to {output}")


if __name__ == "__main__":
    main()

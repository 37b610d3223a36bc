#!/usr/bin/env python3
"""Measures how long a fault takes to become a task that another process sees, and the driver's first advice.

A broker and a service of its own; a publisher sends background messages at a steady rate, and forty times a second a
car loses its oil pressure. Each rate is measured in every round, one after the other, each with a fresh database; in
the end once more on a disk that takes five milliseconds for every sync. Beside 2,000 messages a second, in turns with
the service, a plain subscriber in Python makes tasks and advice, and the same publisher watches its database.
"""

import argparse
import json
import math
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

from common import ROOT, Broker, die_with_parent, environment, last_json, machine, row, run
from drain import OTHER_TOPICS, TOPICS, Callahead

SHARES = {"p50": 0.5, "p99": 0.99, "p999": 0.999, "worst": 1}
FIGURES = list(SHARES)
# Beside so many messages a second there are bars, milliseconds, and something to compare with.
COMPARED = 2_000
BARS = {"p50": 15, "p99": 100}


class Service(Callahead):
    """`callahead serve`, until it is stopped."""

    def begin(self, disk=None):
        self.open_session()
        bench = self.bench
        environment = dict(os.environ)
        if disk:
            environment["CALLAHEAD_DISK"] = disk
        self.process = subprocess.Popen(
            [
                bench.bin / "callahead", "serve", "--db", self.database, "--broker",
                f"mqtt://127.0.0.1:{bench.broker.port}", "--profiles", ROOT / "device-profiles", "--client-id",
                "bench-callahead",
            ],
            cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent,
        )

    def end(self):
        self.process.terminate()
        self.process.wait(30)
        # Without a session the broker keeps nothing for it while another is measured.
        port = self.bench.broker.port
        run(["mosquitto_sub", "-V", "mqttv5", "-p", port, "-i", "bench-callahead", "-t", "none", "-E"])


class Python:
    """A plain subscriber with tables of its own, until it is stopped."""

    name = "Python, paho + sqlite3: a row for a code, fixed words"

    def __init__(self, bench, python):
        self.bench = bench
        self.python = python
        self.database = bench.folder / "python.db"

    def begin(self, disk=None):
        for suffix in ("", "-wal", "-shm"):
            pathlib.Path(f"{self.database}{suffix}").unlink(missing_ok=True)
        script = ROOT / "Scripts/bench/python_faults.py"
        words = [self.python, script, self.bench.broker.port, self.database, *TOPICS, *OTHER_TOPICS]
        self.process = subprocess.Popen(
            [str(word) for word in words], stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        if self.process.stdout.readline().strip() != "listens":
            sys.exit("bench: the Python subscriber does not listen")

    def end(self):
        ended = self.process.poll()
        self.process.terminate()
        self.process.communicate(timeout=30)
        if ended is not None:
            sys.exit(f"bench: the Python subscriber ended with {ended}")


class Bench:
    """What ``Callahead`` needs of a bench."""

    def __init__(self, options, folder):
        self.bin = pathlib.Path(options.bin).resolve()
        self.folder = folder
        # Behind the background's assets are those that break, each once.
        self.background = options.assets
        self.assets = options.assets + options.faults
        self.mixed = True
        self.broker = Broker(folder, 500_000)


def measure(bench, subscriber, rate, options, disk=None):
    subscriber.begin(disk)
    try:
        return last_json(
            run(
                [
                    bench.bin / "callahead-bench", "latency", "--port", bench.broker.port, "--db", subscriber.database,
                    "--rate", rate, "--faults", options.faults, "--first", bench.background, "--assets", bench.background,
                ],
                limit=120,
            ).stdout
        )
    finally:
        subscriber.end()


def summary(results):
    """Over all faults of all rounds; the spread is that of the rounds."""
    made = {"rate": results[0]["rate"], "lost": sum(r["faults"] - r["task"]["count"] for r in results)}
    for what in ("task", "advice"):
        values = sorted(value for r in results for value in r[what].pop("values"))
        made[f"{what}_count"] = len(values)
        for figure, share in SHARES.items():
            made[f"{what}_{figure}"] = values[max(0, math.ceil(len(values) * share) - 1)] if values else None
        for figure in ("p50", "p99"):
            rounds = [r[what][figure] or 0 for r in results]
            made[f"{what}_{figure}_spread"] = [min(rounds), max(rounds)]
    return made


def lines(table, results, beside, others):
    """The table of all benchmarks: over all faults of all rounds, with the spread of the rounds."""
    made = []
    for name, figures in table.items():
        for what, words in (("task", "task seen by another process"), ("advice", "advice at its driver")):
            for figure in ("p50", "p99", "p999"):
                ours, theirs = (
                    [result[what][figure] or 0 for result in of.get(name, [])] for of in (results, others))
                bar = BARS.get(figure) if what == "task" and figures["rate"] == COMPARED else None
                pooled = figures[f"{what}_{figure}"]
                made.append(row(f"{words}, {name}: {figure}", "ms", ours, Python.name, theirs, bar=bar))
                made[-1].update(median=pooled, met=None if bar is None else pooled is not None and pooled <= bar)
                if name in beside:
                    made[-1].update(alternative_median=beside[name][f"{what}_{figure}"])
    return made


def said(name, result):
    print(f"{name}: p50 {result['task']['p50']} ms, p99 {result['task']['p99']} ms", file=sys.stderr)


def line(name, figures):
    def cell(value):
        return f"{value:8.2f}" if value is not None else f"{'-':>8}"

    task = " ".join(cell(figures[f"task_{figure}"]) for figure in FIGURES)
    advice = " ".join(cell(figures[f"advice_{figure}"]) for figure in FIGURES)
    return f"{name:22} {task}  {advice}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True, help="folder of the release executables")
    parser.add_argument("--quick", action="store_true", help="one round, fewer faults")
    parser.add_argument("--rates", type=int, nargs="*", default=[0, 2_000, 10_000, 20_000])
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--faults", type=int)
    parser.add_argument("--rounds", type=int, help="of what is compared; of the others a third")
    parser.add_argument("--output", default=".build-bench/latency.json")
    options = parser.parse_args()
    options.faults = options.faults or (100 if options.quick else 120)
    options.rounds = options.rounds or (1 if options.quick else 5)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    base = ROOT / ".build-bench"
    base.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="latency-", dir=base) as folder:
        bench = Bench(options, pathlib.Path(folder))
        try:
            service = Service(bench)
            python = environment("paho")
            other = Python(bench, python) if python else None
            kinds = [(f"{rate:,} messages/s", rate, None) for rate in options.rates]
            kinds.append(("2,000, 5 ms a sync", 2_000, "slow:5ms"))
            results, others = {name: [] for name, _, _ in kinds}, {}
            for number in range(options.rounds):
                for name, rate, disk in kinds:
                    is_compared = rate == COMPARED and disk is None
                    if not is_compared and number >= max(1, (options.rounds + 1) // 3):
                        continue
                    results[name].append(measure(bench, service, rate, options, disk))
                    said(f"round {number + 1}, {name}", results[name][-1])
                    if is_compared and other:
                        others.setdefault(name, []).append(measure(bench, other, rate, options))
                        said(f"round {number + 1}, {name}, Python", others[name][-1])
        finally:
            bench.broker.stop()
    table = {name: summary(values) for name, values in results.items()}
    beside = {name: summary(values) for name, values in others.items()}
    facts = machine()
    output = pathlib.Path(options.output)
    output.write_text(
        json.dumps(
            {"what": "fault to task", "assets": options.assets, "faults": options.faults, "rounds": options.rounds,
             "machine": facts, "table": lines(table, results, beside, others), "growth": [], "figures": table,
             "beside": {Python.name: beside}, "raw": results, "raw_beside": {Python.name: others}}, indent=2)
        + "\n")
    print(
        f"\nFault to task: {options.faults} faults a round beside background messages of {options.assets:,} assets, "
        f"{options.rounds} rounds where something is compared, else a third of them, milliseconds, "
        f"{facts['cores']} x {facts['processor']}\n"
    )
    heads = " ".join(f"{figure:>8}" for figure in FIGURES)
    print(f"{'':22} {'task seen by another process':>35}  {'advice at its driver':>35}")
    print(f"{'beside':22} {heads}  {heads}")
    for name, figures in table.items():
        print(line(name, figures))
        if name in beside:
            print(line("  Python beside it", beside[name]))
    lost = sum(figures["lost"] for figures in table.values())
    print(f"\nover all faults of all rounds; faults without a task: {lost}")
    for name, figures in beside.items():
        if figures["lost"]:
            print(f"Python, {name}: {figures['lost']} faults without a task")
    print(f"written to {output}")
    if lost:
        sys.exit(1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Measures how long a fault takes to become a task that another process sees, and the driver's first advice.

A broker and a service of its own; a publisher sends background messages at a steady rate, and forty times a second a car
loses its oil pressure. Each rate is measured in every round, one after the other, each with a fresh database; in the end
once more on a disk that takes five milliseconds for every sync.
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

from common import ROOT, Broker, die_with_parent, last_json, machine, row, run
from drain import Callahead

SHARES = {"p50": 0.5, "p99": 0.99, "p999": 0.999, "worst": 1}
FIGURES = list(SHARES)
# Beside 2,000 messages a second, milliseconds.
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


def measure(bench, service, rate, options, disk=None):
    service.begin(disk)
    try:
        return last_json(
            run(
                [
                    bench.bin / "callahead-bench", "latency", "--port", bench.broker.port, "--db", service.database,
                    "--rate", rate, "--faults", options.faults, "--first", bench.background, "--assets", bench.background,
                ],
                limit=120,
            ).stdout
        )
    finally:
        service.end()


def summary(results):
    """Over all faults of all rounds; the spread is that of the rounds."""
    row = {"rate": results[0]["rate"], "lost": sum(r["faults"] - r["task"]["count"] for r in results)}
    for what in ("task", "advice"):
        values = sorted(value for r in results for value in r[what].pop("values"))
        row[f"{what}_count"] = len(values)
        for figure, share in SHARES.items():
            row[f"{what}_{figure}"] = values[max(0, math.ceil(len(values) * share) - 1)] if values else None
        for figure in ("p50", "p99"):
            rounds = [r[what][figure] or 0 for r in results]
            row[f"{what}_{figure}_spread"] = [min(rounds), max(rounds)]
    return row


def lines(table, results):
    """The table of all benchmarks: over all faults of all rounds, with the spread of the rounds."""
    made = []
    for name, figures in table.items():
        for what, words in (("task", "task seen by another process"), ("advice", "advice at its driver")):
            for figure in ("p50", "p99", "p999"):
                rounds = [result[what][figure] or 0 for result in results[name]]
                bar = BARS.get(figure) if what == "task" and figures["rate"] == 2_000 else None
                pooled = figures[f"{what}_{figure}"]
                made.append(row(f"{words}, {name}: {figure}", "ms", rounds, bar=bar))
                made[-1].update(median=pooled, met=None if bar is None else pooled is not None and pooled <= bar)
    return made


def line(name, row):
    def cell(value):
        return f"{value:8.2f}" if value is not None else f"{'-':>8}"

    task = " ".join(cell(row[f"task_{figure}"]) for figure in FIGURES)
    advice = " ".join(cell(row[f"advice_{figure}"]) for figure in FIGURES)
    return f"{name:22} {task}  {advice}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True, help="folder of the release executables")
    parser.add_argument("--quick", action="store_true", help="one round, fewer faults")
    parser.add_argument("--rates", type=int, nargs="*", default=[0, 2_000, 10_000, 20_000])
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--faults", type=int)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--output", default=".build-bench/latency.json")
    options = parser.parse_args()
    options.faults = options.faults or (100 if options.quick else 200)
    options.rounds = options.rounds or (1 if options.quick else 3)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    base = ROOT / ".build-bench"
    base.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="latency-", dir=base) as folder:
        bench = Bench(options, pathlib.Path(folder))
        try:
            service = Service(bench)
            kinds = [(f"{rate:,} messages/s", rate, None) for rate in options.rates]
            kinds.append(("2,000, 5 ms a sync", 2_000, "slow:5ms"))
            results = {name: [] for name, _, _ in kinds}
            for number in range(options.rounds):
                for name, rate, disk in kinds:
                    results[name].append(measure(bench, service, rate, options, disk))
                    figures = results[name][-1]["task"]
                    print(f"round {number + 1}, {name}: p50 {figures['p50']} ms, p99 {figures['p99']} ms", file=sys.stderr)
        finally:
            bench.broker.stop()
    table = {name: summary(values) for name, values in results.items()}
    facts = machine()
    output = pathlib.Path(options.output)
    output.write_text(
        json.dumps(
            {"what": "fault to task", "assets": options.assets, "faults": options.faults, "rounds": options.rounds,
             "machine": facts, "table": lines(table, results), "growth": [], "figures": table, "raw": results}, indent=2)
        + "\n")
    print(
        f"\nFault to task: {options.faults} faults a round beside background messages of {options.assets:,} assets, "
        f"{options.rounds} rounds, milliseconds, {facts['cores']} x {facts['processor']}\n"
    )
    heads = " ".join(f"{figure:>8}" for figure in FIGURES)
    print(f"{'':22} {'task seen by another process':>35}  {'advice at its driver':>35}")
    print(f"{'beside':22} {heads}  {heads}")
    for name, row in table.items():
        print(line(name, row))
    lost = sum(row["lost"] for row in table.values())
    print(f"\nover all faults of all rounds; faults without a task: {lost}")
    print(f"written to {output}")
    if lost:
        sys.exit(1)


if __name__ == "__main__":
    main()

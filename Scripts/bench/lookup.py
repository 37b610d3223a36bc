#!/usr/bin/env python3
"""Measures `callahead lookup`, the whole process, by the size of the fleet; one asset in ten has an open case.

Each kind of query is run in turn with the others, so that what else the machine does falls on all of them alike, and each
right after it as a plain Python script that reads the same tables by the same indexes. Beside the wall clock stands the
processor time of the process, which says what it costs on a machine with nothing else to do. `--help` is the program
alone: it starts and opens nothing.
"""

import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import time

from common import ROOT, own_folder, print_growth, print_table, row, write_result
from fleet import LARGE_OWNER, fill, open_cases
from growth import growth, percentile

PYTHON = ROOT / "Scripts/bench/python_lookup.py"
PIPED = 200


def timed(words):
    """Milliseconds by the clock and on a processor, and the exit code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    process = subprocess.run([str(word) for word in words], capture_output=True)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, processor * 1000, process.returncode


class Fleet:
    """A filled database, and what is asked of it."""

    def __init__(self, callahead, folder, assets):
        self.database = folder / f"{assets}.db"
        fill(callahead, self.database, assets)
        open_cases(self.database, assets)
        # The first has an open case and a driver, the one after it neither.
        busy = assets // 5
        self.lookup = [callahead, "lookup", "--db", self.database, "--json", "--as", "bench"]
        by_number = {
            "a driver with an open case, by number": (f"+3726{busy:07d}", 0),
            "an owner without a case, by number": (f"+3725{busy + 1:07d}", 0),
            f"a fleet of {min(LARGE_OWNER, assets // 5):,} with many cases": ("+37250000000", 0),
            "a number that nobody has": ("+37299999999", 2),
        }
        self.queries = {
            name: ([*self.lookup, number], [sys.executable, PYTHON, self.database, number], code)
            for name, (number, code) in by_number.items()
        }
        self.queries["a driver with an open case, by asset"] = (
            [*self.lookup, "--by", "asset", f"bench-{busy}"], None, 0)
        self.queries["--help, the program alone"] = ([callahead, "--help"], None, 0)

    def ask(self):
        """One round: wall and processor of each query here and there."""
        results = {}
        for name, (words, other, code) in self.queries.items():
            for whose, command in (("ours", words), ("other", other)):
                if command is None:
                    continue
                wall, processor, ended = timed(command)
                if ended != code:
                    sys.exit(f"bench: {' '.join(map(str, command))}: exit code {ended} instead of {code}")
                results[name, whose] = (wall, processor)
        return results

    def piped(self):
        """Milliseconds of a query of many from standard input."""
        numbers = "".join(f"+3726{n:07d}\n" for n in range(0, 2 * PIPED, 2))
        begun = time.perf_counter()
        subprocess.run(
            [str(word) for word in [*self.lookup, "-"]], input=numbers, stdout=subprocess.DEVNULL, check=True, text=True)
        return (time.perf_counter() - begun) * 1000 / PIPED


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, help="the folder of a release build; else it is asked for")
    parser.add_argument("--quick", action="store_true", help="10,000 assets, four rounds")
    parser.add_argument("--sizes", type=int, nargs="*", help="how many assets")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--output", default=".build-bench/lookup.json")
    options = parser.parse_args()
    sizes = options.sizes or ([10_000] if options.quick else [10_000, 100_000, 300_000])
    rounds = options.rounds or (4 if options.quick else 10)
    folder = options.bin or subprocess.run(
        ["swift", "build", "-c", "release", "--show-bin-path"], cwd=ROOT, check=True, capture_output=True,
        text=True).stdout.strip()
    callahead = pathlib.Path(folder).resolve() / "callahead"
    os.environ["CALLAHEAD_HOME"] = str(ROOT)

    results = {size: [] for size in sizes}
    piped = {size: [] for size in sizes}
    with own_folder("lookup") as temporary:
        fleets = {}
        for size in sizes:
            begun = time.monotonic()
            fleets[size] = Fleet(callahead, temporary, size)
            print(f"{size:,} assets filled in {time.monotonic() - begun:.1f} s", file=sys.stderr)
        for number in range(rounds + 2):
            for size, fleet in fleets.items():
                answers = fleet.ask()
                # The first two fill the system's caches.
                if number >= 2:
                    results[size].append(answers)
        for size, fleet in fleets.items():
            piped[size] = [fleet.piped() for _ in range(3)]

    table, lines = [], []
    for size in sizes:
        names = list(dict.fromkeys(name for name, _ in results[size][0]))
        for name in names:
            ours = [answers[name, "ours"] for answers in results[size]]
            others = [answers[name, "other"] for answers in results[size] if (name, "other") in answers]
            walls = [wall for wall, _ in ours]
            table.append(
                row(f"{size:,} assets, {name}", "ms", walls, "Python, sqlite3" if others else None,
                    [wall for wall, _ in others], p95=percentile(walls, 0.95),
                    processor_ms=statistics.median(processor for _, processor in ours),
                    alternative_processor_ms=statistics.median(processor for _, processor in others) if others else None))
        table.append(row(f"{size:,} assets, one of {PIPED} numbers from standard input", "ms", piped[size]))
    kinds = {
        "a driver with an open case": "a driver with an open case, by number",
        "an owner without a case": "an owner without a case, by number",
    }
    for label, name in kinds.items():
        lines.append(growth(f"lookup of {label}, ms", {
            size: [answers[name, "ours"][0] for answers in results[size]] for size in sizes}))
    lines.append(growth("one of many numbers, ms", piped))
    print_table(f"Lookup, the whole process, {rounds} rounds", table)
    print()
    print_growth(lines)
    raw = {
        size: [{f"{name} ({whose})": value for (name, whose), value in answers.items()} for answers in of]
        for size, of in results.items()
    }
    write_result(options.output, "lookup", rounds, table, lines, raw=raw)


if __name__ == "__main__":
    main()

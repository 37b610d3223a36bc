#!/usr/bin/env python3
"""Compares `callahead plan --objective minutes` with SciPy's linear_sum_assignment and with greedy dispatch.

Every world is written to a file once and planned by both in turns; solving times are medians, reading and writing apart.
Total costs must agree, and mean minutes until help must be at most those of greedy dispatch, which sends the nearest free
unit to each case in order of arrival; the program ends with 1 if not.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from common import need_scipy, row, write_result


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path, help="the folder of the release build")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--units", type=int, default=5_000)
    parser.add_argument("--output", type=pathlib.Path, help="write the figures as JSON")
    return parser.parse_args()


arguments = parse()
need_scipy()

import numpy  # noqa: E402
from scipy.optimize import linear_sum_assignment  # noqa: E402


def strewn(random, count, towns=None):
    """Places on 100 by 100 kilometres, or in towns of 8 by 8."""
    if towns is None:
        return random.uniform(0, 100, (count, 2))
    return towns[random.integers(0, len(towns), count)] + random.uniform(-4, 4, (count, 2))


def minutes_between(random, cases, units):
    """Minutes of travel: a curve over the straight line, and roads that are up to a third longer than it says."""
    straight = numpy.hypot(cases[:, None, 0] - units[None, :, 0], cases[:, None, 1] - units[None, :, 1])
    return 3.3 * straight**0.71 * random.uniform(1, 1.33, straight.shape)


def worlds():
    """Names and matrices: a row per case in order of arrival, a column per unit."""
    random = numpy.random.default_rng(arguments.seed)
    cases, units = arguments.cases, arguments.units
    towns = random.uniform(10, 90, (5, 2))
    yield "random", random.uniform(0, 100, (cases, units))
    yield "uniform", minutes_between(random, strewn(random, cases), strewn(random, units))
    yield "clustered", minutes_between(random, strewn(random, cases, towns), strewn(random, units, towns))
    yield "mixed", minutes_between(random, strewn(random, cases, towns), strewn(random, units))
    # A cold morning: as many calls as trucks, more calls than trucks, and both in towns.
    few = max(1, units // 5)
    yield "surge-even", minutes_between(random, strewn(random, few), strewn(random, few))
    yield "surge-towns", minutes_between(random, strewn(random, few, towns), strewn(random, few))
    yield "surge-over", minutes_between(random, strewn(random, units), strewn(random, few))


def write_world(path, minutes):
    places = {"lat": 59.4, "lon": 24.7}
    with path.open("w") as file:
        # In one piece, which takes a third of the time of json.dump.
        text = json.dumps(
            {
                "now": "2026-11-22T10:00:00Z",
                "cases": [{"id": f"C{i}", **places, "severity": "stop", "needs": []} for i in range(minutes.shape[0])],
                "units": [
                    {"id": f"U{j}", **places, "capabilities": ["flatbed"], "available_at": "2026-11-22T10:00:00Z"}
                    for j in range(minutes.shape[1])
                ],
                "minutes": minutes.tolist(),
            }
        )
        file.write(text)


def plan(path):
    """The answer of callahead, and the seconds of the whole command."""
    start = time.perf_counter()
    done = subprocess.run(
        [arguments.bin / "callahead", "plan", "--world", path, "--objective", "minutes", "--json"],
        check=True,
        capture_output=True,
    )
    return json.loads(done.stdout), time.perf_counter() - start


def greedy(minutes):
    """The nearest free unit for each case in order of arrival: how many got one, and the sum of their minutes."""
    free = numpy.ones(minutes.shape[1], dtype=bool)
    taken = []
    for row in minutes[: minutes.shape[1]]:
        unit = int(numpy.argmin(numpy.where(free, row, numpy.inf)))
        free[unit] = False
        taken.append(row[unit])
    return len(taken), float(sum(taken))


def main():
    figures, lines = [], []
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, minutes in worlds():
            path = pathlib.Path(folder) / f"{name}.json"
            write_world(path, minutes)
            ours, theirs, whole = [], [], []
            for _ in range(arguments.rounds):
                answer, seconds = plan(path)
                ours.append(answer["elapsed_ms"])
                whole.append(seconds)
                start = time.perf_counter()
                rows, columns = linear_sum_assignment(minutes)
                theirs.append((time.perf_counter() - start) * 1e3)
            path.unlink()
            cost = float(minutes[rows, columns].sum())
            served, greedy_cost = greedy(minutes)
            is_equal = abs(answer["total_cost"] - cost) <= 1e-6 * max(1, cost)
            is_equal = is_equal and len(answer["assignments"]) == len(rows) == served
            mean, greedy_mean = answer["total_cost"] / served, greedy_cost / served
            is_better = mean <= greedy_mean
            failed = failed or not is_equal or not is_better or answer["optimality_gap"] != 0
            figure = {
                "world": name,
                "cases": minutes.shape[0],
                "units": minutes.shape[1],
                "callahead_ms": round(statistics.median(ours), 2),
                "scipy_ms": round(statistics.median(theirs), 2),
                "ratio": round(statistics.median(ours) / statistics.median(theirs), 3),
                "total_cost": answer["total_cost"],
                "scipy_cost": cost,
                "optimality_gap": answer["optimality_gap"],
                "mean_minutes": round(mean, 3),
                "greedy_mean_minutes": round(greedy_mean, 3),
                "command_s": round(statistics.median(whole), 2),
            }
            figures.append(figure)
            line = row(f"{name}, {minutes.shape[0]} x {minutes.shape[1]}", "ms", ours, "SciPy's linear_sum_assignment", theirs)
            if minutes.shape == (arguments.cases, arguments.units):
                line.update(bar="ratio 1.0, gap 0", met=line["ratio"] >= 1 and answer["optimality_gap"] == 0)
            lines.append(line)
            print(
                f"{name:12} {minutes.shape[0]:5} x {minutes.shape[1]:5}  callahead {figure['callahead_ms']:8.2f} ms"
                f"  SciPy {figure['scipy_ms']:8.2f} ms  ratio {figure['ratio']:.2f}"
                f"  cost {'equal' if is_equal else 'DIFFERS'} ({answer['total_cost']:.3f})"
                f"  mean {mean:.2f} min, greedy {greedy_mean:.2f}  whole command {figure['command_s']:.2f} s",
                flush=True,
            )
    if arguments.output:
        write_result(arguments.output, "units for all cases at once, exactly", arguments.rounds, lines, figures=figures)
    sys.exit(1 if failed else 0)


main()

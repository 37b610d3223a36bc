#!/usr/bin/env python3
"""Compares the search for the nearest units with SciPy's cKDTree, in turns, as ratios.

callahead-bench answers single queries while its units move; cKDTree answers all queries in one call over a tree that
knows only the units that qualify and would have to be built anew after every move. Both times are by the clock and over
all queries, none left out. Both answers are compared.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from common import ROOT, machine, need_scipy, row
from growth import growth

need_scipy()

import numpy  # noqa: E402
from scipy.spatial import cKDTree  # noqa: E402

RADIUS = 6_371_008.8


def points(path):
    """Latitudes and longitudes as points on the unit sphere."""
    radians = numpy.radians(numpy.fromfile(path).reshape(-1, 2))
    latitude, longitude = radians[:, 0], radians[:, 1]
    ring = numpy.cos(latitude)
    return numpy.column_stack((ring * numpy.cos(longitude), ring * numpy.sin(longitude), numpy.sin(latitude)))


def measure(options, size, seed, folder):
    """One round: microseconds of a query here and there, and how far the answers differ."""
    output = subprocess.run(
        [
            options.bench, "units", "--size", str(size), "--queries", str(options.queries), "--nearest",
            str(options.nearest), "--seed", str(seed), "--dump", folder,
        ],
        check=True, stdout=subprocess.PIPE, text=True,
    ).stdout
    ours = json.loads(output)
    if "mean" not in ours["query_us"]:
        sys.exit(f"nearest: {options.bench} prints no mean of all queries; build it anew")
    folder = pathlib.Path(folder)
    towing = numpy.fromfile(folder / "towing.u8", dtype=numpy.uint8).astype(bool)
    places, queries = points(folder / "places.f64"), points(folder / "queries.f64")

    built = time.perf_counter()
    tree = cKDTree(places[towing])
    built = time.perf_counter() - built
    began = time.perf_counter()
    chords, _ = tree.query(queries, k=options.nearest, workers=1)
    seconds = time.perf_counter() - began

    metres = 2 * RADIUS * numpy.arcsin(numpy.minimum(1, chords / 2))
    answers = numpy.fromfile(folder / "metres.f64").reshape(-1, options.nearest)
    return {
        "ours": ours, "scipy_us": seconds / len(queries) * 1e6, "scipy_build_s": built,
        "ratio": ours["query_us"]["mean"] / (seconds / len(queries) * 1e6),
        "largest_difference_m": float(numpy.abs(answers - metres).max()),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True, help="folder of the release executables")
    parser.add_argument("--name", default="callahead-bench")
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--queries", type=int, default=30_000)
    parser.add_argument("--nearest", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="3 rounds of the largest size")
    parser.add_argument("--output", default=".build-bench/nearest.json")
    options = parser.parse_args()
    options.bench = pathlib.Path(options.bin).resolve() / options.name
    sizes = [int(size) for size in options.sizes.split(",")]
    if options.quick:
        sizes, options.rounds = [max(sizes)], 3

    base = ROOT / ".build-bench"
    base.mkdir(exist_ok=True)
    table = []
    with tempfile.TemporaryDirectory(prefix="nearest-", dir=base) as folder:
        for size in sizes:
            rounds = []
            for number in range(options.rounds):
                rounds.append(measure(options, size, number + 1, folder))
                print(f"{size:,} units, round {number + 1}: ratio {rounds[-1]['ratio']:.2f}", file=sys.stderr)
            ratios = [entry["ratio"] for entry in rounds]
            table.append(
                {
                    "units": size,
                    "us": statistics.median(entry["ours"]["query_us"]["mean"] for entry in rounds),
                    "us_median": statistics.median(entry["ours"]["query_us"]["median"] for entry in rounds),
                    "us_rare": statistics.median(entry["ours"]["rare_query_us"]["mean"] for entry in rounds),
                    "us_move": statistics.median(entry["ours"]["move_us"]["mean"] for entry in rounds),
                    "scipy_us": statistics.median(entry["scipy_us"] for entry in rounds),
                    "scipy_build_s": statistics.median(entry["scipy_build_s"] for entry in rounds),
                    "ratio": statistics.median(ratios), "ratio_min": min(ratios), "ratio_max": max(ratios),
                    "largest_difference_m": max(entry["largest_difference_m"] for entry in rounds),
                    "raw": rounds,
                }
            )
    lines = [
        row(f"{one['units']:,} units", "us", [entry["ours"]["query_us"]["mean"] for entry in one["raw"]],
            "SciPy's cKDTree, all queries in one call", [entry["scipy_us"] for entry in one["raw"]])
        for one in table
    ]
    for line, one in zip(lines, table):
        if one["units"] == 1_000_000:
            line.update(bar="ratio 0.5", met=line["ratio"] >= 0.5)
    grown = growth("us a query, by units", {one["units"]: one["us"] for one in table})
    result = {
        "what": f"{options.nearest} nearest units of those that qualify, while units move",
        "queries": options.queries, "rounds": options.rounds, "machine": machine(), "figures": table, "table": lines,
        "growth": [grown],
    }
    pathlib.Path(options.output).write_text(json.dumps(result, indent=2) + "\n")
    print(f"\n{options.nearest} nearest of those that qualify, {options.queries:,} queries, {options.rounds} rounds\n")
    print(f"{'units':>10} {'us':>6} {'median':>7} {'rare':>6} {'move':>6} {'SciPy us':>9} {'build s':>8} {'ratio':>6} min..max")
    for one in table:
        print(
            f"{one['units']:10,} {one['us']:6.2f} {one['us_median']:7.2f} {one['us_rare']:6.2f} {one['us_move']:6.2f} "
            f"{one['scipy_us']:9.2f} {one['scipy_build_s']:8.2f} {one['ratio']:6.2f} "
            f"{one['ratio_min']:.2f}..{one['ratio_max']:.2f}"
        )
    print("\nus: mean of all single queries with a capability filter, four moves before each;")
    print("rare: one unit in 200 qualifies. SciPy: one call for all queries, over a tree of the qualifying units alone.")
    worst = max(row["largest_difference_m"] for row in table)
    print(f"The answers differ by {worst:.1e} m at most. Written to {options.output}")
    if worst > 0.01:
        sys.exit("nearest: the answers differ")


main()

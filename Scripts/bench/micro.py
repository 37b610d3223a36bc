#!/usr/bin/env python3
"""Counts the instructions and allocations of the hot functions, and holds them against stored thresholds.

valgrind counts, so that the figures are the same in every run and on a busy machine; only what a case does is counted,
not how it is made ready. Swift's hashes are seeded.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
THRESHOLDS = ROOT / "Scripts/bench/thresholds.json"
# What a count may be above its threshold: other kernels of the C library, a newer compiler.
TOLERANCE = 0.05
# Tables that grow now and then allocate a little more or less often.
SPARE_ALLOCATIONS = 0.05
# What to do at MicroCase.counted: a pattern can have one meaning only, so each has its own.
AT_COUNTED = ["--toggle-collect=*MicroCase*counted*", "--dump-after=*Case*counted*"]


def run(words, names, **environment):
    """What a run of the cases says of each."""
    result = subprocess.run(
        [str(word) for word in [*words, "micro", *names, "--home", ROOT]], capture_output=True, text=True, timeout=900,
        env=dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1", LC_ALL="C", **environment))
    if result.returncode != 0:
        raise RuntimeError(f"{', '.join(names)}: ended with {result.returncode}: {result.stderr[-800:]}")
    return [json.loads(line) for line in result.stdout.splitlines()]


def count(program, counter, names, folder):
    """Instructions and allocations of the cases of an area; valgrind writes a file after each."""
    output = folder / f"callgrind-{names[0]}"
    for old in folder.glob(f"{output.name}*"):
        old.unlink()
    run(["valgrind", "--tool=callgrind", *AT_COUNTED, f"--callgrind-out-file={output}", program], names)
    costs = {}
    for number, row in enumerate(run([program], names, LD_PRELOAD=str(counter)), 1):
        totals = re.search(r"^totals: (\d+)", (folder / f"{output.name}.{number}").read_text(), re.MULTILINE)
        costs[row["name"]] = {
            "instructions": round(int(totals[1]) / row["times"], 1), "allocations": round(row["allocations"], 3),
            "nanoseconds": row["nanoseconds"],
        }
    return costs


def toolchain():
    swift = os.environ.get("SWIFT", "swift")
    text = subprocess.run([swift, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"Swift version \S+", text)
    return found[0] if found else "unknown"


def judge(measured, stored, tolerance):
    """What is wrong with a case, or nothing; and how far its instructions are from the threshold."""
    if not stored:
        return "has no threshold: run Scripts/bench/micro.py --update", None
    change = measured["instructions"] / stored["instructions"] - 1
    if change > tolerance:
        return f"{change:+.1%} instructions", change
    most = stored["allocations"] * (1 + tolerance) + SPARE_ALLOCATIONS
    if measured["allocations"] > most:
        return f"{measured['allocations']} allocations instead of {stored['allocations']}", change
    return None, change


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True, help="folder of the release executables")
    parser.add_argument("--only", default="", help="only cases whose name begins so")
    parser.add_argument("--update", action="store_true", help="store what is measured as the thresholds")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE, help="share that a count may be above")
    parser.add_argument("--output", default=".build-bench/micro.json")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("micro: there is no valgrind; run Scripts/install-packages.sh --bench")

    folder = ROOT / ".build-bench"
    folder.mkdir(exist_ok=True)
    # valgrind 3.19 gives up on what Swift writes about sources.
    program = folder / "callahead-micro"
    counter = folder / "count_allocations.so"
    source = ROOT / "Scripts/bench/count_allocations.c"
    subprocess.run(["clang", "-O2", "-shared", "-fPIC", "-o", counter, source], check=True)
    subprocess.run(
        ["objcopy", "--strip-debug", pathlib.Path(options.bin) / "callahead-bench", program], check=True)
    listed = subprocess.run([program, "micro"], check=True, capture_output=True, text=True).stdout
    cases = [case for case in json.loads(listed) if case["name"].startswith(options.only)]
    stored = json.loads(THRESHOLDS.read_text()) if THRESHOLDS.exists() else {"cases": {}}
    areas = {}
    for case in cases:
        areas.setdefault(case["name"].split(".")[0], []).append(case["name"])
    measured = {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for costs in pool.map(lambda names: count(program, counter, names, folder), areas.values()):
            measured.update(costs)

    print(f"{'once':24} {'instructions':>13} {'allocations':>12} {'nanoseconds':>11} {'change':>8}")
    failures = []
    for case in cases:
        name = case["name"]
        row = measured[name]
        problem, change = judge(row, stored["cases"].get(name), options.tolerance)
        if problem:
            failures.append(f"{name} ({case['what']}): {problem}")
        changed = f"{change:+.1%}" if change is not None else "-"
        print(f"{name:24} {row['instructions']:13,.0f} {row['allocations']:12,.2f} {row['nanoseconds']:11,.0f} {changed:>8}")
    facts = {"toolchain": toolchain(), "system": platform.platform(), "threshold": str(THRESHOLDS.relative_to(ROOT))}
    result = {"what": "instructions and allocations of the hot functions", **facts, "cases": measured}
    (ROOT / options.output).write_text(json.dumps(result, indent=2) + "\n")
    if options.update:
        counts = {
            name: {key: row[key] for key in ("instructions", "allocations")} for name, row in measured.items()}
        kept = {**stored["cases"], **counts}
        text = json.dumps({"toolchain": facts["toolchain"], "cases": dict(sorted(kept.items()))}, indent=2)
        THRESHOLDS.write_text(text + "\n")
        print(f"stored in {facts['threshold']}")
        return
    if failures:
        if stored.get("toolchain") != facts["toolchain"]:
            print(f"the thresholds are those of {stored.get('toolchain')}, this is {facts['toolchain']}")
        sys.exit("bench-check: dearer than the thresholds allow:\n  " + "\n  ".join(failures))
    print("within the thresholds")


if __name__ == "__main__":
    main()

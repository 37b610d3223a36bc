#!/usr/bin/env python3
"""One table of what the benchmarks measured: this project, what it is compared with, the ratio, and the bar.

Reads the files that the benchmarks wrote, and writes them together as one; `--markdown` prints the table for the README.
"""

import argparse
import datetime
import json
import pathlib
import statistics
import sys

from common import machine, number, row

# In this order; a benchmark that was not run is left out.
PARTS = [
    ("drain", "Durable drain, four formats"), ("drain-native", "Durable drain, native protocol"),
    ("latency", "Fault to task"), ("claims", "Claims"), ("lookup", "Look-up"), ("start", "Start"), ("memory", "Memory"),
    ("idle", "Idle"), ("nearest", "Nearest eight units"), ("assignment", "Assignment"), ("decode", "Decode"),
    ("diagnose", "Diagnosis"),
]


def decoding(figures):
    """A line for each usual message of the native protocol and for each profile: a message, mean over its examples."""
    if any("decode_rounds_us" not in one for one in figures):
        sys.exit("bench: decode.json has no rounds; build callahead-bench anew and run it again")
    formats = {}
    for one in figures:
        name = one["message"] if one["message"].startswith("typical ") else one["message"].split(" ")[0]
        formats.setdefault(name, []).append(one)
    return [
        row(f"{name}, {len(ones)} example{'s' if len(ones) > 1 else ''}", "us/msg", means(ones, "decode_rounds_us"),
            "simdjson's parse of the same bytes", means(ones, "parse_rounds_us"))
        for name, ones in formats.items()
    ]


def means(ones, what):
    """The mean over the messages in each round."""
    return [statistics.fmean(values) for values in zip(*(one[what] for one in ones))]


def diagnosing(figures):
    """Nothing stands beside it: nothing that one would use instead makes the same of the same codes."""
    return [row(one["what"], "us", one["rounds_us"]) for one in figures]


def collect(folder):
    parts = []
    for name, title in PARTS:
        path = folder / f"{name}.json"
        if not path.exists():
            continue
        result = json.loads(path.read_text())
        if name == "decode":
            result = {"what": "decode, format by format", "table": decoding(result), "growth": []}
        if name == "diagnose":
            result = {"what": "the diagnosis of codes", "table": diagnosing(result), "growth": []}
        day = datetime.date.fromtimestamp(path.stat().st_mtime).isoformat()
        parts.append({"name": name, "title": title, "date": day, **result})
    return parts


def cells(title, line):
    ratio = ""
    if line["ratio"] is not None:
        ratio = f"{number(line['ratio'])} ({number(line['ratio_min'])}..{number(line['ratio_max'])})"
    bar = line["bar"] if isinstance(line["bar"], str) else number(line["bar"])
    met = "" if line["met"] is None else " met" if line["met"] else " MISSED"
    other = f"{line['alternative']}: {number(line['alternative_median'])}" if line["alternative"] else ""
    ours = f"{number(line['median'])} {line['unit']} ({number(line['min'])}..{number(line['max'])})"
    return [f"{title}: {line['name']}", ours.replace(" %", "%"), other, ratio, f"{bar}{met}"]


def grown(parts):
    for part in parts:
        for line in part.get("growth", []):
            pairs = ", ".join(f"{number(value)} at {size:,}" for size, value in zip(line["sizes"], line["values"]))
            exponent = "none" if line["exponent"] is None else f"{line['exponent']:.2f}"
            yield [f"{part['title']}: {line['figure']}", pairs, exponent]


def show(heads, rows, markdown):
    if markdown:
        print("| " + " | ".join(heads) + " |")
        print("|" + "---|" * len(heads))
        for cell in rows:
            print("| " + " | ".join(cell) + " |")
        return
    widths = [max(len(cell[column]) for cell in [heads, *rows]) for column in range(len(heads))]
    for cell in [heads, *rows]:
        print("  ".join(text.ljust(width) for text, width in zip(cell, widths)).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=pathlib.Path, default=".build-bench", help="where the benchmarks wrote")
    parser.add_argument("--markdown", action="store_true", help="print it for a README")
    options = parser.parse_args()
    parts = collect(options.folder)
    if not parts:
        sys.exit(f"bench: nothing was measured in {options.folder}; run make bench")
    facts, days = machine(), sorted({part["date"] for part in parts})
    print(f"\nmeasured {' and '.join(days)}, {facts['cores']} x {facts['processor']}, {facts['system']}\n")
    lines = [cells(part["title"], line) for part in parts for line in part["table"]]
    show(["what", "callahead, median (min..max)", "beside it", "ratio (min..max)", "bar"], lines, options.markdown)
    print()
    growth = list(grown(parts))
    if growth:
        show(["how it grows", "medians", "exponent"], growth, options.markdown)
    output = options.folder / "bench.json"
    output.write_text(json.dumps({"dates": days, "machine": facts, "parts": parts}, indent=2) + "\n")
    missed = sum(line["met"] is False for part in parts for line in part["table"])
    print("\nratio: the other's figure by ours, of rates ours by the other's; above 1 ours is the better one.")
    print(f"Bars missed: {missed}. Written to {output}")


if __name__ == "__main__":
    main()

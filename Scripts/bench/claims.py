#!/usr/bin/env python3
"""Measures how many tasks dispatchers can take, and how long one waits for the next, alone and while the service works.

First desks alone, without a pause, from queues of three sizes, beside litequeue, a plain queue on SQLite, whose every step
is on disk too. Then desks beside a service that is idle, and beside one that drains a backlog as fast as it can: without a
pause, and at the four calls a second that no desk exceeds. A desk claims, and finishes at once; the time is the claim's.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import time

from common import (
    ROOT, Broker, Service, copy_database, die_with_parent, environment, open_session, own_folder, print_growth, print_table,
    publish, row, run, write_result)
from fleet import fill
from growth import growth, percentile

BAR_CLAIM_MS = 100
# What no dispatcher exceeds, and no more than a program does that helps one.
BAR_PACE = "8 desks at 4 a second"
BAR_COMMIT_MS = 200
FLEET = 10_000
# The first moments of a round belong to processes that start.
SETTLING = 0.25
QUEUE = ROOT / "Scripts/bench/python_queue.py"


class Round:
    """Claims of some desks: how long each took, and how many there were a second while all of them worked."""

    def __init__(self, lines, settling=0, between=None):
        desks = [[claim for claim in desk if between is None or between[0] <= claim[2] <= between[1]] for desk in lines]
        desks = [desk for desk in desks if desk]
        self.tasks = [claim[0] for desk in desks for claim in desk]
        begin = max((desk[0][2] for desk in desks), default=0) + settling * 1000
        end = min((desk[-1][2] for desk in desks), default=0)
        if end <= begin and desks and between is None:
            # They hardly met: some had no task until others had ended.
            begin, end = min(desk[0][2] for desk in desks), max(desk[-1][2] for desk in desks)
        counted = [claim for desk in desks for claim in desk if begin <= claim[2] <= end]
        self.milliseconds = [claim[1] / 1000 for claim in counted]
        self.per_second = len(counted) / (end - begin) * 1000 if end > begin else 0


def work(commands, seconds, pause=0):
    """Runs a process for each command until all have ended or the time is over; the claims of each."""
    processes = []
    for command in commands:
        processes.append(
            subprocess.Popen(
                [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                preexec_fn=die_with_parent))
        # Desks that pause do not all ask at the same moment.
        time.sleep(pause)
    end = time.monotonic() + seconds
    while time.monotonic() < end and any(process.poll() is None for process in processes):
        time.sleep(0.01)
    for process in processes:
        process.terminate()
    return [
        [(words[1], int(words[3]), int(words[4])) for words in map(str.split, process.communicate()[0].splitlines())
         if words and words[0] == "claimed" and len(words) == 5]
        for process in processes
    ]


def desks(options, database, count, rate=0, limit=None):
    limited = ["--limit", limit] if limit else []
    return [
        [options.bin / "callahead-bench", "claims", "worker", "--db", database, "--as", f"desk-{number}", "--rate", rate,
         "--patience", 1, "--lease", 600, *limited]
        for number in range(count)
    ]


# Desks alone


def seed(options, database, tasks, first=1):
    run([options.bin / "callahead-bench", "claims", "seed", "--db", database, "--tasks", tasks, "--first", first])


def alone(options, folder, python):
    """Rounds by queue and number of desks, of this project and of the other."""
    ours = {(size, count): [] for size in options.sizes for count in (1, 8)}
    others = {key: [] for key in ours}
    for size in options.sizes:
        database = folder / f"seed-{size}.db"
        # The service has made it; the calls come on top.
        fill(options.bin / "callahead", database, 10, people=False)
        seed(options, database, size, first=1_000)
        if python:
            run([python, QUEUE, "fill", folder / f"queue-{size}.db", size])
    for number in range(options.rounds):
        for size, count in ours:
            # Less than a third of the smallest usual queue is taken.
            limit = 300 // count
            copy_database(folder / f"seed-{size}.db", folder / "seed.db")
            ours[size, count].append(Round(work(desks(options, folder / "seed.db", count, limit=limit), options.seconds)))
            if not ours[size, count][-1].per_second:
                sys.exit(f"bench: {count} desks could claim nothing of {size} tasks")
            if python:
                copy_database(folder / f"queue-{size}.db", folder / "queue.db")
                command = [python, QUEUE, "work", folder / "queue.db", limit]
                others[size, count].append(Round(work([command] * count, options.seconds)))
                if not others[size, count][-1].per_second:
                    sys.exit(f"bench: litequeue handed out nothing of {size} tasks")
        print(f"desks alone, round {number + 1}", file=sys.stderr)
    return ours, others


# Desks beside a service


def beside(options, folder):
    """Rounds by state and pace, claims that were handed out twice, and what the lane read of itself in the drain."""
    database = folder / "callahead.db"
    paces = {BAR_PACE: (8, 4), "8 desks without a pause": (8, 0)}
    rounds = {(state, pace): [] for state in ("idle", "draining") for pace in paces}
    raw = []
    broker = Broker(folder, options.messages)
    try:
        fill(options.bin / "callahead", database, FLEET, people=False)
        open_session(options.bin, database, broker.port)
        seed(options, database, options.tasks, first=FLEET + 1)
        service = Service(options.bin, database, broker.port)
        service.wait_ready()
        time.sleep(1)
        # A desk that takes four tasks a second takes none in less.
        seconds = max(1, options.seconds)
        for number in range(options.rounds):
            for pace, (count, rate) in paces.items():
                lines = work(desks(options, database, count, rate), seconds, pause=0.25 / count if rate else 0)
                rounds["idle", pace].append(Round(lines, SETTLING))
                raw.append(lines)
            print(f"beside an idle service, round {number + 1}", file=sys.stderr)
        service.stop()

        took = publish(options.bin, broker.port, options.messages, FLEET)
        print(f"{options.messages:,} messages published in {took:.1f} s", file=sys.stderr)
        service = Service(
            options.bin, database, broker.port, arguments=["--exit-when-idle", 2], stdout=subprocess.PIPE)
        service.wait_ready()
        drained = []
        while service.process.poll() is None and len(drained) < options.rounds * len(paces):
            for pace, (count, rate) in paces.items():
                lines = work(desks(options, database, count, rate), seconds, pause=0.25 / count if rate else 0)
                drained.append((pace, lines))
                raw.append(lines)
        report = json.loads(service.wait(limit=300))
        reading = service.reading()
        if report["messages"] != options.messages:
            sys.exit(f"bench: {report['messages']} of {options.messages} messages were drained")
        between = report["first_at_ms"], report["last_commit_at_ms"]
        for pace, lines in drained:
            made = Round(lines, SETTLING, between)
            if made.per_second:
                rounds["draining", pace].append(made)
    finally:
        broker.stop()
    report["per_second"] = options.messages / (between[1] - between[0]) * 1000
    tasks = [claim[0] for lines in raw for desk in lines for claim in desk]
    return rounds, len(tasks) - len(set(tasks)), report, reading


def figures(table, name, rounds, others=(), bar=None):
    """Claims a second, and of all claims of all rounds the median and the 99th percentile."""
    other = "litequeue, synchronous=FULL"
    table.append(
        row(f"{name}: claims", "/s", [r.per_second for r in rounds], other, [r.per_second for r in others], least=True))
    for label, share in (("p50", 0.5), ("p99", 0.99)):
        pooled = percentile([ms for r in rounds for ms in r.milliseconds], share)
        line = row(
            f"{name}: {label}", "ms", [percentile(r.milliseconds, share) for r in rounds], other,
            [percentile(r.milliseconds, share) for r in others], bar=bar if label == "p99" else None, pooled=pooled)
        if line["bar"] is not None:
            # Of one round too few are slow to say much.
            line.update(median=pooled, met=pooled <= bar)
        table.append(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="folder of the release executables")
    parser.add_argument("--quick", action="store_true", help="one size, two short rounds, a smaller backlog")
    parser.add_argument("--sizes", type=int, nargs="*", help="how many tasks wait")
    parser.add_argument("--tasks", type=int, help="tasks that wait beside a service")
    parser.add_argument("--messages", type=int, help="the backlog")
    parser.add_argument("--seconds", type=float, help="length of a round of desks alone at most")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--output", default=".build-bench/claims.json")
    options = parser.parse_args()
    options.bin = options.bin.resolve()
    options.sizes = options.sizes or ([10_000] if options.quick else [1_000, 10_000, 100_000])
    options.rounds = options.rounds or (2 if options.quick else 5)
    options.seconds = options.seconds or (0.5 if options.quick else 0.6)
    options.messages = options.messages or (300_000 if options.quick else 700_000)
    options.tasks = options.tasks or (10_000 if options.quick else 30_000)
    python = environment("queue")

    with own_folder("claims") as folder:
        ours, others = alone(options, folder, python)
        rounds, twice, report, reading = beside(options, folder)

    table = []
    for (size, count), of in ours.items():
        figures(table, f"{size:,} tasks, {count} desk{'s' if count > 1 else ''} alone", of, others[size, count])
    for (state, pace), of in rounds.items():
        if not of:
            print(f"bench: the backlog was drained before {pace} had a round", file=sys.stderr)
            continue
        figures(table, f"{pace}, service {state}", of, bar=BAR_CLAIM_MS if (state, pace) == ("draining", BAR_PACE) else None)
    table.append(row("the service's own commits meanwhile: p99", "ms", [reading["commit"]["p99"] / 1000], bar=BAR_COMMIT_MS))
    table.append(row("the service's own commits meanwhile: slowest", "ms", [reading["commit"]["longest"] / 1000]))
    table.append(row("drained meanwhile", "msg/s", [report["per_second"]]))
    table.append(row("tasks handed out twice", "", [twice], bar=0))
    lines = []
    for count in (1, 8):
        for label, share in (("p50", 0.5), ("p99", 0.99)):
            lines.append(growth(f"claim of {count} desk{'s' if count > 1 else ''} by waiting tasks, {label} ms", {
                size: [percentile(r.milliseconds, share) for r in ours[size, count]] for size in options.sizes}))
    print_table(f"Claims, {options.rounds} rounds", table)
    print()
    print_growth(lines)
    raw = {
        "rounds_while_draining": {pace: len(of) for (state, pace), of in rounds.items() if state == "draining"},
        "serve": report, "reading": reading,
    }
    write_result(options.output, "claims", options.rounds, table, lines, raw=raw)
    if twice:
        sys.exit(f"bench: {twice} tasks were handed out twice")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Plays the scenarios of simulators/chaos, holds each against the truth, and prints one table.

Exit 0 only if every verdict holds and everything was done that the scenarios say.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HOME = pathlib.Path(__file__).resolve().parents[2]
FOLDER = HOME / "simulators" / "chaos"
QUICK = ["kills-quick", "quick"]

# Lines of a ledger that tell of something that may not happen, whatever is done to the machine.
FORBIDDEN = {
    "service_crashed": "the service ended by itself",
    "broker_crashed": "the broker ended by itself",
    "failpoint_not_reached": "a failpoint was not reached",
    "not_done": "something was not done",
    "wire_unreadable": "the wire could not be read",
    "message_refused": "the service refused a message",
}

# What has to stand in the ledger so that a run has tested what its name says, and how often.
DONE = {
    "kills": ("service_killed", 50),
    "kills-quick": ("service_killed", 5),
    "quick": ("service_killed", 2),
    "bookings": ("service_killed", 8),
    "cleared": ("service_killed", 3),
    "failpoint-after-read": ("service_killed", 2),
    "failpoint-after-step": ("service_killed", 2),
    "failpoint-after-commit": ("service_killed", 2),
    "failpoint-after-ack": ("service_killed", 2),
    "failpoint-before-outbox": ("service_killed", 2),
    "service-stopped": ("service_continued", 1),
    "broker-killed": ("broker_killed", 1),
    "broker-restarted": ("broker_started", 2),
    "broker-full": ("broker_full", 1),
    "broker-stopped": ("broker_continued", 1),
    "network-cut": ("network_cut", 3),
    "network-silent": ("network_cut", 2),
    "network-slow": ("network_cut", 2),
    "disk-full": ("disk_fails", 1),
    "disk-slow": ("disk_fails", 2),
    "disk-errors": ("disk_fails", 2),
    "database-locked": ("database_locked", 1),
    "power-cut": ("power_cut", 6),
}


class Run:
    """One scenario, played and judged."""

    def __init__(self, name, options):
        self.name, self.options = name, options
        self.ledger = options.out / f"{name}.jsonl"
        self.folder = options.out / name
        self.rows = {}
        self.problems = []
        self.recovered = []
        self.seconds = 0.0

    def play(self):
        begun = time.monotonic()
        environment = dict(os.environ, CALLAHEAD_HOME=str(HOME))
        for name in list(environment):
            if name.startswith("CALLAHEAD_") and name != "CALLAHEAD_HOME":
                del environment[name]
        if self.options.broken:
            environment["CALLAHEAD_BROKEN"] = self.options.broken
        command = [
            self.options.program, "simulate", str(FOLDER / f"{self.name}.yaml"), "--private", "--keep",
            "--seed", str(self.options.seed), "--ledger", str(self.ledger), "--folder", str(self.folder),
        ]
        if self.options.speed:
            command += ["--speed", str(self.options.speed)]
        with open(self.options.out / f"{self.name}.log", "w") as log:
            try:
                status = subprocess.run(
                    command, stdout=log, stderr=subprocess.STDOUT, env=environment, timeout=300).returncode
            except subprocess.TimeoutExpired:
                status = "no end within 300 s"
        if status != 0:
            self.problems.append(f"simulate ended with {status}: see {self.options.out / self.name}.log")
        if self.ledger.exists():
            self.read()
            self.judge(environment)
        self.seconds = time.monotonic() - begun
        return self

    def read(self):
        done = {}
        for line in open(self.ledger):
            if '"chaos"' not in line:
                continue
            entry = json.loads(line)["entry"].get("chaos")
            if entry is None:
                continue
            act = entry.get("_0", entry)
            what, detail = act["what"], act.get("detail", "")
            done[what] = done.get(what, 0) + 1
            if what in FORBIDDEN:
                self.problems.append(f"{FORBIDDEN[what]}: {detail}")
            if what == "recovered":
                self.recovered.append(float(detail.rsplit(" in ", 1)[1].split()[0]) / 1000)
        what, count = DONE.get(self.name, ("recovered", 0))
        if done.get(what, 0) < count:
            self.problems.append(f"{what} {done.get(what, 0)} times instead of {count}")
        if count > 0 and not self.recovered and self.name not in ("network-slow", "disk-slow"):
            self.problems.append("it never took a message again")

    def judge(self, environment):
        command = [
            self.options.program, "verify", str(self.ledger), "--db", str(self.folder / "callahead.db"), "--json"]
        result = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
        try:
            verdict = json.loads(result.stdout)
        except ValueError:
            reason = result.stderr.strip()
            self.problems.append(f"no verdict: {reason}")
            if "malformed" in reason or "not a database" in reason:
                self.rows["integrity"] = {
                    "title": "The database is whole", "outcome": "failed", "figure": reason, "values": {}, "details": []}
            return
        (self.options.out / f"{self.name}.verdict.json").write_text(json.dumps(verdict, indent=1))
        self.rows = {row["key"]: row for row in verdict["rows"]}
        for row in verdict["rows"]:
            if row["outcome"] == "failed":
                details = "; ".join(row["details"][:2])
                self.problems.append(f"{row['title']}: {row['figure']}, {row.get('bound', '')}. {details}")
        if not verdict["holds"] and not self.problems:
            self.problems.append("the verdict does not hold")

    def count(self, key):
        row = self.rows.get(key)
        if row is None:
            return "-"
        values = row["values"]
        return str(int(values["count"])) if "count" in values else row["figure"].split(" of ")[0]

    def worst(self):
        """The longest time from a fault to its call, seconds."""
        worst = self.rows.get("p99_fault_to_task_ms", {}).get("values", {}).get("worst")
        return "-" if worst is None else f"{worst / 1000:.1f}"

    def cells(self):
        return [
            self.name, self.count("sent"), self.count("taken"), self.count("lost"), self.count("double_calls"),
            self.count("double_bookings"), self.count("two_units_sent"), self.count("lost_by_broker"), self.worst(),
            f"{max(self.recovered):.1f}" if self.recovered else "-", f"{self.seconds:.0f}",
            "FAILED" if self.problems else "holds",
        ]


def table(runs):
    heads = ["kind", "sent", "taken", "lost", "double calls", "double bookings", "two units", "lost by broker",
             "fault to task s", "recovered s", "s", "verdict"]
    rows = [heads] + [run.cells() for run in runs]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells))


def look_for(options, runs):
    """Whether the verdict has found a mistake, and for the right reason."""
    for run in runs:
        for key in options.expect.split(","):
            row = run.rows.get(key, {"outcome": "-"})
            if row["outcome"] == "failed":
                print(f"{options.broken}: found by {run.name}: {row['title']}: {row['figure']}")
                for detail in row["details"][:3]:
                    print(f"    {detail}")
                return 0
    print(f"{options.broken}: NOT FOUND")
    return 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--speed", type=float, help="of the scenarios' clock; less for a slow machine")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--broken", help="a mistake of a build with mistakes")
    parser.add_argument("--expect", help="rows of the verdict that must find it, separated by commas")
    parser.add_argument("scenarios", nargs="*")
    options = parser.parse_args()
    mine = options.out is None
    options.out = (options.out or pathlib.Path(tempfile.mkdtemp(prefix="callahead-chaos-"))).resolve()
    options.out.mkdir(parents=True, exist_ok=True)
    every = sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem not in QUICK)
    names = options.scenarios or (QUICK if options.quick else every)
    # The longest first, so that no processor waits for it at the end.
    order = sorted(names, key=lambda name: (name != "kills", not name.startswith(("disk-full", "database")), name))
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        futures = {pool.submit(Run(name, options).play): name for name in order}
        runs = {}
        for future in concurrent.futures.as_completed(futures):
            run = future.result()
            runs[run.name] = run
            print(f"{run.name}: {'FAILED' if run.problems else 'holds'}, {run.seconds:.0f} s", file=sys.stderr)
    runs = [runs[name] for name in names]
    print(f"chaos, seed {options.seed}, {time.monotonic() - begun:.0f} s")
    table(runs)
    if options.broken:
        sys.exit(look_for(options, runs))
    failed = [run for run in runs if run.problems]
    for run in failed:
        print(f"\n{run.name}:")
        for problem in run.problems[:12]:
            print(f"  {problem}")
    if failed:
        print(f"\nwhat was written down: {options.out}")
        sys.exit(1)
    if mine:
        shutil.rmtree(options.out, ignore_errors=True)


if __name__ == "__main__":
    main()

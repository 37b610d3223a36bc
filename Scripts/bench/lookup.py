#!/usr/bin/env python3
"""Measures `callahead lookup`, the whole process, with 100,000 assets and 10,000 open cases.

Each kind of query is run in turn with the others, so that what else the machine does falls on all of them alike. Beside
the wall clock stands the processor time of the process, which says what it costs on a machine with nothing else to do.
`--help` is the program alone: it starts and opens nothing.
"""

import argparse
import json
import os
import pathlib
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPEN_CASES = 10_000
FLEET = 2_000


def import_rows(callahead, database, folder, kind, header, rows):
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(header + "\n")
        file.writelines(row + "\n" for row in rows)
    begun = time.perf_counter()
    subprocess.run([callahead, "import", kind, path, "--db", database], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def fill(callahead, database, folder, assets):
    """Customers with a car each, one fleet with many vans, and drivers."""
    seconds = {}
    seconds["customers"] = import_rows(
        callahead, database, folder, "customers", "id,name,phone,language",
        [f"c{n},Customer {n},+3725{n:07d},{('et', 'en', 'fi')[n % 3]}" for n in range(assets)])
    seconds["assets"] = import_rows(
        callahead, database, folder, "assets", "id,customer_id,kind,make,model,plate,vin",
        [f"car-{n},c{0 if n < FLEET else n},car,Make,Model,{n % 1000:03d} {chr(65 + n // 26000 % 26)}"
         f"{chr(65 + n // 1000 % 26)}{chr(65 + n // 676000 % 26)},VF1AAAAAA{n:08d}" for n in range(assets)])
    seconds["contacts"] = import_rows(
        callahead, database, folder, "contacts", "id,name,phone,language",
        [f"d{n},Driver {n},+3726{n:07d},et" for n in range(0, assets, 2)])
    seconds["roles"] = import_rows(
        callahead, database, folder, "roles", "contact_id,role,of_kind,of_id",
        [f"d{n},driver,asset,car-{n}" for n in range(0, assets, 2)])
    seconds["units"] = import_rows(
        callahead, database, folder, "units", "id,name,kind,capabilities,lat,lon,phone",
        ["tow-1,Flatbed 1,flatbed,flatbed,59.4,24.7,+37255990001"])
    seconds["workshops"] = import_rows(
        callahead, database, folder, "workshops", "id,name,lat,lon,timezone",
        ["w1,Workshop,59.42,24.8,Europe/Tallinn"])
    return seconds


def open_cases(database, assets):
    """Every tenth car has an open case with a plan, a task and words that were said."""
    now = int(time.time() * 1000)
    minute = 60_000
    with sqlite3.connect(database) as db:
        for case, key in enumerate(range(1, assets + 1, max(1, assets // OPEN_CASES)), start=1):
            db.execute(
                """INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom, part,
                capabilities, codes, evidence, opened_at, fault_at, told_at, promise_at, promise_unit, promise_latest)
                VALUES (?,1,?,'told','stop',1,0,'oil_pressure_low','oil_pump','','["obd/P0524"]','[]',?,?,?,?,'tow-1',?)""",
                (case, key, now - 40 * minute, now - 40 * minute, now - 30 * minute, now - 30 * minute, now - 5 * minute))
            db.execute("INSERT INTO plan (id, version, case_id, current, state, reasons) VALUES (?1,1,?1,1,'made','[]')",
                       (case,))
            db.execute(
                """INSERT INTO plan_place (plan_id, lat, lon, time, source, confirmed) VALUES (?,59.4,24.7,?,'gps',0)""",
                (case, now))
            db.execute(
                """INSERT INTO leg (id, version, case_id, plan_id, ordinal, kind, state, unit, eta_at, declined, workshop)
                VALUES (?1,1,?1,?1,1,'tow','en_route','tow-1',?2,'[]','w1')""", (case, now + 8 * minute))
            db.execute(
                """INSERT INTO task (id, version, kind, state, case_id, asset_key, contact_id, priority, due_at,
                created_at, reasons, alarm) VALUES (?1,1,'call_again','ready',?1,?2,?3,100,?4,?4,'["later"]',0)""",
                (case, key, f"d{key - 1}" if key % 2 else f"c{key - 1}", now))
            for ago in (30, 20):
                db.execute(
                    """INSERT INTO said (at, case_id, task_id, contact_id, channel, actor, template, promise_at,
                    promise_unit, promise_latest) VALUES (?1,?2,?2,?3,'voice','Mari','breakdown_call',?1,'tow-1',?4)""",
                    (now - ago * minute, case, f"d{key - 1}" if key % 2 else f"c{key - 1}", now - 5 * minute))
        db.execute("INSERT INTO slot (id, workshop_id, start, minutes) VALUES (1, 'w1', ?, 60)", (now + 300 * minute,))
        db.execute("INSERT INTO hold (version, case_id, kind, resource, state, since) VALUES (1,1,'slot','1','confirmed',?)",
                   (now,))
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def run(words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    process = subprocess.run(words, capture_output=True)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, processor * 1000, process.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", help="the folder of a release build; else it is asked for")
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = options.bin or subprocess.run(
        ["swift", "build", "-c", "release", "--show-bin-path"], cwd=ROOT, check=True, capture_output=True,
        text=True).stdout.strip()
    callahead = str(pathlib.Path(folder) / "callahead")
    os.environ["CALLAHEAD_HOME"] = str(ROOT)
    with tempfile.TemporaryDirectory(prefix="callahead-lookup-") as temporary:
        temporary = pathlib.Path(temporary)
        database = str(temporary / "callahead.db")
        seconds = fill(callahead, database, temporary, options.assets)
        open_cases(database, options.assets)
        # Car 20,000 has an open case and a driver, car 20,001 has neither.
        busy = options.assets // 5
        idle = busy + 1
        lookup = [callahead, "lookup", "--db", database, "--json", "--as", "bench"]
        queries = {
            "--help, the program alone": ([callahead, "--help"], 0),
            "a driver with an open case, by number": (lookup + [f"6{busy:07d}"], 0),
            "the same, by plate": (lookup + ["--by", "asset", f"car-{busy}"], 0),
            "an owner without a case, by number": (lookup + [f"+3725{idle:07d}"], 0),
            f"a fleet of {FLEET:,} with many cases": (lookup + ["+37250000000"], 0),
            "a number that nobody has": (lookup + ["+37299999999"], 2),
        }
        figures = {name: [] for name in queries}
        for round_ in range(options.rounds + 2):
            for name, (words, code) in queries.items():
                wall, processor, ended = run(words)
                if ended != code:
                    sys.exit(f"{name}: exit code {ended} instead of {code}")
                # The first two fill the system's caches.
                if round_ >= 2:
                    figures[name].append((wall, processor))
        piped = pathlib.Path(temporary / "queries.txt")
        piped.write_text("".join(f"+3726{n:07d}\n" for n in range(0, 400, 2)))
        begun = time.perf_counter()
        with piped.open() as file:
            subprocess.run(lookup + ["-"], stdin=file, stdout=subprocess.DEVNULL, check=True)
        per_query = (time.perf_counter() - begun) * 1000 / 200

    result = {
        "assets": options.assets, "open_cases": OPEN_CASES, "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1), "import_s": {name: round(value, 1) for name, value in seconds.items()},
        "stdin_ms_per_query": round(per_query, 2), "queries": {
            name: {
                "wall_ms_min": round(min(wall for wall, _ in values), 1),
                "wall_ms_median": round(statistics.median(wall for wall, _ in values), 1),
                "wall_ms_p95": round(sorted(wall for wall, _ in values)[int(len(values) * 0.95) - 1], 1),
                "processor_ms_median": round(statistics.median(processor for _, processor in values), 1),
            } for name, values in figures.items()
        },
    }
    if options.json:
        print(json.dumps(result, indent=2))
        return
    print(f"{options.assets:,} assets, {OPEN_CASES:,} open cases, {options.rounds} rounds, load {result['load']} "
          f"on {result['cores']} cores")
    print(f"{'':44}{'processor':>11}{'least':>9}{'median':>9}{'p95':>9}  ms")
    for name, row in result["queries"].items():
        print(f"{name:44}{row['processor_ms_median']:11.1f}{row['wall_ms_min']:9.1f}{row['wall_ms_median']:9.1f}"
              f"{row['wall_ms_p95']:9.1f}")
    print(f"from standard input, 200 numbers: {result['stdin_ms_per_query']} ms each")


if __name__ == "__main__":
    main()

"""A database with a fleet of any size: customers, assets, drivers, and in part open cases.

The service's own import makes the database; the fleet is then written by plain SQL, which takes half of the time.
Asset `number` (from 0 on) has the key `number + 1` and the id of the backlog of `callahead-bench`.
"""

import pathlib
import sqlite3
import subprocess
import time

# The first customer owns this many, the others one each.
LARGE_OWNER = 2_000
UNIT = ("id,name,kind,capabilities,lat,lon,phone", "tow-1,Flatbed 1,flatbed,flatbed,59.4,24.7,+37255990001")
WORKSHOP = ("id,name,lat,lon,timezone", "w1,Workshop,59.42,24.8,Europe/Tallinn")


def fill(callahead, database, assets, people=True):
    """Makes a new database with the fleet; every second asset has a driver besides its owner.

    Without `people` assets have neither plates nor numbers, and only every tenth has an owner: what the service reads at
    its start is the same.
    """
    database = pathlib.Path(database)
    for kind, (header, row) in (("units", UNIT), ("workshops", WORKSHOP)):
        subprocess.run(
            [str(callahead), "import", kind, "-", "--db", str(database)], input=f"{header}\n{row}\n", text=True, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
    large = min(LARGE_OWNER, assets // 5)
    owners = range(assets) if people else range(0, assets, 10)
    drivers = range(0, assets if people else 0, 2)
    db = connect(database)
    with db:
        db.executemany(
            "INSERT INTO customer (id, name, phone, language) VALUES (?,?,?,?)",
            ((f"c{n}", f"Customer {n}", f"+3725{n:07d}", ("et", "en", "fi")[n % 3]) for n in owners))
        db.executemany(
            """INSERT INTO asset (key, id, known, customer_id, kind, make, model, energy, drivetrain, gross_mass_kg, impact,
            plate, vin) VALUES (?,?,1,?,'car','Skoda','Octavia','petrol','fwd',1900,'private',?,?)""",
            ((n + 1, f"bench-{n}", f"c{0 if n < large else n}", *(registration(n) if people else (None, None)))
             for n in range(assets)))
        db.executemany(
            "INSERT INTO contact (id, name, phone, language) VALUES (?,?,?,'et')",
            ((f"d{n}", f"Driver {n}", f"+3726{n:07d}") for n in drivers))
        db.executemany(
            "INSERT INTO contact_role (contact_id, role, of_kind, of_id) VALUES (?,'driver','asset',?)",
            ((f"d{n}", f"bench-{n}") for n in drivers))
        db.execute("UPDATE meta SET value = value + 1 WHERE name = 'reference_change'")
    db.close()


def open_cases(database, assets):
    """Gives every tenth asset an open case with a plan, a task and words that were said; the service must not run."""
    now = int(time.time() * 1000)
    minute = 60_000
    db = connect(database)
    with db:
        for case, key in enumerate(range(1, assets + 1, 10), start=1):
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
    db.close()


def registration(number):
    """Plate and number of the vehicle."""
    letters = "".join(chr(65 + number // place % 26) for place in (26_000, 1_000, 676_000))
    return f"{number % 1000:03d} {letters}", f"VF1AAAAAA{number:08d}"


def connect(database):
    """For filling alone: what is lost with the machine's power is filled anew."""
    db = sqlite3.connect(database)
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
    return db

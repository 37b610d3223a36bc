"""What a plain script does for `callahead lookup NUMBER`: who has the number, what they own, what is open and was said.

The same tables by the same indexes, the number exactly as it is stored, and JSON; nothing is made of it.
"""

import json
import sqlite3
import sys


def main():
    db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row

    def rows(sql, *values):
        return [dict(row) for row in db.execute(sql, values)]

    number = sys.argv[2]
    people = rows("SELECT * FROM contact WHERE phone = ?", number) + rows("SELECT * FROM customer WHERE phone = ?", number)
    helpers = [
        row for table in ("unit", "provider", "workshop", "zone")
        for row in rows(f"SELECT id, name FROM {table} WHERE phone = ?", number)
    ]
    keys = []
    for person in people:
        person["roles"] = rows("SELECT * FROM contact_role WHERE contact_id = ?", person["id"])
        keys += [row["key"] for row in rows("SELECT key FROM asset WHERE customer_id = ? ORDER BY key", person["id"])]
        for role in person["roles"]:
            keys += [row["key"] for row in rows("SELECT key FROM asset WHERE id = ?", role["of_id"])]
    cases = []
    for key in keys:
        cases += rows(
            """SELECT * FROM case_file WHERE asset_key = ?
            AND state NOT IN ('solved', 'withdrawn', 'declined', 'referred', 'unreached', 'merged')""", key)
    cases.sort(key=lambda case: -case["opened_at"])
    shown = cases[:5]
    for case in shown:
        id = case["id"]
        case["plan"] = rows("SELECT * FROM plan WHERE case_id = ? AND current = 1", id)
        case["legs"] = rows("SELECT * FROM leg WHERE case_id = ?", id)
        case["tasks"] = rows("SELECT * FROM task WHERE case_id = ?", id)
        case["said"] = rows("SELECT * FROM said WHERE case_id = ? ORDER BY id DESC LIMIT 10", id)
    keys = [case["asset_key"] for case in shown] + keys
    assets = [row for key in keys[:20] for row in rows("SELECT * FROM asset WHERE key = ?", key)]
    faults = [row for key in keys[:20] for row in rows("SELECT * FROM fault WHERE asset_key = ?", key)]
    print(json.dumps({"people": people, "helpers": helpers, "assets": assets, "cases": shown, "faults": faults}))
    return 0 if people or helpers else 2


sys.exit(main())

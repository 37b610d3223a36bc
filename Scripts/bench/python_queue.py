"""Takes and finishes tasks of a litequeue, each step on disk before the next: one desk of a plain queue on SQLite.

python_queue.py fill DATABASE TASKS, and python_queue.py work DATABASE CLAIMS, which prints what `claims worker` prints.
"""

import sys
import time

import litequeue


def main():
    what, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    queue = litequeue.LiteQueue(path, timeout=30)
    # It sets NORMAL itself, with which the newest claims may be lost with the power.
    queue.conn.execute("PRAGMA synchronous = FULL")
    if what == "fill":
        queue.conn.execute("BEGIN")
        for number in range(count):
            queue.put(f"task-{number}")
        queue.conn.execute("COMMIT")
        queue.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    for number in range(count):
        at, began = time.time(), time.perf_counter()
        task = queue.pop()
        if task is None:
            return
        print("claimed", task.data, number, int((time.perf_counter() - began) * 1e6), int(at * 1e3), flush=True)
        queue.done(task.message_id)


main()

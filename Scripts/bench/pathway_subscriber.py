"""A ready engine as a durable subscriber: Pathway keeps every message in its snapshots before it acknowledges it.

It decodes nothing and knows no asset: Pathway's MQTT source gives a message without its topic, which is where the
native protocol names the asset. It counts what came, says when it had counted all and ends; its last snapshot is not
waited for.
"""

import json
import os
import sys
import time

import pathway as pw


def main():
    port, folder, expected = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])

    def counted(key, row, is_addition=True, **_):
        now = time.monotonic()
        if is_addition and row["count"] >= expected:
            print(json.dumps({"messages": row["count"], "counted_at": now}), flush=True)
            os._exit(0)

    tables = [
        pw.io.mqtt.read(
            f"mqtt://127.0.0.1:{port}/?client_id=bench-pathway-{number}", topic, qos=1, format="raw",
            autocommit_duration_ms=20, name=f"reader-{number}")
        for number, topic in enumerate(sys.argv[4:])
    ]
    together = tables[0].concat_reindex(*tables[1:]) if len(tables) > 1 else tables[0]
    pw.io.subscribe(together.reduce(count=pw.reducers.count()), on_change=counted)
    backend = pw.persistence.Backend.filesystem(folder)
    pw.run(
        monitoring_level=pw.MonitoringLevel.NONE,
        persistence_config=pw.persistence.Config(backend, snapshot_interval_ms=20))


main()

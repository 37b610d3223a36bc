"""Writes places on the roads of a map, one LATITUDE,LONGITUDE a line: places.py OSRM_URL MAP.osm.pbf COUNT.

Random within the bounding box in the head of the map file (the same in every run), moved to the nearest road by OSRM's
nearest service; what has no road within 1 km is left out.
"""

import json
import random
import struct
import sys
import urllib.request
import zlib


def fields(data):
    """The fields of a Protobuf message: their numbers and values."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        kind = key & 7
        if kind == 0:
            value = varint()
        else:
            size = varint() if kind == 2 else 4 if kind == 5 else 8
            value = data[at : at + size]
            at += size
        yield key >> 3, value


def bounding_box(path):
    """West, east, north and south in degrees."""
    with open(path, "rb") as file:
        header = dict(fields(file.read(struct.unpack(">I", file.read(4))[0])))
        blob = dict(fields(file.read(header[3])))
    head = dict(fields(blob.get(1) or zlib.decompress(blob[3])))
    if 1 not in head:
        sys.exit(f"{path} has no bounding box in its head; write it again with osmium or osmconvert")
    # Zigzag nanodegrees.
    return [((value >> 1) ^ -(value & 1)) / 1e9 for _, value in sorted(fields(head[1]))]


url, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
west, east, north, south = bounding_box(path)
ask = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
numbers = random.Random(5)
found = 0
for _ in range(count * 20):
    if found == count:
        break
    latitude, longitude = numbers.uniform(south, north), numbers.uniform(west, east)
    with ask(f"{url}/nearest/v1/driving/{longitude:.6f},{latitude:.6f}", timeout=10) as answer:
        nearest = json.load(answer)["waypoints"][0]
    if nearest["distance"] <= 1000:
        print(f"{nearest['location'][1]:.6f},{nearest['location'][0]:.6f}")
        found += 1
if found < count:
    sys.exit(f"{path}: only {found} of {count} places are near a road")

"""Prints the bounding box in the head of an .osm.pbf file: SOUTH,WEST,NORTH,EAST in degrees."""

import struct
import sys
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


def degrees(value):
    """Zigzag nanodegrees."""
    return ((value >> 1) ^ -(value & 1)) / 1e9


with open(sys.argv[1], "rb") as file:
    header = dict(fields(file.read(struct.unpack(">I", file.read(4))[0])))
    blob = dict(fields(file.read(header[3])))
head = dict(fields(blob.get(1) or zlib.decompress(blob[3])))
if 1 not in head:
    sys.exit(f"{sys.argv[1]} has no bounding box in its head; write it again with osmium or osmconvert")
west, east, north, south = (degrees(value) for _, value in sorted(fields(head[1])))
print(f"{south:.6f},{west:.6f},{north:.6f},{east:.6f}")

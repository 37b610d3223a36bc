#!/usr/bin/env python3
"""Makes the environments with the packages from PyPI that the benchmarks compare with, so that none waits for it."""

import argparse

from common import ENVIRONMENTS, environment

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--engine", action="store_true", help="also Pathway's, which takes 1.6 GB")
options = parser.parse_args()
for name in ENVIRONMENTS:
    if name != "pathway" or options.engine:
        environment(name)

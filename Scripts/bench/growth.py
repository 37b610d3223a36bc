"""How a figure grows with a size: medians, percentiles, and the exponent of a power law."""

import math
import statistics


def percentile(values, share):
    """The smallest value that is not below so much of them."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


def exponent(sizes, values):
    """The slope of the least-squares line through the logarithms: 1 is linear, 0 does not grow."""
    points = [(math.log(size), math.log(value)) for size, value in zip(sizes, values) if size > 0 and value > 0]
    if len({size for size, _ in points}) < 2:
        return None
    mean_size = statistics.fmean(size for size, _ in points)
    mean_value = statistics.fmean(value for _, value in points)
    return (sum((size - mean_size) * (value - mean_value) for size, value in points)
            / sum((size - mean_size) ** 2 for size, _ in points))


def growth(figure, values_by_size):
    """One line of growth: the medians of a figure at each size, with the exponent.

    `values_by_size` has one value or several rounds of them for each size.
    """
    sizes = sorted(values_by_size)
    values = []
    for size in sizes:
        value = values_by_size[size]
        values.append(statistics.median(value) if isinstance(value, (list, tuple)) else value)
    return {"figure": figure, "sizes": sizes, "values": values, "exponent": exponent(sizes, values)}

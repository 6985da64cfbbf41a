"""Medians of repeated runs."""

import statistics
import time
from collections.abc import Callable


def median_ms(run: Callable[[], object], repeat: int = 9, number: int = 1) -> float:
    """The median time of one call in milliseconds, over `repeat` rounds of `number` calls, after one warm-up."""
    run()
    rounds = []
    for _ in range(repeat):
        start = time.perf_counter()
        for _ in range(number):
            run()
        rounds.append((time.perf_counter() - start) * 1000 / number)
    return statistics.median(rounds)

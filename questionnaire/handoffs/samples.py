"""How many cases each of two groups needs so that a given gap between their shares is seen.

The number is that of a two-sided test of two proportions in the normal approximation without a correction for
continuity: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions (third edition, 2003), chapter 4.
"""

from __future__ import annotations

from math import ceil, sqrt
from statistics import NormalDist

ALPHA, POWER = 0.05, 0.8
# In percentage points; a smaller gap needs more cases than a kickoff can plan.
GAPS = (5, 10, 20)
FORMULA = "n = ((z(1-alpha/2)*sqrt(2*p*(1-p)) + z(power)*sqrt(p1*(1-p1) + p2*(1-p2))) / (p1 - p2))^2, p = (p1 + p2)/2"


def cases_per_group(first: float, second: float, alpha: float = ALPHA, power: float = POWER) -> int:
    """How many cases each group needs. `first` and `second` are the shares, strictly between 0 and 1 and not equal;
    raises ValueError else. `alpha` is how often a gap may be seen where there is none, `power` how often one that is
    there has to be seen."""
    if not (0 < first < 1 and 0 < second < 1) or first == second:
        raise ValueError(f"Two different shares between 0 and 1 are due, not {first} and {second}.")
    normal, mean = NormalDist(), (first + second) / 2
    by_chance = normal.inv_cdf(1 - alpha / 2) * sqrt(2 * mean * (1 - mean))
    by_gap = normal.inv_cdf(power) * sqrt(first * (1 - first) + second * (1 - second))
    return ceil(((by_chance + by_gap) / (first - second)) ** 2)


def at_worst(gap: int) -> int:
    """How many cases each group needs for a gap of so many percentage points, whatever the shares are: the most are
    needed where these lie on both sides of one half."""
    return cases_per_group(0.5 - gap / 200, 0.5 + gap / 200)

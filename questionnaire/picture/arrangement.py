"""Where the boxes of a layered picture stand, so that lines cross little. A leaf: knows nothing of what it arranges.

Each column is ordered by the mean position of the neighbours of its boxes (barycentre), swept forth and back; of all
orders seen the one with the fewest crossings is kept. Then every box moves as near to its neighbours as room allows.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

Block = tuple[str, ...]
Edge = tuple[str, str]
Columns = tuple[tuple[Block, ...], ...]
_SWEEPS = 12
_ROUNDS = 4


class Placed(NamedTuple):
    """The top of a box and its position in its column, counted from above."""

    top: float
    position: int


def arranged(columns: Columns, edges: Sequence[Edge], heights: Mapping[str, float], gap: float) -> dict[str, Placed]:
    """The place of every box. Boxes of one block stay together in their order; edges within a column do not count."""
    column_of = {key: at for at, column in enumerate(columns) for block in column for key in block}
    across = [edge for edge in edges if column_of[edge[0]] != column_of[edge[1]]]
    near: dict[str, tuple[list[str], list[str]]] = {key: ([], []) for key in column_of}
    for tail, head in across:
        near[tail][1].append(head)
        near[head][0].append(tail)
    ordered = [[key for block in column for key in block] for column in _ordered(columns, near)]
    tops = _tops(ordered, near, heights, gap)
    return {key: Placed(tops[key], at) for column in ordered for at, key in enumerate(column)}


def crossings(columns: Sequence[Sequence[str]], near: Mapping[str, tuple[list[str], list[str]]]) -> int:
    """How many pairs of lines between neighbouring columns cross."""
    total = 0
    for left, right in pairwise(columns):
        place = {key: at for at, key in enumerate(right)}
        seen: list[int] = []
        for key in left:
            ends = sorted(place[other] for other in near[key][1] if other in place)
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _ordered(columns: Columns, near: Mapping[str, tuple[list[str], list[str]]]) -> Columns:
    best, fewest = columns, crossings(_flat(columns), near)
    current = columns
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        order = range(1, len(columns)) if forth else range(len(columns) - 2, -1, -1)
        changed = list(current)
        for at in order:
            other = _flat((changed[at - 1 if forth else at + 1],))[0]
            place = {key: (position + 0.5) / len(other) for position, key in enumerate(other)}
            changed[at] = _by_mean(changed[at], place, near, side=0 if forth else 1)
        current = tuple(changed)
        found = crossings(_flat(current), near)
        if found < fewest:
            best, fewest = current, found
    return best


def _flat(columns: Columns) -> list[list[str]]:
    return [[key for block in column for key in block] for column in columns]


def _by_mean(
    column: tuple[Block, ...], place: Mapping[str, float], near: Mapping[str, tuple[list[str], list[str]]], side: int
) -> tuple[Block, ...]:
    def mean(item: tuple[int, Block]) -> tuple[float, int]:
        at, block = item
        ends = [place[other] for key in block for other in near[key][side] if other in place]
        return (sum(ends) / len(ends) if ends else (at + 0.5) / len(column)), at

    return tuple(block for _, block in sorted(enumerate(column), key=mean))


def _tops(
    columns: list[list[str]], near: Mapping[str, tuple[list[str], list[str]]], heights: Mapping[str, float], gap: float
) -> dict[str, float]:
    lengths = [sum(heights[key] + gap for key in column) - gap for column in columns]
    longest = lengths.index(max(lengths))
    middles: dict[str, float] = {}
    top = 0.0
    for key in columns[longest]:
        middles[key] = top + heights[key] / 2
        top += heights[key] + gap
    order = sorted((at for at in range(len(columns)) if at != longest), key=lambda at: (abs(at - longest), at))
    for _ in range(_ROUNDS):
        for at in order:
            column = columns[at]
            wished = [
                _mean(
                    [middles[other] for side in near[key] for other in side if other in middles], lengths[longest] / 2
                )
                - heights[key] / 2
                for key in column
            ]
            for key, top in zip(
                column,
                _apart(wished, [heights[key] + gap for key in column], lengths[longest] - lengths[at]),
                strict=True,
            ):
                middles[key] = top + heights[key] / 2
    return {key: middles[key] - heights[key] / 2 for column in columns for key in column}


def _mean(numbers: list[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise


def _apart(wished: list[float], steps: list[float], spare: float) -> list[float]:
    """Tops as near to the wished ones as can be (least squares), in order, `steps` apart at least, none outside."""
    offsets = [sum(steps[:at]) for at in range(len(steps))]
    pools: list[tuple[float, int]] = []
    for top, offset in zip(wished, offsets, strict=True):
        pool = (top - offset, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, members = pools.pop()
            pool = ((mean * members + pool[0] * pool[1]) / (members + pool[1]), members + pool[1])
        pools.append(pool)
    levels = [min(max(mean, 0.0), spare) for mean, members in pools for _ in range(members)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]

"""The text of the Python skeleton; what stands between two @ is filled in."""

SKELETON = '''\
"""Evaluation for each group by itself, as planned at the kickoff: a skeleton.

It runs as it is, on a table that is made up. Put your test set in the place of `table`, agree on THRESHOLDS before you
look at results, and add what stands under BY_HAND. It needs: pip install fairlearn
"""
@DRAFT@

from __future__ import annotations

import numpy
import pandas
@IMPORTS@

# Groups by the attribute that sets them apart: a column of the table each.
SLICES = {
@SLICES@
}
# Functions of truth and prediction.
METRICS = {
@METRICS@
}
# What needs a tool or people of its own.
BY_HAND = {
@BY_HAND@
}
# The largest gap between groups that is accepted, as a share; None is not agreed yet.
THRESHOLDS = {
@THRESHOLDS@
}
# Fewer cases of a group do not show a gap of @GAP@ percentage points.
FEWEST = @FEWEST@
OTHERS = "everybody else"


def table(rows: int = 2000) -> pandas.DataFrame:
    """Made up by chance: truth and prediction, and a column for each attribute. Replace it."""
    chance = numpy.random.default_rng(0)
    columns = {attribute: chance.choice([*groups, OTHERS], rows) for attribute, groups in SLICES.items()}
    return pandas.DataFrame(
        {**columns, "truth": chance.integers(0, 2, rows), "prediction": chance.integers(0, 2, rows)}
    )


def evaluate(data: pandas.DataFrame) -> dict[str, MetricFrame]:
    """Every metric for each group by itself, by attribute."""
    return {
        attribute: MetricFrame(
            metrics={"cases": count, **METRICS},
            y_true=data["truth"],
            y_pred=data["prediction"],
            sensitive_features=data[attribute],
        )
        for attribute in SLICES
    }


def main() -> None:
    for attribute, frame in evaluate(table()).items():
        print(f"\\n{attribute}\\n{frame.by_group.to_string()}")
        few = frame.by_group["cases"][frame.by_group["cases"] < FEWEST]
        for group, cases in few.items():
            print(f"  too few cases of {group}: {cases:.0f} of {FEWEST}")
        gaps = frame.difference()
        for metric in METRICS:
            agreed = THRESHOLDS.get(metric)
            verdict = "no threshold agreed" if agreed is None else "above" if gaps[metric] > agreed else "within"
            print(f"  {metric}: largest gap {gaps[metric]:.3f} ({verdict})")
    for metric, what in BY_HAND.items():
        print(f"\\nby hand: {metric}: {what}")


if __name__ == "__main__":
    main()
'''

"""Words of the evaluation plan."""

from __future__ import annotations

TO_AGREE = "to be agreed before the test"
BY_HAND = "by hand, or with a tool of its own"
NOT_DECLARED = "no, proposed only"
EVERY_GROUP = "no group in particular: every group that can be told apart"
SOURCE_OF_FORMULA = (
    "Two-sided test of two proportions, normal approximation without continuity correction: Fleiss, Levin and Paik, "
    "Statistical Methods for Rates and Proportions, third edition (2003), chapter 4, https://doi.org/10.1002/0471445428"
)
HOW_TO_READ = (
    "Cases of the metric in question, in each of the two groups that are compared. Of a rate among those who should "
    "get the outcome only these count. With many groups or metrics a stricter error is due."
)


def without_metric(number: int, title: str) -> str:
    return f"Finding {number}, {title}: no metric here shows it; ask the people concerned, and write down how."

"""Sentences of a list that shows first what fits the facts that are known."""

from __future__ import annotations


def show_all(left: int) -> str:
    return f"Show all: {left} more, for other uses"

"""Entries by the words that people use."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from questionnaire.knowledge.entries import Deployment
from questionnaire.knowledge.loader import load
from questionnaire.knowledge.search import Index, words

KNOWLEDGE = load()
PHRASES = yaml.safe_load((Path(__file__).parent / "phrases.yaml").read_text("utf-8"))
"""What people say of their project, and the entry that they mean: `{says, kind, means}`, one or several ids."""
FOUND = 0.95


def entry(identity: str, title: str, *also_called: str) -> Deployment:
    return Deployment(id=identity, title=title, summary="Of no use here.", also_called=also_called, domain="none")


def test_endings_and_small_words_do_not_count():
    assert words("The ranking of an applicant") == words("we rank applicants")
    assert words("") == words("and the of it") == []


def test_what_is_also_said_finds_an_entry_first():
    index = Index({"a": entry("a", "Ordering mail"), "b": entry("b", "Ordering people", "hiring", "recruitment")})
    assert index.find("hiring") == ("b",)
    assert index.find("zebra") == index.find("") == ()


def test_an_entry_that_was_replaced_is_not_found():
    old = Deployment(id="old", title="Hiring", summary="Of no use.", domain="none", replaced_by="new")
    assert Index({"old": old}).find("hiring") == ()


@pytest.mark.parametrize("kind", sorted({row["kind"] for row in PHRASES}))
def test_what_people_say_finds_what_they_mean_among_the_first_three(kind):
    index, rows = Index(getattr(KNOWLEDGE, kind)), [row for row in PHRASES if row["kind"] == kind]
    meant = [set([row["means"]] if isinstance(row["means"], str) else row["means"]) for row in rows]
    assert set().union(*meant) <= set(getattr(KNOWLEDGE, kind))
    missed = [row["says"] for row, means in zip(rows, meant, strict=True) if not means & set(index.find(row["says"]))]
    assert len(missed) <= (1 - FOUND) * len(rows), missed

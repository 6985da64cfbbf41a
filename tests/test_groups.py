"""Groups that a team names meet what is known of narrower and wider ones."""

from __future__ import annotations

import pytest
from test_walk import KNOWLEDGE, NETWORK

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import assess

SORTED_APPLICANTS = Answers(
    answers={
        "task": Answer("answered", ("ranking-and-search",)),
        "objective": Answer("answered", ("likeness-to-past-hires",)),
        "deployment": Answer("answered", ("cv-screening",)),
    }
)


def on_groups(*named: str) -> dict[str, set[str]]:
    """On which groups the findings fall where these are named, and of which other group their evidence tells."""
    shown: dict[str, set[str]] = {}
    for finding in assess(NETWORK, SORTED_APPLICANTS.with_answer("people-subject", Answer("answered", named))).findings:
        for group in finding.groups:
            shown.setdefault(group.id, set()).add(group.known_of)
    return shown


@pytest.mark.parametrize(
    ("named", "known", "title"),
    [("older-people", "older-workers", "Older workers"), ("wheelchair-users", "disabled-people", "Disabled people")],
)
def test_a_group_that_a_team_names_stands_where_the_evidence_is_on_a_narrower_or_a_wider_one(named, known, title):
    shown = on_groups(named)
    assert known in shown
    assert title in shown[named] and shown[known] == {""}


def test_no_group_is_said_to_be_like_another_that_nobody_named():
    assert not any(of for key, others in on_groups("women").items() if key != "women" for of in others)


def test_no_group_is_part_of_itself_over_others():
    wider = {key: group.part_of for key, group in KNOWLEDGE.affected_groups.items()}
    for key, groups in wider.items():
        above, met = list(groups), set()
        while above:
            group = above.pop()
            assert group != key
            if group not in met:
                met.add(group)
                above += wider[group]

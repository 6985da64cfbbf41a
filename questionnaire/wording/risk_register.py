"""Words of the risk register: the heads of its columns, and what stands in its cells."""

from __future__ import annotations

from collections.abc import Sequence

COLUMNS = {
    "project": "Project",
    "number": "No.",
    "finding": "Finding",
    "standing": "Standing",
    "level": "Level to plan for",
    "lower": "Certain already",
    "upper": "Possible at most",
    "residual": "After declared measures",
    "likelihood": "Likelihood",
    "severity": "Severity",
    "risk_factor": "Risk factor",
    "harm": "Harm",
    "kind": "Kind of harm",
    "groups": "Groups concerned",
    "path": "How it comes about",
    "recommendations": "Recommended",
    "owner": "Owner",
    "due": "Due",
    "status": "Status of measures",
    "knowledge": "Knowledge base",
}
SHEET = "Risk register"
ABOUT = "About"
CREATOR = "Riskwalk"
NOTHING_DECLARED = "nothing declared"
NOT_NAMED = "not named"


def knowledge(version: str, digest: str) -> str:
    return f"{version} {digest}"


def way(steps: Sequence[str]) -> str:
    """A path: its steps, one after the other."""
    return " → ".join(steps)


def numbered(number: int, title: str) -> str:
    """A recommendation by its number."""
    return f"R{number} {title}"


def of_measure(number: int, said: str) -> str:
    """What was declared of a recommendation."""
    return f"R{number}: {said}"


def about(project: str, level: str, because: str, version: str, digest: str) -> tuple[tuple[str, str], ...]:
    """What the register rests on, as rows."""
    return (
        ("Project", project),
        ("Verdict", level),
        ("Why", because),
        ("Knowledge base", version),
        ("Digest", digest),
        ("Made by", "Riskwalk, from a kickoff’s answers; it does not test a system and clears nobody."),
    )

"""A newcomer's road: a new entry written, checked, mended, compared, committed and merged, as the screen reads."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from questionnaire.knowledge import loader

ABOUT = "A school lets singers into the rehearsal room by their voice."


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def fill(file: Path, **fields: str) -> None:
    text = file.read_text("utf-8")
    for name, value in fields.items():
        field = f"\n{name}: TO FILL IN\n"
        assert text.count(field) == 1, name
        text = text.replace(field, f"\n{name}: {value}\n")
    file.write_text(text, encoding="utf-8")


def swap(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


STAKES = """\
stakes:
  - harms: [place-refused, hoarse-voice]
    severity: substancial
    because: Whoever the door does not know sings in the corridor.
    sources: [rehearsal-study-2025]
"""
HARM = "title: A hoarse voice\nsummary: Somebody sings themselves hoarse.\nkind: allocation\n"
SOURCE = """\
- id: rehearsal-study-2025
  type: article
  title: Doors that know voices
  URL: https://example.org/doors
  kind: paper
  supports: Doors that open by a voice know deep voices worse.
  verified: text_read
"""


@pytest.fixture
def clone(toy_copy):
    (toy_copy / "harms" / "hoarse-voice.yaml").write_text(HARM, encoding="utf-8")
    git(toy_copy, "init", "-q", "-b", "main")
    git(toy_copy, "add", "-A")
    git(toy_copy, "commit", "-q", "-m", "as it was")
    git(toy_copy, "switch", "-q", "-c", "rehearsal-door")
    return toy_copy


def test_from_a_clone_to_a_merge(run, clone):
    made = run("kb", "new", "deployment", "rehearsal-door", "--about", ABOUT, kb=clone)
    assert made.out.startswith("toy/deployments/rehearsal-door.yaml: written, with 2 places left to fill in.\n")
    file = clone / "deployments" / "rehearsal-door.yaml"

    left = run("kb", "check", kb=clone)
    assert left.out.splitlines()[-1] == "2 places are left to fill in, in 1 file. Nothing else was looked at yet."

    fill(file, title="A door that opens by voice", domain="media")
    file.write_text(f"{file.read_text('utf-8')}{STAKES}", encoding="utf-8")
    wrong = run("kb", "check", kb=clone)
    assert wrong.status == 1
    severity, sources = [line.partition(": ")[2] for line in wrong.out.splitlines()[:-1]]
    assert severity == (
        'first of stakes, severity: "substancial" is not a word of severities in vocabulary.yaml. '
        'Did you mean "substantial"? '
        "Allowed: none, limited, substantial, serious, critical."
    )
    assert sources == (
        'first of stakes, sources: There is no source "rehearsal-study-2025". Allowed: the ids in toy/sources/*.yaml. '
        "Correct it, or add the entry."
    )

    swap(file, "substancial", "substantial")
    (clone / "sources" / "rehearsal-study-2025.yaml").write_text(SOURCE, encoding="utf-8")
    advised = run("kb", "check", kb=clone)
    assert advised.status == 0
    assert (
        '"hoarse-voice" is declared to be at stake, and as the facts are presumed here nothing leads to it.'
        in advised.out
    )
    assert advised.out.endswith("to consider.\n")

    swap(file, "[place-refused, hoarse-voice]", "[place-refused]")
    assert "rehearsal-door" not in run("kb", "check", kb=clone).out
    assert (
        "  place-refused (substantial; by deployment=rehearsal-door): "
        in run("kb", "reach", "rehearsal-door", kb=clone).out
    )

    compared = run("kb", "diff", "main", kb=clone)
    assert compared.out.startswith("2 entries differ; none of 2 assessments changes.\n")
    assert "deployments/rehearsal-door (new): moves nothing\n" in compared.out

    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "Doors that open by voice")
    git(clone, "switch", "-q", "-c", "another", "main")
    run("kb", "new", "source", "another-study-2026", kb=clone)
    (clone / "sources" / "another-study-2026.yaml").write_text(
        SOURCE.replace("rehearsal-study-2025", "another-study-2026").replace("/doors", "/more-doors"), encoding="utf-8"
    )
    (clone / "deployments" / "church-door.yaml").write_text(
        file_text(title="A church door that opens by voice"), encoding="utf-8"
    )
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "Another door")
    git(clone, "merge", "-q", "--no-edit", "rehearsal-door")
    assert run("kb", "check", kb=clone).status == 0
    assert {"rehearsal-door", "church-door"} <= set(loader.load(clone, cache=None).deployments)


def file_text(title: str) -> str:
    stakes = STAKES.replace("substancial", "limited").replace(", hoarse-voice", "")
    stakes = stakes.replace("rehearsal-study-2025", "another-study-2026")
    return f"title: {title}\nsummary: {ABOUT}\ndomain: media\n{stakes}"

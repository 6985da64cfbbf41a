"""Every format of every reading of several answers files, in a folder: the same bytes each time, nothing lost."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from command import BIRDS, CHOIR

from questionnaire.cli.export import SUMS, files
from questionnaire.readings.readings import READINGS
from questionnaire.reports.formats import FORMATS


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_every_format_of_every_reading_of_every_file_is_written(run, tmp_path):
    said = run("export", CHOIR, BIRDS, "-o", "out")
    assert said.status == 0 and said.out == ""
    names = {file.name for file in files()}
    assert len(names) == sum(1 if each.whole else len(READINGS) for each in FORMATS)
    assert {"full.pdf", "card.docx", "pack.md", "assessment.json", "risk-register.csv", "risk-register.xlsx"} <= names
    due = {f"{case}/{name}" for case in ("village-choir", "counting-birds") for name in names}
    assert set(all_bytes(tmp_path / "out")) == {*due, SUMS}
    lines = said.err.splitlines()
    assert lines[0] == f"1 of {len(due)} village-choir/full.pdf"
    assert lines[-1] == f"out: {len(due)} files written. Their digests stand in SHA256SUMS."
    assert len(lines) == len(due) + 1


def test_two_runs_give_the_same_bytes_and_the_second_writes_over_the_first(run, tmp_path):
    assert run("export", CHOIR, "-o", "out", "--date", "2026-11-26").status == 0
    first = all_bytes(tmp_path / "out")
    assert run("export", CHOIR, "-o", "out", "--date", "2026-11-26").status == 0
    assert run("export", CHOIR, "-o", "again", "--date", "2026-11-26").status == 0
    assert all_bytes(tmp_path / "out") == first == all_bytes(tmp_path / "again")
    assert b"2026-11-26" in first["village-choir/card.md"]


def test_the_sums_hold_what_was_written_now_and_before(run, tmp_path):
    run("export", CHOIR, "-o", "out")
    run("export", BIRDS, "-o", "out")
    listed = dict(reversed(line.split("  ")) for line in (tmp_path / "out" / SUMS).read_text("utf-8").splitlines())
    there = all_bytes(tmp_path / "out")
    del there[SUMS]
    assert listed == {name: hashlib.sha256(raw).hexdigest() for name, raw in there.items()}


def test_what_somebody_changed_or_wrote_is_kept(run, tmp_path):
    run("export", CHOIR, "-o", "out")
    card, pack = tmp_path / "out" / "village-choir" / "card.md", tmp_path / "out" / "village-choir" / "pack.md"
    card.write_text("our comments", "utf-8")
    said = run("export", CHOIR, "-o", "out")
    assert said.status == 2
    assert said.err.endswith(
        ': "village-choir/card.md" in out would be overwritten, and the export did not write what stands there now. '
        "Name another folder with -o, move them, or say --overwrite.\n"
    )
    assert card.read_text("utf-8") == "our comments"
    (tmp_path / "out" / SUMS).unlink()
    said = run("export", CHOIR, "-o", "out")
    assert said.status == 2 and " more in out would be overwritten" in said.err
    before = pack.read_bytes()
    assert run("export", CHOIR, "-o", "out", "--overwrite").status == 0
    assert card.read_text("utf-8") != "our comments" and pack.read_bytes() == before


def test_nothing_is_written_where_one_answers_file_is_wrong(run, tmp_path):
    (tmp_path / "wrong.yaml").write_text("format: riskwalk-answers/1\nanswers: {size: huge}\n", "utf-8")
    said = run("export", CHOIR, "wrong.yaml", "-o", "out")
    assert said.status == 1 and "wrong.yaml:2" in said.err
    assert not (tmp_path / "out").exists()


TWICE = (
    f'"{CHOIR}" and "village-choir.yaml" would both be written into "village-choir". Rename one, or export them one by '
    "one."
)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-", "-o", "out"), "standard input has no name for a folder. Name answers files."),
        ((CHOIR, "village-choir.yaml", "-o", "out"), TWICE),
        ((CHOIR, "-o", "taken"), '"taken" is no folder. Name another one with -o.'),
    ],
)
def test_mistakes_say_what_to_do(words, message, run, tmp_path):
    (tmp_path / "taken").write_text("", "utf-8")
    shutil.copy(CHOIR, tmp_path / "village-choir.yaml")
    said = run("export", *words)
    assert (said.status, said.err) == (2, f"python -m questionnaire: {message}\n")

"""The registry of report formats: each gives bytes, and a new one is found wherever formats are offered."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from app import go
from command import TOY
from test_pdf import python

from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import Report
from questionnaire.reports import formats
from questionnaire.reports.formats import FORMATS, Format

CHOIR = str(TOY / "cases" / "village-choir.yaml")


@pytest.fixture
def toy_format(monkeypatch) -> Format:
    """A format more: what a new file and a new row would add."""

    def render(whole: Report) -> str:
        return f"The level is {whole.assessment.verdict.level}.\n"

    monkeypatch.setitem(sys.modules, "questionnaire.reports.one_line", SimpleNamespace(render=render))
    row = Format("line", ".line", "text/plain", "Result in one line", "one_line", whole=True)
    monkeypatch.setattr(formats, "FORMATS", (*FORMATS, row))
    return row


@pytest.mark.parametrize("format_", FORMATS, ids=lambda each: each.name)
def test_every_format_gives_the_same_bytes_each_time(format_, toy_network):
    whole = report(toy_network, Answers({"name": "Łódź"}))
    made = format_.render(whole)
    assert isinstance(made, bytes) and made == format_.render(whole)
    assert "Łódź" in made.decode() if format_.text else made.startswith((b"%PDF", b"PK"))


def test_names_endings_and_labels_are_told_apart():
    for field in ("name", "ending", "label"):
        assert len({getattr(each, field) for each in FORMATS}) == len(FORMATS)
    assert all(each.ending.startswith(".") and each.ending.islower() and "/" in each.mime for each in FORMATS)


def test_a_format_is_found_by_its_name_or_its_ending():
    for each in FORMATS:
        assert (
            formats.named(each.name) is formats.ending_in(each.ending) is formats.ending_in(each.ending.upper()) is each
        )
    assert formats.named("doc") is formats.ending_in(".doc") is formats.ending_in("") is None


def test_slow_libraries_wait_until_their_format_is_asked_for():
    slow = "{'reportlab', 'docx', 'openpyxl'}"
    code = f"import sys; from questionnaire.reports import formats; print({slow} & {{*sys.modules}})"
    assert python(code) == b"set()\n"


def test_a_new_format_is_offered_on_the_command_line(toy_format, run, tmp_path):
    assert run("assess", CHOIR, "--format", "line").out == "The level is moderate.\n"
    assert run("assess", CHOIR, "-o", str(tmp_path / "report.LINE")).status == 0
    assert (tmp_path / "report.LINE").read_text("utf-8") == "The level is moderate.\n"
    assert (
        '"report.doc" ends in none of .pdf, .json, .html, .docx, .md, .csv, .xlsx, .line.'
        in run("assess", CHOIR, "-o", "report.doc").err
    )


def test_a_new_format_is_offered_among_the_downloads(toy_format, begun):
    app = begun()
    go(app, "result")
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == [
        *(each.label for each in FORMATS),
        toy_format.label,
        "Answers file (YAML), to go on elsewhere",
    ]

"""All formats say the same of one assessment, and what somebody typed arrives as typed in each."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import docx
import openpyxl
import pdf_ua
import pikepdf
import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace
from test_readings import FEW, of, words

from questionnaire.answers.answers import Evidence
from questionnaire.assessment.result import Report
from questionnaire.presentation.numbers import numbers
from questionnaire.readings.pack import by_severity
from questionnaire.readings.readings import named
from questionnaire.readings.references import References
from questionnaire.reports import csv_text
from questionnaire.reports.formats import FORMATS
from questionnaire.reports.formats import named as format_named

READ = ("pdf", "html", "docx", "md")


def made(whole: Report, format_: str, reading: str = "full") -> bytes:
    return format_named(format_).render(whole, named(reading), "2026-11-26")


class Shown(HTMLParser):
    """The text that a page shows."""

    def __init__(self):
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, _attributes):
        self.silent += tag in ("head", "nav")
        self.parts.append(" " if tag not in ("a", "strong", "span") else "")

    def handle_endtag(self, tag):
        self.silent -= tag in ("head", "nav")
        self.parts.append(" " if tag not in ("a", "strong", "span") else "")

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data)


def text(raw: bytes, format_: str) -> str:
    """What a reader of this format reads, in order."""
    if format_ == "pdf":
        with pikepdf.open(io.BytesIO(raw)) as file:
            return pdf_ua.words_in_order(file, leave_out=("TOC",))
    if format_ == "html":
        page = Shown()
        page.feed(raw.decode())
        return "".join(page.parts)
    if format_ == "docx":
        body = docx.Document(io.BytesIO(raw)).element.body
        name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
        each = {f"{name}t": lambda part: part.text or "", f"{name}tab": lambda _: " ", f"{name}br": lambda _: "\n"}
        return "".join(
            each[part.tag](part) if part.tag in each else "\n" * (part.tag == f"{name}p") for part in body.iter()
        )
    tokens = MarkdownIt("gfm-like", {"linkify": False}).disable("linkify").parse(raw.decode().rpartition("\n---\n")[0])
    lines = (token.children or () for token in tokens if token.type == "inline")
    return "\n".join("".join(each.content or " " * (each.type == "hardbreak") for each in line) for line in lines)


def places(told: list[str], wanted: list[list[str]]) -> list[int]:
    """Where each of these runs of words stands first; -1 where it does not."""
    joined = " ".join(["", *told, ""])
    return [joined.find(" ".join(["", *each, ""])) for each in wanted]


def _begin(told: list[str]) -> int:
    """Where what there is to do begins: behind the last heading of that name, since links before it lead there."""
    joined = " ".join(told)
    return len(joined[: max(0, joined.rfind(" What to do "))].split())


def rows(whole: Report, format_: str) -> list[dict[str, str]]:
    raw = made(whole, format_)
    if format_ == "csv":
        return list(csv.DictReader(io.StringIO(raw.decode().removeprefix(csv_text.MARK), newline="")))
    head, *rest = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows(values_only=True)
    return [{str(key): "" if cell is None else str(cell) for key, cell in zip(head, row, strict=True)} for row in rest]


@pytest.mark.parametrize("name", FEW)
def test_all_formats_say_the_same_verdict_findings_numbers_and_recommendations_in_the_same_order(name):
    whole = of(name)
    result, references, told = whole.assessment, References(whole), numbers(whole.assessment)
    verdict = words(references.label("levels", result.verdict.level))
    by_rank = [
        (told.findings[each.id], references.label("levels", each.level.planned), each.title) for each in result.findings
    ]
    in_pack = [
        words(f"{told.findings[each.id]} {references.label('levels', each.level.planned)} {each.title}")
        for each in by_severity(references)
    ]
    stages = list(result.words["stages"])
    recommended = sorted(result.recommendations, key=lambda item: stages.index(item.stage))
    if result.verdict.stop:  # says why, and stops
        recommended = []
    in_full = [words(f"R{told.recommendations[item.id]} {item.title}") for item in recommended]
    for format_ in READ:
        pack, full = (words(text(made(whole, format_, reading), format_)) for reading in ("pack", "full"))
        for found in (pack, full):
            assert places(found, [verdict])[0] >= 0, format_
        at = places(pack, in_pack)
        assert -1 not in at and at == sorted(at), format_
        at = places(full[_begin(full) :], in_full)
        assert -1 not in at and at == sorted(at), format_
    for format_ in ("csv", "xlsx"):
        found = rows(whole, format_)
        assert [(int(row["No."]), row["Level to plan for"], row["Finding"]) for row in found] == by_rank, format_
        for row, finding in zip(found, result.findings, strict=True):
            own = sorted(finding.recommendations, key=told.recommendations.__getitem__)
            named_there = words(row["Recommended"])
            assert named_there == words(
                "; ".join(f"R{told.recommendations[key]} {references.titles[key]}" for key in own)
            )
    data = json.loads(made(whole, "json"))
    assert data["verdict"]["level"] == result.verdict.level
    assert [(finding["id"], finding["level"]["planned"]) for finding in data["findings"]] == [
        (finding.id, finding.level.planned) for finding in result.findings
    ]
    assert [item["id"] for item in data["recommendations"]] == list(told.recommendations)


# --- what somebody typed ----------------------------------------------------------------------------------------------

HOSTILE = {
    "signs": "R&D <5%",
    "letters": "Łódź",
    "Japanese": "日本語",
    "Hebrew": "עברית",
    "a tag": "<script>alert(1)</script>",
    "a formula": '=HYPERLINK("https://x.example","y")',
    "a long word": "w" * 400,
    "50 kB": "A note that goes on, with a <tag> & a sign. " * 1_200,
    "Markdown": "# no heading | no *stress* [no](link) `code` _x_ ~~y~~ \\- 1. a",
}


def squeezed(told: str) -> str:
    return "".join(told.split())


@pytest.mark.parametrize("what", HOSTILE)
def test_what_somebody_typed_arrives_as_typed_in_every_format(what):
    typed = HOSTILE[what].strip()
    result = of("blog-t2i-website-backgrounds").assessment
    answers = (replace(result.answers[0], note=typed), *result.answers[1:])
    project = {"name": typed[:400], "team": typed[:400], "purpose": typed}
    evidence = (Evidence(title=typed, url="", finding=typed),)
    whole = replace(
        of("blog-t2i-website-backgrounds"),
        assessment=replace(result, answers=answers, project=project, evidence=evidence),
    )
    for format_ in READ:
        told = squeezed(text(made(whole, format_), format_))
        assert told.count(squeezed(typed)) >= 3, format_  # the note, and what the team brought along with its finding
        assert squeezed(typed[:400]) in told, format_
    data = json.loads(made(whole, "json"))
    assert data["answers"][0]["note"] == data["project"]["purpose"] == data["evidence"][0]["finding"] == typed


@pytest.mark.parametrize("what", HOSTILE)
def test_a_name_arrives_as_typed_in_a_register(what):
    typed = HOSTILE[what].strip()[:400]
    whole = of("cv-ranking-engine")
    whole = replace(whole, assessment=replace(whole.assessment, project={"name": typed}))
    for format_ in ("csv", "xlsx"):
        name = rows(whole, format_)[0]["Project"]
        assert name.removeprefix("'") == typed, format_
        assert format_ != "csv" or not name.startswith(("=", "+", "-", "@"))
    cells = openpyxl.load_workbook(io.BytesIO(made(whole, "xlsx"))).worksheets[0].iter_rows()
    assert {cell.data_type for row in cells for cell in row} <= {"s", "inlineStr", "n"}  # none is a formula


def test_every_format_is_looked_at():
    assert {each.name for each in FORMATS} == {*READ, "csv", "xlsx", "json"}

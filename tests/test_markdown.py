"""The Markdown report: whatever somebody typed arrives as typed, and nothing of it becomes markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from questionnaire.answers.answers import Answer, Answers, Evidence, Mitigation
from questionnaire.assessment.assess import assess
from questionnaire.assessment.assess import report as whole_report
from questionnaire.assessment.comparison import compare
from questionnaire.knowledge.loader import load
from questionnaire.reports import markdown

AWKWARD = (
    "R&D <5%",
    "Łódź",
    "日本語",
    '=HYPERLINK("http://x.example")',
    "<script>alert(1)</script>",
    "two\nlines",
    "a | b",
    "# no heading",
    "- no item",
    "1. no item",
    "1) no item",
    "> no quote",
    "*no stress*",
    "_no_ stress",
    "`no code`",
    "[no](https://link.example)",
    "![no](picture.png)",
    "&copy; stays",
    "~~struck~~",
    "a\\b",
    "ends with \\",
    "https://no.link.example",
    "no@link.example",
    "---",
    "===",
    "| a | b |",
    "$x$",
    "<!-- no comment -->",
    "w" * 400,
    "[^1]: no note",
    ":smile:",
    "\tno code",
    "    no code",
)
ACTIVE = r"\`*_{}[]<>()#+-.!|~$=:&@"


def shown(text: str) -> str:
    """What a reader of CommonMark sees: a backslash before ASCII punctuation is left out."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def bare(text: str) -> str:
    """The characters that are not escaped."""
    return re.sub(r"\\[!-/:-@\[-`{-~]", "", text)


def assert_shown_as_typed(text: str) -> None:
    escaped = markdown.escape(text)
    assert shown(escaped) == " ".join(text.split())
    assert not set(bare(escaped)) & set(ACTIVE)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_shown_as_typed_on_one_line(text):
    assert_shown_as_typed(text)


@given(st.text())
@example("a\\")
def test_any_text_is_shown_as_typed_on_one_line(text):
    assert_shown_as_typed(text)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "//x.example",
        "https://a b",
        "https://a\nb",
        "https://a>b",
        " https://x.example",
        "www.x.example",
        "https://",
    ],
)
def test_what_is_no_address_of_the_web_is_text(url):
    text = markdown.link("label", url)
    assert not set(bare(text)) & set("[]<")
    assert shown(text) == f"label ({' '.join(url.split())})"


def test_a_link_has_its_label_and_its_address():
    assert markdown.link("R&D [1]", "https://x.example/a_(b)?c=d") == "[R\\&D \\[1\\]](<https://x.example/a_(b)?c=d>)"
    assert (
        markdown.link("x", "https://x.example/?a=1&copy=2|`[b]\\")
        == "[x](<https://x.example/?a=1&amp;copy=2%7C%60%5Bb%5D%5C>)"
    )
    assert markdown.link("x", "") == "x"


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_arrives_everywhere(toy_network, text):
    given_ = Answers(
        project=dict.fromkeys(("name", "team", "purpose", "contact"), text),
        answers={
            "task": Answer("answered", ("voice-sorting",)),
            "deployment": Answer("answered", ("choir-admission",)),
            "people": Answer("answered", ("yes",)),
        },
        notes={"people": text, "who-decides": text},
        evidence=(Evidence(text, text, text), Evidence(text, "javascript:x")),
        mitigations=(Mitigation("record-more-voices", "planned", text, "2027-01-31"),),
    )
    report = markdown.render(whole_report(toy_network, given_))
    typed = " ".join(text.split())
    assert shown(report).count(typed) >= 10
    assert "<script" not in bare(report)
    assert "(javascript" not in bare(report)
    heads = [line for line in report.splitlines() if line.startswith("# ")]
    assert [shown(head) for head in heads] == [f"# Risk-factor report: {typed}"]
    rows = [line for line in report.splitlines() if line.startswith("| ")]
    assert rows
    assert all(bare(line).count("|") == 4 for line in rows if shown(line).startswith("| Do people sing?"))


def test_every_table_has_as_many_cells_in_each_row(network, knowledge):
    given_ = Answers(
        answers={"task": Answer("answered", ("text-to-image",)), "deployment": Answer("unknown")},
        notes={"scale": "a|b|c"},
    )
    report = markdown.render(whole_report(network, given_))
    tables = re.split(r"\n(?!\|)", report)
    for table in tables:
        rows = [line for line in table.splitlines() if line.startswith("|")]
        assert len({bare(row).count("|") for row in rows}) <= 1


def test_the_report_names_all_that_it_holds(toy_network, toy):
    whole = whole_report(
        toy_network,
        Answers(
            answers={
                "task": Answer("answered", ("voice-sorting",)),
                "people": Answer("answered", ("yes",)),
                "deployment": Answer("answered", ("choir-admission",)),
                "objective": Answer("answered", ("likeness-to-last-choir",)),
                "who-decides": Answer("answered", ("machine",)),
                "second-look": Answer("answered", ("no",)),
            }
        ),
    )
    result = whole.assessment
    report = shown(markdown.render(whole))
    assert "**Level to plan for: UNACCEPTABLE.**" in report
    assert report.index("No mitigation makes this use acceptable") < report.index("## Findings")
    for texts in (
        [finding.title for finding in result.findings],
        [item.asks for item in whole.outlook.unknowns],
        [item.title for item in result.recommendations],
        [item.title for item in result.ruled_out],
        [item.title for item in result.sources],
        [answer.asks for answer in result.answers],
        [step.because for finding in result.findings for path in finding.paths for step in path],
        [item.check for item in result.regulations],
    ):
        assert all(text in report for text in texts)
    assert result.knowledge_base.digest in report
    assert markdown.render(whole) == markdown.render(whole)


def test_every_number_in_brackets_is_a_source(toy_network):
    whole = whole_report(toy_network, Answers(answers={"task": Answer("answered", ("voice-sorting",))}))
    result = whole.assessment
    report = shown(markdown.render(whole))
    cited = {int(number) for group in re.findall(r" \[([\d, ]+)\]", report) for number in group.split(", ")}
    assert cited
    assert cited <= set(range(1, len(result.sources) + 1))


def test_nothing_answered_never_reads_as_safe(toy_network):
    report = shown(markdown.render(whole_report(toy_network, Answers())))
    assert "nothing can be ruled out yet" in report
    assert "The answers reach no harm" not in report


def test_a_comparison_escapes_names_and_counts_right(toy_network):
    sides = [
        assess(toy_network, Answers(project={"name": name}, answers={"people": Answer("answered", ("no",))}))
        for name in ("a | <b>", "c")
    ]
    report = markdown.render_comparison(compare(*sides))
    assert report.startswith("# a \\| \\<b\\> beside c\n")
    assert all(bare(line).count("|") == 4 for line in report.splitlines() if line.startswith("|"))
    assert "0 findings are the same in both." in report


def test_the_real_texts_need_no_more_than_escaping():
    knowledge = load()
    for entry in knowledge.risk_factors.values():
        assert shown(markdown.escape(entry.summary)) == " ".join(entry.summary.split())

"""The Markdown report: whatever somebody typed arrives as typed, and nothing of it becomes markup.

What a reader sees is told by a parser of CommonMark with the tables and struck text of GitHub, not by our own rules.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from questionnaire.answers.answers import Answer, Answers, Evidence, Mitigation
from questionnaire.assessment.assess import assess
from questionnaire.assessment.assess import report as whole_report
from questionnaire.assessment.comparison import compare
from questionnaire.knowledge.loader import load
from questionnaire.readings.blocks import Run
from questionnaire.readings.readings import READINGS, named
from questionnaire.reports import markdown

AWKWARD = (
    "R&D <5%",
    "Łódź",
    "日本語",
    "עברית",
    '=HYPERLINK("http://x.example")',
    "<script>alert(1)</script>",
    "two\nlines",
    "a | b",
    "# no heading",
    "no heading #",
    "- no item",
    "+ no item",
    "* no item",
    "1. no item",
    "1) no item",
    "> no quote",
    "*no stress*",
    "_no_ stress",
    "__b__",
    "`no code`",
    "```",
    "~~~",
    "[no](https://link.example)",
    "[no]: https://link.example",
    "![no](picture.png)",
    "[ ] no box",
    "&copy; stays",
    "~~struck~~",
    "a\\b",
    "\\*",
    "ends with \\",
    "<https://no.link.example>",
    "<1@link.example>",
    "---",
    "===",
    "a line\n===",
    "a line\n---",
    "a | b\n--- | ---",
    "| a | b |",
    "$x$",
    "<!-- no comment -->",
    "w" * 400,
    "[^1]: no note",
    ":smile:",
    "\tno code",
    "    no code",
)
# Letters that say something to Markdown, and a few that do not.
HOSTILE = st.text(st.sampled_from(r"""\`*_{}[]<>()#+-.!|~$=:&@;/"'x1é """ + "\n"), max_size=12) | st.text()
PARSER = MarkdownIt("gfm-like", {"linkify": False}).disable("linkify")
WORDS = {"text", "text_special", "softbreak", "hardbreak"}
STRESSED = {*WORDS, "strong_open", "strong_close"}
LINKED = {*STRESSED, "link_open", "link_close"}
PARAGRAPH = ["paragraph_open", "inline", "paragraph_close"]


def typed(text: str) -> str:
    """The text on one line; Markdown knows no character of number 0."""
    return " ".join(text.replace("\0", "\ufffd").split())


def seen(token) -> str:
    """What a reader sees of words in a line, on one line."""
    return typed("".join(each.content if each.type != "hardbreak" else " " for each in token.children))


class Read:
    """Markdown as a parser of CommonMark reads it."""

    def __init__(self, source: str):
        self.tokens = PARSER.parse(source)
        self.blocks = [token.type for token in self.tokens]
        self.lines = [seen(token) for token in self.tokens if token.type == "inline"]
        self.inside = {each.type for token in self.tokens for each in token.children or ()}
        self.text = " ".join(self.lines)

    def headings(self) -> list[tuple[str, str]]:
        return [
            (token.tag, seen(after))
            for token, after in zip(self.tokens, self.tokens[1:], strict=False)
            if token.type == "heading_open"
        ]

    def addresses(self) -> list[str]:
        found = [each for token in self.tokens for each in token.children or () if each.type == "link_open"]
        return [str(each.attrs["href"]) for each in found]


# --- one text ---------------------------------------------------------------------------------------------------------


def assert_shown_as_typed(text: str) -> None:
    read = Read(markdown.escape(text))
    assert read.text == typed(text)
    assert read.blocks == (PARAGRAPH if typed(text) else [])
    assert read.inside <= WORDS


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_shown_as_typed_on_one_line(text):
    assert_shown_as_typed(text)


@settings(max_examples=600, deadline=None)
@given(HOSTILE)
@example("a\\")
@example("__b__")
def test_any_text_is_shown_as_typed_on_one_line(text):
    assert_shown_as_typed(text)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.tuples(HOSTILE, st.booleans(), st.booleans()), min_size=1, max_size=4))
@example([("!", False, False), ("x", False, True)])
@example([("*", True, False), ("", True, False)])
@example([("[x]", False, False), ("(y)", False, False)])
@example([("0", False, False), ("_0_", False, True)])
@example([("\\ ", True, False), ("&", False, False)])
def test_runs_side_by_side_make_no_markup_anywhere(parts):
    """As a paragraph, an item, a heading and a cell: the words alone, and the stress and links that were meant."""
    runs = tuple(Run(text, strong=strong, url="https://x.example" if url else "") for text, strong, url in parts)
    told = typed("".join(run.text for run in runs))
    linked = any(run.url for run in runs)
    for before, place, line_break, blocks in (
        ("", markdown.BLOCK, markdown.NEW_LINE, PARAGRAPH),
        ("- ", markdown.BLOCK, markdown.IN_ITEM, ["bullet_list_open", "list_item_open", *PARAGRAPH]),
        ("## ", markdown.HEADING, " ", ["heading_open", "inline", "heading_close"]),
    ):
        read = Read(before + markdown._told(runs, line_break, place))
        if told:
            assert read.text == told
            assert read.blocks[: len(blocks)] == blocks and read.blocks.count("inline") == 1
        assert read.inside <= (LINKED if linked else STRESSED)
        assert set(read.addresses()) <= {"https://x.example"}
    cell = markdown._row([markdown._told(runs, " ", markdown.CELL), "end"])
    assert Read(f"| a | b |\n|---|---|\n{cell}").lines == ["a", "b", told, "end"]


def test_words_are_set_off_where_markdown_sees_it():
    told = markdown._told((Run("Raised: ", strong=True), Run("by habit.")), " ")
    assert told == "**Raised:** by habit."
    assert markdown._told((Run("amid"), Run("word", strong=True)), " ") == "amidword"


@pytest.mark.parametrize(
    "plain",
    [
        "Well-known (see [3]) – a first-rate case; 100 % of 1.5 m! #1, 2 < 3, a_b, AT&T, ~5 cm, $5, x*",
        "-5 degrees",
        "2024 was warm.",
        "1.5 times",
        "e.g. {x} = y; a > b",
        "https://no.link.example/a_b?c=d&e=f",
        "2 * 3",
    ],
)
def test_no_backslash_stands_where_none_is_needed(plain):
    assert markdown.escape(plain).replace("x\\*", "x*") == plain


def test_what_was_escaped_needed_it():
    """Each backslash left out alone changes what a reader sees, on a line where it could."""
    for text in ("# a", "- a", "1. a", "> a", "*a*", "`a`", "<b>", "&copy;", "[a](b)", "---", "~~a~~", "__a__", "\\!"):
        escaped = markdown.escape(text)
        assert escaped.count("\\") >= 1
        bare = Read(text)
        assert bare.text != text or bare.blocks != PARAGRAPH, text


def test_the_real_texts_need_hardly_any_escaping():
    for entry in load().risk_factors.values():
        assert Read(markdown.escape(entry.summary)).text == typed(entry.summary)
        assert "\\" not in markdown.escape(entry.summary)


# --- addresses --------------------------------------------------------------------------------------------------------


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
    read = Read(markdown.link("label", url))
    assert read.inside <= WORDS
    assert read.text == f"label ({' '.join(url.split())})"


def test_a_link_has_its_label_and_its_address():
    for label, url in (
        ("R&D [1]", "https://x.example/a_(b)?c=d"),
        ("x", "https://x.example/?a=1&copy=2|`[b]\\"),
        ("a](b", "https://x.example"),
    ):
        read = Read(markdown.link(label, url))
        assert read.text == label and len(read.addresses()) == 1
        assert read.inside == {"link_open", "link_close", *(read.inside & WORDS)}
    assert markdown.link("R&D [1]", "https://x.example/a_(b)?c=d") == "[R&D \\[1\\]](<https://x.example/a_(b)?c=d>)"
    assert (
        markdown.link("x", "https://x.example/?a=1&copy=2|`[b]\\")
        == "[x](<https://x.example/?a=1&amp;copy=2%7C%60%5Bb%5D%5C>)"
    )
    assert markdown.link("x", "") == "x"


# --- a whole report ---------------------------------------------------------------------------------------------------


def choir(**answers: str) -> dict[str, Answer]:
    return {key.replace("_", "-"): Answer("answered", (value,)) for key, value in answers.items()}


def full(network, answers: Answers) -> str:
    return markdown.render(named("full").document(whole_report(network, answers)))


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_arrives_everywhere(toy_network, text):
    given_ = Answers(
        project=dict.fromkeys(("name", "team", "purpose", "contact"), text),
        answers=choir(task="voice-sorting", deployment="choir-admission", people="yes"),
        notes={"people": text, "who-decides": text},
        evidence=(Evidence(text, text, text), Evidence(text, "javascript:x")),
        mitigations=(Mitigation("record-more-voices", "planned", text, "2027-01-31"),),
    )
    report = full(toy_network, given_)
    read = Read(report)
    said = typed(text)
    assert read.text.count(said) >= 10
    assert not read.inside & {"html_inline", "image", "code_inline", "s_open", "em_open"} - (
        {"em_open"} if "→ *" in report else set()
    )
    assert not set(read.blocks) & {"html_block", "code_block", "fence", "blockquote_open"}
    assert all(address.startswith("https://") for address in read.addresses())
    assert [title for tag, title in read.headings() if tag == "h1"] == [f"Machine-bias risk report: {said}"]
    plain = Read(full(toy_network, replace_names(given_)))
    assert [len(cells) for cells in tables(report)] == [len(cells) for cells in tables(full(toy_network, given_))]
    assert read.blocks == plain.blocks


def replace_names(answers: Answers) -> Answers:
    """The same answers by a team that types plain words, as long ones: where a text stands hangs on its length."""
    word = "word".ljust(len(answers.project["name"].strip()), "d")
    return Answers(
        project=dict.fromkeys(answers.project, word),
        answers=answers.answers,
        notes=dict.fromkeys(answers.notes, word),
        evidence=(Evidence(word, answers.evidence[0].url, word), Evidence(word, "javascript:x")),
        mitigations=(Mitigation("record-more-voices", "planned", word, "2027-01-31"),),
    )


def tables(source: str) -> list[list[int]]:
    """How many cells each row of each table has, as the parser reads them."""
    found: list[list[int]] = []
    for token in PARSER.parse(source):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append(0)
        elif token.type in ("td_open", "th_open"):
            found[-1][-1] += 1
    return found


def test_every_table_has_as_many_cells_in_each_row(network, knowledge):
    given_ = Answers(
        answers={"task": Answer("answered", ("text-to-image",)), "deployment": Answer("unknown")},
        notes={"scale": "a|b|c"},
    )
    for reading in READINGS:
        document = reading.document(whole_report(network, given_))
        made = tables(markdown.render(document))
        heads = [len(block.head) for block in document.blocks if hasattr(block, "head")]
        assert [rows[0] for rows in made] == heads
        assert all(len(set(rows)) == 1 for rows in made)


FOUND = choir(
    task="voice-sorting",
    people="yes",
    deployment="choir-admission",
    objective="likeness-to-last-choir",
    who_decides="teacher",
)


def test_the_report_names_all_that_it_holds(toy_network, toy):
    whole = whole_report(toy_network, Answers(answers=FOUND))
    result = whole.assessment
    assert result.findings and not result.verdict.stop
    report = markdown.render(named("full").document(whole))
    told = Read(report).text
    for texts in (
        [finding.title for finding in result.findings],
        [finding.check for finding in result.findings],
        [item.asks for item in whole.outlook.unknowns],
        [item.title for item in result.recommendations],
        [item.title for item in result.ruled_out],
        [item.title for item in result.sources],
        [answer.asks for answer in result.answers],
        [step.because for finding in result.findings for path in finding.paths for step in path],
        [item.check for item in result.regulations],
    ):
        assert [text for text in texts if typed(text) not in told] == []
    assert result.knowledge_base.digest in told
    assert markdown.render(named("full").document(whole)) == report


def test_a_stopped_use_says_first_that_no_mitigation_makes_it_acceptable(toy_network):
    answers = {**FOUND, **choir(who_decides="machine", second_look="no")}
    told = Read(full(toy_network, Answers(answers=answers))).text
    assert told.index("Unacceptable") < told.index("What could go wrong, and for whom")
    assert told.index("No mitigation makes this use acceptable") < told.index("What could go wrong, and for whom")


def test_every_number_in_brackets_is_a_source_of_the_list(toy_network):
    whole = whole_report(toy_network, Answers(answers=FOUND))
    source = markdown.render(named("full").document(whole))
    cited = {
        int(number) for group in re.findall(r" \[(\d[\d, ]*)\]", Read(source).text) for number in group.split(", ")
    }
    assert cited
    assert cited <= set(map(int, re.findall(r"^- \*\*(\d+)\*\* ", source.split("## Sources")[1], re.MULTILINE)))


def test_nothing_answered_never_reads_as_safe(toy_network):
    told = Read(full(toy_network, Answers())).text
    assert "nothing can be ruled out yet" in told
    assert "The answers reach no harm" not in told


def test_a_comparison_shows_names_as_typed_and_counts_right(toy_network):
    sides = [
        assess(toy_network, Answers(project={"name": name}, answers={"people": Answer("answered", ("no",))}))
        for name in ("a | <b>", "c")
    ]
    report = markdown.render_comparison(compare(*sides))
    assert Read(report).headings()[0] == ("h1", "a | <b> beside c")
    assert all(set(rows) == {3} for rows in tables(report))
    assert "0 findings are the same in both." in report

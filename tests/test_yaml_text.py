"""YAML text to plain data: strictly, with lines, and never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from questionnaire.files import yaml_text
from questionnaire.files.problems import Problem, ProblemsFound

LONG = "w" * 400
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("\n\t#:-'\"&*!|>%@`{}[],?~")
)
BOTH = pytest.mark.parametrize("careful", [True, False], ids=["careful", "fast"])


def problems(text: str, careful: bool = True) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        yaml_text.read(text, "file", careful=careful)
    return [str(problem) for problem in found.value.problems]


@BOTH
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("No", "No"),
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("1:30", "1:30"),
        ("2027-01-31", "2027-01-31"),
        ("0o17", "0o17"),
        ("017", "017"),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("null", None),
        ("~", None),
        ("", None),
        ("Null", "Null"),
        ("Łódź", "Łódź"),
        ("R&D <5%", "R&D <5%"),
        ("'null'", "null"),
        ('"no"', "no"),
        ("9" * 6000, "9" * 6000),
        (".inf", ".inf"),
        (f"1.{'0' * 400}", f"1.{'0' * 400}"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_only_the_core_words_have_a_meaning(typed, meant, careful):
    assert yaml_text.read(f"a: {typed}\n", "file", careful=careful).data == {"a": meant}


@pytest.mark.parametrize("typed", ["true", "1.10", "007", "+5", "1_000", "0x1F", "2027-01-31", "-0"])
def test_as_typed_leaves_every_word_as_text(typed):
    document, problems_ = yaml_text.gather(f"a: {typed}\nb:\n", "file", careful=True, as_typed=True)
    assert (document.data, problems_) == ({"a": typed, "b": None}, ())


@BOTH
def test_every_key_and_item_has_its_line(careful):
    document = yaml_text.read(
        "# note\na:\n  - b: 1\n    c: 2\n  -\n    b: >-\n      long\n      text\nd: 3\n", "file", careful=careful
    )
    paths = {
        (): 2,
        ("a",): 2,
        ("a", 0): 3,
        ("a", 0, "b"): 3,
        ("a", 0, "c"): 4,
        ("a", 1): 6,
        ("a", 1, "b"): 6,
        ("d",): 9,
    }
    assert {path: document.line(path) for path in paths} == paths
    assert document.line(("a", 1, "nowhere", 3)) == 6


COLON = (
    "There is a colon followed by a space inside plain text, or a key is indented wrongly. "
    "Put the text in double quotes, or check the indentation."
)
UNFIT = (
    "This does not fit what stands before it: it is indented in another way, or text goes on behind a closing quote or "
    "bracket. Check the indentation, or put the whole text in double quotes."
)
BRACKET = "A bracket opens here and is not closed, or a comma is missing between two items. Close it, or add the comma."
TAB = "There is a tab. YAML is indented with spaces. Replace the tab by two spaces."
NO_KEY = (
    "This line is neither a key with a colon nor part of the text before it. Write it as key: value, or indent text "
    "that goes on."
)
NOBODY_SEES = "stands here, which nobody sees. Only plain text is read. Remove it."


@BOTH
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a: b\na: c\n",
            [
                (
                    'file:2: a: "a" stands here a second time, first in line 1. Each key may stand once. '
                    "Merge the two or remove one."
                )
            ],
        ),
        (
            "a:\n  - b: 1\n    b: 2\n",
            [
                (
                    'file:3: first of a, b: "b" stands here a second time, first in line 2. Each key may stand once. '
                    "Merge the two or remove one."
                )
            ],
        ),
        (
            "a: &x b\nc: *x\n",
            [
                (
                    "file:1: An anchor (&x) stands here. Anchors are not read. Remove it, or put text that begins with "
                    "& in double quotes."
                ),
                (
                    "file:2: An alias (*x) stands here. Aliases are not read. Write it out in full, or put text that "
                    "begins with * in double quotes."
                ),
            ],
        ),
        (
            "a: !!python/name:os.system x\n",
            [
                (
                    "file:1: A tag (!!python/name:os.system) stands here. Tags are not read. Remove it, or "
                    "put text that begins with ! in double quotes."
                )
            ],
        ),
        (
            "a: ! b\n",
            [
                (
                    "file:1: A tag (!) stands here. Tags are not read. Remove it, or put text that begins with ! "
                    "in double quotes."
                )
            ],
        ),
        ("a: *x*\n", ["file:1: Text may not begin with * here. Put it in double quotes."]),
        ("a: @x\n", ["file:1: Text may not begin with @ here. Put it in double quotes."]),
        ("a: %x\n", ["file:1: Text may not begin with % here. Put it in double quotes."]),
        ("a: b: c\n", [f"file:1: {COLON}"]),
        ("a:\n  b: c\n   d: e\n", [f"file:3: {COLON}"]),
        ("a: b\n\tc: d\n", [f"file:2: {TAB}"]),
        (
            "a: b\nc: 'd\ne: f\n",
            ["file:2: A quote opens here and is never closed. Close it; inside single quotes, write a quote twice."],
        ),
        ("a: 'it's'\n", [f"file:1: {UNFIT}"]),
        ('a: "x" y\n', [f"file:1: {UNFIT}"]),
        ("- a\nb: c\n", [f"file:2: {UNFIT}"]),
        ("a: [b, c\n", [f"file:1: {BRACKET}"]),
        ("a: {b: c\n", [f"file:1: {BRACKET}"]),
        ("a: b\nwords\nc: d\n", [f"file:2: {NO_KEY}"]),
        (
            "a: - b\n",
            [
                (
                    'file:1: A list may not begin behind a colon. Put each "- item" in a line of its own, or the text '
                    "in double quotes."
                )
            ],
        ),
        (
            'a: "C:\\data"\n',
            [
                (
                    "file:1: Inside double quotes a backslash has a meaning of its own. Write it twice, or put the "
                    "text in single quotes."
                )
            ],
        ),
        (
            "a: |text\n",
            ["file:1: Behind | or > no text may stand. Begin the text in the next line, or put it in double quotes."],
        ),
        ("a: b\n---\nc: d\n", ["file:2: A second document starts here (---). One file holds one document."]),
        ("? [a, b]\n: c\n", ["file:1: A key is a list or a mapping. Keys are plain words."]),
        (
            "a: b\x07\nc\x08: d\n",
            [
                f"file:1: A control character (U+0007) {NOBODY_SEES}",
                f"file:2: A control character (U+0008) {NOBODY_SEES}",
            ],
        ),
        (
            'a: "\\x07"\n',
            [f"file:1: a: A control character (U+0007) {NOBODY_SEES}"],
        ),
        ("%YAML 2.0\n---\na: b\n", ["file:1: This %YAML line asks for another version of YAML. Remove the line."]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_mistake_is_located_and_says_what_to_do(text, said, careful):
    assert problems(text, careful) == said


def test_a_character_that_does_not_exist():
    assert problems('a: b\nc: "\\U00110000"\n') == [
        "file:2: An escape (\\U…) stands for a character that does not exist. Write the character itself."
    ]
    assert "nobody sees" in problems('a: "\\ud800"\n')[0]


@BOTH
@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{a: " * 50_000, "\n".join(" " * i + "a:" for i in range(400)), "- " * 30_000]
)
def test_deep_nesting_is_refused_and_crashes_nothing(text, careful):
    assert "nested more than 24 deep" in problems(text, careful)[0]


@BOTH
def test_an_alias_bomb_is_refused_at_once(careful):
    rows = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    said = problems("\n".join(rows), careful)
    assert len(said) <= yaml_text.MAX_PROBLEMS + 1
    assert any("More than 100 problems" in each for each in said)


def test_a_document_of_very_many_values_is_refused_where_it_comes_from_a_user(monkeypatch):
    monkeypatch.setattr(yaml_text.gather, "__kwdefaults__", {**yaml_text.gather.__kwdefaults__, "most": 9})
    assert yaml_text.read("a: [1, 2, 3]\nb: [4]\n", "file", careful=True).data == {"a": [1, 2, 3], "b": [4]}
    assert problems("a: [1, 2, 3]\nb: [4,\n 5]\n") == [
        "file:3: The file holds more than 9 keys and values. Nothing in this format does. Is this the right file?"
    ]
    assert yaml_text.read("a: [1, 2, 3]\nb: [4, 5]\n", "file", careful=False).data["b"] == [4, 5]
    assert problems("a: [1, 2, 3]\nb: [4, 5\n", careful=False) == [f"file:2: {BRACKET}"]


def test_what_is_kept_as_typed_still_says_what_it_means():
    text = "a: {b: true, c: no, d: [1, '2', 1.5, null], e: 'true'}\n"
    document = yaml_text.gather(text, "file", careful=True, as_typed=True)[0]
    assert document.data == {"a": {"b": "true", "c": "no", "d": ["1", "2", "1.5", None], "e": "true"}}
    assert document.as_meant(("a",)) == yaml_text.read(text, "file", careful=True).data["a"]
    assert document.as_meant(("a", "b")) is True
    assert document.as_meant(("x",)) is document.as_meant(("a", "d", 0)) is None


@BOTH
@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\n\n"])
def test_nothing_is_nothing(text, careful):
    assert yaml_text.read(text, "file", careful=careful).data is None


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
@example("a: \x85b\u2028c")
def test_any_text_is_read_or_refused_with_a_line(text):
    for careful in (True, False):
        try:
            yaml_text.read(text, "file", careful=careful)
        except ProblemsFound as found:
            refused = found.problems
        else:
            continue
        assert refused
        assert all(problem.line >= 1 and problem.message for problem in refused)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(TEXT, TEXT | st.lists(TEXT)))
@example(
    {
        "a": "no",
        "b": "1:30",
        "c": "- x",
        "d": "x:",
        "e": "\u2028",
        "f": "a\x85b",
        "g": " x ",
        "h": "null",
        "i": "\r\n",
        "j": LONG,
    }
)
def test_what_is_written_reads_back_the_same(data):
    for careful in (True, False):
        assert yaml_text.read(yaml_text.write(data), "file", careful=careful).data == data
    assert yaml_text.gather(yaml_text.write(data), "file", careful=True, as_typed=True)[0].data == data


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            b"a" * 101,
            "file: The file is larger than 100 bytes, which is the most that is read. Is this the right file?",
        ),
        (
            "a: Łódź".encode("utf-16"),
            "file: This is text in UTF-16, or no text at all. Save the file as plain text with the encoding UTF-8.",
        ),
        (
            "a: b".encode("utf-16-le"),
            "file: This is text in UTF-16, or no text at all. Save the file as plain text with the encoding UTF-8.",
        ),
        (
            "a: b\nc: café".encode("latin-1"),
            (
                "file:2: This is not text in UTF-8: a byte in this line cannot be read. Save the file as "
                "plain text with the encoding UTF-8."
            ),
        ),
    ],
    ids=["large", "utf-16", "utf-16 without mark", "latin-1"],
)
def test_what_is_no_text_is_refused(raw, said):
    with pytest.raises(ProblemsFound) as found:
        yaml_text.decode(raw, "file", 100)
    assert str(found.value) == said


def test_a_byte_order_mark_is_left_out():
    assert yaml_text.decode(b"\xef\xbb\xbfa: b", "file", 100) == "a: b"


@pytest.mark.parametrize(
    ("path", "told", "of_programs"),
    [
        (("because",), "because", "because"),
        (("leads_to", 0, "harm"), "first of leads_to, harm", "leads_to[0].harm"),
        (("stakes", 1, "when", "all_of", 2, "people"), "second of stakes, third of when.all_of, people", None),
        (("level_table", 11), "twelfth of level_table", "level_table[11]"),
        (("level_table", 12), "13th of level_table", "level_table[12]"),
        (("evidence", 111), "112th of evidence", None),
        (("evidence", 200), "201st of evidence", None),
        (("evidence", 202), "203rd of evidence", None),
        ((3, "id"), "fourth entry, id", "[3].id"),
        (("date-parts", 0, 1), "first of date-parts, second entry", "date-parts[0][1]"),
        (("odd[0]", 1, "x"), 'second of "odd[0]", x', '"odd[0]"[1].x'),
        (('odd"', "x"), 'odd".x', 'odd".x'),
        (("a" * 400,), "a" * 60 + "…", "a" * 60 + "…"),
        ((), "", ""),
    ],
)
def test_a_path_is_told_as_a_person_counts_and_kept_as_programs_do(path, told, of_programs):
    assert yaml_text.counted_path(path) == told
    assert of_programs is None or yaml_text.field_path(path) == of_programs
    assert Problem("file", 3, yaml_text.field_path(path), "Wrong.").place == told


def test_what_is_read_straight_from_the_parser_is_what_the_guarded_composer_reads(monkeypatch):
    tests = Path(__file__).parent
    files = [*(tests / "toy").rglob("*.yaml"), *(tests / "broken").rglob("*.yaml")]
    files += (tests.parent / "knowledge_base").rglob("*.yaml")
    texts = [file.read_text("utf-8") for file in files] + [
        'a: "\\u0001"',
        "a: [1, 2.5, ~, true, '', x: y]",
        "- !!str x",
    ]
    straight = {text: yaml_text._plainly(text) for text in texts}
    assert sum(each is not None for each in straight.values()) > 0.9 * len(texts)
    monkeypatch.setattr(yaml_text, "_plainly", lambda _: None)
    for text, document in straight.items():
        if document is not None:
            assert yaml_text.gather(text, "file", careful=False) == (document, ())


def test_problems_stand_in_the_order_of_lines():
    found = ProblemsFound(
        [Problem("b", 1, "", "x"), Problem("a", 10, "", "y"), Problem("a", 9, "", "z"), Problem("a", 9, "", "z")]
    )
    assert [str(problem) for problem in found.problems] == ["a:9: z", "a:10: y", "b:1: x"]

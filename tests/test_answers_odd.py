"""Whatever a file holds, reading it gives answers, or problems that say where; never anything else."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from toy_answers import FIRST, KNOWLEDGE

from questionnaire.answers import reading, writing
from questionnaire.files.problems import ProblemsFound
from questionnaire.files.yaml_text import MAX_PROBLEMS
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase

CASES = [file.read_bytes() for file in sorted((loader.DEFAULT_FOLDER / "cases").glob("*.yaml"))]
LINE_ENDS = ("\n", "\r", "\x85", "\u2028", "\u2029")
FIXED = {
    "derandomize": True,
    "database": None,
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}


def read_or_told(raw: bytes, knowledge: KnowledgeBase) -> None:
    """Reads, and checks either that what was read can be written and read again, or every problem that was told."""
    try:
        answers = reading.read(raw, "odd.yaml", knowledge)
    except ProblemsFound as found:
        problems = found.problems
    else:
        assert reading.read(writing.write(answers, knowledge).encode(), "written.yaml", knowledge) == answers
        return
    assert 0 < len(problems) <= MAX_PROBLEMS + 1
    lines = 1 + sum(raw.decode(errors="replace").count(end) for end in LINE_ENDS)
    for problem in problems:
        assert problem.file == "odd.yaml" and 0 <= problem.line <= lines, problem
        assert problem.line or not problem.field, problem
        assert problem.message.strip() and "\n" not in str(problem), problem


# --- text that looks like YAML ----------------------------------------------------------------------------------------

MARKS = (
    *("- ", "? ", ": ", "\n", "\n  ", "\n    - ", ", ", "{", "}", "[", "]", "'", '"', "|", "|2\n", "> ", "#", " #"),
    *("&a ", "*a ", "!!str ", "! ", "!<x> ", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "%TAG ! x:\n", "~", "@", "`"),
    *("\t", "\r", "\x85", "\u2028", "\ufeff", "\x07", "\0", '"\\U0011ffff"', '"\\x00"', '"\\ud800"', "²", "٣"),
)
WORDS = (
    *("format: riskwalk-answers/1\n", "format: ", "riskwalk-answers/", "project:\n  ", "answers:\n  ", "notes:\n  "),
    *("evidence:\n- ", "mitigations:\n- ", "expect: ", "name: ", "title: ", "url: ", "id: ", "status: ", "due: "),
    *("people: ", "size: ", "task: ", "yes", "no", "true", "null", "unknown", "not_applicable", "nobody", "a-few"),
    *("record-more-voices", "planned", "2027-01-31", "0000-00-00", "1e999", "0x1f", "9" * 400, "w" * 130 + ": "),
)
LIKE_YAML = st.lists(st.sampled_from(MARKS + WORDS) | st.text(max_size=3), max_size=25).map("".join)


@settings(max_examples=250, **FIXED)
@given(LIKE_YAML, st.booleans())
@example("answers: {people: }", True)
@example('project: {name: ""}', True)
def test_text_that_looks_like_yaml(text, begins_well):
    read_or_told(((FIRST if begins_well else "") + text).encode("utf-8", "surrogatepass"), KNOWLEDGE)


@settings(max_examples=60, **FIXED)
@given(st.binary(max_size=200), st.booleans())
def test_bytes_of_any_kind(raw, begins_well):
    read_or_told((FIRST.encode() if begins_well else b"") + raw, KNOWLEDGE)


# --- valid files, damaged ---------------------------------------------------------------------------------------------


@st.composite
def damaged(draw) -> bytes:
    """Some lines of a worked case, with pieces taken out, put in, repeated, moved or indented."""
    lines = draw(st.sampled_from(CASES)).splitlines(keepends=True)
    first = draw(st.integers(0, max(0, len(lines) - 25)))
    lines = [b"format: riskwalk-answers/1\n", *lines[first : first + 25]]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        cut = draw(st.integers(0, len(line)))
        put = draw(st.sampled_from(MARKS + WORDS).map(str.encode) | st.binary(max_size=2))
        lines[at : at + 1] = draw(
            st.sampled_from(
                [
                    [line[:cut] + put + line[cut:]],
                    [line[:cut]],
                    [line[cut:]],
                    [b"  " + line],
                    [line.lstrip()],
                    [line, line],
                    [line, lines[draw(st.integers(0, len(lines) - 1))]],
                    [line.replace(b": ", b": " + put, 1)],
                    [line[:cut] + put * 120 + line[cut:]],
                ]
            )
        )
    return b"".join(lines)


@settings(max_examples=120, **FIXED)
@given(damaged())
def test_a_worked_case_that_was_damaged(knowledge, raw):
    read_or_told(raw, knowledge)

"""What a mistake in YAML means, from what the parser says of it."""

from __future__ import annotations

from yaml import MarkedYAMLError


def line(error: MarkedYAMLError, text: str) -> int:
    """The line to look at: where something began that the text leaves open, else where reading stopped."""
    mark, began = error.problem_mark, error.context_mark
    if began and (mark is None or "expected ':'" in (error.problem or "") or not text[mark.index :].strip("\0 \r\n")):
        mark = began
    return mark.line + 1 if mark else 1


def explain(error: MarkedYAMLError, text: str) -> str:
    """What is wrong and what to do, in words for whoever wrote the file."""
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark
    character = text[mark.index : mark.index + 1] if mark else ""
    if "mapping values are not allowed" in problem:
        return (
            "There is a colon followed by a space inside plain text, or a key is indented wrongly. "
            "Put the text in double quotes, or check the indentation."
        )
    if character == "\t":
        return "There is a tab. YAML is indented with spaces. Replace the tab by two spaces."
    if "cannot start any token" in problem or context in ("while scanning an alias", "while scanning an anchor"):
        first = {"while scanning an alias": "*", "while scanning an anchor": "&"}.get(context, character)
        return f"Text may not begin with {first} here. Put it in double quotes."
    if context == "while scanning a quoted scalar":
        return "A quote opens here and is never closed. Close it; inside single quotes, write a quote twice."
    if context == "while scanning a double-quoted scalar":
        return (
            "Inside double quotes a backslash has a meaning of its own. Write it twice, or put the text in "
            "single quotes."
        )
    if context.startswith("while parsing a flow"):
        return (
            "A bracket opens here and is not closed, or a comma is missing between two items. "
            "Close it, or add the comma."
        )
    if "expected ':'" in problem:
        return (
            "This line is neither a key with a colon nor part of the text before it. Write it as key: value, "
            "or indent text that goes on."
        )
    if context == "while scanning a block scalar":
        return "Behind | or > no text may stand. Begin the text in the next line, or put it in double quotes."
    if "sequence entries are not allowed" in problem:
        return (
            'A list may not begin behind a colon. Put each "- item" in a line of its own, or the text in double quotes.'
        )
    if "expected <block end>" in problem or "expected the node content" in problem:
        return (
            "This does not fit what stands before it: it is indented in another way, or text goes on behind a "
            "closing quote or bracket. Check the indentation, or put the whole text in double quotes."
        )
    if "expected a single document" in context:
        return "A second document starts here (---). One file holds one document."
    if "incompatible YAML document" in problem:
        return "This %YAML line asks for another version of YAML. Remove the line."
    said = ", ".join(filter(None, (context, problem)))
    return f"The YAML cannot be read here ({said}). Check indentation, quotes and brackets near this line."

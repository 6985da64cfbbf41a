"""The formats in which a report can be taken away: a row for each. Command line, pages and tests read them from here.

A new format is a module in this room with `render(report)`, which gives text or bytes, and a row below.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from questionnaire.assessment.result import Report
from questionnaire.wording import report as say


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is what is written after --format, `ending` that of a file, with its dot, `mime` the media type, `label`
    the words on a button. `module`, in this room, is loaded once a report is asked for. `text`: a terminal can show it.
    """

    name: str
    ending: str
    mime: str
    label: str
    module: str
    text: bool = True

    def render(self, report: Report) -> bytes:
        """The report in this format; the same report gives the same bytes."""
        made = import_module(f"{__package__}.{self.module}").render(report)
        return made.encode() if isinstance(made, str) else made


# The first is the one that is meant where nobody says which.
FORMATS: tuple[Format, ...] = (
    Format("pdf", ".pdf", "application/pdf", say.AS_PDF, "pdf", text=False),
    Format("json", ".json", "application/json", say.AS_JSON, "json_text"),
    Format("md", ".md", "text/markdown", say.AS_MARKDOWN, "markdown"),
)


def named(name: str) -> Format | None:
    """The format of that name, or None where there is none."""
    return next((each for each in FORMATS if each.name == name), None)


def ending_in(ending: str) -> Format | None:
    """The format of files with that ending (with its dot, in any case), or None where there is none."""
    return next((each for each in FORMATS if each.ending == ending.lower()), None)

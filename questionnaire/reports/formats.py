"""The formats in which a report can be taken away: a row for each. Command line, pages and tests read them from here.

A new format is a module in this room with `render(document)`, which gives text or bytes, and a row below; one that
holds the whole result takes the report itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from questionnaire.assessment.result import Report
from questionnaire.readings.around import NOTHING_KNOWN, Around
from questionnaire.readings.blocks import Document
from questionnaire.readings.readings import READINGS, Reading
from questionnaire.wording import report as say

# The sizes of paper, the usual one first.
PAPERS = ("a4", "letter")


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is what is written after --format, `ending` that of a file, with its dot, `mime` the media type, `label`
    the words on a button. `module`, in this room, is loaded once a report is asked for. `text`: a terminal can show it.
    `whole`: it holds the whole result as data, so no reading of it is chosen; `stem` is what a file of it is called.
    `paged`: it stands on paper.
    """

    name: str
    ending: str
    mime: str
    label: str
    module: str
    text: bool = True
    whole: bool = False
    paged: bool = False
    stem: str = "report"

    def render(
        self,
        report: Report,
        reading: Reading = READINGS[0],
        dated: str = "",
        paper: str = PAPERS[0],
        answers: bytes = b"",
        around: Around = NOTHING_KNOWN,
    ) -> bytes:
        """The report, or a reading of it, in this format; the same of all these give the same bytes.

        `answers` is the answers file that goes with it where the format can hold one, so that it can be opened again;
        `around` is what is known beside the answers.
        """
        return self.lay_out(report if self.whole else reading.document(report, dated, around), paper, answers)

    def lay_out(self, given: Report | Document, paper: str = PAPERS[0], answers: bytes = b"") -> bytes:
        """A document in this format; of a format that holds the whole result, the report."""
        on = (paper, answers) if self.paged else ()
        made = import_module(f"{__package__}.{self.module}").render(given, *on)
        return made.encode() if isinstance(made, str) else made


# The first is the one that is meant where nobody says which.
FORMATS: tuple[Format, ...] = (
    Format("pdf", ".pdf", "application/pdf", say.AS_PDF, "pdf", text=False, paged=True),
    Format("json", ".json", "application/json", say.AS_JSON, "json_text", whole=True, stem="assessment"),
    Format("html", ".html", "text/html", say.AS_HTML, "html"),
    Format(
        "docx",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        say.AS_DOCX,
        "docx",
        text=False,
    ),
    Format("md", ".md", "text/markdown", say.AS_MARKDOWN, "markdown"),
    Format("csv", ".csv", "text/csv", say.AS_CSV, "csv_text", whole=True, stem="risk-register"),
    Format(
        "xlsx",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        say.AS_XLSX,
        "xlsx",
        text=False,
        whole=True,
        stem="risk-register",
    ),
)


def named(name: str) -> Format | None:
    """The format of that name, or None where there is none."""
    return next((each for each in FORMATS if each.name == name), None)


def ending_in(ending: str) -> Format | None:
    """The format of files with that ending (with its dot, in any case), or None where there is none."""
    return next((each for each in FORMATS if each.ending == ending.lower()), None)

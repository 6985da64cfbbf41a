"""What questions and options were called before, so that an answers file of any earlier version can be read.

A leaf beside the records of entries. Ids are never used again, so an old id has one meaning for good.
"""

from typing import Annotated

from msgspec import Meta

from questionnaire.knowledge.entries import Id, Record, Text


class Rename(Record, kw_only=True):
    """A question, or an option of one, that has another id now or is gone."""

    question: Annotated[Id, Meta(description="The question's id: the old one, or of an option the one it has now.")]
    option: Annotated[Id | None, Meta(description="The option's old id; left out where it is about the question.")] = (
        None
    )
    now: Annotated[Id | None, Meta(description="The new id; left out where it is gone.")] = None
    since: Annotated[Text, Meta(description="The version of the knowledge base since which it is so.")]
    because: Annotated[Text, Meta(description="Why, in one sentence to a team whose old answers are read.")]


class Renames(Record, kw_only=True):
    """All that was renamed or taken out, in any order."""

    renames: tuple[Rename, ...] = ()

    def question(self, old: str) -> tuple[str | None, tuple[Rename, ...]]:
        """The id that a question has now, None where it is gone, and the renames on the way; none where it still has
        it."""
        return self._now(old, {row.question: row for row in self.renames if row.option is None})

    def earlier(self, now: str) -> tuple[str, ...]:
        """The ids that a question had before the one that it has now."""
        return tuple(
            row.question for row in self.renames if row.option is None and self.question(row.question)[0] == now
        )

    def ids(self, question: str) -> frozenset[str]:
        """Every id that the question has or had, whichever of them is given."""
        now = self.question(question)[0]
        return frozenset({question, now, *self.earlier(now)} if now is not None else {question})

    def option(self, question: str, old: str) -> tuple[str | None, tuple[Rename, ...]]:
        """The same of an option; `question` is the id that its question has now."""
        rows = {row.option: row for row in self.renames if row.option is not None and row.question == question}
        return self._now(old, rows)

    @staticmethod
    def _now(old: str, rows: dict) -> tuple[str | None, tuple[Rename, ...]]:
        now: str | None = old
        way: list[Rename] = []
        while now in rows and rows[now] not in way:  # a circle is a mistake that the checks name
            way.append(rows[now])
            now = way[-1].now
        return now, tuple(way)

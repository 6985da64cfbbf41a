"""How a report was worked out, and what its words mean."""

from __future__ import annotations

METHOD = """\
From the answers, ways run over risk factors to harms that are at stake in this use. A bias is a risk factor, not yet a
harm: task and deployment decide. Every step of a way has a sentence and a source.

A way is as likely as its weakest step; of several ways the strongest counts. Likelihood and severity are looked up in a
table for the level. The level of the whole is that of the worst finding, never a sum or an average.

Lower counts only what is certain. What to plan for counts what is known: open questions that could aggravate do not
count, and a way that is only maybe there counts one step less likely. Upper counts all that is still possible. A
finding is confirmed where its lower level is above none, else possible."""
# Title, and the list of labels, by the list of what they mean.
WORDS = {
    "level_definitions": ("Levels, rising", "levels"),
    "likelihood_definitions": ("Likelihood, rising", "likelihoods"),
    "severity_definitions": ("Severity, rising", "severities"),
    "pathway_definitions": ("How it grows", "pathways"),
    "evidence_strength_definitions": ("Evidence", "evidence_strengths"),
}


def evidence_unsaid(strongest: str) -> str:
    return f"Where a finding says nothing of it, it is {strongest}."


def same_bytes(version: str, digest: str) -> str:
    return (
        f"Knowledge base {version}, digest {digest}. The same answers and the same knowledge base give this same text."
    )

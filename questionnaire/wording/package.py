"""What the data package of a knowledge base says of itself, and the command that writes it."""

from __future__ import annotations

EXPORT = "Write the knowledge base as a data package: CSV, JSON-LD, and its mappings to other taxonomies."
FOLDER = "the folder to write into: a new or an empty one"
TITLE = "Knowledge base of Riskwalk: machine bias, from tasks and uses to harms"
LICENCE = "Creative Commons Attribution 4.0"
MAPPINGS = {True: "Riskwalk to other taxonomies", False: "Other taxonomies to Riskwalk"}
CLAIM_COLUMNS = {
    "starts_at_kind": "The kind of entry at which the claim starts.",
    "starts_at": "The entry at which the claim starts.",
    "option": "Of a question, the option at which it starts.",
    "claim": "What kind of claim: raise, lead, stake, exposure, disadvantage, bearing, lowering, stop, shift, opening.",
    "leads_to_kind": "The kind of entry to which it leads.",
    "leads_to": "The entry to which it leads; empty where it leads to none.",
    "because": "The claim as a sentence.",
    "when": "The condition under which it holds, in words; empty where it always holds.",
    "groups": "Groups on which the sources show that it falls.",
    "sources": "Ids of the sources that say it.",
    "likelihood": "How likely, a word of the scale.",
    "severity": "How severe, a word of the scale.",
    "pathways": "How automation turns the bias into the harm.",
    "moves": "The scale on which it moves findings.",
    "by": "By how many steps.",
}


def described(version: str, digest: str) -> str:
    return f"Version {version}, digest {digest}. Every claim is a sentence with its sources."


def written(folder: str, files: int) -> str:
    return f"{folder}: {files} files written."


def not_empty(folder: str) -> str:
    return f'"{folder}" holds something already. Name a new or an empty folder.'

"""A report or a comparison as JSON text, fields in the order of their records."""

from __future__ import annotations

import msgspec

from questionnaire.assessment.result import Report


def render(result: msgspec.Struct) -> str:
    """Indented JSON; the same result gives the same bytes."""
    plain = _in_one(result) if isinstance(result, Report) else result
    return msgspec.json.format(msgspec.json.encode(plain), indent=2).decode() + "\n"


def _in_one(report: Report) -> dict[str, object]:
    """Assessment and outlook as the one record that the format promises: what other answers would do stands behind
    what was ruled out, and the smallest change stands with its finding."""
    plain = msgspec.to_builtins(report.assessment)
    outlook = msgspec.to_builtins(report.outlook)
    for finding in plain["findings"]:
        finding["smallest_change"] = outlook["smallest_changes"].get(finding["id"], ())
    order = list(plain)
    at = order.index("ruled_out") + 1
    told = [key for key in outlook if key != "smallest_changes"]
    merged = {**plain, **{key: outlook[key] for key in told}}
    return {key: merged[key] for key in (*order[:at], *told, *order[at:])}

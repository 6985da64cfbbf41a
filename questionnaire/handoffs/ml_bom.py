"""A form as a bill of materials in CycloneDX: one component, a model, with a card of what is considered.

Only what the team declared stands as a strategy. What the standard has no field for stands as a property.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import msgspec

from questionnaire.assessment.result import Finding, Report
from questionnaire.handoffs.filling import Field, Filled
from questionnaire.knowledge.forms import Form
from questionnaire.presentation.labels import Labels
from questionnaire.presentation.numbers import numbers
from questionnaire.wording import handoffs as say
from questionnaire.wording import ml_bom as say_of_bom
from questionnaire.wording import readings

Json = dict[str, object]


def bom(form: Form, filled: Filled, report: Report) -> str:
    """The bill of materials as indented JSON."""
    edition = form.edition or "1.6"
    made: Json = {
        "$schema": f"http://cyclonedx.org/schema/bom-{edition}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": edition,
        "serialNumber": f"urn:uuid:{_identity(report)}",
        "version": 1,
        "metadata": {
            "tools": {"components": [{"type": "application", "name": say_of_bom.TOOL}]},
            "properties": [_property("draft", filled.draft)],
        },
        "components": [_component(filled, report)],
    }
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"


def _identity(report: Report) -> uuid.UUID:
    """Stays as long as the result does."""
    return uuid.uuid5(uuid.NAMESPACE_URL, msgspec.json.encode(report.assessment, order="deterministic").decode())


def _component(filled: Filled, report: Report) -> Json:
    fields = {field.key: field for field in filled.fields}
    dataset: Json = {"type": "dataset", **_text(fields["dataset.description"])}
    if sensitive := _lines(fields["sensitive"]):
        dataset["sensitiveData"] = sensitive
    considered: Json = {
        "users": _lines(fields["users"]),
        "useCases": _lines(fields["uses"]),
        "technicalLimitations": _lines(fields["limitations"]),
        "ethicalConsiderations": list(_ethical(fields["ethical"], report)),
        "fairnessAssessments": list(_fairness(report)),
    }
    card: Json = {
        "modelParameters": {**_text(fields["modelParameters.task"]), "datasets": [dataset]},
        "considerations": {key: value for key, value in considered.items() if value},
        "properties": list(_properties(filled, report)),
    }
    return {
        "type": "machine-learning-model",
        "bom-ref": "model",
        "name": filled.project,
        **_text(fields["component.description"]),
        "modelCard": card,
    }


def _text(field: Field) -> Json:
    """The field under the name that stands last in its key."""
    return {field.key.rpartition(".")[2]: field.text} if field.lines else {}


def _lines(field: Field) -> list[str]:
    return [line.text for line in field.lines]


def _fairness(report: Report) -> Iterator[Json]:
    """One assessment for each finding and each group on which it falls."""
    for finding in report.assessment.findings:
        for group in finding.groups:
            yield {"groupAtRisk": group.title, "harms": _harm(finding), **_strategy(finding, report)}


def _ethical(stops: Field, report: Report) -> Iterator[Json]:
    """Conditions under which the use is not acceptable, and findings that fall on no group in particular."""
    for line in stops.lines:
        yield {"name": line.text}
    for finding in report.assessment.findings:
        if not finding.groups:
            yield {"name": _harm(finding), **_strategy(finding, report)}


def _harm(finding: Finding) -> str:
    return say_of_bom.harm(finding.title, finding.harm_summary, finding.paths[0][-2].because)


def _strategy(finding: Finding, report: Report) -> Json:
    """What the team declared against it; nothing where it declared nothing."""
    declared = [
        say.measure(item.title, readings.DECLARED[item.declared], item.owner, item.due)
        for item in report.assessment.recommendations
        if item.declared and item.id in finding.recommendations
    ]
    return {"mitigationStrategy": "\n".join(declared)} if declared else {}


def _properties(filled: Filled, report: Report) -> Iterator[Json]:
    result = report.assessment
    labels, told, verdict = Labels(result.words), numbers(result), result.verdict
    for name in ("level", "lower", "upper", "residual"):
        yield _property(name, labels.label("levels", getattr(verdict, name)))
    yield _property("knowledge-base", f"{filled.version} {filled.digest}")
    for finding in result.findings:
        number = told.findings[finding.id]
        yield _property(f"finding:{number}:id", finding.id)
        yield _property(f"finding:{number}:level", labels.at_least(finding.level))
        yield _property(
            f"finding:{number}:sources", " ".join(sorted({key for step in finding.paths[0] for key in step.sources}))
        )
    for field in filled.fields:
        for each in field.open:
            yield _property("still-to-fill", say.who_knows(each.what, each.who))


def _property(name: str, value: str) -> Json:
    return {"name": f"riskwalk:{name}", "value": value}

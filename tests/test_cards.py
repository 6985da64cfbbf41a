"""Cards for the Hub, read back as the Hub's own library reads them."""

from __future__ import annotations

import re

import pytest
import yaml
from huggingface_hub import DatasetCard, ModelCard
from msgspec.structs import replace

from questionnaire.answers import reading
from questionnaire.assessment.assess import report
from questionnaire.handoffs import handoffs
from questionnaire.knowledge.loader import DEFAULT_FOLDER

CASES = sorted((DEFAULT_FOLDER / "cases").glob("*.yaml"))
NEEDED = {
    "model-card": (
        "Uses", "Direct Use", "Out-of-Scope Use", "Bias, Risks, and Limitations", "Social impact", "Recommendations",
        "Training Data", "Factors", "Metrics", "Model Card Contact",
    ),
    "dataset-card": (
        "Uses", "Direct Use", "Out-of-Scope Use", "Source Data", "Personal and Sensitive Information",
        "Bias, Risks, and Limitations", "Recommendations", "Dataset Card Contact",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(network, knowledge):
    def made(case):
        data, where = reading.gather(case.read_bytes(), case.name)
        return report(network, reading.answers(data, where, case.name, knowledge))

    return made


def text_of(kind: str, made, knowledge) -> str:
    return handoffs.named(kind, knowledge).render(made, knowledge).decode()


@pytest.mark.parametrize("case", CASES[::6], ids=lambda case: case.stem)
def test_the_hub_reads_both_cards(case, whole, knowledge):
    made = whole(case)
    model, dataset = (text_of(kind, made, knowledge) for kind in NEEDED)
    read = ModelCard(model)
    assert read.data.tags == ["bias", "fairness", "risk-assessment", "kickoff-draft"]
    assert read.data.license is None and read.data.metrics is None  # nobody said so
    of_data = DatasetCard(dataset)
    assert of_data.data.tags == read.data.tags and of_data.data.license is None
    tags = {task.pipeline_tag for task in knowledge.tasks.values()}
    assert read.data.pipeline_tag is None or read.data.pipeline_tag in tags
    for kind, card in (("model-card", read), ("dataset-card", of_data)):
        headings = re.findall(r"^#{2,4} (.+)$", card.text, re.MULTILINE)
        assert set(NEEDED[kind]) <= set(headings)
        assert "Draft, not a filing" in card.text.split("\n## ")[0]


def test_the_task_is_the_one_that_the_hub_knows(whole, knowledge):
    case = next(case for case in CASES if case.stem == "blog-t2i-stock-people")
    assert ModelCard(text_of("model-card", whole(case), knowledge)).data.pipeline_tag == "text-to-image"
    assert DatasetCard(text_of("dataset-card", whole(case), knowledge)).data.task_categories == ["text-to-image"]


def test_findings_stand_under_bias_and_measures_under_recommendations(whole, knowledge):
    case = next(case for case in CASES if case.stem == "cv-ranking-engine")
    made = whole(case)
    parts = dict(re.findall(r"^#{2,4} (.+)\n\n([^#]*)", text_of("model-card", made, knowledge), re.MULTILINE))
    assert all(finding.title in parts["Bias, Risks, and Limitations"] for finding in made.assessment.findings)
    assert all(item.title in parts["Recommendations"] for item in made.assessment.recommendations)
    assert parts["Results"].startswith("[More Information Needed] ")


@pytest.mark.parametrize("name", ["---", "a: b", "# x", "[x](y)", "'\"", "{{ x }}", "Łódź"])
def test_no_name_breaks_the_front_matter(name, whole, knowledge):
    made = whole(CASES[0])
    shown = replace(made, assessment=replace(made.assessment, project={"name": name}))
    text = text_of("model-card", shown, knowledge)
    assert yaml.safe_load(text.split("---\n")[1])["tags"][0] == "bias"
    assert ModelCard(text).data.tags[0] == "bias"

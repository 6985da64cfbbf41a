"""What somebody says is missing or wrong becomes files that pass the check, and a text for a pull request."""

from __future__ import annotations

from pathlib import Path

import pytest

from questionnaire.files import yaml_text
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.upkeep import proposal
from questionnaire.upkeep.browse import Ref
from questionnaire.upkeep.proposal import CLAIMS, Evidence, Missing, Wrong, given, proposed, values_of
from questionnaire.walk.network import Network
from questionnaire.wording import proposal as wording

SHOWN = Evidence(
    "Who is not heard: voices in choirs & <halls>", "https://doi.org/10.1000/182", "2024", "Low voices were left out."
)
MARKUP = "There is markup in this text. Texts are plain. Write it without tags."
WHY = "The recordings hold next to no low voices: nobody over sixty was recorded."


LACKING = """
In your own words: what is missing or wrong?: Nothing, or next to nothing, stands here. Say in a sentence what is \
missing or wrong.
Title of the source: The title is missing. Write it as it stands on the source.
What it shows, in one line of your own: It is missing what the source shows. One line in your own words is enough.
Address or DOI: This is no address and no DOI. Write an address such as https://example.org/study, or a DOI such as \
10.1000/182.
Year: This is no year. Write the year in which the source came out, such as 2024.
The claim in one sentence, for readers outside machine learning: The sentence is missing. Write the claim in one whole \
sentence.
What is missing: Something is left to choose. Choose one in each field.
"""


def ref(knowledge: KnowledgeBase, kind: str, key: str) -> Ref:
    return Ref(kind, key, getattr(knowledge, kind)[key].title)


def put(folder: Path, made: proposal.Proposal) -> list[str]:
    """Puts the files in place, and says what the check finds wrong then."""
    for name, text in made.files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return [str(each) for each in loader.check(folder) if not each.advice]


def first_of(knowledge: KnowledgeBase, source: str) -> str:
    found = getattr(knowledge, source, None)
    return next(iter(found)) if found else knowledge.vocabulary.words(source)[1]


@pytest.mark.parametrize(
    ("kind", "key", "field"),
    [
        ("tasks", "voice-sorting", "raises"),
        ("objectives", "likeness-to-last-choir", "raises"),
        ("data_plans", "old-recordings", "raises"),
        ("deployments", "choir-admission", "stakes"),
        ("deployments", "choir-admission", "exposes"),
        ("deployments", "birdsong-counting", "exposes"),
        ("affected_groups", "older-singers", "bears"),
        ("recommendations", "listen-to-everybody", "works_on"),
    ],
)
def test_a_missing_claim_becomes_a_source_and_a_change_that_pass_the_check(
    toy: KnowledgeBase, toy_copy: Path, kind: str, key: str, field: str
) -> None:
    edge = CLAIMS[kind][field]
    chosen = {name: first_of(toy, there) for name, there, _ in values_of(edge)}
    shown = SHOWN._replace(title="Who is not heard")
    file = toy_copy / kind / f"{key}.yaml"
    before = file.read_text("utf-8")
    made, problems = proposed(toy, ref(toy, kind, key), WHY, shown, Missing(field, given(edge, chosen), WHY), before)
    assert made is not None, problems
    assert list(made.files) == ["sources/who-is-2024.yaml", f"{kind}/{key}.yaml"]
    assert put(toy_copy, made) == []
    now = loader.load(toy_copy, cache=None)
    added = getattr(getattr(now, kind)[key], field)[-1]
    assert (added.because, added.sources) == (WHY, ("who-is-2024",))
    assert now.sources["who-is-2024"].DOI == "10.1000/182"
    assert set(before.splitlines()) <= set(made.files[f"{kind}/{key}.yaml"].splitlines())


def test_a_wrong_sentence_is_corrected_where_it_stands_and_nothing_else_moves(
    toy: KnowledgeBase, toy_copy: Path
) -> None:
    at, key = ref(toy, "risk_factors", "few-deep-voices"), "risk_factors/few-deep-voices.yaml"
    before = (toy_copy / key).read_text("utf-8")
    shown = SHOWN._replace(title="Who is not heard", address="https://example.org/a?b=c", who="Choir Watch")
    made, _ = proposed(toy, at, WHY, shown, Wrong(("leads_to", 0), WHY), before)
    assert made is not None
    assert put(toy_copy, made) == []
    now = loader.load(toy_copy, cache=None)
    lead, old = now.risk_factors["few-deep-voices"].leads_to[0], toy.risk_factors["few-deep-voices"].leads_to[0]
    assert (lead.because, lead.sources) == (WHY, (*old.sources, "choir-watch-2024"))
    assert now.sources["choir-watch-2024"].URL == "https://example.org/a?b=c"
    changed = set(before.splitlines()) ^ set(made.files[key].splitlines())
    assert all("because" in line or "sources" in line or line.strip() in f"{old.because} {WHY}" for line in changed)


def test_every_sentence_of_the_real_knowledge_base_can_be_corrected(knowledge: KnowledgeBase, network: Network) -> None:
    """The change reads back as meant in every file, and in most of them nothing else moves."""
    files = anew = 0
    for kind in ("deployments", "risk_factors", "affected_groups", "tasks"):
        for key, entry in sorted(getattr(knowledge, kind).items())[::9]:
            field = next((name for name in CLAIMS[kind] if getattr(entry, name)), None)
            if field is None:
                continue
            text = (loader.DEFAULT_FOLDER / kind / f"{key}.yaml").read_text("utf-8")
            changed = proposal._changed(text, Wrong((field, 0), WHY), "new-2024")
            data = yaml_text.read(changed, "", careful=False).data
            assert data[field][0]["because"] == WHY and data[field][0]["sources"][-1] == "new-2024"
            files += 1
            anew += len(set(text.splitlines()) - set(changed.splitlines())) > 8
    assert files > 20 and anew <= files / 10


def test_without_a_change_there_is_the_source_and_the_text(toy: KnowledgeBase, toy_copy: Path) -> None:
    shown = SHOWN._replace(title="Who is not heard")
    made, _ = proposed(toy, ref(toy, "harms", "place-refused"), WHY, shown, None, "")
    assert made is not None and list(made.files) == ["sources/who-is-2024.yaml"]
    assert put(toy_copy, made) == []
    assert made.title == "Add to: A place in the choir is refused"
    assert WHY in made.text and "Entry: A place in the choir is refused (`harms/place-refused`)" in made.text
    assert "- `knowledge_base/sources/who-is-2024.yaml`" in made.text


def test_a_second_source_of_the_same_name_and_year_gets_another_id(toy: KnowledgeBase) -> None:
    taken = next(iter(toy.sources.values()))
    first, year = taken.id.rpartition("-")[0] or taken.id, taken.id.rpartition("-")[2]
    shown = SHOWN._replace(title="Something", who=first.replace("-", " "), year=year if year.isdigit() else "2024")
    made, _ = proposed(toy, ref(toy, "harms", "place-refused"), WHY, shown, None, "")
    assert made is not None
    (name,) = made.files
    assert name.removeprefix("sources/").removesuffix(".yaml") not in toy.sources


def test_what_is_lacking_is_said_all_at_once(toy: KnowledgeBase) -> None:
    made, problems = proposed(
        toy,
        ref(toy, "affected_groups", "older-singers"),
        "",
        Evidence("", "see the paper", "last year", ""),
        Missing("bears", {"risk_factor": ""}, ""),
        "title: x",
    )
    assert made is None
    assert "\n".join(map(str, problems)) == LACKING.strip()


def test_what_the_check_would_refuse_is_said_before_anything_is_written(toy: KnowledgeBase) -> None:
    made, problems = proposed(toy, ref(toy, "harms", "place-refused"), WHY, SHOWN, None, "")
    assert made is None
    assert [str(problem) for problem in problems] == [f"sources/who-is-2024: {wording.SOURCE_TITLE}: {MARKUP}"]


def test_a_claim_that_does_not_go_with_the_entry_is_refused_in_the_words_of_the_check(
    toy: KnowledgeBase, toy_copy: Path
) -> None:
    text = (toy_copy / "objectives" / "pitch-kept.yaml").read_text("utf-8")
    values = given(CLAIMS["objectives"]["raises"], {"risk_factor": "few-deep-voices", "likelihood": "likely"})
    shown = SHOWN._replace(title="Who is not heard")
    made, problems = proposed(
        toy, ref(toy, "objectives", "pitch-kept"), WHY, shown, Missing("raises", values, WHY), text
    )
    assert made is None
    assert [str(problem) for problem in problems] == [
        "objectives/pitch-kept: harmless: The entry is marked harmless and raises risk factors. Remove one of the two."
    ]


def test_every_kind_of_claim_that_is_offered_has_its_words(network: Network) -> None:
    from questionnaire.wording import proposal as say

    assert {field for claims in CLAIMS.values() for field in claims} == set(say.CLAIMS)
    chosen = {name for claims in CLAIMS.values() for edge in claims.values() for name, _, _ in values_of(edge)}
    assert chosen == set(say.CHOICES)
    assert all(hasattr(network.knowledge, kind) for kind in CLAIMS)


@pytest.mark.parametrize("written", ["https://doi.org/%s", "doi: %s", "%s"])
def test_a_source_that_stands_already_is_cited_and_not_written_a_second_time(
    toy: KnowledgeBase, toy_copy: Path, written: str
) -> None:
    known = next(each for each in toy.sources.values() if each.DOI)
    text = (toy_copy / "deployments" / "choir-admission.yaml").read_text("utf-8")
    change = Missing("stakes", {"harms": ["wrong-part"], "severity": "serious"}, WHY)
    at = ref(toy, "deployments", "choir-admission")
    made, problems = proposed(toy, at, WHY, SHOWN._replace(address=written % known.DOI), change, text)
    assert made is not None, [str(each) for each in problems]
    assert list(made.files) == ["deployments/choir-admission.yaml"]
    data = yaml_text.read(made.files["deployments/choir-admission.yaml"], "", careful=False).data
    assert data["stakes"][-1]["sources"] == [known.id]
    assert put(toy_copy, made) == []
    alone, _ = proposed(toy, at, WHY, SHOWN._replace(address=written % known.DOI), None, "")
    assert alone is not None and alone.files == {} and f"The source stands already, as `{known.id}`." in alone.text

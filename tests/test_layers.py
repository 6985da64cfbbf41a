"""A layer upon a knowledge base adds and tightens; what it would replace or loosen is refused, word for word."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command import CHOIR

from questionnaire.answers import reading
from questionnaire.assessment.assess import assess
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge import loader
from questionnaire.upkeep import cases
from questionnaire.walk.network import Network

ABOUT = 'name: City choir\nversion: "3"\n'
BASE_TRIGGERS = """\
reviewers: [{id: teacher, title: A teacher}]
in_place: [{id: asked, title: Singers were asked., check: by_hand}]
levels:
  - {level: high, because: It is grave., reviewers: [teacher], decisions: [refused, approved_with_conditions],
     again_after_months: 6}
"""


@pytest.fixture
def base(toy_copy: Path) -> Path:
    (toy_copy / "triggers.yaml").write_text(BASE_TRIGGERS, "utf-8")
    return toy_copy


@pytest.fixture
def layer(tmp_path: Path) -> Callable[..., Path]:
    """Makes a layer of some files, by name."""

    def made(name: str = "city", about: str = ABOUT, **_: str) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "about.yaml").write_text(about, "utf-8")
        return folder

    return made


def put(folder: Path, name: str, text: str) -> Path:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder


def wrong(*folders: Path) -> list[str]:
    """What is wrong with the layers, with the folder of the tests left out of the names of files."""
    above = str(folders[0].parent)
    with pytest.raises(ProblemsFound) as found:
        loader.load(folders, cache=None)
    return [str(each).replace(f"{above}/", "") for each in found.value.problems]


EXTENSION = """\
extends: choir-admission
stakes:
  - harms: [wrong-part]
    severity: serious
    because: In the city choir a wrong part costs the place.
    sources: [second-study]
"""


NOT_A_LAYERS = (
    "city/{}: This is not read. A layer asks no new question, has no interview and renames none. Allowed here: "
    "about.yaml, affected_groups, cases, data_plans, deployments, forms, harms, lint.yaml, metrics, objectives, "
    "recommendations, regulations, risk_factors, sources, tasks, triggers.yaml, vocabulary.yaml. "
    "Rename, move or remove it."
)


# --- adding -----------------------------------------------------------------------------------------------------------


def test_a_layer_adds_entries_sources_and_cases(base: Path, layer) -> None:
    city = layer()
    put(
        city,
        "sources/city.yaml",
        (base / "sources/toy.yaml")
        .read_text("utf-8")
        .split("\n- id:")[0]
        .replace("id: study-of-voices", "id: city-study"),
    )
    put(city, "deployments/city-choir.yaml", (base / "deployments/choir-admission.yaml").read_text("utf-8"))
    put(city, "cases/city.yaml", Path(CHOIR).read_text("utf-8"))
    knowledge = loader.load((base, city), cache=None)
    assert "city-choir" in knowledge.deployments and "choir-admission" in knowledge.deployments
    assert {case.id for case in cases.load((base, city), knowledge)} > {"city", "village-choir"}


def test_a_layer_adds_edges_to_an_entry_that_stands_below_it_and_the_level_rises(base: Path, layer) -> None:
    city = put(layer(), "deployments/city-on-choirs.yaml", EXTENSION)
    answers = {}
    for name, folders in (("base", base), ("both", (base, city))):
        knowledge = loader.load(folders, cache=None)
        given = reading.read(Path(CHOIR).read_bytes(), "choir", knowledge)
        answers[name] = assess(Network(knowledge), given)
    wrong_part = [
        next(each for each in result.findings if each.harm == "wrong-part").severity.upper
        for result in answers.values()
    ]
    assert wrong_part == ["limited", "serious"]
    assert "city-on-choirs" not in loader.load((base, city), cache=None).deployments


def test_layers_stand_upon_one_another(base: Path, layer) -> None:
    first = put(layer("first", 'name: First\nversion: "1"\n'), "deployments/more.yaml", EXTENSION)
    second = put(
        layer("second", 'name: Second\nversion: "1"\n'),
        "deployments/more.yaml",
        EXTENSION.replace("serious", "critical"),
    )
    stakes = loader.load((base, first, second), cache=None).deployments["choir-admission"].stakes
    assert [stake.severity for stake in stakes] == ["serious", "limited", "serious", "critical"]


# --- reports ----------------------------------------------------------------------------------------------------------


def test_every_report_names_each_layer_with_version_and_digest(base: Path, layer, run, tmp_path: Path) -> None:
    city = put(layer(), "deployments/more.yaml", EXTENSION)
    alone, both = (loader.load(folders, cache=None) for folders in (base, (base, city)))
    named = f"toy.1 ({alone.digest[:12]}) + City choir 3 ("
    assert both.version.startswith(named) and both.digest != alone.digest
    for kind in ("md", "html", "json"):
        done = run("assess", CHOIR, "--kb", str(base), "--format", kind, "-o", "-", kb=city)
        assert done.status == 0, done.err
        assert named in done.out


def test_a_layer_that_changes_changes_the_digest_and_one_folder_alone_keeps_its_own(base: Path, layer) -> None:
    city = put(layer(), "deployments/more.yaml", EXTENSION)
    digests = {loader.load((base, city), cache=None).digest, loader.load((base,), cache=None).digest}
    put(city, "deployments/more.yaml", EXTENSION.replace("costs", "can cost"))
    digests.add(loader.load((base, city), cache=None).digest)
    assert len(digests) == 3 and loader.load(base, cache=None).digest in digests


def test_what_was_kept_of_layers_is_what_was_read(base: Path, layer, tmp_path: Path) -> None:
    city = put(layer(), "deployments/more.yaml", EXTENSION)
    folders, cache = (base, city), tmp_path / "cache"
    fresh = loader.load(folders, cache=None)
    assert loader.load(folders, cache=cache) == loader.load(folders, cache=cache) == fresh
    put(city, "deployments/more.yaml", EXTENSION.replace("serious", "critical"))
    assert loader.load(folders, cache=cache) == loader.load(folders, cache=None) != fresh


# --- what is refused --------------------------------------------------------------------------------------------------


def test_the_same_id_in_two_layers_names_both_files(base: Path, layer) -> None:
    city = put(layer(), "deployments/choir-admission.yaml", (base / "deployments/choir-admission.yaml").read_text())
    put(city, "sources/city.yaml", (base / "sources/toy.yaml").read_text("utf-8").split("\n- id:")[0] + "\n")
    assert wrong(base, city) == [
        (
            'city/deployments/choir-admission.yaml:1: The deployment "choir-admission" stands already in '
            "toy/deployments/choir-admission.yaml. A layer adds and replaces nothing: give this one another id, or "
            "write extends: choir-admission to add to that one."
        ),
        (
            'city/sources/city.yaml:1: first entry, id: The source "study-of-voices" stands already '
            "in toy/sources/toy.yaml. A "
            "layer adds and replaces nothing: give this one another id, or write extends: study-of-voices to add to "
            "that one."
        ),
    ]


def test_the_same_case_in_two_layers_names_both_files(base: Path, layer) -> None:
    city = put(layer(), "cases/village-choir.yaml", Path(CHOIR).read_text("utf-8"))
    with pytest.raises(ProblemsFound) as found:
        cases.load((base, city), loader.load((base, city), cache=None))
    (said,) = found.value.problems
    assert str(said).replace(f"{base.parent}/", "") == (
        'city/cases/village-choir.yaml: The case "village-choir" stands already in toy/cases/village-choir.yaml. A '
        "layer adds and replaces nothing: give this one another id, or write extends: village-choir to add to that one."
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "risk_factors/more.yaml",
            "extends: few-deep-voices\nruled_out_when: []\n",
            (
                "city/risk_factors/more.yaml:2: ruled_out_when: A file that extends an entry only adds to it, and "
                '"ruled_out_when" is not among what it may add. Allowed: leads_to, raises.'
            ),
        ),
        (
            "deployments/more.yaml",
            "extends: choir-admission\nstake: []\n",
            (
                'city/deployments/more.yaml:2: stake: A file that extends an entry only adds to it, and "stake" is not '
                'among what it may add. Did you mean "stakes"? Allowed: exposes, raises, stakes, stops.'
            ),
        ),
        (
            "recommendations/more.yaml",
            "extends: listen-to-everybody\nworks_on: []\n",
            (
                "city/recommendations/more.yaml:1: extends: A layer cannot add to a recommendation. Write a new one "
                "under an id of its own."
            ),
        ),
        (
            "deployments/more.yaml",
            EXTENSION.replace("choir-admission", "choir-admision"),
            (
                'city/deployments/more.yaml:1: extends: There is no deployment "choir-admision" to extend. Did you '
                'mean "choir-admission"? Allowed: birdsong-counting, choir-admission.'
            ),
        ),
        (
            "deployments/more.yaml",
            EXTENSION.replace("    severity: serious\n", ""),
            (
                'city/deployments/more.yaml:3: first of stakes: The field "severity" is missing. How '
                "severe each of these "
                "harms is here, a word of the scale."
            ),
        ),
        (
            "deployments/more.yaml",
            EXTENSION.replace("[wrong-part]", "[wrong-prat]"),
            (
                'city/deployments/more.yaml:3: third of stakes, harms: There is no harm "wrong-prat". Did you '
                'mean "wrong-part"? Allowed: the ids in toy/harms/. Correct it, or add the entry.'
            ),
        ),
        (
            "vocabulary.yaml",
            "level_table: [{likelihood: likely, severity: serious, level: moderate}]\n",
            (
                "city/vocabulary.yaml:1: first of level_table, level: likely × serious is high in "
                "the base, and moderate "
                "would be lower. A layer may only tighten. Write high or a higher level, or remove the row."
            ),
        ),
        (
            "vocabulary.yaml",
            "level_table: [{likelihood: often, severity: serious, level: high}]\n",
            (
                "city/vocabulary.yaml:1: first of level_table: often × serious is no pair of the "
                "level table. Use the words "
                "of the base's scales."
            ),
        ),
        (
            "vocabulary.yaml",
            "level_table: [{likelihood: likely, severity: serious}]\n",
            'city/vocabulary.yaml:1: first of level_table: The field "level" is missing.',
        ),
        (
            "vocabulary.yaml",
            "levels: []\nlevel_table: []\n",
            (
                "city/vocabulary.yaml:1: levels: A layer may only raise levels: its vocabulary holds rows of "
                "level_table and nothing else. Remove this field."
            ),
        ),
        (
            "triggers.yaml",
            "levels: [{level: high, because: Ours., decisions: [approved, refused]}]\n",
            (
                "city/triggers.yaml:1: first of levels, decisions: This would allow approved at "
                "high, which the base does "
                "not. A layer may only tighten. Remove it."
            ),
        ),
        (
            "triggers.yaml",
            "levels: [{level: high, because: Ours., again_after_months: 24}]\n",
            (
                "city/triggers.yaml:1: first of levels, again_after_months: 24 months is later than "
                "the 6 of the base. A "
                "layer may only tighten. Write 6 or less."
            ),
        ),
        (
            "triggers.yaml",
            "reviewers: [{id: teacher, title: Nobody in particular}]\n",
            (
                'city/triggers.yaml:1: first of reviewers, id: "teacher" stands already below this '
                "layer and says something "
                "else. Give this one another id."
            ),
        ),
        (
            "about.yaml",
            'name: "<b>"\nversion: "1"\n',
            (
                "city/about.yaml:1: name: A layer needs a name, which every report says: up to 40 letters, digits, "
                "blanks and hyphens. Write: name: Our choir"
            ),
        ),
        (
            "interview.yaml",
            "sections: []\n",
            NOT_A_LAYERS.format("interview.yaml"),
        ),
        (
            "questions/mine.yaml",
            "asks: What?\n",
            NOT_A_LAYERS.format("questions"),
        ),
        ("renames.yaml", "renames: []\n", NOT_A_LAYERS.format("renames.yaml")),
    ],
)
def test_what_a_layer_may_not_say_is_refused_where_it_stands(
    base: Path, layer, name: str, text: str, said: str
) -> None:
    assert wrong(base, put(layer(), name, text)) == [said]


def test_a_layer_without_a_file_about_it_is_none(base: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert wrong(base, tmp_path / "empty") == ["empty/about.yaml: This file is missing. A knowledge base needs it."]


# --- tightening -------------------------------------------------------------------------------------------------------


def test_a_layer_raises_a_level_of_the_table(base: Path, layer) -> None:
    city = put(layer(), "vocabulary.yaml", "level_table: [{likelihood: plausible, severity: serious, level: high}]\n")
    table = {
        (row.likelihood, row.severity): row.level
        for row in loader.load((base, city), cache=None).vocabulary.level_table
    }
    assert table["plausible", "serious"] == "high" and table["plausible", "critical"] == "high"


def test_a_raised_level_still_has_to_rise_with_both_scales(base: Path, layer) -> None:
    city = put(layer(), "vocabulary.yaml", "level_table: [{likelihood: unlikely, severity: limited, level: high}]\n")
    (first, *_) = wrong(base, city)
    assert "A level never falls while likelihood or severity rises." in first


def test_what_levels_trigger_adds_up_and_the_stricter_counts(base: Path, layer) -> None:
    city = put(
        layer(),
        "triggers.yaml",
        "reviewers: [{id: council, title: The city council}]\n"
        "levels:\n"
        "  - {level: high, because: The city decides., reviewers: [council], in_place: [asked], decisions: [refused],\n"
        "     again_after_months: 3}\n"
        "  - {level: low, because: We look twice., reviewers: [teacher]}\n",
    )
    triggers = loader.load((base, city), cache=None).triggers
    high, low = triggers.of("high"), triggers.of("low")
    assert (high.reviewers, high.in_place, high.decisions) == (("teacher", "council"), ("asked",), ("refused",))
    assert (high.again_after_months, low.again_after_months) == (3, 12)
    assert high.because == "It is grave. The city decides."
    assert low.reviewers == ("teacher",)


def test_a_row_that_says_nothing_of_decisions_and_months_leaves_them_as_they_are(base: Path, layer) -> None:
    city = put(layer(), "triggers.yaml", "levels: [{level: high, because: Ours., in_place: [asked]}]\n")
    high = loader.load((base, city), cache=None).triggers.of("high")
    assert (high.decisions, high.again_after_months) == (("approved_with_conditions", "refused"), 6) or (
        set(high.decisions),
        high.again_after_months,
    ) == ({"approved_with_conditions", "refused"}, 6)


# --- commands ---------------------------------------------------------------------------------------------------------


def test_the_check_of_layers_names_their_files(base: Path, layer, run) -> None:
    city = put(layer(), "deployments/more.yaml", EXTENSION.replace("second-study", "second-studdy"))
    done = run("kb", "check", "--kb", str(base), kb=city)
    assert done.status == 1
    assert (
        done.out.splitlines()[0]
        .replace(f"{base.parent}/", "")
        .startswith('city/deployments/more.yaml:3: third of stakes, sources: There is no source "second-studdy".')
        or "city/deployments/more.yaml" in done.out
    )


def test_a_new_entry_goes_into_the_last_layer(base: Path, layer, run) -> None:
    city = layer()
    done = run("kb", "new", "deployment", "night-choir", "--kb", str(base), kb=city)
    assert done.status == 0 and (city / "deployments/night-choir.yaml").is_file()
    assert not (base / "deployments/night-choir.yaml").exists()


def test_the_app_takes_layers_from_its_environment(
    open_app, base: Path, layer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    city = layer()
    text = (base / "deployments/choir-admission.yaml").read_text("utf-8").replace("Admission to a", "The city")
    put(city, "deployments/city-choir.yaml", text)
    monkeypatch.setenv("RISKWALK_KB", os.pathsep.join((str(base), str(city))))
    app = open_app(entry="deployment.city-choir")
    assert app.title[0].value == "The city choir"


def test_the_base_alone_gives_the_reports_that_it_gave(toy_folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(toy_folder, tmp_path / "copy"))
    assert loader.load((copy,), cache=None) == loader.load(toy_folder, cache=None)


# --- remarks before a review ------------------------------------------------------------------------------------------

RULE = """\
rules:
  - id: {}
    kind: gap
    when: {{all_of: [{{people: "yes"}}]}}
    because: In the city choir no machine decides without the choirmaster.
    do: Say in a note when the choirmaster was asked.
    settled_by: [{}]
"""


def test_a_layer_adds_remarks_behind_those_of_the_base(base: Path, layer, run) -> None:
    put(base, "lint.yaml", RULE.format("of-the-base", "who-decides"))
    city = put(layer(), "lint.yaml", RULE.format("of-the-city", "who-decides"))
    knowledge = loader.load((base, city), cache=None)
    assert [rule.id for rule in knowledge.lint.rules] == ["of-the-base", "of-the-city"]
    given = reading.read(Path(CHOIR).read_bytes(), "choir", knowledge)
    assert "of-the-city" in {remark.rule for remark in assess(Network(knowledge), given).lint}
    done = run("lint", CHOIR, "--kb", str(base), kb=city)
    assert "In the city choir no machine decides without the choirmaster." in done.out


def test_a_remark_of_a_layer_under_an_id_that_stands_already_is_named_with_both_files(base: Path, layer) -> None:
    put(base, "lint.yaml", RULE.format("the-same", "who-decides"))
    city = put(layer(), "lint.yaml", RULE.format("the-same", "who-decides"))
    (said,) = wrong(base, city)
    assert said.startswith('city/lint.yaml:2: first of rules, id: The rule "the-same" ')
    assert "toy/lint.yaml" in said


def test_a_mistake_in_a_layer_s_remark_is_named_in_the_layer_s_file(base: Path, layer) -> None:
    put(base, "lint.yaml", RULE.format("of-the-base", "who-decides"))
    city = put(layer(), "lint.yaml", RULE.format("of-the-city", "who-decide"))
    (said,) = wrong(base, city)
    assert said.startswith(
        'city/lint.yaml:7: second of rules, first of settled_by: No section lists a question "who-decide".'
    )

"""`kb diff`: what a change of the knowledge base does to assessments, traced to the entries that changed."""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from questionnaire.assessment.assess import assess
from questionnaire.files import yaml_text
from questionnaire.knowledge import contents, loader
from questionnaire.upkeep import cases, diff, diff_told, reach
from questionnaire.walk.network import Network

GUARD = "  - risk_factor: last-choir-as-measure\n"


def differing(before: Path, after: Path, **how) -> diff.Diff:
    return diff.diff(before, after, diff.items(before, after), **how)


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def closed(changed):
    """The toy knowledge base with one guard tightened: last year's choir is the measure only where nobody sings."""
    return changed(
        "objectives/likeness-to-last-choir.yaml", GUARD, f'{GUARD}    when: {{all_of: [{{people: "no"}}]}}\n'
    )


def test_nothing_differs_from_itself(toy_folder, run):
    found = differing(toy_folder, toy_folder)
    assert (found.assessments, found.entries, found.for_whom, found.unchanged) == ((), (), (), 2)
    assert run("kb", "diff", str(toy_folder)).out == "Nothing differs between the two states of the knowledge base.\n"


def test_a_tightened_guard_names_exactly_the_cases_that_move(toy_folder, closed):
    found = differing(toy_folder, closed)
    assert [each.name for each in found.assessments] == ["village-choir"]
    assert found.entries == (
        diff.EntryDiffers("objectives", "likeness-to-last-choir", "changed", ("raises[0].when.all_of",)),
    )
    (case,) = found.assessments
    assert {each.how for each in case.findings} <= {"lost", "moved"}
    assert all(each.causes == ("objectives/likeness-to-last-choir",) for each in case.findings)
    assert "last-choir-as-measure--place-refused" in {each.id for each in case.findings if each.how == "lost"}


def test_whom_it_concerns_stands_first(toy_folder, closed):
    found = differing(toy_folder, closed)
    assert [row.id for row in found.for_whom] == ["older-singers"]
    said = diff_told.text(found)
    assert said.index("For whom") < said.index("Verdicts") < said.index("Assessment by assessment")
    assert said.startswith("1 entry differs; 1 of 2 assessments changes.\n\nFor whom\n  ")


def test_as_markdown_and_as_json(toy_folder, closed, run):
    marked = run("kb", "diff", str(toy_folder), "--format", "md", kb=closed).out
    assert marked.startswith("## 1 entry differs; 1 of 2 assessments changes.\n\n### For whom\n\n- ")
    assert "\n#### village-choir: " in marked
    plain = json.loads(run("kb", "diff", str(toy_folder), "--format", "json", kb=closed).out)
    assert plain["format"] == "riskwalk-diff/1"
    assert next(iter(plain)) == "format"
    assert list(plain).index("for_whom") < list(plain).index("assessments")


def test_an_entry_that_is_new_or_gone_is_traced_too(toy_folder, toy_copy):
    (toy_copy / "recommendations" / "listen-to-everybody.yaml").unlink()
    found = diff.entries_that_differ(*(_raw(folder) for folder in (toy_folder, toy_copy)))
    assert found == (diff.EntryDiffers("recommendations", "listen-to-everybody", "gone", ()),)
    (turned,) = diff.entries_that_differ(*(_raw(folder) for folder in (toy_copy, toy_folder)))
    assert turned.how == "new"


def _raw(folder: Path):
    return loader.inspect(folder).knowledge


def test_the_state_that_git_keeps(run, toy_copy):
    git(toy_copy.parent, "init", "-q")
    git(toy_copy.parent, "add", "-A")
    git(toy_copy.parent, "commit", "-q", "-m", "as it was")
    file = toy_copy / "objectives" / "likeness-to-last-choir.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace(GUARD, f'{GUARD}    when: {{all_of: [{{people: "no"}}]}}\n'), encoding="utf-8")
    said = run("kb", "diff", "HEAD", kb=toy_copy)
    assert said.status == 0
    assert said.out.startswith("1 entry differs; 1 of 2 assessments changes.\n")
    assert "objectives/likeness-to-last-choir (changed: first of raises, when.all_of): 1 assessment\n" in said.out


@pytest.mark.parametrize("name", ["no-such-branch", "--output=x", "HEAD~99"])
def test_a_base_that_is_none_is_said_in_a_sentence(run, toy_copy, name):
    git(toy_copy.parent, "init", "-q")
    said = run("kb", "diff", "--", name, kb=None) if name.startswith("-") else run("kb", "diff", name, kb=toy_copy)
    assert said.status == 2
    assert said.out == ""
    assert f'"{name}" is no folder and nothing that git can read here (' in said.err


def test_a_base_that_this_version_cannot_read_is_said_in_a_sentence(run, toy_folder, toy_copy):
    (toy_copy / "tasks" / "voice-sorting.yaml").write_text("title: [\n", encoding="utf-8")
    said = run("kb", "diff", str(toy_copy))
    assert said.status == 2
    assert "cannot be read by this version: " in said.err


def test_an_assessment_that_only_one_side_can_read_is_listed_apart(toy_folder, toy_copy):
    file = toy_copy / "questions" / "people.yaml"
    file.write_text(file.read_text("utf-8") + "  - id: perhaps\n    label: Perhaps\n", encoding="utf-8")
    case = toy_copy / "cases" / "village-choir.yaml"
    text = case.read_text("utf-8")
    answered = text.replace('people: "yes"', "people: perhaps").replace("people: yes", "people: perhaps")
    assert answered != text
    case.write_text(answered, encoding="utf-8")
    found = differing(toy_folder, toy_copy)
    (apart,) = [each for each in found.assessments if each.cannot]
    assert apart.name == "village-choir"
    assert apart.cannot.startswith("before: village-choir:")
    assert "Not to be compared\n  village-choir, before: " in diff_told.text(found)


def test_further_answers_are_walked_under_their_file_s_name(run, toy_folder, closed, tmp_path):
    given = tmp_path / "answers"
    given.mkdir()
    shutil.copy(toy_folder / "cases" / "village-choir.yaml", given / "ours.yaml")
    said = run("kb", "diff", str(toy_folder), str(given), kb=closed)
    assert "2 of 3 assessments change." in said.out
    assert f"{given}/ours.yaml: " in said.out
    missing = run("kb", "diff", str(toy_folder), "nothing-here", kb=closed)
    assert missing.err.endswith(
        'there is no file and no folder "nothing-here". Name answers files, or folders of them.\n'
    )


def test_any_executor_gives_the_same(toy_folder, closed):
    given = diff.items(toy_folder, closed) * 15
    done = []
    with ProcessPoolExecutor(2) as executor:
        spread = diff.diff(toy_folder, closed, given, executor, done.append)
    assert spread == diff.diff(toy_folder, closed, given)
    assert done[-1] == len(given)


def test_a_dask_cluster_gives_the_same(toy_folder, closed):
    distributed = pytest.importorskip(
        "distributed", reason="distributed is not installed: python3 -m pip install distributed"
    )
    given = diff.items(toy_folder, closed) * 15
    done: list[int] = []
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        spread = diff.diff(toy_folder, closed, given, executor, done.append)
    assert spread == diff.diff(toy_folder, closed, given)
    assert done[-1] == len(given)


# --- on the real knowledge base ---------------------------------------------------------------------------------------


def test_a_group_that_is_removed_from_many_uses_is_shown_case_by_case(tmp_path):
    """The last group that each use exposes is taken away: exactly those cases are named whose assessment differs."""
    after = Path(shutil.copytree(loader.DEFAULT_FOLDER, tmp_path / "after"))
    removed = {}
    for file in sorted((after / "deployments").glob("*.yaml")):
        data = yaml_text.read(file.read_text("utf-8"), file.name, careful=False).data
        if data.get("exposes"):
            removed[file.stem] = data["exposes"].pop()["group"]
            file.write_text(yaml_text.write({key: value for key, value in data.items() if value}), encoding="utf-8")
    before = loader.DEFAULT_FOLDER
    found = differing(before, after)
    networks = diff.network_of(before), diff.network_of(after)
    moved = [
        case.id
        for case in cases.load(before, networks[0].knowledge)
        if _on_whom(networks[0], case) != _on_whom(networks[1], case)
    ]
    assert len(removed) > 20
    assert moved
    assert [each.name for each in found.assessments] == moved
    assert {entry.id for entry in found.entries} == set(removed)
    for case in found.assessments:
        for finding in case.findings:
            (cause,) = finding.causes
            assert finding.groups_lost == (removed[cause.removeprefix("deployments/")],)


def test_the_group_that_stands_in_most_uses_is_removed_from_all_and_shown_case_by_case(tmp_path):
    """What puts it there is the evidence that stands at the group, and the deployments that name it."""
    before = loader.DEFAULT_FOLDER
    uses = reach.Uses(diff.network_of(before))
    knowledge = uses.knowledge
    named = {
        group: {key for key, use in knowledge.deployments.items() if _names(use, group)}
        for group in knowledge.affected_groups
    }
    stands = {group: named[group] | set(uses.exposing(group)) for group in named}
    group = max(stands, key=lambda key: (len(stands[key]), len(named[key]), key))
    assert len(stands[group]) >= 57 and named[group]
    after = Path(shutil.copytree(before, tmp_path / "after"))
    for file in (
        after / "affected_groups" / f"{group}.yaml",
        *(after / f"deployments/{key}.yaml" for key in named[group]),
    ):
        data = yaml_text.read(file.read_text("utf-8"), file.name, careful=False).data
        data.pop("exposed", None)
        file.write_text(yaml_text.write(_without(data, group)), encoding="utf-8")
    found = differing(before, after)
    networks = diff.network_of(before), diff.network_of(after)
    assert not any(_names(use, group) for use in networks[1].knowledge.deployments.values())
    moved, lost = [], {}
    for case in cases.load(before, knowledge):
        on_whom = [_on_whom(network, case) for network in networks]
        if on_whom[0] != on_whom[1]:
            moved.append(case.id)
            left = {row[0] for row in on_whom[1] if group in row[2]}
            lost[case.id] = {row[0] for row in on_whom[0] if group in row[2]} - left
    assert [each.name for each in found.assessments] == moved
    assert len(moved) > 30 and all(lost.values()), "in each of them it is the group that is gone"
    for each in found.assessments:
        assert lost[each.name] <= {finding.id for finding in each.findings if group in finding.groups_lost}
        assert each.causes
    assert {f"{entry.kind}/{entry.id}" for entry in found.entries} == {
        f"affected_groups/{group}",
        *(f"deployments/{key}" for key in named[group]),
    }
    told = diff_told.text(found)
    assert all(name in told for name in moved)


def _names(use: object, group: str) -> bool:
    return any(
        path[-1] in ("group", "groups") and group in (value if isinstance(value, tuple) else (value,))
        for path, value, _ in contents.values(use)
    )


def _without(data: object, group: str) -> object:
    """The data of a file without the group: no row for it, and no list that names it."""
    if isinstance(data, list):
        return [_without(each, group) for each in data if not (isinstance(each, dict) and each.get("group") == group)]
    if isinstance(data, dict):
        kept = {
            key: [each for each in value if each != group] if key == "groups" else _without(value, group)
            for key, value in data.items()
        }
        return {key: value for key, value in kept.items() if value or not data[key]}
    return data


def _on_whom(network: Network, case: cases.Case) -> list:
    found = assess(network, case.answers).findings
    return [(each.id, each.level, [group.id for group in each.groups]) for each in found]

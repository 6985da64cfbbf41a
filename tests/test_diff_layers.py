"""What a change of a base or of a layer upon it does to assessments, each told by the layer that it was made in."""

# ruff: noqa: F811 - fixtures by their names
from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from test_layers import EXTENSION, base, layer, put  # noqa: F401 - fixtures by their names

from questionnaire.upkeep import diff, diff_told

GUARD = "  - risk_factor: last-choir-as-measure\n"
CLOSED = f'{GUARD}    when: {{all_of: [{{people: "no"}}]}}\n'
OBJECTIVE = "objectives/likeness-to-last-choir.yaml"


def copied(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(folder, folder.parent / name))


def edit(folder: Path, name: str, old: str, new: str) -> Path:
    text = (folder / name).read_text("utf-8")
    assert old in text
    return put(folder, name, text.replace(old, new))


def test_a_diff_says_which_layer_changed_what(base: Path, layer, run) -> None:
    city = put(layer(), "deployments/more.yaml", EXTENSION)
    was = edit(copied(city, "city-was"), "deployments/more.yaml", "serious", "limited")
    done = run("kb", "diff", str(was), "--kb", str(base), kb=city)
    assert done.status == 0, done.err
    assert done.out.startswith("1 entry differs; 1 of 2 assessments changes.\n")
    assert "\nBy layer\n  City choir: 1 entry, 1 assessment\n" in done.out
    assert "[deployments/choir-admission (City choir)]" in done.out
    assert (
        "\n  deployments/choir-admission (City choir) (changed: third of stakes, severity): 1 assessment\n" in done.out
    )


def test_where_base_and_layer_change_each_is_named_with_what_it_changed(base: Path, layer) -> None:
    city = put(layer(), "deployments/more.yaml", EXTENSION)
    city_was = edit(copied(city, "city-was"), "deployments/more.yaml", "serious", "limited")
    base_was = edit(copied(base, "base-was"), OBJECTIVE, GUARD, CLOSED)
    sides = (base_was, city_was), (base, city)
    found = diff.diff(*sides, diff.items(*sides))
    assert {entry.id: entry.layers for entry in found.entries} == {
        "likeness-to-last-choir": ("the base",),
        "choir-admission": ("City choir",),
    }
    said = diff_told.text(found)
    assert "By layer\n  the base: 1 entry, 1 assessment\n  City choir: 1 entry, 1 assessment\n" in said
    (moved,) = [line for line in said.splitlines() if line.strip().startswith("~ ‘Few deep voices in the recordings →")]
    assert "deployments/choir-admission (City choir)" in moved
    assert found.after.version.startswith("toy.1 (") and ") + City choir 3 (" in found.after.version


def test_what_the_layers_do_is_shown_beside_the_base_alone(base: Path, layer, run) -> None:
    city = put(layer(), "deployments/more.yaml", EXTENSION)
    done = run("kb", "diff", str(base), "--without-layers", "--kb", str(base), kb=city)
    assert done.status == 0, done.err
    assert "deployments/choir-admission (City choir) (changed: third of stakes, " in done.out
    same = run("kb", "diff", str(base), "--kb", str(base), kb=city)
    assert same.out == "Nothing differs between the two states of the knowledge base.\n"


def test_a_layer_that_git_does_not_keep_is_taken_as_it_is(base: Path, layer, run) -> None:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "as it was")):
        subprocess.run(["git", *who, *words], cwd=base, check=True, capture_output=True)
    city = put(layer(), "deployments/more.yaml", EXTENSION)
    edit(base, OBJECTIVE, GUARD, CLOSED)
    done = run("kb", "diff", "HEAD", "--kb", str(base), kb=city)
    assert "City choir is taken as it is on both sides: git keeps no HEAD of it.\n" in done.err
    assert "By layer\n  the base: 1 entry, 1 assessment\n" in done.out
    assert "City choir:" not in done.out
    nowhere = run("kb", "diff", "no-such-branch", "--kb", str(base), kb=city)
    assert nowhere.status == 2 and '"no-such-branch" is no folder and nothing that git can read here' in nowhere.err


def test_one_folder_alone_names_no_layer_in_a_diff(base: Path, run) -> None:
    was = edit(copied(base, "was"), OBJECTIVE, GUARD, CLOSED)
    plain = json.loads(run("kb", "diff", str(was), "--format", "json", kb=base).out)
    assert [list(entry) for entry in plain["entries"]] == [["kind", "id", "how", "fields"]]
    assert "By layer" not in run("kb", "diff", str(was), kb=base).out

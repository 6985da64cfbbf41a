"""What runs for a pull request and every week: the steps of the workflows, run here as they stand in the files."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from questionnaire.knowledge.base import KINDS
from questionnaire.upkeep import annotations

ROOT = Path(__file__).resolve().parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
RUN_PY = f"""\
import os, sys
os.environ["PYTHONPATH"] = {str(ROOT)!r}
words = [{sys.executable!r}, "-m", "questionnaire", *sys.argv[1:], "--kb", "knowledge_base"]
os.execv({sys.executable!r}, words)
"""
GH = """\
#!/bin/sh
echo "$@" >> "$GH_CALLS"
"""


def workflow(name: str) -> dict:
    return yaml.safe_load((GITHUB / "workflows" / f"{name}.yml").read_text("utf-8"))


def steps(name: str) -> list[dict]:
    (job,) = workflow(name)["jobs"].values()
    return [step for step in job["steps"] if "run" in step]


@pytest.fixture
def clone(tmp_path, toy_folder):
    """A clone in which a branch changes the toy knowledge base, and a place for what the steps write."""
    folder = tmp_path / "clone"
    shutil.copytree(toy_folder, folder / "knowledge_base")
    (folder / "run.py").write_text(RUN_PY, encoding="utf-8")
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "gh").write_text(GH, encoding="utf-8")
    (tools / "gh").chmod(0o755)
    git(folder, "init", "-q", "-b", "main")
    run(folder, "python3 run.py kb schema")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "as it was")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(folder, "switch", "-q", "-c", "branch")
    return folder


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def run(folder: Path, script: str, **more: str) -> subprocess.CompletedProcess:
    """A step as a runner runs it."""
    place = folder.parent
    (place / "python3").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    (place / "python3").chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{place}:{place / 'tools'}:{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(place / "summary.md"),
        "GITHUB_OUTPUT": str(place / "output"),
        "GH_CALLS": str(place / "calls"),
        **more,
    }
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_pull_request_runs_from_the_first_step_to_the_last(clone):
    file = clone / "knowledge_base" / "deployments" / "choir-admission.yaml"
    file.write_text(file.read_text("utf-8").replace("severity: serious", "severity: critical"), encoding="utf-8")
    git(clone, "commit", "-q", "-a", "-m", "more severe")
    for step in steps("knowledge"):
        done = run(clone, step["run"], BASE="main")
        assert done.returncode == 0, (step, done.stdout, done.stderr)
    summary = (clone.parent / "summary.md").read_text("utf-8")
    assert summary.startswith("## 1 entry differs; ")
    assert "deployments/choir-admission (changed: first of stakes, severity)" in summary
    assert json.loads((clone / "kb-diff.json").read_text("utf-8"))["format"] == "riskwalk-diff/1"
    assert (clone / "kb-diff.md").read_text("utf-8") == summary


def test_a_mistake_is_shown_at_its_line_and_fails_the_step(clone):
    file = clone / "knowledge_base" / "deployments" / "choir-admission.yaml"
    file.write_text(file.read_text("utf-8").replace("severity: serious", "severity: seriuos"), encoding="utf-8")
    done = run(clone, steps("knowledge")[0]["run"])
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == (
        "::error file=knowledge_base/deployments/choir-admission.yaml,line=6,title=To mend::first of stakes, severity: "
        '"seriuos" is not a word of severities in vocabulary.yaml. Did you mean "serious"? '
        "Allowed: none, limited, substantial, serious, critical."
    )


def test_schemas_that_are_not_current_fail_their_step(clone):
    file = clone / "knowledge_base" / "schema" / "harms.schema.json"
    file.write_text(file.read_text("utf-8").replace("title", "tilte", 1), encoding="utf-8")
    git(clone, "commit", "-q", "-a", "-m", "edited by hand")
    (step,) = (step for step in steps("knowledge") if "kb schema" in step["run"])
    assert run(clone, step["run"]).returncode == 1


def test_links_that_do_not_answer_become_an_issue(clone):
    """No link of the toy leads to the network outside, so none is asked."""
    sources = clone / "knowledge_base" / "sources" / "toy.yaml"
    text = re.sub(r"(?m)^(\s+)DOI: .*$", r"\1URL: http://127.0.0.1:9/", sources.read_text("utf-8"))
    sources.write_text(re.sub(r"URL: .*", "URL: http://127.0.0.1:9/", text), encoding="utf-8")
    ask, say = steps("links")
    done = run(clone, ask["run"])
    assert done.returncode == 0, done.stderr
    output = (clone.parent / "output").read_text("utf-8")
    assert output == "wrong=1\n"
    assert say["if"] == "steps.ask.outputs.wrong == '1'"
    assert run(clone, say["run"]).returncode == 0
    assert (clone.parent / "calls").read_text("utf-8").splitlines()[-1] == (
        "issue create --title Links of sources to look at --body-file links.md"
    )
    assert "which is no host of the public network" in (clone / "links.md").read_text("utf-8")


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_may_do_no_more_than_it_needs_and_ends(file):
    found = yaml.safe_load(file.read_text("utf-8"))
    assert found["permissions"]["contents"] == "read"
    assert set(found["permissions"]) <= {"contents", "issues"}
    for job in found["jobs"].values():
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "what others wrote does not become part of a script"


def test_every_command_of_a_workflow_is_run_here():
    known = {"knowledge", "links", "check"}
    assert {file.stem for file in WORKFLOWS} == known
    assert [step["run"] for step in steps("check")] == [".ci/run"]


def test_every_folder_of_the_knowledge_base_has_its_people():
    rows = [line.split() for line in (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines() if line.startswith("/")]
    patterns = [row[0] for row in rows]
    assert all(row[1:] and all(owner.startswith("@") for owner in row[1:]) for row in rows)
    assert {f"/knowledge_base/{kind}/" for kind in KINDS} <= set(patterns)
    assert not [pattern for pattern in patterns if not list(ROOT.glob(pattern.strip("/")))], "nothing there any more"


@pytest.mark.parametrize("file", sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda file: file.stem)
def test_an_issue_form_is_one(file):
    form = yaml.safe_load(file.read_text("utf-8"))
    if file.stem == "config":
        assert form == {"blank_issues_enabled": True}
        return
    assert form["name"] and form["description"]
    assert any(part.get("validations", {}).get("required") for part in form["body"])
    assert len({part["id"] for part in form["body"]}) == len(form["body"])


# --- formats ----------------------------------------------------------------------------------------------------------


def test_a_check_for_other_tools(run, toy_copy):
    file = toy_copy / "harms" / "wrong-part.yaml"
    file.write_text(file.read_text("utf-8").replace("kind: ", "kind: un"), encoding="utf-8")
    (row,) = json.loads(run("kb", "check", "--format", "json", kb=toy_copy).out)["problems"]
    assert (row["file"], row["field"], row["advice"]) == ("toy/harms/wrong-part.yaml", "kind", False)
    log = json.loads(run("kb", "check", "--format", "sarif", kb=toy_copy).out)
    (result,) = log["runs"][0]["results"]
    assert log["version"] == "2.1.0"
    assert result["level"] == "error"
    assert result["ruleId"] in {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "toy/harms/wrong-part.yaml"}, "region": {"startLine": row["line"]}}


def test_people_read_a_place_that_counts_from_one_and_tools_have_the_path_beside_it(run, toy_copy):
    file = toy_copy / "tasks" / "voice-sorting.yaml"
    file.write_text(file.read_text("utf-8").replace("likelihood: likely", "likelihood: lkely"), encoding="utf-8")
    (row,) = json.loads(run("kb", "check", "--format", "json", kb=toy_copy).out)["problems"]
    assert (row["field"], row["place"]) == ("raises[0].likelihood", "first of raises, likelihood")
    (result,) = json.loads(run("kb", "check", "--format", "sarif", kb=toy_copy).out)["runs"][0]["results"]
    assert result["message"]["text"].startswith('first of raises, likelihood: "lkely" is not a word')
    (where,) = result["locations"]
    assert where["logicalLocations"] == [{"fullyQualifiedName": "raises[0].likelihood"}]
    assert '::first of raises, likelihood: "lkely"' in run("kb", "check", "--format", "github", kb=toy_copy).out


def test_what_would_end_an_annotation_is_escaped():
    odd = annotations.Problem("a,b:c.yaml", 0, "", "100 %\nsure", advice=True)
    assert annotations.github([odd]) == "::notice file=a%2Cb%3Ac.yaml,title=To consider::100 %25%0Asure\n"

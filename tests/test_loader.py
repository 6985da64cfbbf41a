"""A folder to records: everything or nothing, and what has not changed is not parsed again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from questionnaire.files import yaml_text
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge import cache as cache_
from questionnaire.knowledge import checks, loader
from questionnaire.knowledge.entries import Condition


@pytest.fixture
def cache(tmp_path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def parsed(monkeypatch) -> list[str]:
    """The names of the files that are parsed from here on."""
    names: list[str] = []
    gather = yaml_text.gather
    monkeypatch.setattr(yaml_text, "gather", lambda text, name, **how: names.append(name) or gather(text, name, **how))
    return names


def said(folder: Path, **how) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        loader.load(folder, **how)
    return [str(problem).removeprefix(f"{folder}/") for problem in found.value.problems]


def test_a_file_is_an_entry_and_its_name_the_id(toy):
    assert sorted(toy.risk_factors) == ["few-deep-voices", "last-choir-as-measure"]
    factor = toy.risk_factors["few-deep-voices"]
    assert factor.id == "few-deep-voices"
    assert factor.ruled_out_when[0].when == Condition(all_of=({"people": "no"},))
    assert [option.id for option in toy.questions["people"].options] == ["yes", "no"]
    assert toy.sources["study-of-voices"].address == "https://doi.org/10.1234/voices"
    assert toy.version == "toy.1"


def test_records_are_frozen(toy):
    with pytest.raises(AttributeError):
        toy.harms["wrong-part"].title = "x"


def test_the_digest_follows_content_and_nothing_else(toy, toy_copy):
    assert loader.load(toy_copy, cache=None).digest == toy.digest
    file = toy_copy / "harms" / "wrong-part.yaml"
    file.write_text(file.read_text() + "# a remark\n")
    assert loader.load(toy_copy, cache=None).digest != toy.digest


def test_the_order_of_files_does_not_matter(toy, toy_copy, monkeypatch):
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda folder: sorted(listed(folder), reverse=True))
    assert loader.load(toy_copy, cache=None) == toy


def test_the_real_knowledge_base_has_no_problem():
    assert [problem for problem in loader.check() if not problem.advice] == []


# --- the folder -------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there(tmp_path):
    assert said(tmp_path / "nowhere")[0].endswith(
        "nowhere: There is no such folder. Name a folder with a knowledge base."
    )


@pytest.mark.parametrize("name", ["vocabulary.yaml", "interview.yaml", "about.yaml"])
def test_a_file_that_every_knowledge_base_needs(toy_copy, name):
    (toy_copy / name).unlink()
    assert said(toy_copy, cache=None) == [f"{name}: This file is missing. A knowledge base needs it."]


def test_an_empty_folder(tmp_path):
    assert len(said(tmp_path, cache=None)) == 3


def test_a_folder_where_a_file_is_due(toy_copy):
    (toy_copy / "about.yaml").unlink()
    (toy_copy / "about.yaml").mkdir()
    assert said(toy_copy, cache=None) == [
        "about.yaml: This file cannot be read (Is a directory). Make it readable, or replace it."
    ]


def test_a_link_that_leads_nowhere(toy_copy):
    (toy_copy / "harms" / "lost.yaml").symlink_to("nowhere.yaml")
    assert said(toy_copy, cache=None) == [
        "harms/lost.yaml: This file cannot be read (No such file or directory). Make it readable, or replace it."
    ]


def test_hidden_files_and_papers_beside_the_entries_are_no_mistakes(toy_copy, toy):
    for name in (".DS_Store", "harms/.wrong-part.yaml.swp", "README.md", "LICENSE"):
        (toy_copy / name).write_text("x")
    (toy_copy / "schema").mkdir()
    assert loader.load(toy_copy, cache=None) == toy


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"title: \xff\xfe", "harms/wrong-part.yaml:1: This is not text in UTF-8"),
        ("title: x".encode("utf-16"), "harms/wrong-part.yaml: This is text in UTF-16"),
        (b"x" * 700_000, "harms/wrong-part.yaml: The file is larger than 600,000 bytes"),
        (b"[" * 100_000, "harms/wrong-part.yaml:1: Lists and mappings are nested more than 24 deep"),
        (b"title: a\x07b", "harms/wrong-part.yaml:1: A control character (U+0007) stands here"),
    ],
    ids=["binary", "utf-16", "large", "deep", "control character"],
)
def test_a_file_that_cannot_be_read_as_text(toy_copy, raw, message):
    (toy_copy / "harms" / "wrong-part.yaml").write_bytes(raw)
    assert said(toy_copy, cache=None)[0].startswith(message)


def test_windows_line_ends_and_a_byte_order_mark(toy_copy, toy):
    for file in toy_copy.rglob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert loader.load(toy_copy, cache=None).risk_factors == toy.risk_factors


def test_mistakes_of_several_files_are_told_at_once(toy_copy):
    for name in ("harms/wrong-part.yaml", "harms/place-refused.yaml", "tasks/voice-sorting.yaml"):
        file = toy_copy / name
        file.write_text(file.read_text().replace("title:", "titel:"))
    assert [each.split(": ")[0] for each in said(toy_copy, cache=None)] == [
        f"{name}.yaml:1"
        for name in (
            "harms/place-refused",
            "harms/place-refused",
            "harms/wrong-part",
            "harms/wrong-part",
            "tasks/voice-sorting",
            "tasks/voice-sorting",
        )
    ]


def test_files_are_named_from_where_the_reader_stands(toy_copy, monkeypatch):
    assert loader.shown(toy_copy) == str(toy_copy)
    monkeypatch.chdir(toy_copy.parent)
    assert loader.shown(toy_copy) == "toy"
    assert loader.shown(Path("toy")) == "toy"
    monkeypatch.chdir(toy_copy)
    assert loader.shown(Path()) == loader.shown(toy_copy) == "toy"


# --- the cache --------------------------------------------------------------------------------------------------------


def test_what_is_kept_gives_the_same_records(toy_copy, toy, cache, parsed):
    first = loader.load(toy_copy, cache=cache)
    assert len(parsed) > 20
    parsed.clear()
    assert loader.load(toy_copy, cache=cache) == first == toy
    assert parsed == []


def test_a_changed_file_is_read_anew_and_no_other(toy_copy, cache, parsed):
    loader.load(toy_copy, cache=cache)
    parsed.clear()
    file = toy_copy / "harms" / "wrong-part.yaml"
    file.write_text(file.read_text().replace("A part that does not fit", "Another title"))
    assert loader.load(toy_copy, cache=cache).harms["wrong-part"].title == "Another title"
    assert parsed == [str(file)]


def test_a_change_of_the_same_length_and_time_is_seen(toy_copy, cache):
    loader.load(toy_copy, cache=cache)
    file = toy_copy / "harms" / "wrong-part.yaml"
    before = file.stat()
    file.write_text(file.read_text().replace("A part that", "A part THAT"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert loader.load(toy_copy, cache=cache).harms["wrong-part"].title == "A part THAT does not fit"


def test_a_file_that_is_gone_is_gone(toy_copy, cache):
    loader.load(toy_copy, cache=cache)
    (toy_copy / "regulations" / "choir-rules.yaml").unlink()
    (toy_copy / "forms" / "choir-form.yaml").unlink()  # it names the rule
    assert loader.load(toy_copy, cache=cache).regulations == {}


def test_mistakes_are_not_kept_and_right_files_are(toy_copy, toy, cache, parsed):
    file = toy_copy / "harms" / "wrong-part.yaml"
    right = file.read_text()
    file.write_text(right.replace("kind:", "knd:"))
    assert said(toy_copy, cache=cache) == said(toy_copy, cache=cache)
    file.write_text(right)
    parsed.clear()
    assert loader.load(toy_copy, cache=cache) == toy
    assert parsed == [str(file)]


def test_a_mistake_across_files_is_found_although_the_files_are_kept(toy_copy, toy, cache):
    file = toy_copy / "harms" / "wrong-part.yaml"
    file.rename(file.with_name("other-part.yaml"))
    for _ in range(2):
        assert 'There is no harm "wrong-part"' in said(toy_copy, cache=cache)[0]
    file.with_name("other-part.yaml").rename(file)
    assert loader.load(toy_copy, cache=cache) == toy


def test_two_folders_are_not_mixed_and_do_not_push_each_other_out(toy_copy, toy, cache, parsed, tmp_path):
    other = Path(shutil.copytree(toy_copy, tmp_path / "other"))
    file = other / "harms" / "wrong-part.yaml"
    file.write_text(file.read_text().replace("A part that does not fit", "Another title"))
    for _ in range(2):
        parsed.clear()
        assert loader.load(toy_copy, cache=cache).harms["wrong-part"].title == "A part that does not fit"
        assert loader.load(other, cache=cache).harms["wrong-part"].title == "Another title"
    assert parsed == []
    file.write_text(file.read_text() + "# a remark\n")
    loader.load(other, cache=cache)
    assert parsed == [str(file)]
    assert toy.harms["wrong-part"].title == "A part that does not fit"


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[: len(raw) // 2],
        lambda raw: b"\0" * len(raw),
        lambda raw: raw.replace(b"voices", b"noises"),
        lambda raw: b"{}",
        lambda raw: raw[:64] + b"\n{}",
        lambda raw: raw.partition(b"\n")[2],
        lambda raw: b"null\nnull",
    ],
    ids=["empty", "half", "zeros", "changed", "other", "other behind the checksum", "no checksum", "null"],
)
def test_a_damaged_cache_is_ignored(toy_copy, toy, cache, damage):
    loader.load(toy_copy, cache=cache)
    for file in cache.iterdir():
        file.write_bytes(damage(file.read_bytes()))
    assert loader.load(toy_copy, cache=cache) == toy


def test_a_deleted_cache_is_made_anew(toy_copy, toy, cache):
    loader.load(toy_copy, cache=cache)
    shutil.rmtree(cache)
    assert loader.load(toy_copy, cache=cache) == toy
    assert sorted(file.name.split("-")[0] for file in cache.iterdir()) == ["files", "knowledge"]


def test_a_cache_that_cannot_be_written_is_no_mistake(toy_copy, toy, tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("not a folder")
    assert loader.load(toy_copy, cache=tmp_path / "taken") == toy

    def full(*_):
        raise OSError(28, "No space left on device")

    for name in ("write_bytes", "replace", "unlink"):
        with monkeypatch.context() as patch:
            patch.setattr(Path, name, full)
            assert loader.load(toy_copy, cache=tmp_path / name) == toy


def test_a_folder_in_the_place_of_an_old_cache_file_is_no_mistake(toy_copy, toy, cache):
    loader.load(toy_copy, cache=cache)
    old = next(cache.glob("knowledge-*"))
    old.unlink()
    old.with_name(old.name.replace(toy.digest[:20], "0" * 20)).mkdir()
    assert loader.load(toy_copy, cache=cache) == toy


def test_old_files_do_not_pile_up(toy_copy, cache):
    file = toy_copy / "harms" / "wrong-part.yaml"
    for number in range(5):
        file.write_text(file.read_text() + f"# {number}\n")
        loader.load(toy_copy, cache=cache)
    assert len(list(cache.iterdir())) == 2
    for number in range(2 * cache_.MOST_FILES):
        (cache / f"knowledge-{number}.json").write_text("old")
    file.write_text(file.read_text() + "# again\n")
    loader.load(toy_copy, cache=cache)
    assert len(list(cache.iterdir())) <= cache_.MOST_FILES + 1


def test_a_changed_rule_makes_the_cache_anew(toy_copy, cache, parsed, monkeypatch):
    loader.load(toy_copy, cache=cache)
    parsed.clear()
    monkeypatch.setattr(cache_, "MADE_BY", "other code")
    loader.load(toy_copy, cache=cache)
    assert len(parsed) > 20


def test_a_hit_needs_no_checks(toy_copy, cache, monkeypatch):
    loader.load(toy_copy, cache=cache)
    monkeypatch.setattr(checks, "problems_of", lambda *_: pytest.fail("checked again"))
    loader.load(toy_copy, cache=cache)


def test_loading_from_the_cache_imports_neither_networkx_nor_jsonschema(toy_copy, cache):
    program = (
        f"import sys; from pathlib import Path; from questionnaire.knowledge import loader; "
        f"loader.load(Path({str(toy_copy)!r}), cache=Path({str(cache)!r})); "
        "print({'networkx', 'jsonschema'} & set(sys.modules))"
    )
    said_ = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=loader.PROJECT
        ).stdout.strip()
        for _ in range(2)
    ]
    assert said_[1] == "set()"


# --- what a mistake does not hide -------------------------------------------------------------------------------------


def test_every_reference_is_checked_wherever_it_stands(toy_copy):
    """Each id that a file names, changed in turn to one that is not there, is reported in that file."""
    names = {
        "few-deep-voices",
        "last-choir-as-measure",
        "older-singers",
        "place-refused",
        "wrong-part",
        "study-of-voices",
        "second-study",
        "choir-incident",
        "choir-law",
        "expert-judgement",
        "pitch-kept",
    }
    tried = 0
    for file in sorted(toy_copy.glob("*/*.yaml")):
        if file.parent.name in ("sources", "cases"):
            continue
        text = file.read_text()
        for name in sorted(names):
            if name in text:
                file.write_text(text.replace(name, "nowhere", 1))
                found = [problem for problem in loader.check(toy_copy) if "nowhere" in problem.message]
                assert [problem.file for problem in found] == [str(file)], (file, name)
                assert text.splitlines()[found[0].line - 1].strip()
                tried += 1
        file.write_text(text)
    assert tried > 30


def test_the_bias_sources_from_which_a_group_is_exposed_are_checked(changed):
    folder = changed(
        "deployments/choir-admission.yaml",
        "  - group: older-singers\n",
        "  - group: older-singers\n    bias_sources: [proxy_features]\n",
    )
    assert [problem.split(". ")[0] for problem in said(folder, cache=None)] == [
        (
            'deployments/choir-admission.yaml:15: first of exposes, bias_sources: "proxy_features" is not a word of '
            "bias_sources in vocabulary.yaml"
        )
    ]


def test_a_word_that_is_said_inside_sentences_says_how_it_stands_there(changed, toy):
    assert toy.vocabulary.inline("levels", "high") == "high"
    assert toy.vocabulary.label("levels", "high") == "High"
    folder = changed("vocabulary.yaml", "label: High, inline: high, ", "label: High, ")
    assert said(folder, cache=None) == [
        (
            'vocabulary.yaml:72: fourth of levels: The field "inline" is missing. '
            "The label inside a sentence, such as high for High."
        )
    ]

"""The knowledge base as data for other tools: read back with what reads such files, and whole."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from pathlib import Path

import pytest
import rdflib
import yaml

from questionnaire.knowledge import contents
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.upkeep import package

ROOT = Path(__file__).resolve().parent.parent
SKOS, DCT = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#"), rdflib.Namespace("http://purl.org/dc/terms/")


@pytest.fixture(scope="module")
def files(knowledge: KnowledgeBase) -> dict[str, str]:
    return package.files(knowledge)


@pytest.fixture(scope="module")
def graph(files: dict[str, str]) -> rdflib.Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the library's own reader uses what the library gives up
        return rdflib.Graph().parse(data=files["knowledge-base.jsonld"], format="json-ld")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_entry_source_and_claim_is_in_the_tables(files: dict[str, str], knowledge: KnowledgeBase) -> None:
    for kind in (*KINDS, "sources"):
        assert [row["id"] for row in rows(files[f"{kind}.csv"])] == list(getattr(knowledge, kind))
    claims = rows(files["claims.csv"])
    assert {row["because"] for row in claims} == {edge.because for _, edge in contents.edges(knowledge)}
    for row in claims:
        assert row["starts_at"] in getattr(knowledge, row["starts_at_kind"])
        assert not row["leads_to"] or row["leads_to"] in getattr(knowledge, row["leads_to_kind"])
        assert all(source in knowledge.sources for source in row["sources"].split("; "))


def test_a_text_with_commas_quotes_and_line_ends_comes_back(files: dict[str, str], knowledge: KnowledgeBase) -> None:
    for row in rows(files["sources.csv"]):
        source = knowledge.sources[row["id"]]
        assert (row["title"], row["supports"]) == (source.title, source.supports)
    assert any("," in row["title"] for row in rows(files["sources.csv"]))


def test_the_description_of_the_package_names_every_table_and_column_as_they_are(files: dict[str, str]) -> None:
    described = json.loads(files["datapackage.json"])
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    tables = {name for name in files if name.endswith(".csv")}
    assert {resource["path"] for resource in described["resources"]} == tables
    for resource in described["resources"]:
        assert resource["name"].replace("-", "").isalpha() and resource["name"].islower()
        header = next(csv.reader(io.StringIO(files[resource["path"]], newline="")))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["type"] == "string" for field in resource["schema"]["fields"])
        if "primaryKey" in resource["schema"]:
            keys = [row["id"] for row in rows(files[resource["path"]])]
            assert len(set(keys)) == len(keys)


def test_the_graph_holds_every_entry_as_a_concept_and_every_claim_with_its_sources(
    graph: rdflib.Graph, knowledge: KnowledgeBase
) -> None:
    concepts = set(graph.subjects(rdflib.RDF.type, SKOS.Concept))
    assert len(concepts) == sum(len(getattr(knowledge, kind)) for kind in KINDS)
    assert all(graph.value(concept, SKOS.prefLabel) for concept in concepts)
    known = {*concepts, *graph.subjects(rdflib.RDF.type, DCT.BibliographicResource)}
    starts, leads = (rdflib.URIRef(f"{package.OURS}term:{name}") for name in ("starts_at", "leads_to"))
    claims = list(graph.subjects(starts, None))
    assert len(claims) == len(list(contents.edges(knowledge)))
    for claim in claims:
        ends = [graph.value(claim, starts), *graph.objects(claim, leads), *graph.objects(claim, DCT.source)]
        assert set(ends) <= known and list(graph.objects(claim, DCT.source))


def test_mappings_are_sssom_in_both_directions_and_the_same_in_the_graph(
    files: dict[str, str], graph: rdflib.Graph, knowledge: KnowledgeBase
) -> None:
    read = {}
    for name in ("mappings", "mappings-to-ours"):
        lines = files[f"{name}.sssom.tsv"].splitlines()
        head = yaml.safe_load("\n".join(line[1:] for line in lines if line.startswith("#")))
        assert head["mapping_set_id"] and head["license"].startswith("https://creativecommons.org/")
        table = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
        for row in table:
            assert row["mapping_justification"] == "semapv:ManualMappingCuration"
            assert row["predicate_id"] == "skos:relatedMatch"
            for column in ("subject_id", "object_id"):
                assert row[column].partition(":")[0] in head["curie_map"]
        read[name] = {(row["subject_id"], row["object_id"]) for row in table}, head["curie_map"]
    there, curies = read["mappings"]
    back, _ = read["mappings-to-ours"]
    assert there == {(ours, theirs) for theirs, ours in back}
    assert len(there) == len(set(package.mapped(knowledge))) > 50

    def full(curie: str) -> rdflib.URIRef:
        scheme, _, identity = curie.partition(":")
        return rdflib.URIRef(curies[scheme] + identity)

    of_entries = {(full(ours), full(theirs)) for ours, theirs in there}
    assert set(graph.subject_objects(SKOS.relatedMatch)) <= of_entries
    assert set(graph.subject_objects(SKOS.relatedMatch))


def test_the_command_writes_into_a_new_or_an_empty_folder_only(run, tmp_path: Path, toy_folder: Path) -> None:
    assert run("kb", "export", "out").status == 0
    assert (tmp_path / "out" / "datapackage.json").is_file()
    again = run("kb", "export", "out")
    assert again.status == 2
    assert '"out" holds something already. Name a new or an empty folder.' in again.err
    (tmp_path / "file").touch()
    assert run("kb", "export", "file").status == 2


def test_the_same_knowledge_base_gives_the_same_package(toy: KnowledgeBase) -> None:
    assert package.files(toy) == package.files(toy)


# --- citing -----------------------------------------------------------------------------------------------------------


def test_the_citation_names_the_versions_that_are_here(knowledge: KnowledgeBase) -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cited)
    assert cited["references"][0]["version"] == knowledge.version
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"## {cited['version']}" in changelog


# --- before a commit --------------------------------------------------------------------------------------------------


def test_the_hook_before_a_commit_runs_the_check_on_files_of_the_knowledge_base_alone() -> None:
    (repo,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    (hook,) = repo["hooks"]
    assert repo["repo"] == "local" and hook["entry"] == "python3 run.py kb check" and not hook["pass_filenames"]
    assert re.search(hook["files"], "knowledge_base/harms/place-refused.yaml")
    assert not re.search(hook["files"], "tests/toy/harms/place-refused.yaml")

"""The knowledge base as pages: what leads to an entry and where it leads, search over everything, and visible gaps."""

from __future__ import annotations

import pytest

from questionnaire.knowledge import contents
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import Lead
from questionnaire.upkeep import tables
from questionnaire.upkeep.browse import SHOWN_KINDS, Library, Ref
from questionnaire.upkeep.reach import Uses
from questionnaire.walk.network import Network


@pytest.fixture(scope="module")
def library(toy_network: Network) -> Library:
    return Library(Uses(toy_network))


@pytest.fixture(scope="module")
def real(network: Network) -> Library:
    return Library(Uses(network))


def at(library: Library, address: str) -> Ref:
    ref = library.at(address)
    assert ref is not None, address
    return ref


# --- addresses --------------------------------------------------------------------------------------------------------


def test_every_entry_has_an_address_that_leads_to_it_and_a_page_of_its_own(real: Library) -> None:
    refs = [ref for kind in SHOWN_KINDS for ref in real.all(kind)]
    assert len({ref.address for ref in refs}) == len(refs) > 1000
    for ref in refs:
        assert real.at(ref.address) == ref
        assert real.page(ref).ref == ref


@pytest.mark.parametrize(
    "address", ["", "harm", "harm.", "harm.nothing-of-the-kind", "harms.place-refused", "form.no-such-form", "a.b.c"]
)
def test_an_address_of_no_entry_leads_nowhere(library: Library, address: str) -> None:
    assert library.at(address) is None


# --- one entry --------------------------------------------------------------------------------------------------------


def test_a_risk_factor_tells_what_brings_it_about_and_where_it_leads(library: Library, toy: KnowledgeBase) -> None:
    page = library.page(at(library, "risk-factor.few-deep-voices"))
    raised = [claim for claim in page.into if claim.how == "raise"]
    assert raised and all(claim.because and claim.sources for claim in raised)
    factor = toy.risk_factors["few-deep-voices"]
    assert [claim.to[0].id for claim in page.out if claim.how == "lead"] == [lead.harm for lead in factor.leads_to]
    assert [reason for _, reason in page.ruled_out] == [each.because for each in factor.ruled_out_when]
    assert page.uses and {ref.kind for ref in page.uses} == {"deployments"}


def test_what_leads_from_one_entry_leads_to_the_other(real: Library) -> None:
    """Every claim of a page that names another entry stands on that one's page as what leads there."""
    for kind in ("tasks", "deployments", "risk_factors", "recommendations", "questions"):
        for ref in real.all(kind):
            for claim in real.page(ref).out:
                for head in claim.to:
                    assert claim in real.page(head).into
                for source in claim.sources:
                    assert claim in real.page(source).cited


def test_a_use_tells_what_is_taken_to_be_so_and_what_it_reaches(library: Library) -> None:
    page = library.page(at(library, "deployment.choir-admission"))
    assert [(ref.id, condition) for ref, condition in page.offered] == [("deployment", "")]
    reached = {harm.id: [factor.id for factor in factors] for harm, _, factors in page.reaches}
    assert reached["place-refused"]


def test_a_form_of_a_harm_tells_what_leads_to_any_of_them(real: Library, knowledge: KnowledgeBase) -> None:
    form = next(each for each in knowledge.harms.values() if each.form_of)
    page = real.page(real.ref("harms", form.id))
    assert page.broader
    to_it, to_any = (
        {key for key, factor in knowledge.risk_factors.items() if any(lead.harm == harm for lead in factor.leads_to)}
        for harm in (form.id, form.form_of)
    )
    assert {ref.id for ref in page.broader} == to_any - to_it
    assert real.page(real.ref("harms", str(form.form_of))).broader == ()


def test_a_source_names_every_claim_that_rests_on_it(library: Library, toy: KnowledgeBase) -> None:
    for ref in library.all("sources"):
        page = library.page(ref)
        assert page.link == toy.sources[ref.id].address and not page.file
        assert all(ref in claim.sources for claim in page.cited)
    assert any(library.page(ref).cited for ref in library.all("sources"))


def test_a_form_tells_its_fields_and_stands_where_its_rules_and_sources_do(real: Library) -> None:
    ref = at(real, "form.fria")
    page, form = real.page(ref), real.knowledge.forms["fria"]
    assert [title for _, title in page.options] == [element.title for element in form.elements]
    assert form.regulations and form.sources
    for kind, keys in (("regulations", form.regulations), ("sources", form.sources)):
        assert all(ref in real.page(real.ref(kind, key)).named for key in keys)


def test_a_metric_tells_what_it_makes_visible(real: Library) -> None:
    facts = {fact.field: fact for fact in real.page(at(real, "metric.false-negative-rate")).facts}
    assert facts["case"].words and facts["harm_kinds"].words and facts["sources"].refs


def test_a_wider_group_and_a_question_know_who_names_them(real: Library, knowledge: KnowledgeBase) -> None:
    narrow = next(group for group in knowledge.affected_groups.values() if group.part_of)
    wider = real.page(real.ref("affected_groups", narrow.part_of[0]))
    assert narrow.id in {ref.id for ref in wider.named if ref.kind == "affected_groups"}
    asked = next(key for entry in knowledge.deployments.values() if entry.presumes for key in entry.presumes.answers)
    assert "deployments" in {ref.kind for ref in real.page(real.ref("questions", asked)).named}


# --- search -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hiring", "deployment.cv-screening"),
        ("recruiters reading applications", "deployment.cv-screening"),
        ("grandparents", "affected-group.older-people"),
        ("cv-screening", "deployment.cv-screening"),
        ("Buolamwini", "source.buolamwini-gebru-2018"),
    ],
)
def test_search_finds_entries_of_every_kind_by_the_words_of_people(real: Library, typed: str, found: str) -> None:
    assert found in {ref.address for ref in real.find(typed, 12)}


def test_words_that_say_nothing_find_nothing(real: Library) -> None:
    assert real.find("of the and", 5) == real.find("zzzz qqqq", 5) == ()


# --- what is covered --------------------------------------------------------------------------------------------------


def test_a_claim_that_names_task_and_group_stands_in_its_cell(real: Library, knowledge: KnowledgeBase) -> None:
    table = tables.tasks_and_groups(real)
    task, edge = next((key, edge) for key, each in knowledge.tasks.items() for edge in each.raises if edge.groups)
    cell = table.cells[real.ref("tasks", task), real.ref("affected_groups", edge.groups[0])]
    assert cell.named >= 1
    assert sum(len(columns) for _, _, columns in table.parts) == len(table.columns)


def test_what_an_answer_puts_at_stake_stands_in_its_cell(real: Library) -> None:
    table = tables.facts_and_harms(real)
    for ref in real.all("questions"):
        for claim in real.page(ref).out:
            if claim.how == "stake" and claim.by in table.rows:
                assert all(table.cells[claim.by, harm].named >= 1 for harm in claim.to)


def test_an_answer_without_which_a_way_to_a_harm_does_not_hold_has_no_gap_there(real: Library) -> None:
    table = tables.facts_and_harms(real)
    for tail, edge in contents.edges(real.knowledge):
        if isinstance(edge, Lead):
            for question, options in edge.when.parts[0]:
                needed = [row for row in table.rows if row.id == question and row.option in options]
                assert all(table.cells[row, real.ref("harms", edge.harm)] for row in needed), tail


def test_a_gap_is_a_cell_that_holds_nothing_and_a_filled_one_is_none(library: Library) -> None:
    table = tables.tasks_and_groups(library)
    for row in table.rows:
        bare = all((row, column) not in table.cells for column in table.columns)
        assert (row in table.bare_rows()) == bare
    assert all(cell.named or cell.through for cell in table.cells.values())
    assert table.cell(table.rows[0], ()) == tables.Cell(0, 0)

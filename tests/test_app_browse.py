"""The pages of the knowledge base in the app: found, read, followed from a finding, and open about their gaps."""

from __future__ import annotations

import os
import re

import pytest
from app import answer_village_choir, go, one, seen


def links(app) -> set[str]:
    return set(re.findall(r'href="\?([^"]*)"', "\n".join(each.proto.body for each in app.get("html"))))


def test_the_start_page_leads_to_what_is_known(open_app) -> None:
    app = open_app()
    app.button(key="to-library").click().run()
    page = seen(app)
    assert "What Riskwalk knows" in page and "Risk factors (2)" in page and "Sources (" in page
    assert "page=knowledge&amp;kind=harms" in links(app)


def test_search_finds_and_its_address_can_be_handed_on(open_app) -> None:
    app = open_app(page="knowledge")
    app.text_input(key="library-search").set_value("choir admission").run()
    assert "entry=deployment.choir-admission" in links(app)
    assert one(app.query_params["find"]) == "choir admission"
    again = open_app(page="knowledge", find="choir admission")
    assert "entry=deployment.choir-admission" in links(again)
    again.text_input(key="library-search").set_value("zzzz").run()
    assert "Nothing here speaks of that" in seen(again)


def test_one_kind_is_listed_by_itself(open_app) -> None:
    app = open_app(page="knowledge", kind="harms")
    assert "2 entries" in seen(app)
    assert {link for link in links(app) if link.startswith("entry=")} == {
        "entry=harm.place-refused",
        "entry=harm.wrong-part",
    }


def test_an_entry_says_how_one_gets_there_who_says_so_and_where_it_leads(open_app) -> None:
    app = open_app(entry="risk-factor.few-deep-voices")
    page = seen(app)
    assert "How does someone get here?" in page and "What leads here" in page and "Where it leads" in page
    assert "Says who: " in page and "This address stays" in page
    assert "entry=harm.wrong-part" in links(app)
    assert any(link.startswith("entry=source.") for link in links(app))


def test_every_entry_of_the_toy_has_a_page_without_a_fault(open_app, toy) -> None:
    from questionnaire.knowledge.base import address_of
    from questionnaire.upkeep.browse import SHOWN_KINDS

    for kind in SHOWN_KINDS:
        for key in getattr(toy, kind):
            app = open_app(entry=address_of(kind, key))
            assert "At a glance" in seen(app) or "How does someone get here?" in seen(app)
            app.session_state["entry-file"] = True
            assert key in app.run().code[0].value or kind != "sources"


def test_an_address_of_no_entry_says_so(open_app) -> None:
    assert "There is no entry at this address" in seen(open_app(entry="harm.no-such-harm"))


def test_the_tables_show_gaps_as_gaps(open_app) -> None:
    app = open_app(page="coverage")
    assert "cells are empty" in seen(app) and "never a sign that nothing happens there" in seen(app)
    app.radio(key="coverage-table").set_value("harms").run()
    assert "rw-gap" in "\n".join(each.proto.body for each in app.get("html"))
    app.checkbox(key="coverage-bare").check().run()
    assert not app.exception


def test_a_finding_leads_to_the_entries_behind_it_beside_the_page(open_app, begun) -> None:
    app = begun()
    answer_village_choir(app)
    go(app, "result")
    app.session_state["result-part"] = "Findings"
    app.run()
    app.session_state["finding-few-deep-voices--place-refused"] = True
    shown = "\n".join(each.proto.body for each in app.run().get("html"))
    assert '<a href="?entry=risk-factor.few-deep-voices" target="_blank">' in shown
    assert '<a href="?entry=harm.place-refused" target="_blank">' in shown


# --- something is missing or wrong ------------------------------------------------------------------------------------


def test_what_is_missing_becomes_files_to_take_away_and_nothing_is_written(open_app, toy_folder) -> None:
    before = {file: file.read_bytes() for file in toy_folder.rglob("*.yaml")}
    app = open_app(entry="affected-group.older-singers", wrong="1")
    assert "Nothing is written into the knowledge base here" in seen(app)
    app.radio(key="missing-way").set_value("missing").run()
    app.selectbox(key="missing-risk_factor").set_value("last-choir-as-measure").run()
    app.text_area(key="missing-because-bears").set_value("Older singers were not in the last choir.").run()
    app.text_area(key="missing-said").set_value("The last choir was young, so older singers are measured by it.").run()
    app.button(key="missing-write").click().run()
    page = seen(app)
    assert "Not written yet." in page and "Year: This is no year." in page
    for field, typed in {
        "title": "Who sang last year",
        "address": "10.1000/182",
        "year": "2025",
        "shows": "Nobody over fifty sang in the last choir.",
    }.items():
        app.text_input(key=f"missing-{field}").set_value(typed).run()
    app.button(key="missing-write").click().run()
    assert "Ready." in seen(app)
    assert [each.proto.label for each in app.get("download_button")] == [
        "sources/who-sang-2025.yaml",
        "affected\\_groups/older-singers.yaml",
    ]
    assert "Add to: Older singers" in app.code[0].value
    assert "names no address of a repository" in seen(app)
    assert {file: file.read_bytes() for file in toy_folder.rglob("*.yaml")} == before


def test_the_address_of_the_repository_stands_there_where_one_is_named(open_app, toy_copy, monkeypatch) -> None:
    about = toy_copy / "about.yaml"
    about.write_text(about.read_text("utf-8") + "repository: https://example.org/choirs\n", "utf-8")
    monkeypatch.setenv("RISKWALK_KB", str(toy_copy))
    app = open_app(entry="harm.place-refused", wrong="1")
    app.text_area(key="missing-said").set_value("The harm of being laughed at is missing.").run()
    for field, typed in {
        "title": "Laughter",
        "address": "https://example.org/x",
        "year": "2025",
        "shows": "They laughed.",
    }.items():
        app.text_input(key=f"missing-{field}").set_value(typed).run()
    app.button(key="missing-write").click().run()
    assert '<a href="https://example.org/choirs"' in "\n".join(each.proto.body for each in app.get("html"))


@pytest.mark.parametrize("name", ["of-ours", "choir-admission"])
def test_a_sentence_is_corrected_in_the_file_in_which_it_stands(
    open_app, toy_copy, tmp_path, monkeypatch, name
) -> None:
    layer = tmp_path / "city"
    (layer / "deployments").mkdir(parents=True)
    (layer / "about.yaml").write_text('name: City\nversion: "1"\n', "utf-8")
    (layer / "deployments" / f"{name}.yaml").write_text(
        "extends: choir-admission\nstakes:\n  - harms: [wrong-part]\n    severity: serious\n"
        "    because: In the city choir a wrong part costs the place.\n    sources: [second-study]\n",
        "utf-8",
    )
    monkeypatch.setenv("RISKWALK_KB", os.pathsep.join((str(toy_copy), str(layer))))
    app = open_app(entry="deployment.choir-admission", wrong="1")
    offered = app.selectbox(key="missing-sentence").options
    assert offered and not any("city choir" in sentence for sentence in offered)
    assert "What a layer adds to this entry is corrected in the layer" in seen(app)
    next(each for each in app.text_area if each.key.startswith("missing-reads-")).set_value(
        "Whoever is refused sings elsewhere or nowhere."
    ).run()
    app.text_area(key="missing-said").set_value("The sentence says more than was shown.").run()
    for field, typed in {"title": "Door", "address": "10.1000/182", "year": "2025", "shows": "They sang."}.items():
        app.text_input(key=f"missing-{field}").set_value(typed).run()
    app.button(key="missing-write").click().run()
    assert "Ready." in seen(app), seen(app)


def test_what_nobody_said_was_read_is_not_said_to_be_read(open_app) -> None:
    app = open_app(entry="harm.place-refused", wrong="1")
    assert app.selectbox(key="missing-verifications").value is None
    assert "page=new&amp;kind=harms" in links(app)  # a whole entry is asked for there


# --- a whole new entry ------------------------------------------------------------------------------------------------


def test_a_whole_new_entry_becomes_files_to_take_away_and_nothing_is_written(open_app, toy_folder) -> None:
    before = {file: file.read_bytes() for file in toy_folder.rglob("*.yaml")}
    start = open_app(page="knowledge", kind="deployments")
    assert "page=new&amp;kind=deployments" in links(start)
    app = open_app(page="new", kind="deployments")
    page = seen(app)
    assert "Nothing is written into the knowledge base here" in page
    assert "What people call it, in words without jargon" in page
    app.text_input(key="new-deployments-title").set_value("Rehearsal door, opens by voice").run()
    app.text_area(key="new-deployments-summary").set_value("A choir lets singers in by their voice.").run()
    assert "entry=deployment.choir-admission" in links(app)  # what comes near is named
    app.button(key="new-write").click().run()
    assert "Not written yet." in seen(app) and "Field: Nothing is chosen." in seen(app)
    choose_first(app, "new-deployments-domain")
    claim = "new-deployments-claim-1"
    app.selectbox(key=f"{claim}-harms").set_value("place-refused").run()
    app.radio(key=f"{claim}-severity").set_value("serious").run()
    app.text_area(key=f"{claim}-because").set_value("Whom the door does not know sings in the corridor.").run()
    for name, typed in {
        "title": "Doors that know voices",
        "address": "10.1000/182",
        "year": "2025",
        "shows": "Deep voices are known worse.",
    }.items():
        app.text_input(key=f"missing-{name}").set_value(typed).run()
    app.button(key="new-write").click().run()
    assert "Ready." in seen(app), seen(app)
    assert [each.proto.label for each in app.get("download_button")] == [
        "deployments/rehearsal-door-opens-by-voice.yaml",
        "sources/doors-that-2025.yaml",
    ]
    assert "Add to: Rehearsal door, opens by voice" in app.code[0].value
    assert {file: file.read_bytes() for file in toy_folder.rglob("*.yaml")} == before


def choose_first(app, key: str) -> None:
    """Chooses the first of some closed words, however they are shown."""
    shown = next(each for each in (*app.radio, *app.selectbox) if each.key == key)
    (shown.set_value("media") if shown in app.radio else shown.select_index(0)).run()


def test_claims_are_added_and_taken_away(open_app) -> None:
    app = open_app(page="new", kind="tasks")
    assert "Claim 1" in seen(app) and "Claim 2" not in seen(app)
    app.button(key="new-claim-add").click().run()
    assert "Claim 2" in seen(app)
    for _ in range(2):
        app.button(key="new-claim-less").click().run()
    assert "Claim 1" not in seen(app) and app.button(key="new-claim-less").disabled


def test_every_kind_that_can_be_proposed_has_its_form(open_app) -> None:
    from questionnaire.upkeep import draft

    app = open_app(page="new")
    for kind in draft.NEW:
        app.selectbox(key="new-kind").set_value(kind).run()
        assert not app.exception
        assert any((each.key or "").startswith(f"new-{kind}-title") for each in app.text_input)

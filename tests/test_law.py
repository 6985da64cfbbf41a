"""Law follows facts and region: uses that no list names meet the rules and the stops that they should."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import assess
from questionnaire.assessment.result import Assessment
from questionnaire.knowledge.loader import load
from questionnaire.upkeep import stale
from questionnaire.walk.network import Network
from questionnaire.wording import command_line as wording

KNOWLEDGE = load()
NETWORK = Network(KNOWLEDGE)


def unlisted(**facts: str) -> Assessment:
    """The assessment of a use that no list names, told by its facts; several options are divided by blanks."""
    told = {"about_people": "individuals", "deployment": "other-decision-about-people"} | facts
    answers = {key.replace("_", "-"): Answer("answered", tuple(said.split())) for key, said in told.items()}
    return assess(NETWORK, Answers(answers=answers))


def rules(**facts: str) -> set[str]:
    return {rule.id for rule in unlisted(**facts).regulations if rule.certain}


def stopped(**facts: str) -> set[str]:
    return {stop.deployment for stop in unlisted(**facts).verdict.stop}


FIELD_LOANS = {
    "task": "risk-scoring",
    "sector": "finance agriculture",
    "used_by": "lender-or-insurer",
    "effect": "ranks decides",
    "at_stake": "credit",
    "reached_by": "place",
    "region": "eu us",
}
RENTS = {
    "task": "dynamic-pricing",
    "sector": "housing",
    "used_by": "landlord",
    "effect": "prices",
    "at_stake": "home price",
    "reached_by": "records",
    "region": "us eu",
}
TEEN_FRIEND = {
    "task": "dialogue-generation",
    "sector": "consumer",
    "used_by": "person-themselves",
    "effect": "keeps-company",
    "at_stake": "mind",
    "reached_by": "text",
    "dependence": "yes",
    "region": "eu us",
}
PRISON_VISITORS = {
    "task": "risk-scoring",
    "sector": "justice",
    "used_by": "police-or-court",
    "effect": "ranks flags",
    "at_stake": "entry good-name",
    "reached_by": "records",
    "region": "eu",
}
SCOUTING = {
    "task": "ranking",
    "sector": "employment",
    "used_by": "employer",
    "effect": "ranks",
    "at_stake": "job",
    "reached_by": "behaviour",
    "telling_inputs": "behaviour-logs",
    "data_plan": "expert-labels",
    "region": "eu us",
}
FREE_TIME = {
    "task": "recommendation",
    "sector": "consumer",
    "used_by": "person-themselves",
    "effect": "shows",
    "at_stake": "convenience",
    "reached_by": "behaviour",
    "dependence": "no",
    "scale": "thousands",
    "region": "eu us uk canada east-asia oceania",
}


@pytest.mark.parametrize("rule", KNOWLEDGE.regulations.values(), ids=KNOWLEDGE.regulations)
def test_no_rule_asks_for_the_name_of_a_use(rule):
    assert "deployment" not in {question for question, _ in rule.when.atoms()}


@pytest.mark.parametrize("rule", KNOWLEDGE.regulations.values(), ids=KNOWLEDGE.regulations)
def test_every_rule_asks_for_a_region(rule):
    assert "region" in {question for question, _ in rule.when.atoms()}


@pytest.mark.parametrize(
    ("use", "meets"),
    [
        (FIELD_LOANS, {"eu-ai-act-annex-iii-5b-creditworthiness", "us-ecoa-credit", "eu-equality-directives"}),
        (RENTS, {"us-fair-housing-act", "us-colorado-automated-decisions", "eu-equality-directives"}),
        (TEEN_FRIEND, {"eu-ai-act-article-50-chatbots", "eu-ai-act-article-5-manipulation-and-weak-positions"}),
        (PRISON_VISITORS, {"eu-ai-act-annex-iii-6-law-enforcement", "council-of-europe-ai-convention"}),
        (SCOUTING, {"eu-ai-act-annex-iii-4a-recruitment", "us-title-vii", "us-adea", "us-nyc-local-law-144"}),
    ],
    ids=["loans by satellite", "rents", "a friend for teens", "visitors of a prison", "scouting of players"],
)
def test_a_rule_reaches_a_use_that_no_list_names(use, meets):
    assert meets <= rules(**use)


COMPANION = TEEN_FRIEND | {"region": "us east-asia"}
COVER = {
    "task": "risk-scoring",
    "sector": "insurance health",
    "used_by": "lender-or-insurer",
    "effect": "decides",
    "at_stake": "health",
    "reached_by": "records",
    "decision_maker": "automatic",
    "region": "us latin-america africa canada oceania south-asia",
}
POLICE_REPORTS = {
    "task": "summarization",
    "sector": "law-enforcement",
    "used_by": "police-or-court",
    "effect": "converts",
    "at_stake": "liberty",
    "reached_by": "voice",
    "region": "us",
}
TUNED_WRITER = {
    "task": "text-generation",
    "sector": "media",
    "used_by": "media-or-publisher",
    "effect": "creates",
    "at_stake": "portrayal",
    "reached_by": "text",
    "general_model": "tuned",
    "region": "eu east-asia",
}
COMPANION_LAWS = {
    "us-california-companion-chatbots",
    "us-new-york-companions",
    "us-states-companion-laws-from-2027",
    "us-illinois-therapy-by-ai",
    "china-companion-services",
}
COVER_LAWS = {
    "us-california-health-cover-decisions",
    "us-california-privacy-automated-decisions",
    "us-section-1557-health",
    "us-texas-ai-act",
    "brazil-automated-decisions",
    "africa-automated-decisions",
    "canada-quebec-automated-decisions",
    "australia-automated-decisions",
    "india-data-protection",
}


@pytest.mark.parametrize(
    ("use", "meets", "misses"),
    [
        (RENTS, {"us-rent-algorithm-bans", "eu-ai-act-article-4a-bias-testing"}, COMPANION_LAWS),
        (COMPANION, COMPANION_LAWS, {"us-rent-algorithm-bans", "us-take-it-down-act", "vietnam-ai-law"}),
        (
            COVER,
            COVER_LAWS,
            {"canada-ontario-job-postings", "us-police-reports-drafted-by-ai", "india-synthetic-content"},
        ),
        (POLICE_REPORTS, {"us-police-reports-drafted-by-ai"}, COVER_LAWS),
        (
            TUNED_WRITER,
            {"eu-ai-act-articles-51-to-55-general-models", "china-generative-ai", "korea-ai-basic-act"},
            {"eu-product-liability-directive", "eu-accessibility-act", "eu-ai-act-article-5-intimate-images"},
        ),
    ],
    ids=["rents set by software", "a companion", "cover for care", "reports of the police", "a writer's tool"],
)
def test_a_rule_of_the_last_years_follows_its_facts(use, meets, misses):
    met = {rule.id for rule in unlisted(**use).regulations}
    assert meets <= rules(**use)
    assert not misses & met


@pytest.mark.parametrize(
    ("use", "misses"),
    [
        (FIELD_LOANS, {"eu-ai-act-annex-iii-5c-insurance", "us-fair-housing-act", "us-title-vii"}),
        (RENTS, {"eu-ai-act-annex-iii-5b-creditworthiness", "us-ecoa-credit", "us-adea"}),
        (TEEN_FRIEND, {"eu-ai-act-article-86-explanation", "us-section-1557-health", "us-ada"}),
        (PRISON_VISITORS, {"eu-ai-act-annex-iii-7-migration", "eu-ai-act-annex-iii-5a-public-benefits"}),
        (SCOUTING, {"eu-ai-act-annex-iii-4b-work", "eu-platform-work-directive", "us-fcra"}),
    ],
    ids=["loans by satellite", "rents", "a friend for teens", "visitors of a prison", "scouting of players"],
)
def test_a_rule_stays_away_where_its_facts_do_not_hold(use, misses):
    met = {rule.id for rule in unlisted(**use).regulations}
    assert not misses & met


def test_an_app_for_free_time_meets_no_law_on_decisions():
    assert not unlisted(**FREE_TIME).regulations


FEELINGS = {
    "task": "emotion-recognition",
    "effect": "infers",
    "at_stake": "respect",
    "sector": "education",
    "region": "eu",
}
HEAT_LIST = {
    "task": "risk-scoring",
    "sector": "law-enforcement",
    "used_by": "police-or-court",
    "effect": "flags",
    "at_stake": "liberty",
    "reached_by": "records",
    "decision_maker": "default-followed",
    "region": "eu",
}
PORTRAIT = {
    "task": "text-to-image",
    "sector": "law-enforcement",
    "used_by": "police-or-court",
    "effect": "creates flags",
    "at_stake": "liberty",
    "reached_by": "text",
}
LIVE_FACES = {
    "task": "face-identification",
    "sector": "security",
    "used_by": "police-or-court",
    "effect": "watches identifies flags",
    "at_stake": "stopped",
    "data_plan": "reference-databases",
    "region": "eu",
}
HIRING = {
    "task": "ranking",
    "sector": "employment",
    "used_by": "employer",
    "effect": "ranks",
    "at_stake": "job",
    "telling_inputs": "protected-attributes",
    "region": "us",
}


def test_feelings_read_from_faces_at_school_or_work_are_a_stop_in_the_union():
    assert stopped(**FEELINGS, used_by="school") == {"emotion-recognition"}
    assert stopped(**FEELINGS, used_by="employer") == {"emotion-recognition"}


def test_the_ban_on_reading_feelings_speaks_of_bodies_and_not_of_texts_also_where_a_list_names_the_use():
    named = {"deployment": "emotion-inference-at-work-or-school", "task": "other-task", "region": "eu"}
    assert stopped(**named)
    assert not stopped(**named, reached_by="text")


def test_feelings_are_no_stop_in_texts_nor_for_oneself_nor_elsewhere():
    assert not stopped(**FEELINGS, used_by="school", reached_by="text")
    assert not stopped(**FEELINGS, used_by="person-themselves")
    assert not stopped(**FEELINGS | {"region": "us"}, used_by="school")


@pytest.mark.parametrize("loss", ["stopped", "liberty", "residence"])
def test_intent_read_from_a_face_by_a_state_power_is_a_stop_everywhere(loss):
    asked = dict(FEELINGS, used_by="police-or-court", at_stake=loss, region="africa")
    assert stopped(**asked) == {"emotion-recognition"}
    assert not stopped(**asked | {"at_stake": "convenience"})


def test_police_may_not_foretell_crimes_from_a_profile_in_the_union():
    assert stopped(**HEAT_LIST) == {"police-or-court"}


def test_it_is_to_be_settled_first_whether_people_weigh_facts_beside_the_score():
    open_ = HEAT_LIST | {"objective": "overall-accuracy", "data_plan": "administrative-records"}
    advised = unlisted(**open_ | {"decision_maker": "advice"})
    open_.pop("decision_maker")
    assert not advised.verdict.stop and not advised.verdict.possible_stops
    assert "eu-ai-act-article-5-crime-prediction" in {rule.id for rule in advised.regulations}
    assert unlisted(**open_).verdict.possible_stops


def test_a_score_learned_from_arrests_is_a_stop_everywhere_but_not_one_that_protects_victims():
    learned = HEAT_LIST | {"region": "us", "objective": "past-arrests", "decision_maker": "advice"}
    assert stopped(**learned) == {"police-or-court"}
    assert not stopped(**learned | {"at_stake": "body"})
    assert not stopped(**learned | {"sector": "justice"})


def test_a_portrait_of_a_suspect_is_a_stop_and_a_picture_for_a_leaflet_is_not():
    assert stopped(**PORTRAIT) == {"creates"}
    assert not stopped(**PORTRAIT | {"effect": "creates"})
    assert not stopped(**PORTRAIT | {"task": "summarization"})
    assert not stopped(**PORTRAIT | {"used_by": "media-or-publisher"})


def test_live_face_search_in_public_is_a_stop_for_the_police_of_the_union():
    assert stopped(**LIVE_FACES) == {"face-identification"}
    assert not stopped(**LIVE_FACES | {"effect": "identifies flags"})
    assert not stopped(**LIVE_FACES | {"region": "us"})
    assert not stopped(**LIVE_FACES | {"used_by": "platform-or-shop"})


def test_faces_gathered_from_the_web_are_a_stop_for_a_search_but_not_in_ones_own_photos():
    gathered = LIVE_FACES | {"used_by": "platform-or-shop", "data_plan": "web-images-and-captions"}
    assert stopped(**gathered) == {"face-identification"}
    assert not stopped(**gathered | {"used_by": "person-themselves", "effect": "identifies"})


@pytest.mark.parametrize("region", ["eu", "uk", "us"])
def test_a_protected_attribute_as_an_input_of_hiring_is_a_stop(region):
    assert stopped(**HIRING | {"region": region}) == {"protected-attributes"}


def test_a_protected_attribute_is_no_stop_where_the_law_leaves_it_open():
    assert not stopped(**HIRING | {"region": "africa"})
    assert not stopped(**HIRING | {"used_by": "lender-or-insurer", "at_stake": "credit", "sector": "finance"})
    assert not stopped(**HIRING | {"at_stake": "job work"})
    assert not stopped(**HIRING | {"telling_inputs": "education-work-history"})


@pytest.mark.parametrize(
    ("deployment", "said"),
    [
        ("video-interview-assessment", {"task": "emotion-recognition", "region": "eu"}),
        ("exam-proctoring-service", {"task": "emotion-recognition", "region": "eu"}),
        ("worker-performance-rating", {"task": "emotion-recognition", "region": "eu"}),
        ("public-space-surveillance", {"task": "face-identification", "region": "eu"}),
        ("public-space-surveillance", {"task": "emotion-recognition", "region": "us"}),
        ("border-identity-checks", {"task": "emotion-recognition", "region": "us"}),
        ("visa-and-asylum-decisions", {"task": "emotion-recognition", "region": "us"}),
        ("police-face-search", {"task": "face-identification", "region": "eu", "data_plan": "web-images-and-captions"}),
        ("police-suspect-portraits", {"task": "image-to-image", "region": "us"}),
        ("predictive-policing", {"task": "risk-scoring", "region": "eu", "decision_maker": "automatic"}),
        ("predictive-policing", {"task": "ranking", "region": "us", "objective": "past-arrests"}),
        ("emotion-inference-at-work-or-school", {"task": "other-task", "region": "eu"}),
    ],
)
def test_a_use_that_a_list_names_is_stopped_by_the_facts_that_it_brings_along(deployment, said):
    assert stopped(deployment=deployment, **said)


AGE_LIMIT = {key: said for key, said in HIRING.items() if key != "telling_inputs"}


@pytest.mark.parametrize("region", ["eu", "uk", "us"])
@pytest.mark.parametrize("way", ["written-rule", "input"])
def test_a_written_age_limit_in_hiring_is_as_much_a_stop_as_an_input(way, region):
    assert stopped(**AGE_LIMIT | {"region": region, "protected_use": way}) == {way}


@pytest.mark.parametrize("way", ["on-file-not-used", "barred", "not-collected", "predicted-output"])
def test_an_attribute_that_decides_nothing_stops_no_hiring(way):
    found = unlisted(**AGE_LIMIT, protected_use=way, telling_inputs="education-work-history").verdict
    assert not found.stop and not found.possible_stops


@pytest.mark.parametrize("way", ["written-rule", "input"])
def test_a_written_rule_is_no_stop_where_the_law_leaves_it_open(way):
    asked = AGE_LIMIT | {"protected_use": way}
    assert not stopped(**asked | {"region": "africa"})
    assert not stopped(**asked | {"used_by": "lender-or-insurer", "at_stake": "credit", "sector": "finance"})
    assert not stopped(**asked | {"at_stake": "job work"})


SORTED_BY_LOOKS = {
    "task": "video-classification",
    "sector": "commerce",
    "used_by": "platform-or-shop",
    "effect": "infers",
    "at_stake": "respect",
    "reached_by": "face",
    "protected_use": "guessed-from-body",
    "region": "eu",
}


@pytest.mark.parametrize("through", ["face", "voice", "body"])
def test_belief_or_origin_told_from_a_body_is_a_stop_in_the_union(through):
    asked = SORTED_BY_LOOKS | {"reached_by": through}
    assert stopped(**asked) == {"guessed-from-body"}
    assert "eu-ai-act-article-5-biometric-categorisation" in rules(**asked)


def test_belief_or_origin_told_from_a_body_is_no_stop_elsewhere_nor_by_other_means():
    assert not stopped(**SORTED_BY_LOOKS | {"region": "us"})
    assert not stopped(**SORTED_BY_LOOKS | {"reached_by": "records"})
    assert not stopped(**SORTED_BY_LOOKS | {"sector": "law-enforcement"})
    assert not stopped(**SORTED_BY_LOOKS | {"protected_use": "predicted-output"})


def test_staff_under_several_limits_at_once_are_told_of_each():
    """Pressed for time, measured by it and not allowed to change it: no harm of one is hidden by another. A refusal
    that follows a score is told of the score and not twice."""
    asked = dict(HEAT_LIST, sector="welfare", used_by="authority", at_stake="support", effect="decides")
    apart = unlisted(**asked, oversight="may-not-change")
    beside = unlisted(**asked, oversight="may-not-change measured-by-it nominal")
    found = {(finding.risk_factor, finding.harm) for finding in beside.findings}
    assert {finding.harm for finding in apart.findings} <= {harm for _, harm in found}
    assert any(factor == "score-followed-without-doubt" for factor, _ in found)


def test_a_rule_is_to_be_read_again_once_its_month_of_review_is_over():
    rule = KNOWLEDGE.regulations["gdpr-article-22-automated-decisions"]
    last = date.fromisoformat(f"{rule.review_by}-28")
    assert rule not in stale.regulations(KNOWLEDGE, last)
    assert rule in stale.regulations(KNOWLEDGE, last + timedelta(days=7))
    assert not stale.regulations(KNOWLEDGE, date(2026, 11, 26))


def test_the_advice_to_read_a_rule_again_says_what_to_do():
    assert wording.to_read_again("2026-11", "2027-06") == (
        "This rule was last read as of 2026-11 and was to be read again by 2027-06. Read it again, correct the "
        "entry, and set as_of and review_by anew."
    )

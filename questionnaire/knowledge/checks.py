"""Rules that hold across files: references, closed words, conditions, tables, coverage. Each yields Problems."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from questionnaire.files.problems import Problem, listing, nearest
from questionnaire.files.yaml_text import field_path
from questionnaire.knowledge import graph
from questionnaire.knowledge.base import CHOICES, KnowledgeBase, noun
from questionnaire.knowledge.contents import records, values
from questionnaire.knowledge.entries import Condition, Deployment, pairs
from questionnaire.knowledge.level_checks import level_table
from questionnaire.knowledge.lint_checks import lint
from questionnaire.knowledge.recap_checks import recaps
from questionnaire.knowledge.rename_checks import renames
from questionnaire.knowledge.trigger_checks import triggers

Locate = Callable[[str, str, tuple], tuple[str, int]]
Place = tuple[str, str, tuple]

LONGEST_SENTENCE = 320
REFERENCES = {
    "risk_factor": "risk_factors",
    "harm": "harms",
    "harms": "harms",
    "group": "affected_groups",
    "groups": "affected_groups",
    "part_of": "affected_groups",
    "spares": "affected_groups",
    "sources": "sources",
    "incidents": "sources",
    "answered_by": "questions",
    "regulations": "regulations",
}
WORDS = {
    "likelihood": "likelihoods",
    "severity": "severities",
    "level": "levels",
    "harm_kind": "harm_kinds",
    "harm_kinds": "harm_kinds",
    "bias_source": "bias_sources",
    "bias_sources": "bias_sources",
    "pathway": "pathways",
    "pathways": "pathways",
    "attribute": "attributes",
    "also": "attributes",
    "works_through": "attributes",
    "domain": "domains",
    "stage": "stages",
    "role": "roles",
    "modality": "modalities",
    "modalities": "modalities",
    "stages": "stages",
    "verified": "verifications",
    "regions": "regions",
    "class": "regulation_classes",
}
KIND_WORDS = {"harms": "harm_kinds", "recommendations": "recommendation_kinds", "sources": "source_kinds"}
_NEEDED = {
    "confidences": ("guess", "discussed", "evidenced"),
    "answer_statuses": ("answered", "presumed", "unknown", "not_applicable", "unanswered"),
    "finding_statuses": ("confirmed", "possible", "ruled_out"),
}
_STRENGTHS = ("judgement alone", "reports", "one study", "several studies")
_STATUSES = ("unknown", "not_applicable", "not-applicable")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")


class _Reporter:
    """Makes a problem of what is wrong at a place; `folder` is the knowledge base's as messages name it.

    `listed` are all records, each with its values: most rules look at all of them.
    """

    def __init__(self, locate: Locate, folder: str, knowledge: KnowledgeBase):
        self._locate, self.folder = locate, folder
        self.listed = [(kind, key, entry, tuple(values(entry))) for kind, key, entry in records(knowledge)]

    def __call__(self, place: Place, message: str, advice: bool = False) -> Problem:
        file, line = self._locate(*place)
        return Problem(file, line, field_path(place[2]), message, advice)


def problems_of(knowledge: KnowledgeBase, locate: Locate, folder: str) -> Iterator[Problem]:
    """Every problem of records that are each well-formed by themselves.

    `locate` gives the file and line of a place, `folder` is the name of the folder that holds them.
    """
    problem = _Reporter(locate, folder, knowledge)
    broken = list(_references(knowledge, problem))
    yield from broken
    for rule in (
        _vocabulary,
        _mappings,
        _texts,
        _conditions,
        _presumptions,
        _interview,
        triggers,
        lint,
        renames,
        _questions,
        recaps,
        level_table,
        _circles,
        _shapes,
    ):
        yield from rule(knowledge, problem)
    if not broken:  # what nothing refers to can only be told once every reference leads somewhere
        yield from _coverage(knowledge, problem)
        yield from _remedies(knowledge, problem)


def _references(knowledge, problem):
    for kind, identity, entry, places in problem.listed:
        for path, value, owner in places:
            key, place = path[-1], (kind, identity, path)
            if key in REFERENCES:
                yield from _known(problem, place, value, REFERENCES[key], getattr(knowledge, REFERENCES[key]))
            elif key == "use":
                yield from _known(problem, place, value, kind, getattr(knowledge, kind))
            elif key == "form_of" and value is not None:
                yield from _known(problem, place, value, kind, knowledge.harms)
            elif key == "replaced_by" and value == identity:
                yield problem(place, "An entry cannot replace itself. Name the entry that follows it.")
            elif key == "replaced_by" and value is not None:
                yield from _known(problem, place, value, kind, getattr(knowledge, kind))
            elif key == "kind" and owner is entry and kind in KIND_WORDS:
                yield from _word(problem, place, value, KIND_WORDS[kind], knowledge)
            elif key in WORDS and value is not None and owner is not knowledge.vocabulary:
                yield from _word(problem, place, value, WORDS[key], knowledge)


def _mappings(knowledge, problem):
    """A mapping names a scheme of the vocabulary's taxonomies and one of its ids."""
    known = {f"{taxonomy.id}:{identity}" for taxonomy in knowledge.vocabulary.taxonomies for identity in taxonomy.ids}
    for kind, identity, _, places in problem.listed:
        for path, value, _ in places:
            for mapping in value if path[-1] == "mappings" else ():
                if mapping not in known:
                    yield problem(
                        (kind, identity, path),
                        f'"{mapping}" is not a known id of another taxonomy.'
                        f"{nearest(mapping, known)} Allowed: scheme:id of the taxonomies in vocabulary.yaml.",
                    )


def _known(problem, place: Place, value, kind: str, entries):
    for identity in (value,) if isinstance(value, str) else value:
        if identity not in entries:
            where = "sources/*.yaml" if kind == "sources" else f"{kind}/"
            yield problem(
                place,
                f'There is no {noun(kind)} "{identity}".{nearest(identity, entries)} '
                f"Allowed: the ids in {problem.folder}/{where}. Correct it, or add the entry.",
            )
        elif getattr(entries[identity], "replaced_by", None):
            yield problem(
                place, f'"{identity}" is retired. It was replaced by "{entries[identity].replaced_by}". Use that.'
            )


def _word(problem, place: Place, value, field: str, knowledge):
    allowed = knowledge.vocabulary.words(field)
    for word in (value,) if isinstance(value, str) else value:
        if word not in allowed:
            yield problem(
                place,
                f'"{word}" is not a word of {field} in vocabulary.yaml.{nearest(word, allowed)} '
                f"Allowed: {', '.join(allowed)}.",  # in the order of the list: scales rise
            )


def _vocabulary(knowledge, problem):
    vocabulary = knowledge.vocabulary
    for field in vocabulary.__struct_fields__:
        if field == "level_table":
            continue
        seen: set[str] = set()
        for index, word in enumerate(vocabulary.words(field)):
            if word in seen:
                yield problem(
                    ("vocabulary", "vocabulary", (field, index)), f'"{word}" stands twice in {field}. Keep one.'
                )
            seen.add(word)
    for field, needed in _NEEDED.items():
        missing = [word for word in needed if word not in vocabulary.words(field)]
        if missing:
            yield problem(
                ("vocabulary", "vocabulary", (field,)),
                f"{listing(missing)} is missing. Every assessment needs {listing(needed)} here.",
            )
    if len(vocabulary.evidence_strengths) != len(_STRENGTHS):
        yield problem(
            ("vocabulary", "vocabulary", ("evidence_strengths",)),
            f"The scale has {len(vocabulary.evidence_strengths)} words. "
            f"Four are due, in rising order: {', '.join(_STRENGTHS)}.",
        )


def _texts(_, problem):
    for kind, identity, _record, places in problem.listed:
        for path, value, _ in places:
            if isinstance(value, str) and _MARKUP.search(value):
                yield problem(
                    (kind, identity, path), "There is markup in this text. Texts are plain. Write it without tags."
                )
            if path[-1] == "because" and isinstance(value, str) and len(value) > LONGEST_SENTENCE:
                yield problem(
                    (kind, identity, path),
                    f"This sentence has {len(value)} characters. At most {LONGEST_SENTENCE} are allowed, so "
                    "that it is understood at first reading. Shorten it.",
                )


def _conditions(knowledge, problem):
    for kind, identity, _, places in problem.listed:
        for path, value, _ in places:
            if isinstance(value, Condition):
                for part, atoms in zip(("all_of", "any_of", "none_of"), value.parts, strict=True):
                    for index, (question, options) in enumerate(atoms):
                        place = (kind, identity, (*path, part, index, question))
                        yield from _atom(knowledge, problem, place, question, options)


def _presumptions(knowledge, problem):
    """What a choice presumes are answers to questions that do not themselves choose an entry."""
    for kind in CHOICES:
        for identity, entry in getattr(knowledge, kind).items():
            presumption = entry.presumes
            if presumption is None:
                continue
            for question, named in pairs((presumption.answers,)):
                place = (kind, identity, ("presumes", "answers", question))
                yield from _atom(knowledge, problem, place, question, named)
                record = knowledge.questions.get(question)
                if record is not None and record.options_from:
                    yield problem(
                        place, f'"{question}" takes its options from a folder and cannot be presumed. Remove the line.'
                    )
                elif record is not None and not record.several and len(named) > 1:
                    yield problem(place, f'"{question}" takes one option. Keep one.')
            for index, question in enumerate(presumption.firm):
                if question not in presumption.answers:
                    yield problem(
                        (kind, identity, ("presumes", "firm", index)),
                        f'"{question}" is not among the presumed answers. Add its answer, or remove it here.',
                    )


def _atom(knowledge, problem, place, question, options):
    record = knowledge.questions.get(question)
    if record is None:
        yield problem(
            place,
            f'There is no question "{question}".{nearest(question, knowledge.questions)} '
            f"Allowed: the file names in {problem.folder}/questions/.",
        )
        return
    if record.replaced_by:
        yield problem(
            place, f'The question "{question}" is retired. It was replaced by "{record.replaced_by}". Use that.'
        )
        return
    offered = knowledge.offered[question]
    entries = getattr(knowledge, record.options_from) if record.options_from else {}
    for option in options:
        if option in entries and entries[option].replaced_by:
            yield problem(
                place, f'"{option}" is retired. It was replaced by "{entries[option].replaced_by}". Use that.'
            )
        elif option not in offered:
            yield problem(
                place,
                f'The question "{question}" has no option "{option}".{nearest(option, offered)} '
                f"Allowed: {listing(offered)}.",
            )


def _interview(knowledge, problem):
    listed = Counter(knowledge.interview.order())
    for s, section in enumerate(knowledge.interview.sections):
        for q, question in enumerate(section.questions):
            place = ("interview", "interview", ("sections", s, "questions", q))
            if question not in knowledge.questions:
                yield problem(
                    place,
                    f'There is no question "{question}".{nearest(question, knowledge.questions)} '
                    f"Allowed: the file names in {problem.folder}/questions/.",
                )
            elif knowledge.questions[question].replaced_by:
                yield problem(
                    place,
                    f'"{question}" is retired. '
                    f'It was replaced by "{knowledge.questions[question].replaced_by}". '
                    "Use that, or remove the line.",
                )
            elif listed[question] > 1:
                yield problem(place, f'The question "{question}" is listed {listed[question]} times. List it once.')
    for c, clash in enumerate(knowledge.interview.clashes):
        place = ("interview", "interview", ("clashes", c))
        for a, atom in enumerate(clash.answers):
            for question, named in pairs((atom,)):
                yield from _atom(knowledge, problem, (*place[:2], (*place[2], "answers", a, question)), question, named)
        if not any(clash.unsettled in atom for atom in clash.answers):
            yield problem(
                (*place[:2], (*place[2], "unsettled")),
                f'"{clash.unsettled}" is not among the questions of these answers. Name one of them.',
            )
    told = [(("opinion",), knowledge.interview.opinion)] if knowledge.interview.opinion else []
    for p, part in enumerate(knowledge.interview.notice):
        told += [(("notice", p, "questions", q), key) for q, key in enumerate(part.questions)]
    for path, key in told:
        if key not in listed:
            message = f'No section lists a question "{key}".{nearest(key, listed)} Name one that is asked.'
            yield problem(("interview", "interview", path), message)
    for question in knowledge.questions.values():
        if question.id not in listed and not question.replaced_by:
            yield problem(
                ("questions", question.id, ()),
                "No section of interview.yaml lists this question, so nobody is asked it. Add it there.",
            )


def _questions(knowledge, problem):
    from_folder: dict[str, str] = {}
    for question in knowledge.questions.values():
        place = ("questions", question.id, ())
        if bool(question.options) == bool(question.options_from):
            yield problem(place, "A question has either options or options_from. Give one of the two.")
        if question.options_from:
            first = from_folder.setdefault(question.options_from, question.id)
            if first != question.id:
                yield problem(
                    place, f'"{first}" already takes its options from {question.options_from}. Keep one question.'
                )
        for option in knowledge.options(question) if question.options_from else ():
            if option[0] in _STATUSES:
                yield problem(
                    (question.options_from, option[0], ()),
                    f'"{option[0]}" is a status of answers and cannot be an option. Rename the file.',
                )
        yield from _safeguards(question, problem)
        repeated = [option for option, times in Counter(option.id for option in question.options).items() if times > 1]
        for option in repeated:
            yield problem((*place[:2], ("options",)), f'The option "{option}" stands twice. Keep one.')
        for index, option in enumerate(question.options):
            if option.id in _STATUSES:
                yield problem(
                    (*place[:2], ("options", index, "id")),
                    f'"{option.id}" is a status, offered with every question or by may_not_apply. Remove the option.',
                )
    for circle in graph.question_circles(knowledge):
        yield problem(
            ("questions", circle[0], ("ask_when",)),
            f"These questions are asked depending on one another: {', '.join(circle)}. Break the circle.",
        )


def _safeguards(question, problem):
    """What a change may be proposed towards: options that exist, of a decision, and none that leaves it open."""
    options = {option.id: option for option in question.options}
    for index, key in enumerate(question.safer_first):
        at = ("questions", question.id, ("safer_first", index))
        if key not in options:
            yield problem(
                at, f'There is no option "{key}". Allowed: {listing(options) or "none"}.{nearest(key, options)}'
            )
        elif options[key].leaves_open:
            yield problem(at, f'"{key}" leaves the question open, so nothing gets safer by it. Remove it here.')
    if question.safer_first and not question.controllable:
        yield problem(
            ("questions", question.id, ("safer_first",)),
            "A fact is nothing to decide. Remove safer_first, or set controllable to true.",
        )


def _circles(knowledge, problem):
    for circle in graph.circles(knowledge):
        yield problem(
            ("risk_factors", circle[0], ("raises",)),
            f"These risk factors raise one another in a circle: {', '.join(circle)}. Break the circle.",
        )


def _shapes(knowledge, problem):
    for kind in CHOICES:
        for identity, entry in getattr(knowledge, kind).items():
            stakes = entry.stakes if isinstance(entry, Deployment) else ()
            edges = entry.raises or stakes
            if edges and entry.harmless and not isinstance(entry, Deployment):
                yield problem(
                    (kind, identity, ("harmless",)),
                    "The entry is marked harmless and raises risk factors. Remove one of the two.",
                )
            if stakes and entry.harmless:
                yield problem(
                    (kind, identity, ("harmless",)),
                    "The deployment is marked harmless and has stakes. Remove one of the two.",
                )
            if not (edges or entry.presumes or entry.harmless or entry.replaced_by):
                yield problem(
                    (kind, identity, ()),
                    "The entry raises nothing and has nothing at stake. "
                    "Add edges, or say in `harmless` why it does no harm by itself.",
                )
    for identity, factor in knowledge.risk_factors.items():
        if not factor.ruled_out_when:
            yield problem(("risk_factors", identity, ()), "It does not say when it cannot arise. Add ruled_out_when.")
    unpublished = knowledge.vocabulary.kinds_counting_as("judgement")
    for identity, source in knowledge.sources.items():
        if source.kind not in unpublished and not source.address:
            yield problem(("sources", identity, ()), "The source has neither a DOI nor a URL. Give one.")


def _remedies(knowledge, problem):
    """Two steps down are a claim of how much a measure does: it needs a study that measured it, and its figure."""
    studies = knowledge.vocabulary.kinds_counting_as("study")
    for identity, recommendation in knowledge.recommendations.items():
        for index, edge in enumerate(recommendation.works_on):
            cited = [knowledge.sources[key] for key in edge.sources]
            if edge.by > 1 and not any(each.kind in studies and re.search(r"\d", each.read or "") for each in cited):
                yield problem(
                    ("recommendations", identity, ("works_on", index, "by")),
                    "Two steps down need a measured effect. "
                    "Cite a study whose `read` holds the figure, or set `by` to 1.",
                )


def _coverage(knowledge, problem):
    raised = graph.raised(knowledge)
    works: dict[str, set[str]] = {}
    for recommendation in knowledge.recommendations.values():
        for edge in recommendation.works_on:
            works.setdefault(edge.risk_factor, set()).add(recommendation.stage)
    for identity, factor in knowledge.risk_factors.items():
        if factor.replaced_by:
            continue
        if identity not in raised:
            yield problem(
                ("risk_factors", identity, ()),
                "Nothing raises this risk factor, so it is never found. "
                "Let a task, an objective, a data plan, a deployment or an option raise it.",
            )
        if len(works.get(identity, ())) < 2:
            yield problem(
                ("risk_factors", identity, ()), "It has fewer than two recommendations of different stages. Add one."
            )
    used = Counter()
    for kind, _, _, places in problem.listed:
        for path, value, _ in places:
            if path[-1] in REFERENCES and kind != "affected_groups" or path[-1] == "sources":
                named = (value,) if isinstance(value, str) else value
                used.update((REFERENCES[path[-1]], identity) for identity in named)
    for group in knowledge.affected_groups.values():
        if group.bears:
            used["affected_groups", group.id] += 1
    for kind, unused in (
        ("harms", "No risk factor leads to this harm."),
        ("affected_groups", "No edge names this group."),
        ("sources", "Nothing cites this source."),
    ):
        for identity, entry in getattr(knowledge, kind).items():
            if not used[kind, identity] and not getattr(entry, "replaced_by", None):
                yield problem((kind, identity, ()), f"{unused} Use it, or remove it.", advice=True)

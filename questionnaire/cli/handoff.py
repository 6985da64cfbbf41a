"""The command that hands the result over to the next stages and to forms that must be filed anyway."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from questionnaire.cli import places
from questionnaire.cli.status import DONE, UsageError
from questionnaire.files.command import typed
from questionnaire.files.problems import nearest, shortened
from questionnaire.handoffs import extra, handoffs
from questionnaire.handoffs.filling import NOTHING_MORE, Extra
from questionnaire.handoffs.handoffs import Handoff
from questionnaire.knowledge import loader
from questionnaire.knowledge.forms import Form
from questionnaire.walk.network import Network
from questionnaire.wording import command_line
from questionnaire.wording import handoff as wording

_QUESTIONS = ".yaml"


def handoff(arguments: Namespace) -> int:
    """Writes one hand-off, or says which there are and which a rule may ask for where none is named; with
    `--questions` what a form asks and no kickoff knows, which `--extra` fills in."""
    from questionnaire.assessment.assess import report

    knowledge, dated = loader.load(arguments.layers), arguments.date or ""
    kinds = handoffs.handoffs(knowledge)
    chosen = handoffs.named(arguments.kind, knowledge) if arguments.kind else None
    if arguments.kind and chosen is None:
        names = [each.name for each in kinds]
        raise UsageError(wording.no_kind(shortened(arguments.kind), nearest(arguments.kind, names), names))
    output = arguments.output
    to_file = output not in (None, places.STREAM)
    ending = Path(output).suffix.lower() if to_file else ""
    if arguments.questions or arguments.extra:
        _check_form(chosen, [each.name for each in kinds if each.form])
    if arguments.extra == arguments.answers == places.STREAM:
        raise UsageError(command_line.INPUT_TWICE)
    if arguments.questions and to_file and ending != _QUESTIONS:
        raise UsageError(wording.no_such_ending(places.shown(output), wording.QUESTIONS_OF_FORM, (_QUESTIONS,)))
    if chosen and to_file and not arguments.questions and ending not in chosen.endings:
        raise UsageError(wording.no_such_ending(places.shown(output), chosen.name, chosen.endings))
    answers = places.read_answers(arguments.answers, knowledge)
    told = _told(arguments, chosen.form) if chosen and chosen.form else NOTHING_MORE
    for read in (arguments.answers, arguments.extra) if chosen and to_file else ():
        if read:
            places.check_output(output, read)
    whole = report(Network(knowledge), answers)
    if chosen is None:
        for each in kinds:
            places.say(wording.kind(each.name, each.label, each.endings, handoffs.asked_for(each, whole.assessment)))
        return DONE
    if arguments.questions and chosen.form:
        then = wording.with_extra(typed(), places.shown(arguments.answers), chosen.name)
        places.write_report(extra.questions(chosen.form, whole, knowledge, told, then), output)
        return DONE
    places.write_report(chosen.render(whole, knowledge, ending, dated, told), output)
    if to_file:
        places.tell(wording.written(places.shown(output), chosen.label))
    return DONE


def _check_form(chosen: Handoff | None, forms: list[str]) -> None:
    """Raises UsageError where no form is named: only forms ask for more."""
    if chosen is None:
        raise UsageError(wording.no_form(forms))
    if chosen.form is None:
        raise UsageError(wording.asks_nothing(chosen.name, forms))


def _told(arguments: Namespace, form: Form) -> Extra:
    """What the file named says to the form; raises ProblemsFound, or UsageError where nothing can be read."""
    if not arguments.extra:
        return NOTHING_MORE
    fresh = wording.questions_of(typed(), places.shown(arguments.answers), form.id)
    return extra.read(*places.read_input(arguments.extra, extra.MAX_BYTES), form, fresh)

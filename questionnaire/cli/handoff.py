"""The command that hands the result over to the next stages and to forms that must be filed anyway."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from questionnaire.cli import places
from questionnaire.cli.status import DONE, UsageError
from questionnaire.files.problems import nearest, shortened
from questionnaire.handoffs import handoffs
from questionnaire.knowledge import loader
from questionnaire.walk.network import Network
from questionnaire.wording import handoff as wording


def handoff(arguments: Namespace) -> int:
    """Writes one hand-off, or says which there are and which a rule may ask for where none is named."""
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
    if chosen and to_file and ending not in chosen.endings:
        raise UsageError(wording.no_such_ending(places.shown(output), chosen.name, chosen.endings))
    answers = places.read_answers(arguments.answers, knowledge)
    if chosen and to_file:
        places.check_output(output, arguments.answers)
    whole = report(Network(knowledge), answers)
    if chosen is None:
        for each in kinds:
            places.say(wording.kind(each.name, each.label, each.endings, handoffs.asked_for(each, whole)))
        return DONE
    places.write_report(chosen.render(whole, knowledge, ending, dated), output)
    if to_file:
        places.tell(wording.written(places.shown(output), chosen.label))
    return DONE

"""What the commands on a knowledge base say to those who write it. `command` is what the person typed to start it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# --- help -------------------------------------------------------------------------------------------------------------

NEW = "Write a commented file for a new entry, with every field explained and the nearest entries named."
KIND = "what to write, such as deployment, risk-factor, source or case"
ID = "the id: lowercase words joined by hyphens; it names the file and never changes once published"
ABOUT = "one line on what it is: it becomes the summary, and finds the entries nearest to it"

REACH = "Say what an entry leads to, what leads to it, and what it declares and does not reach."

CHECK_FORMAT = "text for people (default), github for annotations on a pull request, sarif or json for other tools"
ADVICE = "To consider"
MISTAKE = "To mend"
DIFF = "Walk every case under two states of the knowledge base, and say which conclusions change, and for whom."
BASE = "what to compare with: a name that git knows (main, HEAD~1, a tag), or a folder"
MORE_ANSWERS = "further answers files to walk, or folders of them"
WORKERS = "processes to work with (default: one for each processor)"

LINKS = "Ask every source's link whether it still answers (goes out to the network)."
FRESH = "ask also those that answered within the last 30 days"

# --- links ------------------------------------------------------------------------------------------------------------


def asked(number: int, of: int) -> str:
    """How far asking the links has come."""
    return f"{number} of {of} asked"


def link(source: str, address: str, wrong: str) -> str:
    """A link that does not answer; `wrong` ends a sentence that begins with the address."""
    return f"{source}: {address} {wrong}. Correct the link, or find where the page went."


def link_moved(source: str, address: str, to: str) -> str:
    """A link whose page has moved for good."""
    return f"{source}: {address} {moved_to(to)}. Write the new link."


def moved_to(address: str) -> str:
    """The end of a sentence that begins with a link."""
    return f"has moved to {address}"


def links(wrong: int, of: int) -> str:
    """How asking all links came out."""
    if not wrong:
        return f"All {of} links answer."
    return f"1 link of {of} to look at." if wrong == 1 else f"{wrong} links of {of} to look at."


def links_moved(number: int) -> str:
    """How many pages have moved for good; empty where none has."""
    if not number:
        return ""
    return "1 page has moved." if number == 1 else f"{number} pages have moved."


def answers_with(status: int) -> str:
    return f"answers with status {status}"


def no_answer(why: str) -> str:
    return f"does not answer ({why})"


def leads_in_circles(hops: int) -> str:
    return f"leads on more than {hops} times"


def leads_to_no_page(address: str) -> str:
    return f"leads to {address[:80]}, which is no page"


def leads_inside(host: str) -> str:
    return f"leads to {host}, which is no host of the public network, and was not asked"


# --- what a change does -----------------------------------------------------------------------------------------------

FOR_WHOM = "For whom"
FOR_NOBODY_NAMED = "No finding on a named group changes."
VERDICTS = "Verdicts"
NO_VERDICT = "No level of a verdict changes, and no stop."
ASSESSMENTS = "Assessment by assessment"
UNREADABLE = "Not to be compared"
ENTRIES = "Entries that differ"
BY_LAYER = "By layer"
RECOMMENDED, NOT_RECOMMENDED = "now recommended", "no longer recommended"
RULES, NO_RULES = "rules that may now apply", "rules that no longer apply"
REMARKS, NO_REMARKS = "remarks on the answers now made", "remarks no longer made"
NOW_DUE, NO_LONGER_DUE = "its level now triggers", "its level no longer triggers"
LOWER, UPPER, RESIDUAL = "at least", "at most", "after measures"


def differs(changed: int, of: int, entries: int, unreadable: int) -> str:
    """The first line of a diff; `unreadable` are the assessments that one of the two states cannot read."""
    left = f" {unreadable} of them cannot be compared." if unreadable else ""
    what = "1 entry differs" if entries == 1 else f"{entries} entries differ"
    if not entries:
        return "Nothing differs between the two states of the knowledge base."
    if not changed:
        return f"{what}; none of {of} assessments changes.{left}"
    return f"{what}; {changed} of {of} assessments {'changes' if changed == 1 else 'change'}.{left}"


def for_group(title: str, gained: int, lost: int, raised: int, lowered: int) -> str:
    """What changes for a group, in numbers of assessments."""
    parts = [
        f"{what} in {number}"
        for what, number in (
            ("findings begin to name them", gained),
            ("findings cease to name them", lost),
            ("levels rise", raised),
            ("levels fall", lowered),
        )
        if number
    ]
    return f"{title}: {', '.join(parts)}"


def verdict(name: str, level: str, also: Sequence[str], stops: Sequence[str], no_stops: Sequence[str]) -> str:
    """How the verdict of an assessment changes."""
    said = f"{name}: {level}" + (f" ({', '.join(also)})" if also else "")
    said += "".join(f"; stops now: {stop}" for stop in stops)
    return said + "".join(f"; no longer stops: {stop}" for stop in no_stops)


def due(what: str, identity: str, title: str) -> str:
    """Something that a level triggers, as part of a list; `title` is empty where it has none."""
    match what:
        case "reviewers":
            return f"a review by ‘{title}’"
        case "decisions":
            return f"the decision {identity.replace('_', ' ')}"
        case "again_after_months":
            return f"another review after {identity} months"
        case _:
            return f"‘{title.removesuffix('.')}’"


def moves_to(before: str, after: str) -> str:
    """A level before and after."""
    return f"{before} → {after}"


def at_most(level: str) -> str:
    """What the highest level of a finding is."""
    return f"at most {level}"


def finding(how: str, title: str, level: str, groups: Sequence[str], causes: Sequence[str]) -> str:
    """A finding that is gained, lost or moved."""
    mark = {"gained": "+", "lost": "-"}.get(how, "~")
    named = f", on {_first(groups, 4)}" if groups else ""
    return f"{mark} ‘{title}’ ({level}{named}){_by(causes)}"


def group_on(group: str, findings: Sequence[str], causes: Sequence[str], *, gained: bool) -> str:
    """A group that findings begin or cease to name."""
    what = "is now named" if gained else "is no longer named"
    where = f"‘{findings[0]}’" if len(findings) == 1 else f"{len(findings)} findings, such as ‘{findings[0]}’"
    return f"{'+' if gained else '-'} {group} {what} on {where}{_by(causes)}"


def _by(causes: Sequence[str]) -> str:
    return f" [{_first(causes, 4)}]" if causes else ""


def because_of(causes: Sequence[str]) -> str:
    """The entries to which the changes of an assessment are traced."""
    return f"because of {_first(causes, 8)}"


def entry(name: str, how: str, fields: Sequence[str], moved: int) -> str:
    """An entry that differs, where, and in how many assessments something is traced to it."""
    what = f"{how}: {'; '.join(fields)}" if fields else how
    return f"{name} ({what}): {_moved(moved)}"


def _moved(assessments: int) -> str:
    return f"{assessments} assessments" if assessments > 1 else "1 assessment" if assessments else "moves nothing"


def of_layers(name: str, layers: Sequence[str]) -> str:
    """An entry with the layers in which it was changed."""
    return f"{name} ({' and '.join(layers)})"


def by_layer(name: str, entries: int, moved: int) -> str:
    """How much a layer changes."""
    return f"{name}: {'1 entry' if entries == 1 else f'{entries} entries'}, {_moved(moved)}"


def and_more(number: int) -> str:
    """What a list leaves out."""
    return f"and {number} more"


def walked(number: int, of: int) -> str:
    """How far a diff has come."""
    return f"{number} of {of} walked"


def no_base(name: str, why: str) -> str:
    return (
        f'"{name}" is no folder and nothing that git can read here ({why}). Name a folder, a branch, a tag or a commit.'
    )


def base_unreadable(name: str, problem: str) -> str:
    return f'the knowledge base of "{name}" cannot be read by this version: {problem}'


def no_answers(name: str) -> str:
    return f'there is no file and no folder "{name}". Name answers files, or folders of them.'


# --- what an entry reaches --------------------------------------------------------------------------------------------

NAMED_BY = "Conditions that name it"
DEPEND_ON_IT = "Conditions on questions that are asked only because of it"
NOTHING_LEADS = "nothing leads to it here"
AT_STAKE = "At stake, and what leads to it under some answers:"
EXPOSES = "Groups that it exposes itself, and the risk factors that fall on them:"
IDLE = "Facts that put nothing at stake here:"
FOUND_IN = "Uses in which it is found under some answers"
FALLS_IN = "Uses in which a finding falls on it under some answers"
RAISES = "Risk factors that it brings about under some answers, and the harms to which they lead:"
CASES = "Worked cases that meet it"
NO_CASE = "No worked case meets it. Add one, so that what follows from it is held to: kb new case ID"
PLACES = "Named in"


def a_use_bounds(identity: str) -> str:
    """Of a use by itself, which begins no path: where paths that begin elsewhere can end in it."""
    return (
        "No path begins with this use: it says what is at stake and for whom where paths that begin with other answers "
        f"end. `kb reach {identity}` lists what leads to each of its stakes.\n"
    )


def alone(level: str, lower: str, upper: str) -> str:
    """The verdict on a use of which only the name is known; words of the scale of levels."""
    return f"By its name alone it comes out at {level}; other answers can make it anything from {lower} to {upper}."


def broader(others: Sequence[str], opening: Sequence[str], level: str) -> str:
    """Uses that say less and come out higher, each with its level; the facts, left open, any of which makes this use
    as high, and the level that they are to reach."""
    lower = _lower(others)
    if opening:
        return f"{lower} {opens(opening, level)}"
    return (
        f"{lower} Either the facts that it presumes are reassuring, or what is not reached below makes the difference."
    )


def _lower(others: Sequence[str]) -> str:
    return f"That is lower than {' and '.join(others)}, which {'says' if len(others) == 1 else 'say'} less."


def opens(facts: Sequence[str], level: str) -> str:
    """What a use leaves open and would make it as high as those that say less."""
    questions = list(dict.fromkeys(fact.partition("=")[0] for fact in facts))
    one = "this fact" if len(facts) == 1 else "one of these facts"
    return (
        f"It says nothing of {' and '.join(questions)}, and with {one} it comes out at {level}: {', '.join(facts)}. "
        "Presume what holds in every such use."
    )


def lower_and_open(level: str, others: Sequence[str], facts: Sequence[str], higher: str) -> str:
    """Advice on a use that comes out lower than those that say less, since it leaves a fact open."""
    return f"By its name alone this comes out at {level}. {_lower(others)} {opens(facts, higher)}"


def staked(harm: str, severity: str, choices: Sequence[str], factors: Sequence[str]) -> str:
    """A harm that is at stake, by which choices, and what leads to it."""
    return f"  {harm} ({severity}; by {', '.join(choices)}): {_first(factors) or NOTHING_LEADS}"


def exposed(group: str, factors: Sequence[str]) -> str:
    """A group that a use exposes itself, and the risk factors that fall on it."""
    return f"  {group}: {_first(factors) or NOTHING_LEADS}"


def elsewhere(factors: Sequence[str], facts: Sequence[str]) -> str:
    """What leads to a harm elsewhere, and the facts by which it would be reached here."""
    said = f"Elsewhere these lead to it: {_first(factors)}. " if factors else "No risk factor leads to it. "
    return said + (f"With one of these facts it would be reached: {_first(facts)}. " if facts else "")


def unreached(harm: str, factors: Sequence[str], facts: Sequence[str]) -> str:
    """Advice on a stake to which nothing leads."""
    return (
        f'"{harm}" is declared to be at stake, and as the facts are presumed here nothing leads to it. '
        f"{elsewhere(factors, facts)}State such a fact where it is so, raise a risk factor here, or take the harm out."
    )


def exposed_in_vain(group: str) -> str:
    """Advice on an exposure to which no finding leads."""
    return (
        f'No finding here falls on "{group}" by this edge, whatever is answered: no risk factor that works through an '
        "attribute of theirs, with such a bias source, is reached. Raise one, widen bias_sources, or take the edge out."
    )


def idle(question: str, option: str, needs: Sequence[str]) -> str:
    """Advice on a presumed fact that puts nothing at stake."""
    if needs:
        return f'"{option}" of {question} puts nothing at stake here. It would where {"; or where ".join(needs)}.'
    return f'"{option}" of {question} puts harms at stake here, and nothing leads to any of them.'


def missed(neighbours: Sequence[str], harms: Sequence[str]) -> str:
    """Harms that the nearest uses reach and this one does not."""
    if not neighbours:
        return ""
    if not harms:
        return f"It reaches every harm that all of the uses nearest to it reach ({', '.join(neighbours)})."
    return f"The uses nearest to it ({', '.join(neighbours)}) all reach, and it does not: {', '.join(harms)}."


def listed(title: str, names: Sequence[str]) -> str:
    """A title with how many there are, and which."""
    return f"{title}: {len(names)}{f' ({_first(names, 12)})' if names else ''}"


def _first(names: Sequence[str], most: int = 6) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


# --- a new entry ------------------------------------------------------------------------------------------------------

MARK = "TO FILL IN"


def no_header(header: str) -> str:
    """Advice on a file that does not begin with the name of its schema."""
    return f"An editor does not know here which fields and words are allowed. Write as the first line: {header}"


LEFT = "This is left to fill in."
NEAR = "Near to it already. Where one of them says it, add to that one instead:"
NO_NEAR = "No entry of this kind comes near to it by its words."
OPTIONAL = "may be left out"
SAME = "as above"
CONDITION = (
    "A condition on answers: {all_of: [{question: option}], any_of: [{question: [option, option]}], "
    "none_of: [{question: option}]}, each of the three only where it is needed."
)
PRESUMED = (
    "What is so in every such use, so that a team need not say it. One question after the other: write the options "
    "that hold, or take the line out where it differs from team to team."
)
ONE_OF, SOME_OF = "One of:", "One or more of:"


def left(meaning: str) -> str:
    """A place of a new file that still holds the mark."""
    return f"{LEFT} {meaning or 'What may stand here is explained above it.'}"


def only_left(places: int, within: int) -> str:
    """The last line of a check that found nothing but places that are left to fill in."""
    what = "1 place is" if places == 1 else f"{places} places are"
    return (
        f"{what} left to fill in, in {'1 file' if within == 1 else f'{within} files'}. Nothing else was looked at yet."
    )


def new_header(noun: str, meaning: str, command: str) -> tuple[str, ...]:
    """What stands at the head of a new file."""
    return (
        f"A new {noun}. {meaning}",
        f"Replace each {MARK}. Lines that begin with ## explain. Lines that begin with # are fields that may be left",
        "out: take the # and the blank behind it away to use them. Explanations may go once they are read.",
        f"See what is left to do with: {command} kb check",
    )


def refers_to(kind: str) -> str:
    """Where the id that a field holds comes from."""
    return f"Ids: the file names in {kind}/."


REFERS_TO_SOURCES = "Ids: those in the files in sources/; a new one by: kb new source ID."


def nearest_ids(ids: Sequence[str]) -> str:
    """Ids that the words of a new entry suggest for a field."""
    return f"Perhaps {', '.join(ids)}."


def words_of(name: str, rising: bool) -> str:
    """What stands before the words of a closed list."""
    return f"Words ({name}), in rising order:" if rising else f"Words ({name}):"


def words_above(name: str) -> str:
    """A closed list whose words were listed before."""
    return f"Words ({name}): as above."


def made(name: str, left: int) -> str:
    """A new file, and how many places are left to fill in."""
    return (
        f"{name}: written, with 1 place left to fill in."
        if left == 1
        else (f"{name}: written, with {left} places left to fill in.")
    )


def near(identity: str, title: str, summary: str) -> str:
    """An entry that comes near to a new one."""
    return f"  {identity}: {title}. {summary}"


def then(command: str, identity: str, kind: str, lists: bool) -> tuple[str, ...]:
    """What to do with a new file; `lists` where interview.yaml has to list it."""
    steps = ["Then:"]
    if lists:
        steps.append("  add its id to a section of interview.yaml, so that it is asked")
    steps.append(f"  {command} kb check          says what is left to fill in, and what is wrong")
    if kind not in ("sources", "cases"):
        steps.append(f"  {command} kb reach {identity}   says what it leads to, and what it does not")
    steps.append(f"  {command} kb diff main      says which assessments change by it")
    return tuple(steps)


def no_kind(word: str, hint: str, kinds: Sequence[str]) -> str:
    return f'there is no kind of entry "{word}".{hint} Allowed: {", ".join(kinds)}.'


def no_id(word: str, example: str) -> str:
    return f'"{word}" cannot be an id. An id is lowercase words joined by hyphens. Write {example} for example.'


def id_taken(name: str) -> str:
    return f'"{name}" is there already. Add to that entry, or take another id.'


def source_taken(word: str) -> str:
    return f'the source "{word}" is there already. Cite it, or take another id.'


def unmakeable(name: str, reason: str) -> str:
    return f'"{name}" cannot be written ({reason}). Make room for that file.'


# --- versions ---------------------------------------------------------------------------------------------------------

AT_VERSION = "as it was: a version that a report names, or a tag or commit of git's"


def as_it_was(version: str, digest: str) -> str:
    return f"As it was in version {version} ({digest}).\n"


def only_as_written(version: str) -> str:
    return f"{version} was written for another version of this program. The entry as its file held it:"


# --- a draft for the changelog ----------------------------------------------------------------------------------------

CHANGELOG_CONCLUSIONS, CHANGELOG_ENTRIES = "Which conclusions change, and for whom", "What was written"
NO_ENTRY_DIFFERS = "No entry differs."


def version_from(after: str, before: str) -> str:
    return f"## Knowledge {after} (since {before})"


def changelog_walked(verdicts: int, differing: int, walked: int) -> str:
    moved = "no verdict moves" if not verdicts else f"{verdicts} of them to another verdict"
    return f"Of {walked} assessments {differing} come out differently, {moved}."


def changelog_entries(how: str, number: int, names: Iterable[str]) -> str:
    return f"{how.capitalize()} ({number}): {', '.join(names)}"


# --- worked cases -----------------------------------------------------------------------------------------------------


def does_not_fit(title: str) -> str:
    return f"The case optimizes “{title}”, which by its `fits` nobody would here. Widen `fits` in its file."

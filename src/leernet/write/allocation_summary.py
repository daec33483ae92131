"""An allocation, or several side by side, in; what the terminal shows out."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from leernet.explain.allocated import Allocated
from leernet.explain.comparison import Compared
from leernet.explain.figures import Figures, worst_off
from leernet.explain.standings import Standing
from leernet.model.allocation import AllocationOutcome, AllocationProblem, Closure
from leernet.words import Field, Sentence, Words, _, _n
from leernet.write.allocation_text import right_words
from leernet.write.goal_words import bound_text, goal_words
from leernet.write.programme_names import SeriesNames


def allocation_summary(names: SeriesNames, allocated: Allocated, *, goals: bool = False) -> Group:
    """The outcome in one sentence, a few figures, and what does not run.

    Args:
        goals: every goal with its proof and the five worst off as well.
    """
    outcome, found = allocated.outcome, allocated.figures
    say = names.words.say
    parts: list[RenderableType] = [
        Text(names.title, style="bold"),
        Text(capital(say(outcome_sentence(allocated)))),
        _figures(names.words, found),
        *(Text(say(line)) for line in _closed(names, outcome)),
        *(Text(say(line)) for line in _silent(allocated.problem)),
        *(Text(say(line)) for line in _without_tour(allocated)),
    ]
    if goals:
        parts += [Text(""), _goals(names.words, outcome)]
        if worst := worst_off(allocated.everybody.values()):
            parts += [Text(""), _worst(names, worst)]
    return Group(*parts)


def capital(text: str) -> str:
    """The text with a capital first."""
    return text[:1].upper() + text[1:]


def outcome_sentence(allocated: Allocated) -> Sentence:
    """The whole outcome in one sentence."""
    found, problem = allocated.figures, allocated.problem
    if not found.wanted:
        return _("there was nobody to place.")
    if not all(goal.proven for goal in allocated.outcome.goals):
        sure = _("it is not proven that no other is better")
    elif problem.keep is not None:
        # What people had before bound what they could get now.
        sure = _("with the earlier places kept, no other division is better")
    else:
        sure = _("no other division is better")
    if not found.given:
        return _("nobody could be given a place, and {sure}.", sure=sure)
    places = _places(found)
    if not any(person.wishes for person in problem.participants):
        return _("{places}; nobody chose anything, and {sure}.", places=places, sure=sure)
    first = (
        _n(
            "{count} has their first choice among them",
            "{count} have their first choice among them",
            found.with_first,
        )
        if found.with_first
        else _("nobody has their first choice among them")
    )
    steps = (
        _n(
            "nobody is more than {count} step below their best",
            "nobody is more than {count} steps below their best",
            found.worst_level,
        )
        if found.worst_level
        else _("everybody has the best that was possible for them")
    )
    return _("{places}; {first}; {steps}, and {sure}.", places=places, first=first, steps=steps, sure=sure)


def _places(found: Figures) -> Sentence:
    """How many have what they should."""
    if found.missing:
        return _n(
            "{count} place of {wanted} could not be given",
            "{count} places of {wanted} could not be given",
            found.missing,
            wanted=found.wanted,
        )
    if found.short == found.people:
        return _("nobody has all their places, and no more could be given")
    if found.short:
        return _n(
            "{count} of {people} people has all their places, and no more could be given",
            "{count} of {people} people have all their places, and no more could be given",
            found.people - found.short,
            people=found.people,
        )
    return _n("{count} person has all their places", "all {count} people have all their places", found.people)


def _figures(words: Words, found: Figures) -> Table:
    """The figures that a facilitator asks for first; five lines at most."""
    table = Table(box=None, padding=(0, 2, 0, 2), show_header=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    rows = (
        (_("Places given"), f"{found.given} / {found.wanted}"),
        (_("First choices"), str(found.within(1))),
        (_("Within the first three"), str(found.within(3))),
        (_("Places not chosen"), str(found.not_chosen)),
        (_("People furthest below their best"), str(found.at_worst if found.worst_level else 0)),
    )
    for label, value in rows:
        table.add_row(Text(words.say(label)), Text(value))
    return table


def figure_sentences(found: Figures) -> tuple[Sentence, ...]:
    """The outcome in a few sentences."""
    return (
        _(
            "{given} of {wanted} places given, to {people} people.",
            given=found.given,
            wanted=found.wanted,
            people=found.people,
        ),
        _(
            "{first} first choices, {three} within the first three, {five} within the first five;"
            " {others} not chosen.",
            first=found.within(1),
            three=found.within(3),
            five=found.within(5),
            others=found.not_chosen,
        ),
        _("{people} of {all} people have their first choice.", people=found.with_first, all=found.people),
    )


def _closed(names: SeriesNames, outcome: AllocationOutcome) -> tuple[Sentence, ...]:
    """One sentence for each workshop that does not run somewhere."""
    closures: dict[str, list[Closure]] = {}
    for closure in outcome.closures:
        closures.setdefault(closure.session.partition("/")[2], []).append(closure)
    return tuple(_not_running(names, workshop, some) for workshop, some in closures.items())


def _not_running(names: SeriesNames, workshop: str, closures: Sequence[Closure]) -> Sentence:
    fields: dict[str, Field] = {
        "workshop": names.workshop(workshop),
        "moments": tuple(names.moment(closure.session.partition("/")[0]) for closure in closures),
    }
    losers = {loser for closure in closures for loser in closure.losers}
    if not losers:
        return _("'{workshop}' does not run at {moments}; nobody misses it.", **fields)
    return _n(
        "'{workshop}' does not run at {moments}; {count} person would have liked to be there.",
        "'{workshop}' does not run at {moments}; {count} people would have liked to be there.",
        len(losers),
        **fields,
    )


def session_words(names: SeriesNames, session: str) -> Sentence:
    """A session in a sentence: its workshop and its moment."""
    moment, _stroke, workshop = session.partition("/")
    return _("'{workshop}' at {moment}", workshop=names.workshop(workshop), moment=names.moment(moment))


def _silent(problem: AllocationProblem) -> tuple[Sentence, ...]:
    if not problem.silent:
        return ()
    return (
        _n(
            "{count} person did not answer and was placed last.",
            "{count} people did not answer and were placed last.",
            len(problem.silent),
        ),
    )


def _without_tour(allocated: Allocated) -> tuple[Sentence, ...]:
    """That not everybody who asked for a tour goes on one, where there are any."""
    asked = [each.id for each in allocated.problem.participants if each.tour]
    without = len({*asked} - allocated.outcome.tours.keys())
    if not (without and allocated.problem.has_tours):
        return ()
    return (
        _n(
            "{count} of {asked} people who asked for a tour gets none.",
            "{count} of {asked} people who asked for a tour get none.",
            without,
            asked=len(asked),
        ),
    )


def _goals(words: Words, outcome: AllocationOutcome) -> Table:
    headings = (_("Goal"), _("Reached"), _("Possible at best"), _("Proven"))
    table = Table(*(words.say(heading) for heading in headings), box=None, padding=(0, 2, 0, 0))
    for column in (1, 2):
        table.columns[column].justify = "right"
    for goal in outcome.goals:
        proven = words.say(_("yes") if goal.proven else _("no"))
        style = None if goal.proven else "yellow"
        cells = (words.say(goal_words(goal.name)), str(goal.value), bound_text(goal), proven)
        table.add_row(*(Text(cell) for cell in cells), style=style)
    return table


def _worst(names: SeriesNames, worst: Sequence[Standing]) -> Table:
    say = names.words.say
    headings = (_("Furthest below their best"), _("Steps"), _("Has"))
    table = Table(*(say(heading) for heading in headings), box=None, padding=(0, 2, 0, 0))
    table.columns[1].justify = "right"
    for each in worst:
        has = tuple(
            _(
                "{workshop} ({right})",
                workshop=names.workshop(got.workshop),
                right=right_words(got.right, got.rank),
            )
            for got in names.in_time(each.got)
        )
        missing = (
            (_n("{count} place missing", "{count} places missing", each.missing),) if each.missing else ()
        )
        name = f"{names.member(each.member)} ({each.member})"
        table.add_row(Text(name), Text(str(each.level)), Text(names.words.listing((*has, *missing))))
    return table


def comparison_table(words: Words, compared: Sequence[Compared]) -> Table:
    """Policies side by side: a row for each figure, a column for each policy."""
    table = Table(words.say(_("Figure")), *(each.policy for each in compared), box=None, padding=(0, 1, 0, 0))
    for column in table.columns[1:]:
        column.justify = "right"
    for label, cells in comparison_rows(words, compared).items():
        table.add_row(Text(label), *cells)
    return table


def comparison_rows(words: Words, compared: Sequence[Compared]) -> Mapping[str, tuple[str, ...]]:
    """What the comparison shows, by the label of the row."""
    draws = max((each.draws for each in compared), default=1)
    rows: tuple[tuple[Sentence, tuple[object, ...]], ...] = (
        (_("Places given"), tuple(each.figures.given for each in compared)),
        (_("Places missing"), tuple(each.figures.missing for each in compared)),
        (_("Places not chosen"), tuple(each.figures.not_chosen for each in compared)),
        (_("First choices"), tuple(each.figures.within(1) for each in compared)),
        (_("Within the first three"), tuple(each.figures.within(3) for each in compared)),
        (_("Within the first five"), tuple(each.figures.within(5) for each in compared)),
        (_("People with their first choice"), tuple(each.figures.with_first for each in compared)),
        (_("Most steps below their best"), tuple(each.figures.worst_level for each in compared)),
        (_("People at that level"), tuple(each.figures.at_worst for each in compared)),
        (_("Steps in total"), tuple(each.figures.level_sum for each in compared)),
        (
            _("Inequality of what people got (0 is none)"),
            tuple(f"{each.figures.inequality / 1000:.3f}" for each in compared),
        ),
        (_("Sessions that do not run"), tuple(each.figures.closed for each in compared)),
        (
            _("People with their first choice, over {draws} draws", draws=draws),
            tuple(_spread(*each.firsts) for each in compared),
        ),
        (
            _("Most steps below their best, over {draws} draws", draws=draws),
            tuple(_spread(*each.worst) for each in compared),
        ),
    )
    return {words.say(label): tuple(map(str, cells)) for label, cells in rows}


def _spread(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}–{high}"

"""An allocation in; one page for the facilitator: how good it is, for whom not, what would help, out."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from leernet.explain.allocated import Allocated
from leernet.explain.allocation import Explainer
from leernet.explain.figures import Figures, worst_off
from leernet.explain.improvements import Improvement, Improvements
from leernet.explain.standings import Standing, wish_ranks
from leernet.finding import Finding
from leernet.model.allocation import AllocationOutcome, AllocationProblem, Closure, SessionOutcome
from leernet.model.choices import Choices
from leernet.verify.allocation.reckoning import runs_at_all
from leernet.words import Sentence, Words, _, _n
from leernet.write.allocation_summary import capital, figure_sentences, outcome_sentence, session_words
from leernet.write.allocation_text import choice_words, facilitator_facts, missing_words, right_words
from leernet.write.goal_words import bound_text, goal_words, policy_words
from leernet.write.page import html_page
from leernet.write.programme_names import SeriesNames


class Bar(Struct, frozen=True):
    """A row of a chart.

    Attributes:
        percent: how much of the width is filled, 0 to 100.
        track: how much of the width could be filled; 0 draws none.
        mark: where a mark is, in percent of the width; None: nowhere.
        tone: ``good``, or ``low`` for what nobody asked for.
    """

    label: str
    text: str
    percent: float
    track: float = 0
    mark: float | None = None
    tone: str = "good"


class Chart(Struct, frozen=True):
    """Bars under a heading; the heading may be empty."""

    title: str
    bars: tuple[Bar, ...]


class ReportRow(Struct, frozen=True):
    """A row of a table, one text a column."""

    cells: tuple[str, ...]
    proven: bool = True


class Passage(Struct, frozen=True):
    """Something with a heading and sentences below it."""

    title: str
    sentences: tuple[str, ...]


class Report(Struct, frozen=True):
    """All that the page says, in one language."""

    title: str
    partnership: str
    policy: str
    policy_words: str
    key_figures: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    goals: tuple[ReportRow, ...]
    all_proven: bool
    ranks: Chart
    fill: tuple[Chart, ...]
    worst: tuple[Passage, ...]
    missing: tuple[str, ...]
    silent: tuple[ReportRow, ...]
    nobody_silent: str
    by_hand: tuple[ReportRow, ...]
    improvements: tuple[str, ...]
    tried: tuple[str, ...]
    closures: tuple[Passage, ...]
    unused_rows: tuple[str, ...]
    unused_count: int
    draw: tuple[tuple[str, str], ...]


def allocation_report(
    names: SeriesNames,
    allocated: Allocated,
    choices: Choices,
    gains: Improvements,
    findings: Sequence[Finding],
) -> bytes:
    """``out/report-<series>.html``.

    Args:
        gains: what extra seats would bring.
        findings: what was wrong with the choices that came in.
    """
    report = report_of(names, allocated, choices, gains, findings)
    return html_page("allocation-report.html", names.words.language, report=report).encode()


def report_of(
    names: SeriesNames,
    allocated: Allocated,
    choices: Choices,
    gains: Improvements,
    findings: Sequence[Finding],
) -> Report:
    """What the page says; arguments as for the page."""
    words, say = names.words, names.words.say
    problem, outcome = allocated.problem, allocated.outcome
    found, everybody = allocated.figures, allocated.everybody
    rows = [each for each in findings if each.place.line is not None]
    proven = all(goal.proven for goal in outcome.goals)
    return Report(
        title=names.title,
        partnership=names.year.settings.title,
        policy=outcome.policy,
        policy_words=say(policy_words(outcome.policy)),
        key_figures=tuple(_key_figures(words, found)),
        summary=(
            capital(say(outcome_sentence(allocated))),
            *map(say, figure_sentences(found)),
        ),
        goals=tuple(_goals(words, outcome)),
        all_proven=proven,
        ranks=_rank_chart(words, found),
        fill=tuple(_fill_charts(names, problem, outcome)),
        worst=tuple(_worst(names, problem, outcome, worst_off(everybody.values()))),
        missing=tuple(_missing(names, outcome)),
        silent=tuple(_people(names, problem.silent, everybody)),
        nobody_silent=say(_nobody_silent(problem)),
        by_hand=tuple(_by_hand(names, choices)),
        improvements=tuple(say(_improvement(names, gain)) for gain in gains.best),
        tried=tuple(say(sentence) for sentence in _tried(gains)),
        closures=tuple(_closure(names, problem, outcome, closure) for closure in outcome.closures),
        unused_rows=tuple(f"{each.place}: {say(each.sentence)}" for each in rows[:10]),
        unused_count=len(rows),
        draw=tuple(_draw(words, allocated)),
    )


def _nobody_silent(problem: AllocationProblem) -> Sentence:
    """What is said of those who did not answer where there is nobody to list."""
    if not any(each.need for each in problem.participants):
        return _("There was nobody to place.")
    if all(each.answered for each in problem.participants):
        return _("Everyone answered.")
    return _("Everyone who could be placed answered.")


def _key_figures(words: Words, found: Figures) -> Iterator[tuple[str, str]]:
    yield words.say(_("places given")), f"{found.given} / {found.wanted}"
    yield words.say(_("people with their first choice")), f"{found.with_first} / {found.people}"
    yield words.say(_("within the first three")), _share(found.within(3), found.given)
    yield words.say(_("steps at most below their best")), str(found.worst_level)


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "0%"


def _goals(words: Words, outcome: AllocationOutcome) -> Iterator[ReportRow]:
    not_proven = (
        _("not proven, as time was up")
        if outcome.timed_out
        else _("not proven, as that takes more work than one run does")
    )
    for goal in outcome.goals:
        proof = _("proven") if goal.proven else not_proven
        cells = (words.say(goal_words(goal.name)), str(goal.value), bound_text(goal), words.say(proof))
        yield ReportRow(cells, goal.proven)


def _rank_chart(words: Words, found: Figures) -> Chart:
    """Places by choice; those not chosen and those missing are kept apart at the end."""
    rows = [(choice_words(rank), places, "good") for rank, places in found.ranks.items()]
    rows += [(_("not chosen"), found.not_chosen, "low"), (_("place missing"), found.missing, "low")]
    shown = [(label, places, tone) for label, places, tone in rows if places or tone == "good"]
    most = max((places for _label, places, _tone in shown), default=1) or 1
    bars = tuple(
        Bar(
            words.say(label).capitalize(),
            f"{places} ({_share(places, found.wanted)})",
            _percent(places, most),
            tone=tone,
        )
        for label, places, tone in shown
    )
    return Chart("", bars)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2)


def _fill_charts(
    names: SeriesNames, problem: AllocationProblem, outcome: AllocationOutcome
) -> Iterator[Chart]:
    sessions = {session.id: session for session in problem.sessions}
    most = max((session.seats_max for session in problem.sessions if runs_at_all(session)), default=1)
    for moment in names.moments:
        bars = []
        for each in outcome.sessions:
            session = sessions[each.session]
            if session.moment == moment and (runs_at_all(session) or each.placed):
                bars.append(_fill_bar(names, each, session.workshop, session.seats_min, most))
        if bars:
            yield Chart(names.moment(moment), tuple(bars))


def _fill_bar(names: SeriesNames, session: SessionOutcome, workshop: str, minimum: int, most: int) -> Bar:
    people = len(session.placed)
    text = f"{people} / {session.seats}"
    if not session.runs:
        text = names.words.say(_("does not run, minimum {minimum}", minimum=minimum))
    mark = _percent(minimum, most) if 1 < minimum <= session.seats else None
    return Bar(names.workshop(workshop), text, _percent(people, most), _percent(session.seats, most), mark)


def _worst(
    names: SeriesNames, problem: AllocationProblem, outcome: AllocationOutcome, worst: Sequence[Standing]
) -> Iterator[Passage]:
    explainer = Explainer(problem, outcome.placements, outcome.draw.order)
    for each in worst:
        facts = facilitator_facts(explainer.reasons(each.member), names)
        has = ", ".join(
            f"{names.workshop(got.workshop)} ({names.words.say(right_words(got.right, got.rank))})"
            for got in names.in_time(each.got)
        )
        sentences = (has, *(names.words.say(fact) for fact in facts))
        yield Passage(names.member(each.member), tuple(sentence for sentence in sentences if sentence))


def _missing(names: SeriesNames, outcome: AllocationOutcome) -> Iterator[str]:
    for each in outcome.missing:
        yield names.words.say(
            _(
                "{member}, {moment}: {reason}.",
                member=names.member(each.participant),
                moment=names.moment(each.moment),
                reason=missing_words(each.reason),
            )
        )


def _people(
    names: SeriesNames, members: Sequence[str], everybody: Mapping[str, Standing]
) -> Iterator[ReportRow]:
    for member in members:
        places = ", ".join(names.workshop(got.workshop) for got in names.in_time(everybody[member].got))
        yield ReportRow((names.member(member), names.school_of(member), places))


def _by_hand(names: SeriesNames, choices: Choices) -> Iterator[ReportRow]:
    for answer in choices.answers:
        for placing in answer.placed:
            workshop = names.words.say(session_words(names, f"{placing.moment}/{placing.workshop}"))
            reason = placing.reason or names.words.say(_("no reason given"))
            yield ReportRow((names.member(answer.member), workshop, reason))


def _tried(gains: Improvements) -> Iterator[Sentence]:
    """What was looked at to say so."""
    if gains.tried == gains.full > 0:
        yield _n(
            "One more seat was tried in the only workshop that is full.",
            "One more seat was tried in each of the {count} that are full.",
            gains.tried,
        )
    elif gains.full and not gains.tried:
        yield _("There was no time to try what one more seat would change.")
    elif gains.full:
        yield _(
            "One more seat was tried in {tried} of the {full} that are full: the most popular ones.",
            tried=gains.tried,
            full=gains.full,
        )


def _improvement(names: SeriesNames, gain: Improvement) -> Sentence:
    return _n(
        "One more seat in {session}: {what}.",
        "{count} more seats in {session}: {what}.",
        gain.seats,
        session=session_words(names, gain.session),
        what=_gains(gain),
    )


def _gains(gain: Improvement) -> tuple[Sentence, ...]:
    said = (
        _n("{count} place fewer missing", "{count} places fewer missing", gain.missing),
        _n("{count} place fewer not chosen", "{count} places fewer not chosen", gain.not_chosen),
        _n(
            "{count} more person gets their first choice",
            "{count} more people get their first choice",
            gain.first,
        ),
        _n("{count} person is better off", "{count} people are better off", gain.better),
        _n("{count} person is worse off", "{count} people are worse off", gain.worse),
    )
    return tuple(sentence for sentence in said if (sentence.count or 0) > 0)


def _closure(
    names: SeriesNames, problem: AllocationProblem, outcome: AllocationOutcome, closure: Closure
) -> Passage:
    say = names.words.say
    session = next(session for session in problem.sessions if session.id == closure.session)
    losers = tuple(_losers(names, problem, closure, session.workshop))
    sentences = [
        _n(
            "It needs {minimum} people; {count} person would have liked to be there: {people}.",
            "It needs {minimum} people; {count} people would have liked to be there: {people}.",
            len(losers),
            minimum=session.seats_min,
            people=losers,
        )
        if losers
        else _("It needs {minimum} people; nobody misses it.", minimum=session.seats_min)
    ]
    sentences.append(_if_it_ran(outcome, closure))
    return Passage(say(session_words(names, closure.session)), tuple(say(each) for each in sentences))


def _if_it_ran(outcome: AllocationOutcome, closure: Closure) -> Sentence:
    """What the goals would be with a session that does not run."""
    if not closure.known:
        return _("There was no time to find out what would happen if it ran.")
    if closure.goals_if_run is None:
        return _("It cannot run: too few people can come to reach its minimum.")
    better = {goal.name: goal.value for goal in outcome.goals}
    differing = tuple(
        _(
            "{goal}: {value} instead of {now}",
            goal=goal_words(goal.name),
            value=goal.value,
            now=better.get(goal.name, 0),
        )
        for goal in closure.goals_if_run
        if goal.value != better.get(goal.name, 0)
    )
    if not differing:
        return _("If it ran, every goal would have the same value.")
    return _("If it ran: {differences}.", differences=differing)


def _losers(
    names: SeriesNames, problem: AllocationProblem, closure: Closure, workshop: str
) -> Iterator[Sentence]:
    """Who loses a workshop, and which wish of theirs it was."""
    people = {person.id: person for person in problem.participants}
    for member in closure.losers:
        choice = choice_words(wish_ranks(people[member])[workshop])
        yield _("{member} ({choice})", member=names.member(member), choice=choice)


def _draw(words: Words, allocated: Allocated) -> Iterator[tuple[str, str]]:
    outcome = allocated.outcome
    yield words.say(_("Seed of the lots")), outcome.draw.seed
    yield words.say(_("Hash of the members")), outcome.draw.members_sha256
    yield words.say(_("Hash of the inputs")), allocated.inputs_sha256
    yield words.say(_("First lots")), ", ".join(outcome.draw.order[:10])

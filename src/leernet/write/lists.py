"""Who attends what in; the lists that students, hosts and presenters get, and sheets to sign, out.

They show the workshop, when and where. What somebody ranked, or did not get, is in none of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from leernet.explain.standings import Placements
from leernet.model.allocation import AllocationProblem, Missing
from leernet.model.plan import session_reference
from leernet.words import _, _n
from leernet.write.allocation_text import missing_words
from leernet.write.papers.printed import PrintedSheet, printed_workbook
from leernet.write.programme_names import SeriesNames
from leernet.write.tables import Sheet, csv_bytes, markdown_table
from leernet.write.workbook import xlsx_bytes

# Why a place is missing, as far as others may know it.
_OF_SESSIONS = ("no-seat", "costs-others", "closed", "elsewhere", "no-session")
# People in each session, by moment and workshop, in order of name.
_Present = Mapping[tuple[str, str], tuple[str, ...]]


def allocation_lists(
    names: SeriesNames,
    problem: AllocationProblem,
    placements: Placements,
    tours: Mapping[str, str],
    goals: Mapping[str, str],
    missing: Sequence[Missing] = (),
) -> dict[str, bytes]:
    """The three lists, each in three shapes, by path under ``out/``.

    Args:
        tours: session of everybody's tour, by id.
        goals: what people hope to learn, by id.
        missing: places that people lack; why is told where it is about sessions and not about themselves.
    """
    present = _present(names, placements)
    sheets = {
        "by-student": (_by_student(names, problem, placements, tours, goals, missing),),
        "by-session": (_by_session(names, problem, present), _places(names, present, tours, goals)),
        "by-school": (_by_school(names, present, tours),),
    }
    documents: dict[str, bytes] = {}
    for shape, tables in sheets.items():
        path = f"lists/{names.series.id}-{shape}"
        documents[f"{path}.csv"] = csv_bytes(tables[-1])
        documents[f"{path}.xlsx"] = xlsx_bytes(tables)
        documents[f"{path}.md"] = _markdown(names, tables)
    if signing := signing_workbook(names, present, goals):
        documents[f"lists/{names.series.id}-signing.xlsx"] = signing
    return documents


def _present(names: SeriesNames, placements: Placements) -> _Present:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for member in sorted(placements, key=lambda member: (names.member(member).casefold(), member)):
        for place in placements[member].items():
            found[place].append(member)
    return {place: tuple(found[place]) for place in sorted(found, key=lambda place: _order(names, *place))}


def _order(names: SeriesNames, moment: str, workshop: str) -> tuple[int, str, str]:
    """Sessions come in the order of their moments."""
    moments = names.moments
    return (moments.index(moment) if moment in moments else len(moments), moment, workshop)


def _by_student(
    names: SeriesNames,
    problem: AllocationProblem,
    placements: Placements,
    tours: Mapping[str, str],
    goals: Mapping[str, str],
    missing: Sequence[Missing],
) -> Sheet:
    say = names.words.say
    why = {
        (each.participant, each.moment): say(missing_words(each.reason))
        for each in missing
        if each.reason in _OF_SESSIONS
    }
    moments, details, tour_word = names.moments, _Details(names), say(_("tour"))
    # Everybody is in the list, also who has no place at all.
    people = {person.id for person in problem.participants} | set(placements)
    heading = [say(_("Name")), say(_("School"))]
    if goals:
        heading.append(say(_("Learning goal")))
    for moment in moments:
        heading += [names.moment(moment), say(_("When and where"))]
    rows = []
    for member in sorted(people, key=lambda member: (names.member(member).casefold(), member)):
        cells = [names.member(member), names.school_of(member), *([goals.get(member, "")] if goals else [])]
        for moment in moments:
            workshop = placements.get(member, {}).get(moment)
            if workshop is None:
                cells += ["", why.get((member, moment), "")]
            else:
                tour = f" + {tour_word}" if tours.get(member) == f"{moment}/{workshop}" else ""
                cells += [names.workshop(workshop), details.of(moment, workshop) + tour]
        rows.append(tuple(cells))
    return Sheet(say(_("{series} by student", series=names.title)), tuple(heading), tuple(rows))


class _Details:
    """When and where sessions are, each worked out once."""

    def __init__(self, names: SeriesNames) -> None:
        self.names = names
        self.known: dict[tuple[str, str], str] = {}

    def of(self, moment: str, workshop: str) -> str:
        if (moment, workshop) not in self.known:
            parts = (part(moment, workshop) for part in (self.names.day, self.names.time, self.names.place))
            self.known[moment, workshop] = ", ".join(part for part in parts if part)
        return self.known[moment, workshop]


def _by_session(names: SeriesNames, problem: AllocationProblem, present: _Present) -> Sheet:
    say = names.words.say
    heading = (
        *(_("Moment"), _("Day"), _("Time"), _("Workshop"), _("Led by"), _("Where")),
        *(_("People"), _("Seats"), _("Runs")),
    )
    rows = []
    for session in sorted(problem.sessions, key=lambda each: _order(names, each.moment, each.workshop)):
        moment, workshop = session.moment, session.workshop
        people = len(present.get((moment, workshop), ()))
        runs = people > 0 or session.runs == "yes"
        rows.append(
            (
                *(names.moment(moment), names.day(moment, workshop), names.time(moment, workshop)),
                *(names.workshop(workshop), names.presenters(workshop), names.place(moment, workshop)),
                *(people, session.seats_max, say(_("yes") if runs else _("no"))),
            )
        )
    title = say(_("{series} by session", series=names.title))
    return Sheet(title, tuple(say(each) for each in heading), tuple(rows))


def _places(
    names: SeriesNames, present: _Present, tours: Mapping[str, str], goals: Mapping[str, str]
) -> Sheet:
    """One row a place: what a presenter ticks off at the door."""
    say = names.words.say
    learning = (_("Learning goal"),) if goals else ()
    heading = (_("Moment"), _("Workshop"), _("Where"), _("Name"), _("School"), _("Tour"), *learning)
    going = say(_("yes"))
    rows = []
    for (moment, workshop), members in present.items():
        where = names.place(moment, workshop)
        session = (names.moment_of(moment, workshop), names.workshop(workshop), where)
        on_tour = {member for member in members if tours.get(member) == f"{moment}/{workshop}"}
        rows += [
            (
                *(*session, names.member(member), names.school_of(member)),
                going if member in on_tour else "",
                *([goals.get(member, "")] if goals else []),
            )
            for member in members
        ]
    return Sheet(say(_("Attendance")), tuple(say(each) for each in heading), tuple(rows))


def _by_school(names: SeriesNames, present: _Present, tours: Mapping[str, str]) -> Sheet:
    """What a school that receives people has to know: when, what, how many and who; a row for each person."""
    say = names.words.say
    heading = (
        *(_("School"), _("Day"), _("Time"), _("Workshop"), _("Led by")),
        *(_("People"), _("On the tour"), _("Name"), _("Tour")),
    )
    going = say(_("yes"))
    rows = []
    for (moment, workshop), members in sorted(
        present.items(), key=lambda each: (names.host(*each[0]) or "", *names.begins(*each[0]), each[0])
    ):
        on_tour = {member for member in members if tours.get(member) == f"{moment}/{workshop}"}
        session = (
            *(names.place(moment, workshop), names.day(moment, workshop), names.time(moment, workshop)),
            *(names.workshop(workshop), names.presenters(workshop), len(members), len(on_tour)),
        )
        rows += [(*session, names.member(each), going if each in on_tour else "") for each in members]
    title = say(_("{series} by school", series=names.title))
    return Sheet(title, tuple(say(each) for each in heading), tuple(rows))


def _markdown(names: SeriesNames, tables: Iterable[Sheet]) -> bytes:
    parts = []
    for sheet in tables:
        count = names.words.say(_n("{count} row", "{count} rows", len(sheet.rows)))
        parts.append(f"## {sheet.title}\n\n{markdown_table(sheet)}\n{count}\n")
    return "\n".join(parts).encode()


def signing_workbook(
    names: SeriesNames, present: Mapping[tuple[str, str], tuple[str, ...]], goals: Mapping[str, str]
) -> bytes | None:
    """``<series>-signing.xlsx``; None where nobody is placed.

    Args:
        present: who is in each session, by moment and workshop, in the order of time and then of name.
        goals: what people hope to learn, by id.
    """
    sheets = tuple(_sheets(names, present, goals))
    return printed_workbook(sheets) if sheets else None


def _sheets(
    names: SeriesNames, present: Mapping[tuple[str, str], tuple[str, ...]], goals: Mapping[str, str]
) -> Iterator[PrintedSheet]:
    say = names.words.say
    for (moment, workshop), members in present.items():
        day = ", ".join(filter(None, (names.day(moment, workshop), names.time(moment, workshop))))
        leads = names.presenters(workshop)
        lines = (
            names.title,
            day,
            names.place(moment, workshop),
            say(_("Led by {names}", names=leads)) if leads else "",
        )
        leading = names.year.workshops[workshop].presenter if workshop in names.year.workshops else ()
        expected = (
            *(each for each in leading if each in names.year.members and each not in members),
            *members,
        )
        learning = any(goals.get(member) for member in members)
        headings = (_("Name"), _("School"), *((_("Learning goal"),) if learning else ()), _("Signature"))
        yield PrintedSheet(
            f"{names.workshop(workshop)[:20]} {moment}",
            names.workshop(workshop),
            tuple(line for line in lines if line),
            tuple(map(say, headings)),
            tuple(
                (
                    *(names.member(member), names.school_of(member)),
                    *((goals.get(member, ""),) if learning else ()),
                    "",
                )
                for member in expected
            ),
            (24, 22, 28, 16) if learning else (28, 30, 32),
            reference=session_reference(names.series.id, moment, workshop),
        )

"""Rules about series and workshops: what is asked of people can be given to them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from leernet.finding import Finding, Path
from leernet.model.selection import series_workshops
from leernet.model.year import Series, Workshop
from leernet.rules.project import Project, error, warning
from leernet.words import Sentence, _, _n


def _name(workshop: Workshop) -> str:
    return workshop.title or workshop.id


def _runnable(project: Project, series: Series) -> tuple[Workshop, ...]:
    return tuple(one for one in series_workshops(project.year, series.id) if one.runs != "no")


def series_without_workshops(project: Project) -> Iterator[Finding]:
    """A series has workshops."""
    if not project.is_whole("workshops"):
        return
    for id, series in sorted(project.year.series.items()):
        if not _runnable(project, series):
            yield warning(
                project.places.key("series", id),
                "series-without-workshops",
                _("Series '{series}' has no workshop that can run.", series=id),
                _("Add workshops with 'series: {series}'.", series=id),
            )


def choose_too_large(project: Project) -> Iterator[Finding]:
    """Nobody has to attend more workshops than there are, or than there are moments."""
    for id, series in sorted(project.year.series.items()):
        count = len(_runnable(project, series))
        if series.choose is None:
            continue
        place = project.places.of("series", id, "choose")
        if series.choose > len(series.moments) > 0:
            sentence = _n(
                "Everybody chooses {choose} workshops and series '{series}' has {count} moment.",
                "Everybody chooses {choose} workshops and series '{series}' has {count} moments.",
                len(series.moments),
                choose=series.choose,
                series=id,
            )
            hint = _("A person attends one workshop at a moment: lower 'choose' or add moments.")
            yield error(place, "choose-too-large", sentence, hint)
        elif series.choose > count > 0 and project.is_whole("workshops"):
            yield error(
                place,
                "choose-too-large",
                _more_than(id, series.choose, count),
                _("Lower 'choose' or add workshops."),
            )


def _more_than(series: str, asked: int, workshops: int) -> Sentence:
    return _n(
        "Everybody chooses {asked} workshops and series '{series}' has {count} workshop.",
        "Everybody chooses {asked} workshops and series '{series}' has {count} workshops.",
        workshops,
        asked=asked,
        series=series,
    )


def rank_does_not_fit(project: Project) -> Iterator[Finding]:
    """People are asked to rank no more workshops than there are, and at least as many as they attend."""
    for id, series in sorted(project.year.series.items()):
        count = len(_runnable(project, series))
        if series.rank is None or not (count and project.is_whole("workshops")):
            continue
        place = project.places.of("series", id, "rank")
        if series.rank > count:
            sentence = _n(
                "Everybody ranks {rank} workshops and series '{series}' has {count} workshop.",
                "Everybody ranks {rank} workshops and series '{series}' has {count} workshops.",
                count,
                rank=series.rank,
                series=id,
            )
            yield error(place, "rank-does-not-fit", sentence, _("Lower 'rank' or add workshops."))
        elif series.choose is not None and series.rank < series.choose:
            sentence = _(
                "Everybody attends {choose} workshops of series '{series}' and is asked to rank only {rank}.",
                choose=series.choose,
                series=id,
                rank=series.rank,
            )
            yield warning(
                place, "rank-does-not-fit", sentence, _("Let people rank a few more than they attend.")
            )


def too_few_seats(project: Project) -> Iterator[Finding]:
    """There are seats enough for what everybody of a series chooses."""
    if not (project.is_whole("workshops") and project.is_whole("members")):
        return
    for id, series in sorted(project.year.series.items()):
        people = len(project.selected["series", id, "for"])
        choose = series.choose if series.choose is not None else len(series.moments)
        # A workshop that names no moments is divided over them by the planner; at most it runs at each.
        seats = sum(
            workshop.seats.largest * (len(workshop.moments) or len(series.moments))
            for workshop in _runnable(project, series)
        )
        if 0 < seats < people * choose:
            sentence = _(
                "Series '{series}' has {seats} seats; {people} people attending {choose} each take {wanted}.",
                people=people,
                choose=choose,
                wanted=people * choose,
                series=id,
                seats=seats,
            )
            hint = _(
                "Add seats, workshops or moments; otherwise some people get less than they are promised."
            )
            yield warning(project.places.key("series", id), "too-few-seats", sentence, hint)


def minimum_above_people(project: Project) -> Iterator[Finding]:
    """A workshop does not need more people than may choose it."""
    if not project.is_whole("members"):
        return
    for id, workshop in sorted(project.year.workshops.items()):
        series = project.year.series.get(workshop.series)
        # With runs: yes it needs nobody, and with runs: no nobody comes.
        if series is None or workshop.runs != "decide":
            continue
        people = project.selected["series", series.id, "for"]
        if workshop.open_to is not None:
            allowed = {member.id for member in project.selected["workshops", id, "open_to"]}
            people = tuple(member for member in people if member.id in allowed)
        if people and workshop.seats.smallest > len(people):
            sentence = _n(
                "Workshop '{workshop}' needs {least} people and {count} person may choose it.",
                "Workshop '{workshop}' needs {least} people and {count} people may choose it.",
                len(people),
                workshop=_name(workshop),
                least=workshop.seats.smallest,
            )
            hint = _("Lower the minimum, or open the workshop to more people.")
            yield warning(project.places.of("workshops", id, "seats"), "minimum-above-people", sentence, hint)


def no_seats(project: Project) -> Iterator[Finding]:
    """A workshop that runs has seats."""
    for id, workshop in sorted(project.year.workshops.items()):
        if workshop.seats.largest == 0 and workshop.runs != "no":
            yield error(
                project.places.of("workshops", id, "seats"),
                "no-seats",
                _("Workshop '{workshop}' has 0 seats.", workshop=_name(workshop)),
                _("Write how many people fit, or 'runs: no'."),
            )


def presenter_twice(project: Project) -> Iterator[Finding]:
    """Nobody leads two workshops at one moment; each pair is said at the second."""
    for _series, moment, workshops in _at_moments(project):
        for one, other in combinations(workshops, 2):
            for presenter in sorted(set(one.presenter) & set(other.presenter)):
                at = other.presenter.index(presenter)
                sentence = _(
                    "{presenter} leads '{one}' and '{other}', both at moment '{moment}'.",
                    presenter=project.member_name(presenter),
                    one=_name(one),
                    other=_name(other),
                    moment=moment,
                )
                hint = _("Give one of the two another moment or another presenter.")
                place = project.places.of("workshops", other.id, "presenter", at)
                yield error(place, "presenter-twice", sentence, hint)


def presenter_too_often(project: Project) -> Iterator[Finding]:
    """Nobody leads more workshops of a series than there are moments; said at the first too many."""
    for _id, series in sorted(project.year.series.items()):
        led: dict[str, list[Workshop]] = {}
        for workshop in _runnable(project, series):
            for presenter in workshop.presenter:
                led.setdefault(presenter, []).append(workshop)
        for presenter, workshops in sorted(led.items()):
            given = {moment for workshop in workshops for moment in workshop.moments}
            left = len(series.moments.keys() - given)
            undecided = [workshop for workshop in workshops if not workshop.moments]
            if len(undecided) > left and project.is_whole("series"):
                yield _too_often(project, presenter, series, workshops, undecided[left])


def _too_often(
    project: Project, presenter: str, series: Series, workshops: list[Workshop], surplus: Workshop
) -> Finding:
    sentence = _n(
        "{presenter} leads {workshops} of '{series}', which has {count} moment.",
        "{presenter} leads {workshops} of '{series}', which has {count} moments.",
        len(series.moments),
        presenter=project.member_name(presenter),
        workshops=tuple(f"'{_name(workshop)}'" for workshop in workshops),
        series=series.id,
    )
    hint = _("Give one of them another presenter, or add a moment.")
    place = project.places.of("workshops", surplus.id, "presenter", surplus.presenter.index(presenter))
    return error(place, "presenter-too-often", sentence, hint)


def too_few_rooms(project: Project) -> Iterator[Finding]:
    """A school has a room for each workshop at a moment."""
    for series, moment, workshops in _at_moments(project):
        at_school: dict[str, list[Workshop]] = {}
        for workshop in workshops:
            if workshop.school is not None:
                at_school.setdefault(workshop.school, []).append(workshop)
        for id, inside in sorted(at_school.items()):
            school = project.year.schools.get(id)
            if school is not None and school.rooms is not None and len(inside) > school.rooms:
                sentence = _n(
                    "At moment '{moment}' of '{series}' {school} has {count} workshop and room for {rooms}.",
                    "At moment '{moment}' of '{series}' {school} has {count} workshops and room for {rooms}.",
                    len(inside),
                    school=school.name,
                    rooms=school.rooms,
                    moment=moment,
                    series=series.id,
                )
                hint = _(
                    "Move one to another school or moment, or raise 'rooms' ({place}).",
                    place=project.line("schools", id),
                )
                path: Path = ("workshops", inside[school.rooms].id, "school")
                yield error(project.places.of(*path), "too-few-rooms", sentence, hint)


def _at_moments(project: Project) -> Iterator[tuple[Series, str, tuple[Workshop, ...]]]:
    """For each moment of each series the workshops that the user put there, in file order."""
    for _id, series in sorted(project.year.series.items()):
        runnable = sorted(
            _runnable(project, series),
            key=lambda one: (project.places.key("workshops", one.id).order, one.id),
        )
        for moment in sorted(series.moments):
            yield series, moment, tuple(one for one in runnable if moment in one.moments)


def closes_too_late(project: Project) -> Iterator[Finding]:
    """Choices close before the first workshop."""
    for id, series in sorted(project.year.series.items()):
        dates = [moment.date for moment in series.moments.values() if moment.date is not None]
        if series.closes is not None and dates and series.closes >= min(dates):
            sentence = _(
                "The choices of series '{series}' close on {closes}, and its first workshops are on {first}.",
                series=id,
                closes=series.closes,
                first=min(dates),
            )
            hint = _("People must know where to go: let the choices close some weeks before.")
            yield error(project.places.of("series", id, "closes"), "closes-too-late", sentence, hint)

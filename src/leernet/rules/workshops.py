"""Rules about series and workshops: what is asked of people can be given to them."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from leernet.catalogue import workshops as rules
from leernet.finding import Finding, Path
from leernet.model.selection import series_members, series_workshops, takes_part_in, takes_part_on
from leernet.model.year import Member, Series, Workshop
from leernet.read.titles import compared, titles_of
from leernet.rules.project import Project


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
            yield rules.SERIES_WITHOUT_WORKSHOPS.at(project.places.key("series", id), series=id)


def choose_too_large(project: Project) -> Iterator[Finding]:
    """Nobody has to attend more workshops than there are, or than there are moments."""
    for id, series in sorted(project.year.series.items()):
        count = len(_runnable(project, series))
        if series.choose is None:
            continue
        place = project.places.of("series", id, "choose")
        if series.choose > len(series.moments) > 0:
            yield rules.CHOOSE_TOO_LARGE.at(place, count=len(series.moments), choose=series.choose, series=id)
        elif series.choose > count > 0 and project.is_whole("workshops"):
            yield rules.CHOOSE_MORE_THAN_THERE_ARE.at(place, count=count, asked=series.choose, series=id)


def rank_does_not_fit(project: Project) -> Iterator[Finding]:
    """People are asked to rank no more workshops than there are, and at least as many as they attend."""
    for id, series in sorted(project.year.series.items()):
        count = len(_runnable(project, series))
        if series.rank is None or not (count and project.is_whole("workshops")):
            continue
        place = project.places.of("series", id, "rank")
        if series.rank > count:
            yield rules.RANKS_MORE_THAN_THERE_ARE.at(place, count=count, rank=series.rank, series=id)
        elif series.choose is not None and series.rank < series.choose:
            yield rules.RANKS_FEWER_THAN_ATTENDED.at(place, choose=series.choose, series=id, rank=series.rank)


def too_few_seats(project: Project) -> Iterator[Finding]:
    """There are seats enough for what everybody of a series chooses."""
    if not (project.is_whole("workshops") and project.is_whole("members")):
        return
    for id, series in sorted(project.year.series.items()):
        people = sum(_is_there(series, member) for member in series_members(project.year, series))
        choose = series.choose if series.choose is not None else len(series.moments)
        # A workshop that names no moments is divided over them by the planner; at most it runs at each.
        seats = sum(
            workshop.seats.largest * (len(workshop.moments) or len(series.moments))
            for workshop in _runnable(project, series)
        )
        if 0 < seats < people * choose:
            yield rules.TOO_FEW_SEATS.at(
                project.places.key("series", id),
                people=people,
                choose=choose,
                wanted=people * choose,
                series=id,
                count=seats,
            )


def _is_there(series: Series, member: Member) -> bool:
    """Whether somebody takes part at a moment, as far as days say; those of a meeting say nothing."""
    return any(
        (not moment.days and moment.window is None)
        or any(takes_part_on(member, day) for day in moment.days)
        or (moment.window is not None and takes_part_in(member, moment.window))
        for moment in series.moments.values()
    )


def minimum_above_people(project: Project) -> Iterator[Finding]:
    """A workshop does not need more people than may choose it."""
    if not project.is_whole("members"):
        return
    audiences = {id: series_members(project.year, series) for id, series in project.year.series.items()}
    for id, workshop in sorted(project.year.workshops.items()):
        # With runs: yes it needs nobody, and with runs: no nobody comes.
        if workshop.series not in audiences or workshop.runs != "decide":
            continue
        people = audiences[workshop.series]
        if workshop.open_to is not None:
            allowed = {member.id for member in project.selected["workshops", id, "open_to"]}
            people = tuple(member for member in people if member.id in allowed)
        if people and workshop.seats.smallest > len(people):
            yield rules.MINIMUM_ABOVE_PEOPLE.at(
                project.places.of("workshops", id, "seats"),
                count=len(people),
                workshop=_name(workshop),
                least=workshop.seats.smallest,
            )


def no_seats(project: Project) -> Iterator[Finding]:
    """A workshop that runs has seats."""
    for id, workshop in sorted(project.year.workshops.items()):
        if workshop.seats.largest == 0 and workshop.runs != "no":
            yield rules.NO_SEATS.at(project.places.of("workshops", id, "seats"), workshop=_name(workshop))


def presenter_twice(project: Project) -> Iterator[Finding]:
    """Nobody leads two workshops at one moment; each pair is said at the second."""
    for series, moment, workshops in _at_moments(project):
        # On several dates they may; whether there are enough is for the plan to find out.
        for one, other in combinations(workshops, 2) if len(series.moments[moment].days) < 2 else ():
            for presenter in sorted(set(one.presenter) & set(other.presenter)):
                at = other.presenter.index(presenter)
                place = project.places.of("workshops", other.id, "presenter", at)
                yield rules.PRESENTER_TWICE.at(
                    place,
                    presenter=project.member_name(presenter),
                    one=_name(one),
                    other=_name(other),
                    moment=moment,
                )


def presenter_too_often(project: Project) -> Iterator[Finding]:
    """Nobody leads more workshops of a series than there are moments; said at the first too many."""
    for _id, series in sorted(project.year.series.items()):
        led: dict[str, list[Workshop]] = {}
        for workshop in _runnable(project, series):
            for presenter in workshop.presenter:
                led.setdefault(presenter, []).append(workshop)
        for presenter, workshops in sorted(led.items()):
            given = Counter(moment for workshop in workshops for moment in workshop.moments)
            times = {id: max(1, len(moment.days)) for id, moment in series.moments.items()}
            left = (Counter(times) - given).total()
            undecided = [workshop for workshop in workshops if not workshop.moments]
            if len(undecided) > left and project.is_whole("series"):
                yield _too_often(project, presenter, series, workshops, undecided[left])


def _too_often(
    project: Project, presenter: str, series: Series, workshops: list[Workshop], surplus: Workshop
) -> Finding:
    return rules.PRESENTER_TOO_OFTEN.at(
        project.places.of("workshops", surplus.id, "presenter", surplus.presenter.index(presenter)),
        count=sum(max(1, len(moment.days)) for moment in series.moments.values()),
        presenter=project.member_name(presenter),
        workshops=tuple(f"'{_name(workshop)}'" for workshop in workshops),
        series=series.id,
    )


def too_few_rooms(project: Project) -> Iterator[Finding]:
    """A school has a room for each workshop at a moment, on each of its dates."""
    for series, moment, workshops in _at_moments(project):
        dates = max(1, len(series.moments[moment].days))
        at_school: dict[str, list[Workshop]] = {}
        for workshop in workshops:
            if workshop.school is not None:
                at_school.setdefault(workshop.school, []).append(workshop)
        for id, inside in sorted(at_school.items()):
            school = project.year.schools.get(id)
            room_for = None if school is None or school.rooms is None else school.rooms * dates
            if school is not None and room_for is not None and len(inside) > room_for:
                path: Path = ("workshops", inside[room_for].id, "school")
                yield rules.TOO_FEW_ROOMS.at(
                    project.places.of(*path),
                    count=len(inside),
                    school=school.name,
                    rooms=room_for,
                    moment=moment,
                    series=series.id,
                    place=project.line("schools", id),
                )


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
        dates = [day for moment in series.moments.values() for day in moment.days]
        if series.closes is not None and dates and series.closes >= min(dates):
            yield rules.CLOSES_TOO_LATE.at(
                project.places.of("series", id, "closes"), series=id, closes=series.closes, first=min(dates)
            )


_BETWEEN_CHOICES = re.compile(r"[;,]")


def titles_alike(project: Project) -> Iterator[Finding]:
    """In a series no title can be taken for another one, or for several that were ticked together."""
    for id in sorted(project.year.series):
        workshops = series_workshops(project.year, id)
        titles = titles_of(workshops)
        first: dict[str, Workshop] = {}
        for workshop in workshops:
            title = _name(workshop)
            place = project.places.of("workshops", workshop.id, "title")
            earlier = first.setdefault(compared(title), workshop)
            if earlier is not workshop:
                there = project.line("workshops", earlier.id)
                yield rules.TITLES_ALIKE.at(place, title=title, other=_name(earlier), place=there)
            parts = [titles.find(part) for part in _BETWEEN_CHOICES.split(title)]
            if len(parts) > 1 and all(parts):
                yield rules.TITLE_MADE_OF_TITLES.at(place, title=title, others=tuple(map(str, parts)))

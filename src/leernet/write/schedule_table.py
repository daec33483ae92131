"""A year and its plan in; what the terminal shows of it out: the year month by month, and who misses what."""

from rich.table import Table
from rich.text import Text

from leernet.model.plan import Goal, Plan
from leernet.model.year import Year
from leernet.words import Sentence, Words, _, _n
from leernet.write.dates import month_name, short_date, time_span
from leernet.write.schedule import free_stretches, months_of, schedule_rows

_SHOWN = 3


def schedule_table(year: Year, plan: Plan, spoken: Words) -> Table:
    """The year as the terminal shows it: months, meetings, hosts, who cannot come."""
    rows, free = schedule_rows(year, plan), free_stretches(year)
    # Who cannot come has a column where there is somebody.
    last = [_("Cannot come")] if any(row.absent for row in rows) else []
    headings = (_("Date"), _("Time"), _("What"), _("Where"), *last)
    table = Table(*(spoken.say(heading) for heading in headings), box=None, padding=(0, 2, 0, 0))
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for month in months_of(rows, free):
        own = [row for row in rows if row.day.replace(day=1) == month]
        table.add_row(Text(month_name(month, spoken.language).capitalize(), style="bold"))
        lines = [
            (
                stretch.days.first,
                Text(short_date(stretch.days.first, spoken.language), style="dim"),
                Text(""),
                Text(spoken.say(stretch.called), style="dim"),
                Text(""),
                Text(""),
            )
            for stretch in free
            if stretch.days.first.replace(day=1) == month
        ]
        lines += [
            (
                row.day,
                Text(short_date(row.day, spoken.language)),
                Text(time_span(row.span, spoken.language)),
                Text(f"{row.circle}: {row.title}"),
                Text(row.where),
                Text(_names(row.absent, spoken)),
            )
            for row in own
        ]
        for _day, *cells in sorted(lines, key=lambda line: line[0]):
            table.add_row(*cells[: len(headings)])
    return table


def _names(absent: tuple[str, ...], spoken: Words) -> str:
    if len(absent) <= _SHOWN:
        return ", ".join(absent)
    more = spoken.say(_n("and {count} more", "and {count} more", len(absent) - _SHOWN))
    return f"{', '.join(absent[:_SHOWN])} {more}"


_GOALS: dict[str, Sentence] = {
    "dates changed": _("dates that move"),
    "hosts changed": _("hosts that change"),
    "wanted members absent": _("expected members who cannot come, over all meetings"),
    "members who can never come": _("members who can come to none of the meetings of a network"),
    "repeated misses": _("members who miss two meetings of a network, counted per pair of meetings"),
    "second meetings on a day": _("second meetings of somebody on one day"),
    "second meetings in a week": _("second meetings of somebody in one week"),
    "days off an even spacing": _("days by which meetings deviate from even spacing"),
    "wishes that moments leave open": _(
        "steps that people lose because workshops they like run at the same time"
    ),
    "kilometres travelled": _("kilometres that members travel to hosts, one way"),
    "meetings out of turn": _("meetings at a school that already had more turns than another that had room"),
    "groups without a common half day": _("groups without half a day on which all work"),
    "pairs of one board in a group": _("pairs of one board in a group"),
    "pairs of one school in a group": _("pairs of one school in a group"),
    "repeated encounters": _("pairs who are in a group together again"),
    "groups changed": _("groups that change"),
    "pairs": _("coaching pairs"),
    "mutual wishes granted": _("mutual wishes for a partner granted"),
    "one-sided wishes granted": _("one-sided wishes for a partner granted"),
    "people without a partner": _("members without a partner"),
    "cycles of visits without days": _("pairs without days to visit one another"),
    "visits close upon one another": _("visits of one pair shortly after one another"),
    "most visitors away from one school on one day": _("most colleagues of one school away on one day"),
}


def goal_lines(plan: Plan, spoken: Words) -> tuple[str, ...]:
    """What was reached and what is possible at best, one line a goal."""
    return tuple(spoken.say(_goal_sentence(goal)) for goal in plan.goals)


# What is weighed is no number that means something to people: only how near it is to the best.
_WEIGHED: dict[str, Sentence] = {
    "weighted cost of the dates": _("all dates together"),
    "weighted cost of the hosts": _("all hosts together on these dates, turns first and travel last"),
    "ease of pairs": _("all pairs together, days in common and little travel"),
}


def _goal_sentence(goal: Goal) -> Sentence:
    if goal.name in _WEIGHED:
        return _weighed(_WEIGHED[goal.name], goal)
    name = _GOALS.get(goal.name, _("{reason}", reason=goal.name))
    if goal.proven:
        return _("{goal}: {value}, proven optimal", value=goal.value, goal=name)
    if goal.bound is None:
        return _("{goal}: {value}", value=goal.value, goal=name)
    return _("{goal}: {value}, at best {bound}", value=goal.value, goal=name, bound=goal.bound)


def _weighed(name: Sentence, goal: Goal) -> Sentence:
    if goal.proven:
        return _("{goal}: proven optimal", goal=name)
    if not goal.bound:
        return _("{goal}: not proven", goal=name)
    percent = round(100 * (goal.value - goal.bound) / goal.bound, 1)
    return _("{goal}: at most {percent} % above the optimum", goal=name, percent=percent)

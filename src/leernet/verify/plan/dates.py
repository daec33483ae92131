"""A planned meeting in; where its day, its time or the weeks between break a rule, out."""

from collections.abc import Iterator
from itertools import pairwise

from leernet.catalogue import plan as rules
from leernet.finding import Finding
from leernet.model.gathering import Gathering
from leernet.model.plan import PlannedMeeting
from leernet.verify.plan.checked import Checked
from leernet.verify.polls import refused_by_all


def date_rules(check: Checked, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    path = ("meetings", gathering.reference, "date")
    if gathering.dates and meeting.day not in gathering.dates:
        yield rules.PLAN_NOT_ONE_OF_DATES.at(check.place(path), meeting=gathering.reference, day=meeting.day)
    elif meeting.day not in gathering.window:
        yield rules.PLAN_OUTSIDE_WINDOW.at(
            check.place(path),
            meeting=gathering.reference,
            day=meeting.day,
            first=gathering.window.first,
            last=gathering.window.last,
        )
    yield from _weekday_rule(check, gathering, meeting)
    if refused_by_all(check.year, gathering, meeting.day):
        stands = gathering.fixed or gathering.reference in check.told
        rule = rules.PLAN_TOLD_DATE_REFUSED if stands else rules.PLAN_DATE_REFUSED
        yield rule.at(check.place(path), meeting=gathering.reference, day=meeting.day)
    yield from _open_day_rule(check, gathering, meeting)
    yield from _time_rule(check, gathering, meeting)


def _weekday_rule(check: Checked, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    if not (gathering.fixed or gathering.dates) and not meeting.span.on(meeting.day, gathering.weekdays):
        yield rules.PLAN_WRONG_WEEKDAY.at(
            check.place(("meetings", gathering.reference, "date")),
            meeting=gathering.reference,
            day=meeting.day,
        )


def _open_day_rule(check: Checked, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    closed = check.calendar.nobody(meeting.day)
    if closed is not None and closed.reason is not None:
        yield rules.PLAN_DAY_CLOSED.at(
            check.place(("meetings", gathering.reference, "date")),
            meeting=gathering.reference,
            day=meeting.day,
            reason=closed.reason,
        )


def _time_rule(check: Checked, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    if gathering.span is not None and meeting.span != gathering.span:
        yield rules.PLAN_OTHER_TIME.at(
            check.place(("meetings", gathering.reference, "start")),
            meeting=gathering.reference,
            planned=str(meeting.span),
            defined=str(gathering.span),
        )


def spacing_rules(check: Checked) -> Iterator[Finding]:
    for network in check.year.networks.values():
        of_network = [
            (gathering, meeting)
            for gathering, meeting in check.planned.values()
            if gathering.chain == network.id
        ]
        in_time = sorted(of_network, key=lambda pair: pair[1].day)
        for (one, first), (other, second) in pairwise(in_time):
            days = (second.day - first.day).days
            if days < 7 * network.spacing.min_weeks:
                yield rules.PLAN_TOO_CLOSE.at(
                    check.place(("meetings", other.reference, "date")),
                    other=other.reference,
                    one=one.reference,
                    days=days,
                    weeks=network.spacing.min_weeks,
                )

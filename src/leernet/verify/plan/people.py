"""A planned meeting in; who is needed or counted on and is not there, out."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from leernet.catalogue.plan import (
    BEST_OTHER_DATE,
    LEAD_ABSENT,
    NO_BETTER_DATE,
    PLAN_ABSENT_DIFFERS,
    PLAN_FACILITATOR,
    PLAN_FIXED_NO_QUORUM,
    PLAN_NO_QUORUM,
    PLAN_REQUIRED_MISSING,
)
from leernet.finding import Finding
from leernet.model.gathering import Gathering, expected_spans, needs
from leernet.model.headcount import has_quorum_rule
from leernet.model.plan import PlannedMeeting
from leernet.model.programme import programme_of
from leernet.model.values import Days
from leernet.model.year import Network
from leernet.verify.attendance import counts_as_there, is_member, perhaps_there
from leernet.verify.plan.checked import Checked
from leernet.verify.plan.dates import date_rules
from leernet.verify.plan.headcount import count_of
from leernet.verify.plan.hosts import host_rules
from leernet.verify.polls import heard
from leernet.words import Field, Sentence


def people_rules(check: Checked, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    for need in needs(check.year, gathering):
        there = perhaps_there if gathering.fixed else counts_as_there
        able = [
            id
            for id in need.members
            if there(
                check.calendar,
                check.year.members[id],
                meeting.day,
                meeting.span,
                heard(check.year, gathering, id, meeting.day),
            )
        ]
        if len(able) < need.at_least:
            missing = tuple(check.year.members[id].name for id in need.members if id not in able)
            yield PLAN_REQUIRED_MISSING.at(
                check.place(("meetings", gathering.reference, "date")),
                count=need.at_least,
                meeting=gathering.reference,
                able=len(able),
                missing=missing,
                day=meeting.day,
            )


def facilitator_rule(check: Checked, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    """Who facilitates is one of those who may, and can come."""
    id, network = meeting.facilitator, gathering.network
    if id is None or network is None:
        return
    there = perhaps_there if gathering.fixed else counts_as_there
    member = check.year.members.get(id)
    if (
        id not in network.facilitators
        or member is None
        or not there(
            check.calendar,
            member,
            meeting.day,
            meeting.span,
            heard(check.year, gathering, member.id, meeting.day),
        )
    ):
        yield PLAN_FACILITATOR.at(
            check.place(("meetings", gathering.reference, "facilitator")),
            meeting=gathering.reference,
            member=id if member is None else member.name,
            day=meeting.day,
        )


def quorum_rule(check: Checked, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    """Enough of the wanted members can come; of a date that was given or told it is only said."""
    network = gathering.network
    if network is None or not has_quorum_rule(gathering):
        return
    count = count_of(check.year, check.calendar, network, gathering, meeting)
    if len(count.able) >= count.quorum:
        return
    place = check.place(("meetings", gathering.reference, "date"))
    fields: dict[str, Field] = {
        "meeting": gathering.reference,
        "able": len(count.able),
        "counted": len(count.counted),
        "day": meeting.day,
        "quorum": count.quorum,
    }
    if gathering.fixed or gathering.reference in check.told:
        yield PLAN_FIXED_NO_QUORUM.at(place, _another_date(check, network, gathering, meeting), **fields)
    else:
        yield PLAN_NO_QUORUM.at(place, **fields)


def _another_date(
    check: Checked, network: Network, gathering: Gathering, meeting: PlannedMeeting
) -> Sentence:
    """The date within four weeks on which most can come, where the meeting could be by itself."""
    taken = {other.day for own, other in check.planned.values() if own.chain == gathering.chain}
    found = []
    within = timedelta(weeks=4)
    for day in Days(max(meeting.day - within, check.today or date.min), meeting.day + within):
        other = meeting.model_copy(update={"day": day})
        at_will = replace(gathering, fixed=False, dates=(), window=Days(day, day))
        rules = (date_rules, people_rules, facilitator_rule, host_rules)
        if day in taken or any(list(rule(check, at_will, other)) for rule in rules):
            continue
        count = count_of(check.year, check.calendar, network, at_will, other)
        if len(count.able) >= count.quorum:
            found.append((-len(count.able), abs(day - meeting.day), day))
    if not found:
        return NO_BETTER_DATE()
    less, _apart, day = min(found)
    return BEST_OTHER_DATE(other=day, more=-less)


def absence_rule(check: Checked, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    absent = _absent(check, gathering, meeting)
    # Once their term was over, nobody is to be written down again.
    if check.plan.purged is None and absent != tuple(sorted(meeting.absent)):
        yield PLAN_ABSENT_DIFFERS.at(
            check.place(("meetings", gathering.reference, "absent")),
            meeting=gathering.reference,
            count=len(absent),
            written=len(meeting.absent),
        )


def _absent(check: Checked, gathering: Gathering, meeting: PlannedMeeting) -> tuple[str, ...]:
    spans = expected_spans(check.year, gathering)
    return tuple(
        id
        for id, span in sorted(spans.items())
        if is_member(check.year.members[id], meeting.day)
        and not counts_as_there(
            check.calendar,
            check.year.members[id],
            meeting.day,
            span,
            heard(check.year, gathering, id, meeting.day),
        )
    )


def lead_rule(check: Checked, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    """Blocks of the programme whose lead cannot be there then."""
    if gathering.network is None or gathering.meeting is None:
        return
    language = check.year.settings.language
    asked = (check.year, gathering.network, gathering.meeting, meeting.span, meeting.host, language)
    for block in programme_of(*asked):
        for lead in (check.year.members[id] for id in block.lead if id in check.year.members):
            said = heard(check.year, gathering, lead.id, meeting.day)
            if not perhaps_there(check.calendar, lead, meeting.day, block.span, said):
                yield LEAD_ABSENT.at(
                    check.place(("meetings", gathering.reference, "date")),
                    member=lead.name,
                    block=block.title,
                    meeting=gathering.reference,
                    day=meeting.day,
                )

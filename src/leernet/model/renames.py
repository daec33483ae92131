"""A year and a ledger in; which networks and meetings that people were told of have another id now, out."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from leernet.model.gathering import gatherings
from leernet.model.identity import are_the_same, called, last_words, project_of, uids_of
from leernet.model.known import known_plan
from leernet.model.ledger import Ledger, NewName, Sent
from leernet.model.occasion import NO_PLACEMENTS, occasions
from leernet.model.plan import Plan, meeting_reference
from leernet.model.selection import meeting_title, needed_members, optional_members, wanted_members
from leernet.model.timezone import ZONE
from leernet.model.view import View, clean
from leernet.model.year import Meeting, Network, Year


class Renames(Struct, frozen=True):
    """What is called otherwise now.

    Attributes:
        networks: by old id the new one.
        meetings: by old reference the new one.
    """

    networks: Mapping[str, str] = {}
    meetings: Mapping[str, str] = {}


def renames(year: Year, plan: Plan, ledger: Ledger) -> Renames:
    """Networks and meetings under another id; where it is not certain, nothing.

    A network is another one's successor when half of the people are in both and no other network fits as
    well. Within a network a meeting is recognised by its id, else by its title, else by the date it is given.
    """
    names = called(ledger)
    standing = [
        (names[entry.uid], entry)
        for at, entry in ledger.newest.items()
        if entry.method == "REQUEST" and entry.kind in ("meeting", "part", "visit") and at not in ledger.left
    ]
    taken = {*names.values(), *plan.meetings, *plan.pairs}
    networks = _networks(year, standing, {_circle(name) for name in taken})
    return Renames(networks, _meetings(year, standing, taken, networks))


def _networks(year: Year, standing: Iterable[tuple[str, Sent]], taken: set[str]) -> dict[str, str]:
    """Networks that are gone, each with the new one that has its people."""
    gone: dict[str, set[str]] = {}
    for name, entry in standing:
        circle = _circle(name)
        if circle not in year.networks and circle not in year.series:
            gone.setdefault(circle, set()).add(entry.address.casefold())
    if not gone:
        return {}
    fresh = {id: _addresses(year, network) for id, network in year.networks.items() if id not in taken}
    found = {
        before: [id for id, addresses in fresh.items() if are_the_same(people, addresses)]
        for before, people in gone.items()
    }
    return _one_to_one(found)


def _addresses(year: Year, network: Network) -> set[str]:
    invited = (
        *needed_members(year, network),
        *wanted_members(year, network),
        *optional_members(year, network),
    )
    return {member.email.casefold() for member in invited if member.email}


def _meetings(
    year: Year, standing: Iterable[tuple[str, Sent]], taken: set[str], networks: Mapping[str, str]
) -> dict[str, str]:
    defined = {
        meeting_reference(network.id, meeting.id): meeting
        for network in year.networks.values()
        for meeting in network.meetings
    }
    known = {*defined, *(one.reference for one in gatherings(year))}
    gone = {name: entry.saw for name, entry in standing if entry.kind != "visit" and name not in known}
    found: dict[str, str] = {}
    for fits in (_same_id, _same_title, _same_day):
        left = {name: saw for name, saw in gone.items() if name not in found}
        free = sorted(known - taken - {*found.values()})
        candidates = {
            name: [
                ref
                for ref in free
                if _circle(ref) == _circle(named := _in_network(name, networks))
                and fits(_Pair(named, saw, ref, year.networks[_circle(ref)], defined.get(ref)))
            ]
            for name, saw in left.items()
        }
        found |= _one_to_one(candidates)
    return found


class _Pair(NamedTuple):
    """What people have in their calendars, and a meeting that nobody was told of."""

    name: str
    saw: View
    reference: str
    network: Network
    meeting: Meeting | None


def _same_id(pair: _Pair) -> bool:
    return pair.name == pair.reference


def _same_title(pair: _Pair) -> bool:
    """Whether the entry is called after the meeting, whose title may follow that of the network."""
    title = meeting_title(pair.network, pair.meeting) if pair.meeting else ""
    return bool(title) and pair.saw.title.casefold().endswith(title.casefold())


def _same_day(pair: _Pair) -> bool:
    return pair.meeting is not None and pair.meeting.date == pair.saw.day


def _in_network(reference: str, networks: Mapping[str, str]) -> str:
    """The reference with the id that its network has now."""
    network, _, rest = reference.partition("/")
    return f"{networks.get(network, network)}/{rest}"


def _circle(name: str) -> str:
    return name.partition("/")[0]


def _one_to_one(found: Mapping[str, list[str]]) -> dict[str, str]:
    """Each with the only one that fits, where that fits no other."""
    single = {before: after for before, (after, *more) in ((b, a) for b, a in found.items() if a) if not more}
    fitting = list(single.values())
    return {before: after for before, after in single.items() if fitting.count(after) == 1}


def under_new_names(plan: Plan, renamed: Renames) -> Plan:
    """The plan with its networks and meetings under the names they have now."""
    if not (renamed.networks or renamed.meetings):
        return plan
    networks, told = renamed.networks, renamed.meetings
    # What people were told of and what was planned again go before what nobody was told of yet.
    in_order = sorted(plan.meetings, key=lambda one: (one in told, _circle(one) not in networks))
    return plan.model_copy(
        update={
            "meetings": {
                told.get(reference, _in_network(reference, networks)): plan.meetings[reference]
                for reference in in_order
            },
            "pairs": {_in_network(reference, networks): groups for reference, groups in plan.pairs.items()},
            "visits": tuple(
                visit.model_copy(update={"network": networks.get(visit.network, visit.network)})
                for visit in plan.visits
            ),
        }
    )


class Renamed(NamedTuple):
    """Plan and ledger under the names of now.

    Attributes:
        names: the lines that the ledger did not have.
        before: by its name of now what each was called before.
    """

    plan: Plan
    ledger: Ledger
    names: tuple[NewName, ...]
    before: Mapping[str, str]


def with_new_names(year: Year, plan: Plan, ledger: Ledger, today: date) -> Renamed:
    """Plan and ledger under the names of now, as far as it is certain what was renamed.

    What was planned again under its new name is recognised by people, day, time and place.
    """
    plan, ledger = _at_schools_of_now(plan, ledger, _schools(year, ledger))
    found, names = renames(year, plan, ledger), called(ledger)
    by_uid = {uid: found.meetings[name] for uid, name in names.items() if name in found.meetings}
    plan, known = under_new_names(plan, found), _with_names(ledger, by_uid, today)
    told = {
        names[one.uid] for one in ledger.newest.values() if one.method == "REQUEST" and one.kind != "session"
    }
    if found.networks or told - {*found.meetings, *plan.meetings}:
        planned = occasions(year, known_plan(year, plan), NO_PLACEMENTS)
        keys = uids_of(tuple(one for one in planned if one.kind != "session"), known, project_of(year))
        by_uid |= {uid: key for key, uid in keys.items() if names.get(uid, key).partition("#")[0] != key}
    kept = _with_names(ledger, by_uid, today)
    lines = kept.names[len(ledger.names) :]
    return Renamed(plan, kept, lines, {key: names[uid] for uid, key in by_uid.items()})


def _schools(year: Year, ledger: Ledger) -> dict[str, str]:
    """Schools whose id is gone, each with the one that is called as people were told."""
    gone = {
        one.saw.venue.host: one.saw.venue.name
        for one in ledger.sent
        if one.saw.venue.host and one.saw.venue.host not in year.schools
    }
    by_id = sorted(year.schools.items())
    return _one_to_one(
        {id: [now for now, school in by_id if clean(school.name) == name] for id, name in gone.items()}
    )


def _at_schools_of_now(plan: Plan, ledger: Ledger, schools: Mapping[str, str]) -> tuple[Plan, Ledger]:
    """Plan and ledger with the ids that schools have now."""
    if not schools:
        return plan, ledger
    meetings = {
        reference: one.model_copy(update={"host": schools.get(one.host or "", one.host)})
        for reference, one in plan.meetings.items()
    }
    sessions = {
        reference: one.model_copy(update={"school": schools.get(one.school or "", one.school)})
        for reference, one in plan.sessions.items()
    }
    return plan.model_copy(update={"meetings": meetings, "sessions": sessions}), replace(
        ledger, sent=tuple(_at_school_of_now(one, schools) for one in ledger.sent)
    )


def _at_school_of_now(one: Sent, schools: Mapping[str, str]) -> Sent:
    venue = one.saw.venue
    if venue.host not in schools:
        return one
    now = schools[venue.host]
    # The letter to a host has its own entry, named for the school.
    uid = one.uid.replace(f"host-{venue.host}-", f"host-{now}-", 1) if one.kind == "host" else one.uid
    return replace(one, uid=uid, saw=replace(one.saw, venue=venue._replace(host=now)))


def _with_names(ledger: Ledger, names: Mapping[str, str], today: date) -> Ledger:
    """The ledger with a new name by UID, each later than the last line that has the old one."""
    last = last_words(ledger)
    begin = datetime.combine(today, time(), ZONE).astimezone(UTC)
    lines = (
        NewName(occasion=name, uid=uid, dtstamp=max(begin, last[uid].dtstamp + timedelta(seconds=1)))
        for uid, name in sorted(names.items())
    )
    return replace(ledger, names=(*ledger.names, *lines))


def names_before(ledger: Ledger) -> dict[str, str]:
    """What things were called before, each with its name of now."""
    now = called(ledger)
    lines: tuple[Sent | NewName, ...] = (*ledger.sent, *ledger.names)
    names = sorted({(one.occasion, one.uid) for one in lines})
    return {name: now[uid] for name, uid in names if now.get(uid, name) != name}

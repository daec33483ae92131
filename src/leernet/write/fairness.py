"""The account of a plan in; `out/fairness.md` out, for a board member to read."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from leernet.explain.fairness import Account, HostAccount
from leernet.model.plan import Plan
from leernet.model.selection import school_name
from leernet.model.year import Year
from leernet.verify.turns import OutOfTurn, PassedOver
from leernet.words import Sentence, Words, _, _n
from leernet.write.dates import long_date
from leernet.write.page import escaped_markdown


def fairness_markdown(year: Year, plan: Plan, account: Account, spoken: Words) -> str:
    """Turns of hosting over the years, lessons missed per school, travel and missed meetings per person."""
    heading = _("Who gives and who bears what, {school_year}", school_year=str(plan.school_year))
    schools, people = spoken.say(_("Schools")), spoken.say(_("People"))
    lines = [f"# {spoken.say(heading)}"]
    for network, hosts in account.hosts:
        turns = _("Turns of hosting: {network}", network=year.networks[network].title or network)
        jumped = [found for found in account.out_of_turn if found.network == network]
        lines += ["", f"## {_cell(spoken.say(turns))}", "", *_hosts_table(year, hosts, spoken)]
        lines += ["", *_out_of_turn(year, plan, jumped, spoken)]
    lines += ["", f"## {schools}", "", *_schools_table(year, account, spoken)]
    lines += ["", f"## {people}", "", *_members_table(year, account, spoken)]
    return "\n".join(lines) + "\n"


def _hosts_table(year: Year, hosts: tuple[HostAccount, ...], spoken: Words) -> Iterator[str]:
    yield from _head((_("School"), _("Before"), _("This year"), _("Equal share"), _("Balance")), spoken)
    for account in hosts:
        name = school_name(year, account.school)
        share, balance = _number(account.owed, spoken), _signed(account.balance, spoken)
        yield f"| {_cell(name)} | {account.before} | {account.now} | {share} | {balance} |"
    owing = sum(account.balance <= -1 for account in hosts)
    yield ""
    yield spoken.say(
        _n(
            "{count} school owes a turn or more; it is next as soon as it is open and has room.",
            "{count} schools owe a turn or more; they are next as soon as they are open and have room.",
            owing,
        )
    )


def _out_of_turn(year: Year, plan: Plan, jumped: list[OutOfTurn], spoken: Words) -> Iterator[str]:
    if not jumped:
        yield spoken.say(
            _(
                "Nobody was passed over: no meeting is at a school that already had more turns than "
                "another that had room."
            )
        )
        return
    yield spoken.say(
        _n(
            "{count} meeting is at a school that already had more turns than another that had room:",
            "{count} meetings are at a school that already had more turns than another that had room:",
            len(jumped),
        )
    )
    yield ""
    for found in jumped:
        said = _n(
            "{meeting}, {day}: at {host}, which already had {count} turn.",
            "{meeting}, {day}: at {host}, which already had {count} turns.",
            found.turns,
            meeting=_meeting_name(year, found.meeting),
            day=long_date(plan.meetings[found.meeting].day, spoken.language),
            host=school_name(year, found.host),
        )
        parts = [said, *_passed(year, found.passed)]
        yield f"- {' '.join(_cell(spoken.say(part)) for part in parts)}"


def _meeting_name(year: Year, reference: str) -> str:
    network, _stroke, id = reference.partition("/")
    return next((one.title for one in year.networks[network].meetings if one.id == id), "") or id


def _passed(year: Year, passed: tuple[PassedOver, ...]) -> Iterator[Sentence]:
    """The schools that were passed over, those for the same reason together."""
    by_reason: dict[Sentence | None, list[Sentence]] = {}
    for other in passed:
        name = school_name(year, other.school)
        said = _n("{school} ({count} turn)", "{school} ({count} turns)", other.turns, school=name)
        by_reason.setdefault(other.why, []).append(said)
    for why, schools in by_reason.items():
        reason = why or _("no rule stands in the way; was it chosen by hand?")
        yield _("Not at {schools}: {why}.", schools=tuple(schools), why=reason)


def _schools_table(year: Year, account: Account, spoken: Words) -> Iterator[str]:
    headings = (_("School"), _("Days out of lessons"), _("Days with two or more away"))
    yield from _head(headings, spoken)
    for load in account.schools:
        yield f"| {_cell(school_name(year, load.school))} | {load.away} | {load.double} |"
    yield ""
    yield spoken.say(
        _n(
            "Together {count} day for which somebody has to take over a class.",
            "Together {count} days for which somebody has to take over a class.",
            sum(load.away for load in account.schools),
        )
    )


def _members_table(year: Year, account: Account, spoken: Words) -> Iterator[str]:
    headings = (
        _("Name"),
        _("Meetings"),
        _("Missed because of their day"),
        _("Kilometres, one way"),
        _("Hours, coaching included"),
    )
    yield from _head(headings, spoken)
    for load in account.members:
        name = year.members[load.member].name
        hours = _number(Fraction(load.minutes, 60), spoken)
        yield f"| {_cell(name)} | {load.meetings} | {load.missed} | {load.km} | {hours} |"


def _head(headings: tuple[Sentence, ...], spoken: Words) -> Iterator[str]:
    yield f"| {' | '.join(spoken.say(heading) for heading in headings)} |"
    yield f"|---|{'---:|' * (len(headings) - 1)}"


def _cell(text: str) -> str:
    return str(escaped_markdown(text))


def _number(value: Fraction, spoken: Words) -> str:
    text = f"{float(value):.1f}"
    return text.replace(".", ",") if spoken.language == "nl" else text


def _signed(value: Fraction, spoken: Words) -> str:
    return f"{'+' if value > 0 else ''}{_number(value, spoken)}"

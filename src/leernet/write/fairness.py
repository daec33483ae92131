"""The account of a plan in; `out/fairness.md` out, for a board member to read."""

from collections.abc import Iterator
from fractions import Fraction

from leernet.explain.fairness import Account, HostAccount, MemberLoad
from leernet.model.plan import Plan
from leernet.model.selection import school_name
from leernet.model.year import Year
from leernet.verify.plan.turns import OutOfTurn, PassedOver
from leernet.words import Sentence, Words, _, _n
from leernet.write.dates import long_date
from leernet.write.tables import escaped_markdown


def fairness_markdown(year: Year, plan: Plan, account: Account, spoken: Words) -> str:
    """In brief; turns per board and school, lessons missed, travel and missed meetings per person."""
    heading = _("Who gives and who bears what, {school_year}", school_year=str(plan.school_year))
    boards, schools, people = (spoken.say(part) for part in (_("Boards"), _("Schools"), _("People")))
    lines = [f"# {spoken.say(heading)}", "", *_in_brief(plan, account, spoken)]
    if account.boards:
        lines += ["", f"## {boards}", "", *_boards_table(year, account, spoken)]
    for network, hosts in account.hosts:
        turns = _("Turns of hosting: {network}", network=year.networks[network].title or network)
        jumped = [found for found in account.out_of_turn if found.network == network]
        lines += ["", f"## {_cell(spoken.say(turns))}", "", *_hosts_table(year, hosts, spoken)]
        lines += ["", *_out_of_turn(year, plan, jumped, spoken)]
    lines += ["", f"## {schools}", "", *_schools_table(year, account, spoken)]
    lines += ["", f"## {people}", "", *_members_table(year, account, spoken)]
    return "\n".join(lines) + "\n"


def _in_brief(plan: Plan, account: Account, spoken: Words) -> Iterator[str]:
    if account.hosts:
        yield spoken.say(
            _(
                "An equal share is all turns of a network, divided by the schools with room for it, since "
                "they came. The balance is what a school gave beyond it; below zero it owes turns. A school "
                "is passed over when it had room and the meeting is at one that already had more turns."
            )
        )
        yield ""
        turns = sum(host.now for _network, hosts in account.hosts for host in hosts)
        yield f"- {spoken.say(_turns_in_brief(turns, len(account.out_of_turn)))}"
        for goal in plan.goals:
            if goal.name == "kilometres travelled" and goal.bound is not None:
                yield f"- {spoken.say(_travel_in_brief(goal.value, goal.bound))}"
    wanted = sum(load.meetings for load in account.members)
    missed = sum(load.missed for load in account.members)
    said = _n(
        "People are expected {count} time in all, and cannot come {missed} of those times.",
        "People are expected {count} times in all, and cannot come {missed} of those times.",
        wanted,
        missed=missed,
    )
    yield f"- {spoken.say(said)}"


def _turns_in_brief(turns: int, out_of_turn: int) -> Sentence:
    if not out_of_turn:
        return _n(
            "{count} meeting is at a school by turn, and nobody was passed over.",
            "{count} meetings are at schools by turn, and nobody was passed over.",
            turns,
        )
    return _n(
        "{count} meeting is at a school by turn; {passed} passed a school over. The reasons are below.",
        "{count} meetings are at schools by turn; {passed} passed a school over. The reasons are below.",
        turns,
        passed=out_of_turn,
    )


def _travel_in_brief(travel_km: int, least_km: int) -> Sentence:
    if travel_km == least_km:
        return _(
            "Together people travel {km} km to these schools, one way; it could not be less without turns.",
            km=travel_km,
        )
    return _(
        "Together people travel {km} km to these schools, one way; without turns, always to the nearest "
        "school with room, it would be {least} km.",
        km=travel_km,
        least=least_km,
    )


def _boards_table(year: Year, account: Account, spoken: Words) -> Iterator[str]:
    headings = (
        _("Board"),
        _("Before"),
        _("This year"),
        _("Equal share"),
        _("Balance"),
        _("Days out of lessons"),
    )
    yield from _head(headings, spoken)
    for board in account.boards:
        name = year.boards[board.board].name or board.board
        share, balance = _number(board.owed, spoken), _signed(board.balance, spoken)
        yield f"| {_cell(name)} | {board.before} | {board.now} | {share} | {balance} | {board.away} |"


def _hosts_table(year: Year, hosts: tuple[HostAccount, ...], spoken: Words) -> Iterator[str]:
    yield from _head((_("School"), _("Before"), _("This year"), _("Equal share"), _("Balance")), spoken)
    for account in hosts:
        name = school_name(year, account.school)
        share, balance = _number(account.owed, spoken), _signed(account.balance, spoken)
        yield f"| {_cell(name)} | {account.before} | {account.now} | {share} | {balance} |"
    owing = sum(account.balance <= -1 for account in hosts)
    if owing:
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
        yield spoken.say(_("Nobody was passed over."))
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
        reason = why or _("no rule prevents it now; it was chosen by hand, or before something changed")
        yield _("Not at {schools}: {why}.", schools=tuple(schools), why=reason)


def _schools_table(year: Year, account: Account, spoken: Words) -> Iterator[str]:
    headings = (_("School"), _("Days out of lessons"), _("Days with two or more away"))
    yield from _head(headings, spoken)
    for load in account.schools:
        yield f"| {_cell(school_name(year, load.school))} | {load.away} | {load.double} |"
    yield ""
    yield spoken.say(
        _n(
            "In total {count} day on which somebody has to take over a class.",
            "In total {count} days on which somebody has to take over a class.",
            sum(load.away for load in account.schools),
        )
    )


def _members_table(year: Year, account: Account, spoken: Words) -> Iterator[str]:
    headings = (
        _("Name"),
        _("School or organisation"),
        _("Meetings"),
        _("Missed because of their day"),
        _("Kilometres, one way"),
        _("Hours, coaching included"),
    )
    yield from _head(headings, spoken, texts=2)
    for load in account.members:
        member = year.members[load.member]
        place = school_name(year, member.school) if member.school else member.organisation
        hours = _number(Fraction(load.minutes, 60), spoken)
        numbers = f"{load.meetings} | {load.missed} | {_kilometres(load, spoken)} | {hours}"
        yield f"| {_cell(member.name)} | {_cell(place)} | {numbers} |"


def _kilometres(load: MemberLoad, spoken: Words) -> str:
    if load.km is None:
        return spoken.say(_("unknown"))
    return spoken.say(_("at least {km}", km=load.km)) if load.unknown else str(load.km)


def _head(headings: tuple[Sentence, ...], spoken: Words, texts: int = 1) -> Iterator[str]:
    """The head of a table of which the first columns are text and the others numbers."""
    yield f"| {' | '.join(spoken.say(heading) for heading in headings)} |"
    yield f"|{'---|' * texts}{'---:|' * (len(headings) - texts)}"


def _cell(text: str) -> str:
    return str(escaped_markdown(text))


def _number(value: Fraction, spoken: Words) -> str:
    text = f"{float(value):.1f}"
    return text.replace(".", ",") if spoken.language == "nl" else text


def _signed(value: Fraction, spoken: Words) -> str:
    text = _number(value, spoken)
    # What rounds to nothing is neither owed nor given.
    if not any(digit in "123456789" for digit in text):
        return text.lstrip("-")
    return f"+{text}" if value > 0 else text

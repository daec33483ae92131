"""What is due when, and how far each thing is."""

from collections.abc import Iterator, Mapping, Set
from datetime import date, timedelta

from leernet.days.notice import notice_day_of
from leernet.explain.due import DueTask, State
from leernet.model.answers import ByHand, Reply, replies
from leernet.model.appointments import Appointments
from leernet.model.availability import meeting_window, polls_about
from leernet.model.hosting import DAYS_TO_HEAR, host_asked, host_confirmed
from leernet.model.identity import project_of, uids_of
from leernet.model.ledger import Ledger
from leernet.model.occasion import NO_TOURS, Placements, Tours, occasions
from leernet.model.plan import Plan, meeting_reference
from leernet.model.reminder import NoticeDay, reminders_of
from leernet.model.selection import needed_members, series_members, takes_part_in, wanted_members
from leernet.model.view import Occasion
from leernet.model.year import Series, Year
from leernet.words import Sentence, _, _n

# Who did not answer is asked again so many days before the meeting.
_ASK_AGAIN = 7
# The inventory is asked so long before people are invited, so that it can be in the invitation.
_ASKED_BEFORE = timedelta(weeks=2)


def status(
    year: Year,
    plan: Plan,
    placements: Placements,
    ledger: Ledger,
    answered: Mapping[str, int],
    asked: Set[str],
    by_hand: tuple[ByHand, ...],
    today: date,
    tours: Tours = NO_TOURS,
) -> tuple[DueTask, ...]:
    """What is due for every meeting to come and every series, by day.

    Args:
        plan: an empty one where nothing was planned yet.
        placements: of the series that were allocated.
        answered: how many people chose, by series.
        asked: references of the meetings for which an inventory was collected.
        by_hand: answers that came by telephone or in words.
        tours: of the series in which seats on tours were given out.
    """
    notice_day = notice_day_of(year)
    found: list[DueTask] = [
        *_unplanned(year, plan),
        *_polls(year, plan, notice_day, today),
        *_inventories(year, plan, asked, notice_day, today),
    ]
    planned = occasions(year, plan, placements, tours)
    uids = uids_of(planned, ledger, project_of(year), today=today)
    given = replies(planned, uids, ledger, by_hand)
    appointments = Appointments(ledger, uids)
    for occasion in planned:
        if occasion.kind == "meeting" and occasion.view.day >= today:
            found += _of_meeting(occasion, given, appointments, ledger, notice_day, today)
            found += _of_host(year, occasion, uids[occasion.key], ledger, notice_day, today)
    for id, series in sorted(year.series.items()):
        days = [one.day for reference, one in plan.sessions.items() if reference.startswith(f"{id}/")]
        if days and max(days) < today:
            # All of it has been.
            continue
        found += _of_series(year, series, answered.get(id, 0), placements.get(id), today)
    return tuple(sorted(found, key=lambda due: (due.day or date.min, due.about, due.task)))


def _unplanned(year: Year, plan: Plan) -> Iterator[DueTask]:
    references = [f"{network.id}/{one.id}" for network in year.networks.values() for one in network.meetings]
    missing = [reference for reference in references if reference not in plan.meetings]
    if missing:
        sentence = _n("{count} meeting has no date yet.", "{count} meetings have no date yet.", len(missing))
        yield DueTask(None, "plan", str(year.school_year), "late", sentence, "leernet plan")


def _polls(year: Year, plan: Plan, notice_day: NoticeDay, today: date) -> Iterator[DueTask]:
    """How many answered a poll of dates; it must be in when people would be invited to the first of them."""
    for network in year.networks.values():
        people = (*needed_members(year, network), *wanted_members(year, network))
        for meeting in network.meetings:
            about = meeting_reference(network.id, meeting.id)
            planned, polls = plan.meetings.get(about), polls_about(year, network.id, meeting.id)
            over = planned is not None and planned.day < today
            if over or meeting.cancelled or meeting.date or not (polls or meeting.dates == "poll"):
                continue
            window = meeting_window(year, network, meeting)
            asked = {member.id for member in people if takes_part_in(member, window)}
            answered = {member for poll in polls for member in poll.answers} & asked
            ask = notice_day(window.first, 7 * network.invite.weeks_before)
            said = _(
                "{answered} of {count} people answered the poll", answered=len(answered), count=len(asked)
            )
            yield DueTask(
                ask,
                "poll",
                about,
                state_of(len(answered) == len(asked), ask, today),
                said if polls else _("poll the dates; nobody has answered yet"),
                "" if polls else f"leernet ask {about}",
            )


def _inventories(
    year: Year, plan: Plan, asked: Set[str], notice_day: NoticeDay, today: date
) -> Iterator[DueTask]:
    """The inventory, for every meeting to come whose day is known, planned or given."""
    for network in year.networks.values():
        for meeting in network.meetings:
            about = meeting_reference(network.id, meeting.id)
            planned = plan.meetings.get(about)
            day = planned.day if planned else meeting.date
            if day is None or day < today or meeting.cancelled:
                continue
            is_asked = about in asked
            said = _("topics were collected") if is_asked else _("not asked yet")
            ask = notice_day(day, 7 * network.invite.weeks_before + _ASKED_BEFORE.days)
            yield DueTask(
                ask,
                "inventory",
                about,
                state_of(is_asked, ask, today),
                said,
                "" if is_asked else f"leernet ask inventory {about}",
            )


def state_of(done: bool, day: date, today: date) -> State:
    """How far something is that is due on a day."""
    if done:
        return "done"
    return "late" if day < today else "today" if day == today else "coming"


def _of_meeting(
    occasion: Occasion,
    given: Mapping[tuple[str, str], Reply],
    appointments: Appointments,
    ledger: Ledger,
    notice_day: NoticeDay,
    today: date,
) -> Iterator[DueTask]:
    day, about = occasion.view.day, occasion.reference
    invite = notice_day(day, 7 * occasion.invite.weeks_before)
    last = [appointments.of(occasion, guest) for guest in occasion.guests]
    invited = sum(one is not None and one.method == "REQUEST" for one in last)
    yield DueTask(
        invite,
        "invitation",
        about,
        state_of(invited == len(occasion.guests), invite, today),
        _invited(occasion, invited, given),
        f"leernet invite {about} --send",
    )
    if not occasion.view.programme:
        said = _("no programme yet")
        yield DueTask(
            invite, "agenda", about, state_of(False, invite, today), said, f"leernet agenda {about}"
        )
    if invited:
        yield _replies(occasion, given, notice_day(day, _ASK_AGAIN), today)
    for days, remind, done in reminders_of(occasion, appointments, ledger, given, today, notice_day):
        said = _n("{count} day before", "{count} days before", days)
        state = state_of(done, remind, today)
        yield DueTask(remind, "reminder", about, state, said, f"leernet invite {about} --due --send")


def _replies(
    occasion: Occasion, given: Mapping[tuple[str, str], Reply], ask_again: date, today: date
) -> DueTask:
    """Who was invited and has not answered."""
    answers = (given.get((occasion.key, guest.member), Reply()).answer for guest in occasion.guests)
    silent = sum(answer is None for answer in answers)
    said = _n("{count} person has not answered yet", "{count} people have not answered yet", silent)
    command = "leernet invite replies FOLDER" if silent else ""
    return DueTask(
        ask_again, "replies", occasion.reference, state_of(not silent, ask_again, today), said, command
    )


def _invited(occasion: Occasion, invited: int, given: Mapping[tuple[str, str], Reply]) -> Sentence:
    """How many were invited; how many said that they come, once anybody answered."""
    answers = [given.get((occasion.key, guest.member), Reply()) for guest in occasion.guests]
    sentence = _("{invited} of {count} invited", invited=invited, count=len(answers))
    accepted = sum(reply.answer == "accepted" for reply in answers)
    declined = sum(reply.answer == "declined" for reply in answers)
    if accepted or declined:
        sentence = _(
            "{sentence}; {accepted} come, {declined} do not",
            sentence=sentence,
            accepted=accepted,
            declined=declined,
        )
    plus = sum(reply.plus for reply in answers if reply.answer != "declined")
    return _("{sentence}; {plus} more come along", sentence=sentence, plus=plus) if plus else sentence


def _of_host(
    year: Year, occasion: Occasion, uid: str, ledger: Ledger, notice_day: NoticeDay, today: date
) -> Iterator[DueTask]:
    """Whether the school that receives a meeting has said that it does."""
    school = year.schools.get(occasion.view.venue.host)
    if school is None:
        return
    ask = notice_day(occasion.view.day, 7 * occasion.invite.weeks_before + DAYS_TO_HEAR)
    confirmed = host_confirmed(year, occasion, uid, ledger)
    asked = host_asked(ledger, uid, school.id)
    command = ""
    if confirmed:
        said = _("{school} said on {day} that it will host the group", school=school.name, day=confirmed)
    elif school.contact is None:
        said = _("ask {school} (no contact)", school=school.name)
    elif asked:
        said = _(
            "{school} was asked on {day}; note its yes for the meeting: 'host_confirmed: {today}'",
            school=school.name,
            day=asked,
            today=str(today),
        )
    else:
        said = _("ask {school}", school=school.name)
        command = "leernet invite --due --send"
    state = state_of(confirmed is not None, ask, today)
    yield DueTask(ask, "host", occasion.reference, state, said, command)


def _of_series(
    year: Year,
    series: Series,
    answered: int,
    placed: Mapping[str, Mapping[str, str]] | None,
    today: date,
) -> Iterator[DueTask]:
    """When choices close and people are placed; who came after that is still to be placed."""
    members = series_members(year, series)
    people = len(members)
    newcomers = sum(member.id not in placed for member in members) if placed is not None else 0
    is_allocated = placed is not None and not newcomers
    closes = series.closes
    said = _("{answered} of {count} people chose", answered=answered, count=people)
    allocate = _("everybody has a place or a reason") if is_allocated else _("place people in workshops")
    if newcomers:
        allocate = _n(
            "{count} person is still to be placed", "{count} people are still to be placed", newcomers
        )
    command = f"leernet allocate {series.id}"
    if closes is None:
        state: State = "done" if is_allocated else "coming"
        yield DueTask(None, "choices", series.id, state, said)
        yield DueTask(None, "allocation", series.id, state, allocate, command)
        return
    after = closes + timedelta(days=1)
    yield DueTask(closes, "choices", series.id, state_of(closes < today, closes, today), said)
    yield DueTask(after, "allocation", series.id, state_of(is_allocated, after, today), allocate, command)

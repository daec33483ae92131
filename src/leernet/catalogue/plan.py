"""``plan.yaml``, made by leernet or edited: what it breaks of the rules of the year."""

from leernet.catalogue.rule import Rule, _, _n
from leernet.finding import Level

_ANEW = _("Change it back, or run `leernet plan` to choose again.")
PLAN_OF_ANOTHER_YEAR = Rule(
    "plan-of-another-year",
    Level.ERROR,
    _("This plan is for {written}; the project's year is {year}."),
    _("Move it to history/{written}.yaml."),
)
PLAN_UNKNOWN_MEETING = Rule(
    "plan-unknown-meeting",
    Level.WARNING,
    _("{meeting} is planned, but no network has it."),
    _("Run `leernet plan`: it takes out what was cancelled or removed."),
)
PLAN_MEETING_MISSING = Rule(
    "plan-meeting-missing",
    Level.WARNING,
    _("{meeting} has no date yet."),
    _("Run `leernet plan`."),
)
PLAN_CALENDAR_CAME = Rule(
    "plan-calendar-came",
    Level.REMARK,
    _n(
        "Since this was planned {count} school gave its calendar: {schools}.",
        "Since this was planned {count} schools gave their calendars, {schools} among them.",
    ),
    _("Other findings say what no longer fits; run `leernet plan` to plan with these calendars."),
)
PLAN_OUTSIDE_WINDOW = Rule(
    "plan-outside-window",
    Level.ERROR,
    _("{meeting} is on {day}, outside {first} to {last}."),
    _ANEW,
)
PLAN_WRONG_WEEKDAY = Rule(
    "plan-wrong-weekday",
    Level.ERROR,
    _("{meeting} is on {day}, not on one of its weekdays."),
    _ANEW,
)
PLAN_DAY_CLOSED = Rule(
    "plan-day-closed",
    Level.ERROR,
    _("{meeting} is on {day}, when nobody meets: {reason}."),
    _ANEW,
)
PLAN_OTHER_TIME = Rule(
    "plan-other-time",
    Level.ERROR,
    _("{meeting} is planned for {planned}; its network says {defined}."),
    _("Run `leernet plan` to take the time from the network."),
)
PLAN_REQUIRED_MISSING = Rule(
    "plan-required-missing",
    Level.ERROR,
    _n(
        "{meeting} needs {count} of those who must be there and has {able}: {missing} cannot come on {day}.",
        "{meeting} needs {count} of those who must be there and has {able}: {missing} cannot come on {day}.",
    ),
    _ANEW,
)
_TOO_FEW = _("{meeting}: {able} of {counted} members who count can come on {day}, and {quorum} are needed.")
_FEWER_WILL_DO = _("Choose another date, or write 'quorum' with the network if fewer will do.")
PLAN_NO_QUORUM = Rule("plan-no-quorum", Level.ERROR, _TOO_FEW, _FEWER_WILL_DO)
BEST_OTHER_DATE = _("On {other} {more} can; write that date, or 'quorum' with the network if fewer will do.")
NO_BETTER_DATE = _("No date within four weeks has enough; write 'quorum' with the network if fewer will do.")
PLAN_FIXED_NO_QUORUM = Rule(
    "plan-no-quorum",
    Level.WARNING,
    _TOO_FEW,
    (BEST_OTHER_DATE, NO_BETTER_DATE),
)
PLAN_ABSENT_DIFFERS = Rule(
    "plan-absent-differs",
    Level.WARNING,
    _("{meeting}: {count} cannot come by what is known now; the plan lists {written}."),
    _("Run `leernet plan` to bring the list up to date."),
)
LEAD_ABSENT = Rule(
    "lead-absent",
    Level.WARNING,
    _("{member} leads '{block}' of {meeting} and cannot come on {day}."),
    _("Choose somebody else for the block, or another date for the meeting."),
)
PLAN_OTHER_HOST = Rule(
    "plan-other-host",
    Level.ERROR,
    _("{meeting} is at '{host}', but its host is fixed: '{asked}'."),
    _ANEW,
)
PLAN_WITHOUT_HOST = Rule(
    "plan-without-host",
    Level.ERROR,
    _("{meeting} has no host."),
    _ANEW,
)
PLAN_UNKNOWN_HOST = Rule(
    "unknown-school",
    # All else can be shown; ``invite`` makes an error of it.
    Level.WARNING,
    _("{meeting} is at school '{host}', which does not exist."),
    _("Let `leernet plan` choose another school, or define this one again."),
)
PLAN_HOST_NOT_IN_TURN = Rule(
    "plan-host-not-in-turn",
    Level.ERROR,
    _("{school} is not one of the schools that host {network} in turn."),
    _ANEW,
)
PLAN_HOST_TOO_SMALL = Rule(
    "plan-host-too-small",
    Level.ERROR,
    _("{school} has {seats} seats and {meeting} needs {count}, whether or not all can come."),
    _ANEW,
)
PLAN_HOST_NOT_THEN = Rule(
    "plan-host-not-then",
    Level.ERROR,
    _("{school} receives {meeting} on {day}, when it does not receive ('host_days', 'host_not')."),
    _ANEW,
)
PLAN_HOST_TOO_OFTEN = Rule(
    "plan-host-too-often",
    Level.ERROR,
    _("{school} hosts {count} times this year, but asked for at most {most}."),
    _ANEW,
)
PLAN_TOO_CLOSE = Rule(
    "plan-too-close",
    Level.ERROR,
    _("{other} is {days} days after {one}, and there must be {weeks} weeks between them."),
    _ANEW,
)
PLAN_FACILITATOR = Rule(
    "plan-facilitator",
    Level.ERROR,
    _("{meeting}: {member} may not facilitate it or cannot come on {day}."),
    _ANEW,
)
PLAN_NOT_AFTER = Rule(
    "plan-not-after",
    Level.ERROR,
    _("{meeting} is {days} days after {first}; it comes later, with at least {weeks} weeks between."),
    _ANEW,
)
PLAN_NO_WEEKS_BEFORE = Rule(
    "plan-no-weeks-for-round",
    Level.ERROR,
    _("{meeting} is on {day}; the rounds of visits before it take {weeks} weeks from {border}."),
    _ANEW,
)
PLAN_NO_WEEKS_AFTER = Rule(
    "plan-no-weeks-for-round",
    Level.ERROR,
    _("{meeting} is on {day}; the rounds of visits after it take {weeks} weeks up to {border}."),
    _ANEW,
)
PLAN_DATE_PASSED = Rule(
    "plan-date-passed",
    Level.ERROR,
    _("{meeting} is on {day}, which has passed; from this same plan people were told {told}."),
    _("Change the date back to {told}."),
)
PLAN_DATE_PASSED_ELSEWHEN = Rule(
    "plan-date-passed",
    Level.ERROR,
    _("{meeting} is on {day}, which has passed, and belongs on {window}."),
    _("Change the date back, or let the window of the meeting hold the day on which it was."),
)
PLAN_NOT_ONE_OF_DATES = Rule(
    "plan-not-one-of-dates",
    Level.ERROR,
    _("{meeting} is on {day}, which is none of its dates."),
    _ANEW,
)
PLAN_TOO_MANY_IN_MONTH = Rule(
    "plan-too-many-in-month",
    Level.ERROR,
    _n(
        "{count} person has more than {most} meetings in {month}: {people}.",
        "{count} people have more than {most} meetings in {month}: {people}.",
    ),
    _ANEW,
)
_REFUSED = _("{meeting} is on {day}, to which everybody who answered the poll says no.")
PLAN_DATE_REFUSED = Rule("plan-date-refused", Level.ERROR, _REFUSED, _ANEW)
PLAN_TOLD_DATE_REFUSED = Rule(
    "plan-date-refused",
    Level.WARNING,
    _REFUSED,
    _("It was given or told, so it stays; to move it, write another 'date' with the meeting."),
)
PLAN_TWO_PLACES = Rule(
    "plan-two-places",
    Level.ERROR,
    _("{member} is needed at {one} and at {other} at the same time on {day}."),
    _ANEW,
)
PLAN_NO_TIME_TO_TRAVEL = Rule(
    "plan-no-time-to-travel",
    Level.ERROR,
    _(
        "{member} is needed at {one} and at {other} on {day}, with {minutes} minutes between them; "
        "the way from {here} to {there} takes {travel}."
    ),
    _ANEW,
)
PLAN_SAME_BOARD = Rule(
    "plan-same-board",
    Level.ERROR,
    _("{school} receives {meeting}, and {before}, of the same board, received the one before."),
    _ANEW,
)
PLAN_HOST_TWICE = Rule(
    "plan-host-twice",
    Level.ERROR,
    _("{school} receives {one} and {other} at the same time."),
    _ANEW,
)
PLAN_UNKNOWN_SESSION = Rule(
    "plan-unknown-session",
    Level.WARNING,
    _("{session} is planned, but no series has it."),
    _("Run `leernet plan`: it takes out what was removed."),
)
PLAN_PRESENTER_MISSING = Rule(
    "plan-presenter-missing",
    Level.ERROR,
    _("{member} leads {workshop} and cannot come on {day}."),
    _ANEW,
)
_RECEIVES = _("{school} receives {meeting} on {day}, {reason}.")
_OPEN_AFTER_ALL = _("Write open: [{day}] for the school if it is open after all, or run `leernet plan`.")
PLAN_HOST_CLOSED = Rule("plan-host-closed", Level.ERROR, _RECEIVES, _OPEN_AFTER_ALL)
PLAN_HOST_PROBABLY_CLOSED = Rule("plan-host-probably-closed", Level.WARNING, _RECEIVES, _OPEN_AFTER_ALL)
PLAN_SESSION_AT_CLOSED_SCHOOL = Rule("plan-host-closed", Level.ERROR, _RECEIVES, _ANEW)
PLAN_MOMENT_SPLIT = Rule(
    "plan-moment-split",
    Level.ERROR,
    _("The workshops of moment {moment} are not all on one day at one time."),
    _ANEW,
)
PLAN_MOMENTS_AT_ONCE = Rule(
    "plan-moments-at-once",
    Level.ERROR,
    _("{one} is at the same time as {other} on {day}, and people may attend both moments."),
    _ANEW,
)
PLAN_ROOMS = Rule(
    "plan-rooms",
    Level.ERROR,
    _("{school} has {rooms} rooms, and on {day} at {time} {count} workshops run there."),
    _ANEW,
)
PLAN_TOO_FEW_PEOPLE = Rule(
    "plan-too-few-people",
    Level.ERROR,
    _n(
        "{meetings} are at the same time on {day} and need {needed} of the same people together; "
        "only {count} can come: {people}.",
        "{meetings} are at the same time on {day} and need {needed} of the same people together; "
        "only {count} can come: {people}.",
    ),
    _ANEW,
)
PLAN_GROUP_STRANGER = Rule(
    "plan-group-stranger",
    Level.WARNING,
    _("{member} is in group {group} of {meeting} and is not a member of the network."),
    _ANEW,
)
PLAN_GROUP_TWICE = Rule(
    "plan-group-twice",
    Level.ERROR,
    _("{member} is in groups {first} and {second} of {meeting}."),
    _ANEW,
)
PLAN_GROUP_MISSING = Rule(
    "plan-group-missing",
    Level.ERROR,
    _n("{names} is in no group of {meeting}.", "{names} are in no group of {meeting}."),
    _ANEW,
)
_OTHER_SIZE = _("Group {group} of {meeting} has {people} people; groups have {least} to {most}.")
PLAN_GROUP_SIZE = Rule("plan-group-size", Level.ERROR, _OTHER_SIZE, _ANEW)
PLAN_GROUP_OTHER_SIZE = Rule("plan-group-size", Level.WARNING, _OTHER_SIZE, _ANEW)
PLAN_GROUP_NOT_TOGETHER = Rule(
    "plan-group-not-together",
    Level.ERROR,
    _("{names} must be together and are in different groups of {meeting}."),
    _ANEW,
)
PLAN_GROUP_NOT_APART = Rule(
    "plan-group-not-apart",
    Level.ERROR,
    _("{names} must be apart and are both in group {group} of {meeting}."),
    _ANEW,
)
PLAN_GROUP_MANAGER = Rule(
    "plan-group-manager",
    Level.ERROR,
    _("{names} are manager and staff and are both in group {group} of {meeting}."),
    _ANEW,
)
PLAN_ROLE_OUTSIDE_GROUP = Rule(
    "plan-role-outside-group",
    Level.ERROR,
    _("{member} has a role in group {group} of {meeting} and is not in that group."),
    _ANEW,
)
PLAN_ROLE_ABSENT = Rule(
    "plan-role-absent",
    Level.ERROR,
    _("{member} has a role in group {group} of {meeting} and cannot come that day."),
    _ANEW,
)
PLAN_TWO_ROLES = Rule(
    "plan-two-roles",
    Level.ERROR,
    _("{member} has two roles in group {group} of {meeting}."),
    _ANEW,
)
PLAN_PAIR_STRANGER = Rule(
    "plan-pair-stranger",
    Level.ERROR,
    _("{member} is in pairs {round} and is not a member of the network."),
    _ANEW,
)
# Who left altogether is no mistake in the plan, and keeps nobody from seeing the rest of it.
PLAN_PAIR_OF_WHO_LEFT = Rule(
    "plan-pair-stranger",
    Level.WARNING,
    _("{member} is in pairs {round} and no longer exists."),
    _("Let `leernet plan` choose another partner."),
)
PLAN_PAIR_TWICE = Rule(
    "plan-pair-twice",
    Level.ERROR,
    _("{member} is listed twice in pairs {round}."),
    _ANEW,
)
PLAN_PAIR_SIZE = Rule(
    "plan-pair-size",
    Level.ERROR,
    _("A pair has two or three people, and this one has {people}."),
    _ANEW,
)
PLAN_PAIR_MANAGER = Rule(
    "plan-pair-manager",
    Level.ERROR,
    _("{names} cannot be partners: one is the manager of the other."),
    _ANEW,
)
PLAN_PAIR_AGAIN = Rule(
    "plan-pair-again",
    Level.ERROR,
    _("{names} cannot be partners: they were partners before."),
    _ANEW,
)
PLAN_PAIR_SAME_SCHOOL = Rule(
    "plan-pair-same",
    Level.ERROR,
    _("{names} cannot be partners: they work at the same school."),
    _ANEW,
)
PLAN_PAIR_SAME_BOARD = Rule(
    "plan-pair-same",
    Level.ERROR,
    _("{names} cannot be partners: they work for the same board."),
    _ANEW,
)
PLAN_PAIR_SAME_GRADE_BAND = Rule(
    "plan-pair-same",
    Level.ERROR,
    _("{names} cannot be partners: they teach the same grade band."),
    _ANEW,
)
PLAN_PAIR_TOO_FAR = Rule(
    "plan-pair-too-far",
    Level.ERROR,
    _("{names} cannot be partners: they work {km} km apart by road."),
    _ANEW,
)
PLAN_PAIR_NO_HALF_DAY = Rule(
    "plan-pair-no-half-day",
    Level.ERROR,
    _("{names} cannot be partners: they share no working half day."),
    _ANEW,
)
PLAN_VISIT_WITHOUT_PAIR = Rule(
    "plan-visit-without-pair",
    Level.ERROR,
    _("{visitor} visits {visited}, who is not their partner in round {round}."),
    _ANEW,
)
PLAN_VISIT_WEEK = Rule(
    "plan-visit-week",
    Level.ERROR,
    _("'{week}' is not a week; a week is written as 2026-W47."),
    _ANEW,
)
PLAN_VISIT_IMPOSSIBLE = Rule(
    "plan-visit-impossible",
    Level.ERROR,
    _("{visitor} cannot visit {visited} in week {week}: there is no day on which both can."),
    _ANEW,
)
PLAN_VISIT_BEFORE_ROUND = Rule(
    "plan-visit-outside-round",
    Level.ERROR,
    _("{visitor} visits {visited} in week {week}; round {round} comes after {meeting} on {day}."),
    _ANEW,
)
PLAN_VISIT_AFTER_ROUND = Rule(
    "plan-visit-outside-round",
    Level.ERROR,
    _("{visitor} visits {visited} in week {week}; round {round} comes before {meeting} on {day}."),
    _ANEW,
)
WAYS_OUT = _("Possible ways out: {ways}.")
NO_WAY_OUT = _("No way out was found that changes few lines; check each of them.")
LINES_CLASH = Rule(
    "no-plan-fits",
    Level.ERROR,
    _("{headline} These cannot all be kept: {lines}."),
    (WAYS_OUT, NO_WAY_OUT),
)
LINE_CANNOT_BE_KEPT = Rule(
    "no-plan-fits",
    Level.ERROR,
    _("{headline} This cannot be kept: {line}."),
    (WAYS_OUT, NO_WAY_OUT),
)

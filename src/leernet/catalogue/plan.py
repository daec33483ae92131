"""``plan.yaml``, made by leernet or edited: what it breaks of the rules of the year."""

from leernet.catalogue.rule import _, _n, error, remark, warning

_ANEW = _("Change it back, or run `leernet plan` to choose again.")
PLAN_OF_ANOTHER_YEAR = error(
    "plan-of-another-year",
    _("This plan is for {written}; the project's year is {year}."),
    _("Move it to history/{written}.yaml."),
)
PLAN_UNKNOWN_MEETING = warning(
    "plan-unknown-meeting",
    _("{meeting} is planned, but it was cancelled or removed."),
    _("Run `leernet plan`: it takes it out of the plan."),
)
PLAN_MEETING_MISSING = warning(
    "plan-meeting-missing", _("{meeting} has no date yet."), _("Run `leernet plan`.")
)
PLAN_CALENDAR_CAME = remark(
    "plan-calendar-came",
    _n(
        "Since this was planned {count} school gave its calendar: {schools}.",
        "Since this was planned {count} schools gave their calendars, {schools} among them.",
    ),
    _("Other findings say what no longer fits; run `leernet plan` to plan with these calendars."),
)
PLAN_OUTSIDE_WINDOW = error(
    "plan-outside-window", _("{meeting} is on {day}, outside {first} to {last}."), _ANEW
)
PLAN_WRONG_WEEKDAY = error(
    "plan-wrong-weekday", _("{meeting} is on {day}, not on one of its weekdays."), _ANEW
)
PLAN_DAY_CLOSED = error("plan-day-closed", _("{meeting} is on {day}, when nobody meets: {reason}."), _ANEW)
PLAN_OTHER_TIME = error(
    "plan-other-time",
    _("{meeting} is planned for {planned}; its network says {defined}."),
    _("Run `leernet plan` to take the time from the network."),
)
PLAN_REQUIRED_MISSING = error(
    "plan-required-missing",
    _n(
        "{meeting} needs {count} of those who must be there and has {able}: {missing} cannot come on {day}.",
        "{meeting} needs {count} of those who must be there and has {able}: {missing} cannot come on {day}.",
    ),
    _ANEW,
)
_TOO_FEW = _("{meeting}: {able} of {counted} members who count can come on {day}, and {quorum} are needed.")
_FEWER_WILL_DO = _("Choose another date, or write 'quorum' for the network if fewer will do.")
PLAN_NO_QUORUM = error("plan-no-quorum", _TOO_FEW, _FEWER_WILL_DO)
BEST_OTHER_DATE = _("On {other} {more} can; write that date, or 'quorum' for the network if fewer will do.")
NO_BETTER_DATE = _("No date within four weeks has enough; write 'quorum' for the network if fewer will do.")
PLAN_FIXED_NO_QUORUM = warning("plan-no-quorum", _TOO_FEW, (BEST_OTHER_DATE, NO_BETTER_DATE))
PLAN_ABSENT_DIFFERS = warning(
    "plan-absent-differs",
    _("{meeting}: {count} cannot come by what is known now; the plan lists {written}."),
    _("Run `leernet plan` to bring the list up to date."),
)
LEAD_ABSENT = warning(
    "lead-absent",
    _("{member} leads '{block}' of {meeting} and cannot come on {day}."),
    _("Choose somebody else for the block, or another date for the meeting."),
)
PLAN_OTHER_HOST = error(
    "plan-other-host", _("{meeting} is at '{host}', but its host is fixed: '{asked}'."), _ANEW
)
PLAN_WITHOUT_HOST = error("plan-without-host", _("{meeting} has no host."), _ANEW)
PLAN_UNKNOWN_HOST = warning(
    "unknown-school",
    # All else can be shown; ``invite`` makes an error of it.
    _("{meeting} is at school '{host}', which does not exist."),
    _("Let `leernet plan` choose another school, or define this one again."),
)
PLAN_HOST_NOT_IN_TURN = error(
    "plan-host-not-in-turn", _("{school} is not one of the schools that host {network} in turn."), _ANEW
)
PLAN_HOST_TOO_SMALL = error(
    "plan-host-too-small",
    _("{school} has {seats} seats and {meeting} needs {count}, whether or not all can come."),
    _ANEW,
)
PLAN_HOST_NOT_THEN = error(
    "plan-host-not-then",
    _("{school} hosts {meeting} on {day}, a day on which it does not host ('host_days', 'host_not')."),
    _ANEW,
)
PLAN_HOST_TOO_OFTEN = error(
    "plan-host-too-often", _("{school} hosts {count} times this year, but asked for at most {most}."), _ANEW
)
PLAN_TOO_CLOSE = error(
    "plan-too-close",
    _("{other} is {days} days after {one}, and there must be {weeks} weeks between them."),
    _ANEW,
)
PLAN_FACILITATOR = error(
    "plan-facilitator", _("{meeting}: {member} may not facilitate it or cannot come on {day}."), _ANEW
)
PLAN_NOT_AFTER = error(
    "plan-not-after",
    _("{meeting} is {days} days after {first}; it must come later, with at least {weeks} weeks between."),
    _ANEW,
)
PLAN_NO_WEEKS_BEFORE = error(
    "plan-no-weeks-for-round",
    _("{meeting} is on {day}; the rounds of visits before it take {weeks} weeks from {border}."),
    _ANEW,
)
PLAN_NO_WEEKS_AFTER = error(
    "plan-no-weeks-for-round",
    _("{meeting} is on {day}; the rounds of visits after it take {weeks} weeks up to {border}."),
    _ANEW,
)
PLAN_DATE_PASSED = error(
    "plan-date-passed",
    _("{meeting} is on {day}, which has passed; people were told {told} from this same plan."),
    _("Change the date back to {told}."),
)
PLAN_DATE_PASSED_ELSEWHEN = error(
    "plan-date-passed",
    _("{meeting} is on {day}, which has passed, and belongs on {window}."),
    _(
        "Change the date back, or widen the window of the meeting so that it includes the day "
        "on which it was held."
    ),
)
PLAN_NOT_ONE_OF_DATES = error(
    "plan-not-one-of-dates", _("{meeting} is on {day}, which is not one of its dates."), _ANEW
)
PLAN_TOO_MANY_IN_MONTH = error(
    "plan-too-many-in-month",
    _n(
        "{count} person has more than {most} meetings in {month}: {people}.",
        "{count} people have more than {most} meetings in {month}: {people}.",
    ),
    _ANEW,
)
_REFUSED = _("{meeting} is on {day}, which everybody who answered the poll refused.")
PLAN_DATE_REFUSED = error("plan-date-refused", _REFUSED, _ANEW)
PLAN_TOLD_DATE_REFUSED = warning(
    "plan-date-refused",
    _REFUSED,
    _("This date was fixed or announced, so it stays; to move it, give the meeting another 'date'."),
)
PLAN_TWO_PLACES = error(
    "plan-two-places", _("{member} is needed at {one} and at {other} at the same time on {day}."), _ANEW
)
PLAN_NO_TIME_TO_TRAVEL = error(
    "plan-no-time-to-travel",
    _(
        "{member} is needed at {one} and at {other} on {day}, with {minutes} minutes between them; "
        "the way from {here} to {there} takes {travel}."
    ),
    _ANEW,
)
PLAN_SAME_BOARD = error(
    "plan-same-board",
    _("{school} hosts {meeting}, and {before}, of the same board, hosted the one before."),
    _ANEW,
)
PLAN_HOST_TWICE = error("plan-host-twice", _("{school} hosts {one} and {other} at the same time."), _ANEW)
PLAN_UNKNOWN_SESSION = warning(
    "plan-unknown-session",
    _("{session} is planned, but no series has it."),
    _("Run `leernet plan`: it takes out what was removed."),
)
PLAN_PRESENTER_MISSING = error(
    "plan-presenter-missing", _("{member} leads {workshop} and cannot come on {day}."), _ANEW
)
_RECEIVES = _("{school} hosts {meeting} on {day}, {reason}.")
_OPEN_AFTER_ALL = _("Write open: [{day}] for the school if it is open after all, or run `leernet plan`.")
PLAN_HOST_CLOSED = error("plan-host-closed", _RECEIVES, _OPEN_AFTER_ALL)
PLAN_HOST_PROBABLY_CLOSED = warning("plan-host-probably-closed", _RECEIVES, _OPEN_AFTER_ALL)
PLAN_SESSION_AT_CLOSED_SCHOOL = error("plan-host-closed", _RECEIVES, _ANEW)
PLAN_MOMENT_SPLIT = error(
    "plan-moment-split", _("The workshops of moment {moment} are not all on one day at one time."), _ANEW
)
PLAN_MOMENTS_AT_ONCE = error(
    "plan-moments-at-once",
    _("{one} is at the same time as {other} on {day}, and people may attend both moments."),
    _ANEW,
)
PLAN_ROOMS = error(
    "plan-rooms", _("{school} has {rooms} rooms, and on {day} at {time} {count} workshops run there."), _ANEW
)
PLAN_TOO_FEW_PEOPLE = error(
    "plan-too-few-people",
    _n(
        "{meetings} are at the same time on {day} and need {needed} of the same people together; "
        "only {count} can come: {people}.",
        "{meetings} are at the same time on {day} and need {needed} of the same people together; "
        "only {count} can come: {people}.",
    ),
    _ANEW,
)
PLAN_LEADS_ELSEWHERE = error(
    "plan-leads-elsewhere",
    _n(
        "{meeting} on {day} needs {needed} of a group; {people} leads a workshop elsewhere then, "
        "so too few are left.",
        "{meeting} on {day} needs {needed} of a group; {people} lead workshops elsewhere then, "
        "so too few are left.",
    ),
    _ANEW,
)
PLAN_GROUP_STRANGER = warning(
    "plan-group-stranger",
    _("{member} is in group {group} of {meeting} and is not a member of the network."),
    _ANEW,
)
PLAN_GROUP_TWICE = error(
    "plan-group-twice", _("{member} is in groups {first} and {second} of {meeting}."), _ANEW
)
PLAN_GROUP_MISSING = error(
    "plan-group-missing",
    _n("{names} is in no group of {meeting}.", "{names} are in no group of {meeting}."),
    _ANEW,
)
_OTHER_SIZE = _("Group {group} of {meeting} has {people} people; groups have {least} to {most}.")
PLAN_GROUP_SIZE = error("plan-group-size", _OTHER_SIZE, _ANEW)
PLAN_GROUP_OTHER_SIZE = warning("plan-group-size", _OTHER_SIZE, _ANEW)
PLAN_GROUP_NOT_TOGETHER = error(
    "plan-group-not-together", _("{names} must be together and are in different groups of {meeting}."), _ANEW
)
PLAN_GROUP_NOT_APART = error(
    "plan-group-not-apart", _("{names} must be apart and are both in group {group} of {meeting}."), _ANEW
)
PLAN_GROUP_MANAGER = error(
    "plan-group-manager",
    _("{names} are manager and staff and are both in group {group} of {meeting}."),
    _ANEW,
)
PLAN_ROLE_OUTSIDE_GROUP = error(
    "plan-role-outside-group",
    _("{member} has a role in group {group} of {meeting} and is not in that group."),
    _ANEW,
)
PLAN_ROLE_ABSENT = error(
    "plan-role-absent",
    _("{member} has a role in group {group} of {meeting} and cannot come that day."),
    _ANEW,
)
PLAN_TWO_ROLES = error("plan-two-roles", _("{member} has two roles in group {group} of {meeting}."), _ANEW)
PLAN_PAIR_STRANGER = error(
    "plan-pair-stranger", _("{member} is in pairs {round} and is not a member of the network."), _ANEW
)
# Who left altogether is no mistake in the plan, and keeps nobody from seeing the rest of it.
PLAN_PAIR_OF_WHO_LEFT = warning(
    "plan-pair-stranger",
    _("{member} is in pairs {round} and no longer exists."),
    _("Let `leernet plan` choose another partner."),
)
PLAN_PAIR_TWICE = error("plan-pair-twice", _("{member} is listed twice in pairs {round}."), _ANEW)
PLAN_PAIR_SIZE = error(
    "plan-pair-size", _("A pair has two or three people, and this one has {people}."), _ANEW
)
PLAN_PAIR_MANAGER = error(
    "plan-pair-manager", _("{names} cannot be partners: one is the manager of the other."), _ANEW
)
PLAN_PAIR_AGAIN = error("plan-pair-again", _("{names} cannot be partners: they were partners before."), _ANEW)
PLAN_PAIR_SAME_SCHOOL = error(
    "plan-pair-same", _("{names} cannot be partners: they work at the same school."), _ANEW
)
PLAN_PAIR_SAME_BOARD = error(
    "plan-pair-same", _("{names} cannot be partners: they work for the same board."), _ANEW
)
PLAN_PAIR_SAME_GRADE_BAND = error(
    "plan-pair-same", _("{names} cannot be partners: they teach the same grade band."), _ANEW
)
PLAN_PAIR_TOO_FAR = error(
    "plan-pair-too-far", _("{names} cannot be partners: they work {km} km apart by road."), _ANEW
)
PLAN_PAIR_NO_HALF_DAY = error(
    "plan-pair-no-half-day", _("{names} cannot be partners: they share no working half day."), _ANEW
)
PLAN_VISIT_WITHOUT_PAIR = error(
    "plan-visit-without-pair",
    _("{visitor} visits {visited}, who is not their partner in round {round}."),
    _ANEW,
)
PLAN_VISIT_WEEK = error("plan-visit-week", _("'{week}' is not a week; a week is written as 2026-W47."), _ANEW)
PLAN_VISIT_IMPOSSIBLE = error(
    "plan-visit-impossible",
    _("{visitor} cannot visit {visited} in week {week}: there is no day on which both can."),
    _ANEW,
)
PLAN_VISIT_BEFORE_ROUND = error(
    "plan-visit-outside-round",
    _("{visitor} visits {visited} in week {week}; round {round} comes after {meeting} on {day}."),
    _ANEW,
)
PLAN_VISIT_AFTER_ROUND = error(
    "plan-visit-outside-round",
    _("{visitor} visits {visited} in week {week}; round {round} comes before {meeting} on {day}."),
    _ANEW,
)
WAYS_OUT = _("Possible ways out: {ways}.")
NO_WAY_OUT = _("No small change was found that solves this; check each of these lines.")
LINES_CLASH = error(
    "no-plan-fits", _("{headline} These cannot all be kept: {lines}."), (WAYS_OUT, NO_WAY_OUT)
)
LINE_CANNOT_BE_KEPT = error(
    "no-plan-fits", _("{headline} This cannot be kept: {line}."), (WAYS_OUT, NO_WAY_OUT)
)

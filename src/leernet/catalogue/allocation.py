"""Allocating: placements by hand that clash, seats that are short, records that do not hold, the past."""

from leernet.catalogue.rule import _, _n, error, remark, warning

TOO_FEW_TO_ATTEND = warning(
    "too-few-to-attend",
    _n(
        "{count} workshop is wanted for {people}, and at most {most} can be attended.",
        "{count} workshops are wanted for {people}, and at most {most} can be attended.",
    ),
    _("Check which workshops run and who they are open to, what was ruled out and when people are away."),
)
ABSENT_YET_PLACED = remark(
    "absent-yet-placed",
    _n(
        "{count} person is counted absent from {meeting} on {day}, as their own school is closed, and can"
        " be placed in '{series}' at that time: {members}.",
        "{count} people are counted absent from {meeting} on {day}, as their own school is closed, and can"
        " be placed in '{series}' at that time: {members}.",
    ),
    _("If they are there for one, they are there for the other: write 'away', or 'open' with their school."),
)
SHORTER_THAN_ASKED = remark(
    "shorter-than-asked",
    _n(
        "{count} person listed fewer workshops than the {rank} asked for: {members}.",
        "{count} people listed fewer workshops than the {rank} asked for: {members}.",
    ),
    _("What is not listed counts as liked equally, after the list; a short list is no advantage."),
)
_AGAIN = _("Run `leernet allocate` again; it says for whom something changes.")
CHANGED_ANSWER = error(
    "other-inputs", _("What {member} asked for is not what this allocation was made for."), _AGAIN
)
CHANGED_KEY = error(
    "other-inputs", _("'{key}' of '{name}' has changed since this allocation was made."), _AGAIN
)
CHANGED_DEFINITION = error(
    "other-inputs", _("The definition of '{name}' has changed since this allocation was made."), _AGAIN
)
NOT_DEFINED_THEN = error(
    "other-inputs", _("'{name}' was not defined yet when this allocation was made."), _AGAIN
)
NO_LONGER_DEFINED = error(
    "other-inputs", _("'{name}' was defined when this allocation was made, but no longer is."), _AGAIN
)
CHANGED_PLAN = error(
    "other-inputs", _("The plan of '{name}' has changed since this allocation was made."), _AGAIN
)
CHANGED_CREDIT = error(
    "other-inputs",
    _("The earlier results that give credit in '{name}' have changed since this allocation was made."),
    _AGAIN,
)
OTHER_INPUTS = warning(
    "other-inputs",
    _("The definitions or the choices have changed since this allocation was made."),
    _("Run `leernet allocate` again; it says for whom something changes."),
)
CHOICES_GONE = remark(
    "choices-gone",
    _("The choices behind this allocation are no longer there, so it cannot be replayed."),
    _("After their term that is as it should be; the places are kept."),
)
PLACED_UNKNOWN = error(
    "placed-unknown",
    _("{members} is placed in '{workshop}' at {moment}, but it is not held then."),
    _("Choose another moment, or add {moment} to the moments of '{workshop}' ({place})."),
)
PLACED_MAY_NOT = error(
    "placed-may-not",
    _("{members} is placed in '{workshop}' at {moment} and {reasons}."),
    _("Remove the placement, or what prevents it."),
)
PLACED_CLOSED = error(
    "placed-closed",
    _("{members} is placed in '{workshop}' at {moment}, which does not run."),
    _("Let '{workshop}' run ({place}), or choose another one."),
)
_ONE_OF_THE_TWO = _("Remove one of the two.")
PLACED_TWICE_AT_A_MOMENT = error(
    "placed-twice",
    _("{members} is placed in '{workshop}' and in another workshop at {moment}."),
    _ONE_OF_THE_TWO,
)
PLACED_TWICE_IN_A_WORKSHOP = error(
    "placed-twice",
    _("{members} is placed in '{workshop}' at {moment} and at another moment."),
    _ONE_OF_THE_TWO,
)
REMOVE_SOME = _n("Remove one of them.", "Remove {count} of them.")
PLACED_TOO_MANY = error(
    "placed-too-many",
    _("{members} is placed by hand in {places} workshops, but attends {seats}."),
    (REMOVE_SOME,),
)
MORE_SEATS = _n(
    "Give '{workshop}' one more seat ({place}), or remove one of these placements.",
    "Give '{workshop}' {count} more seats ({place}), or remove {count} of these placements.",
)
PLACED_FULL = error(
    "placed-full",
    _(
        "'{workshop}' at {moment} has room for {seats}, but {people} people are placed there by hand:"
        " {members}."
    ),
    (MORE_SEATS,),
)
LOWER_ONE_OF_THE_MINIMA = _(
    "Lower one of these minima ({places}), let one of them run in any case (runs: yes), or remove placements."
)
LOWER_THE_MINIMUM = _(
    "Lower its minimum ({place}), let it run in any case (runs: yes), or remove the placement."
)
OTHERS_KEEP_AWAY = _("{mend} Other placements by hand keep these people from it: {members}.")
_MINIMUM_MENDS = (LOWER_ONE_OF_THE_MINIMA, LOWER_THE_MINIMUM, OTHERS_KEEP_AWAY)
PLACED_MINIMUM = error(
    "placed-minimum",
    _n(
        "{sessions} needs {seats} people and can get {able}; placed there by hand: {members}.",
        "{sessions} need {seats} people together and can get {able}; placed there by hand: {members}.",
    ),
    _MINIMUM_MENDS,
)
PLACED_MINIMUM_OF_SEVERAL = error(
    "placed-minimum",
    _("{sessions} need {seats} people together and cannot get them; placed there by hand: {members}."),
    _MINIMUM_MENDS,
)
SOME_SEATS_WILL_DO = _n(
    "One more seat is enough, in {workshops}; or one more workshop.",
    "{count} more seats are enough, in {workshops}; or one more workshop.",
)
OR_LET_RUN = _("{mend} Or let {workshops} run.")
OR_OPEN_TO_THEM = _("{mend} {workshop} has {seats} seats left that they may not take.")
_SEAT_MENDS = (SOME_SEATS_WILL_DO, OR_LET_RUN, OR_OPEN_TO_THEM)
_SHORT = _n(
    "At {moments} there is room for {seats}, but {count} place is needed, for {people}: {short} short.",
    "At {moments} there is room for {seats}, but {count} places are needed, for {people}: {short} short.",
)
_SHORT_IN_SOME = _n(
    "{workshops} at {moments} has room for {seats}, but {count} place is needed there, for {people}:"
    " {short} short.",
    "{workshops} at {moments} has room for {seats}, but {count} places are needed there, for {people}:"
    " {short} short.",
)
TOO_FEW_SEATS_AT_MOMENT = warning("too-few-seats-at-moment", _SHORT, _SEAT_MENDS)
TOO_FEW_SEATS_AT_MOMENTS = warning("too-few-seats-together", _SHORT, _SEAT_MENDS)
TOO_FEW_SEATS_IN_SOME_AT_MOMENT = warning("too-few-seats-at-moment", _SHORT_IN_SOME, _SEAT_MENDS)
TOO_FEW_SEATS_IN_SOME_AT_MOMENTS = warning("too-few-seats-together", _SHORT_IN_SOME, _SEAT_MENDS)
_TAKE_BACK = _("Undo the change, or run `leernet allocate` again.")
UNKNOWN_PARTICIPANT = error(
    "unknown-participant", _("{member} is not one of those to be placed."), _TAKE_BACK
)
TOUR_TOO_FULL = error(
    "too-few-tour-seats",
    _("The tour with '{workshop}' at {moment} has {seats} seats, but {people} people go on it."),
    _TAKE_BACK,
)
TOUR_ELSEWHERE = error(
    "tour-elsewhere",
    _("{member} goes on the tour with '{workshop}' at {moment} but is not in that workshop."),
    _TAKE_BACK,
)
TOUR_NOT_ASKED = error(
    "tour-not-asked",
    _("{member} goes on the tour with '{workshop}' at {moment} but did not ask for one."),
    _TAKE_BACK,
)
TOUR_TWICE = error("tour-twice", _("{member} goes on more than one tour."), _TAKE_BACK)
TOO_MANY_PLACES = error("too-many-places", _("{member} has {places} places but wants {need}."), _TAKE_BACK)
WORKSHOP_TWICE = error("workshop-twice", _("{member} gets workshop '{workshop}' more than once."), _TAKE_BACK)
UNKNOWN_SESSION = error(
    "unknown-session",
    _("{member} is in workshop '{workshop}' at {moment}, which does not exist."),
    _TAKE_BACK,
)
MAY_NOT_ATTEND = error(
    "may-not-attend", _("{member} may not attend workshop '{workshop}' at {moment}."), _TAKE_BACK
)
RULED_OUT = error("ruled-out", _("{member} is in workshop '{workshop}', which was ruled out."), _TAKE_BACK)
NOT_AS_PLACED = error(
    "not-as-placed",
    _("{member} was placed by hand in workshop '{workshop}' at {moment} but is not there."),
    _TAKE_BACK,
)
SESSION_TOO_FULL = error(
    "too-few-seats",
    _("Workshop '{workshop}' at {moment} has {seats} seats, but {people} people are in it."),
    _TAKE_BACK,
)
DOES_NOT_RUN = error(
    "does-not-run",
    _("Workshop '{workshop}' at {moment} does not run, but {people} people are in it."),
    _TAKE_BACK,
)
BELOW_MINIMUM = error(
    "below-minimum",
    _("Workshop '{workshop}' at {moment} needs {least} people, but {people} are in it."),
    _TAKE_BACK,
)
WRONG_LIST = error(
    "wrong-list", _("The people listed for session '{session}' are not those placed in it."), _TAKE_BACK
)
OTHER_SERIES = error(
    "other-series",
    _("This file is named after series '{series}' but holds the allocation of '{other}'."),
    _TAKE_BACK,
)
SESSION_HAS_BEEN = remark(
    "session-has-been",
    _n(
        "'{workshop}' at {moments} is over, but its definition has changed.",
        "'{workshop}' at {moments} is over, but its definition has changed.",
    ),
    _("This changes nothing about who was there."),
)
PAST_CHANGED = error(
    "past-changed",
    _("{member} was in workshop '{workshop}' at {moment}, which is over, and that place is gone."),
    _TAKE_BACK,
)
PLACED_IN_THE_PAST = warning(
    "placed-in-the-past",
    _("{member} is placed by hand in '{workshop}' at {moment}, but that moment is over."),
    _("Remove the placement, or choose a moment that is still to come."),
)
TWICE_IN_THE_PAST = error(
    "workshop-twice",
    _("{member} is recorded in workshop '{workshop}' more than once at moments that are over."),
    _("Correct the record: nobody attends a workshop twice."),
)

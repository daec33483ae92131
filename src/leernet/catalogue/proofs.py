"""The record of an allocation and its proof, replayed: lines that do not hold, or are not shown to."""

from leernet.catalogue.rule import _, error, warning

_UNDO = _("Undo the change, or run `leernet allocate` again.")
LOTS_NOT_PROVEN = warning(
    "not-proven", _("It is not proven that lots gave everybody the best that was left.")
)
ROUNDS_NOT_ALIKE = error(
    "does-not-hold", _("The proof treats these moments as interchangeable, and they are not."), _UNDO
)
OTHER_SEED = error("does-not-hold", _("The seed of the draw is not that of the series."), _UNDO)
OTHER_MEMBERS_DRAWN = error(
    "does-not-hold", _("The draw was held among other people than those to be placed."), _UNDO
)
OTHER_ORDER = error("does-not-hold", _("The draw gives another order from lot {lot} on."), _UNDO)
LIST_DOES_NOT_MATCH = error(
    "does-not-hold", _("The list of session '{session}' does not match the placements."), _UNDO
)
OTHER_GOALS = error("does-not-hold", _("The goals are not those of policy '{policy}'."), _UNDO)
GOAL_VALUE = error(
    "does-not-hold", _("The record says {said} for '{goal}'; the placements give {value}."), _UNDO
)
HALF_IS_MISSING = error(
    "does-not-hold", _("The split on session '{session}' lacks one of its halves."), _UNDO
)
NO_MINIMUM_TO_SPLIT_ON = error(
    "does-not-hold", _("The proof splits on the minimum of session '{session}', which has none."), _UNDO
)
OTHER_BRANCHES = error("does-not-hold", _("The branches of the proof do not match its splits."), _UNDO)
BRANCH_IS_EMPTY = error("does-not-hold", _("In this branch a placement by hand cannot be kept."), _UNDO)
BRANCH_NOT_SHOWN_WORSE = warning(
    "not-proven",
    _("A search found nothing better in this branch than the chosen one, but it left no proof to check."),
)
BRANCH_NOT_WORSE = error(
    "does-not-hold", _("The proof does not show that this branch is no better than the chosen one."), _UNDO
)
REST_NOT_SHOWN = warning(
    "not-proven", _("What is left after the first lots is not checked: there are too many possibilities.")
)
NOT_PRICES_OF_SESSIONS = error(
    "does-not-hold", _("This part of the proof names sessions that this series does not have."), _UNDO
)
SOMETHING_BETTER_NOT_EXCLUDED = error(
    "does-not-hold",
    _("The proof does not show that {member}, who drew lot {lot}, could not have had anything better."),
    _UNDO,
)
TURN_NOT_SHOWN = warning(
    "not-proven",
    _("A search found nothing better for {member}, who drew lot {lot}, but it left no proof to check."),
)
GOAL_NOT_PROVEN = warning(
    "not-proven", _("It is not proven that nothing better is possible for goal '{goal}'.")
)
GOAL_WITHIN = warning(
    "not-proven",
    _("Goal '{goal}' is {value}. Better than {bound} is not possible; between the two nothing is proven."),
)
NO_PART_IN_THE_PROOF = error("does-not-hold", _("This line belongs to no branch of the proof."), _UNDO)
NOT_ONE_CHOSEN_BRANCH = error("does-not-hold", _("The proof must mark exactly one branch as chosen."), _UNDO)
GOALS_OF_THE_PROOF = error("does-not-hold", _("The goals are not those of the record."), _UNDO)
NO_SUCH_SESSION = error("does-not-hold", _("There is no session '{session}' in this series."), _UNDO)
SEATS_DIFFER = error(
    "does-not-hold", _("The record gives session '{session}' {said} seats; it has {seats}."), _UNDO
)
MISSING_DIFFERS = error(
    "does-not-hold", _("What the record says {member} is missing does not follow from the placements."), _UNDO
)
BEFORE_DIFFERS = error(
    "does-not-hold", _("The result of {member} has not changed since the earlier one."), _UNDO
)
OTHER_EARLIER_RESULT = error("does-not-hold", _("This is not the earlier result that was kept."), _UNDO)
FLOOR_DIFFERS = error(
    "does-not-hold", _("These are not the people who ended furthest below their best."), _UNDO
)
BOUND_DIFFERS = error("does-not-hold", _("The bound of goal '{goal}' does not match its value."), _UNDO)
SESSION_NOT_LISTED = error("does-not-hold", _("Session '{session}' is not listed."), _UNDO)
VALUE_NOT_SHOWN = warning(
    "not-proven",
    _("A search found nothing better than {value} for goal '{goal}', but it left no proof to check."),
)
GOAL_DIFFERS_FROM_RECORD = error(
    "does-not-hold", _("Goal '{goal}' is {value} in the record and {said} here."), _UNDO
)
NOT_PRICES_FOR_GOAL = error(
    "does-not-hold", _("The proof of goal '{goal}' names sessions that this series does not have."), _UNDO
)
PRICES_PROVE_ANOTHER_VALUE = error(
    "does-not-hold", _("The proof of goal '{goal}' shows {proven}, not {said}."), _UNDO
)
NOTHING_LEFT = error(
    "does-not-hold", _("No allocation has this value for goal '{goal}' and keeps the goals above it."), _UNDO
)
RUNS_AFTER_ALL = error(
    "does-not-hold", _("The record says session '{session}' does not run, but it does."), _UNDO
)
DOES_NOT_RUN_AFTER_ALL = error(
    "does-not-hold", _("The record says session '{session}' runs, but it does not."), _UNDO
)
TOO_MANY_WAYS = warning(
    "not-proven", _("There are more than {most} ways to combine sessions, too many to compare.")
)

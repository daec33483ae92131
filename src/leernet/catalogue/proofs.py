"""The record of an allocation and its proof, replayed: lines that do not hold, or are not shown to."""

from leernet.catalogue.rule import Rule, _
from leernet.finding import Level

_UNDO = _("Undo the change, or run `leernet allocate` again.")
LOTS_NOT_PROVEN = Rule(
    "not-proven",
    Level.WARNING,
    _("It is not proven that lots gave everybody the best that was left."),
)
ROUNDS_NOT_ALIKE = Rule(
    "does-not-hold",
    Level.ERROR,
    _("These rounds are not alike, so that a proof with them as one shows nothing."),
    _UNDO,
)
OTHER_SEED = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The seed of the draw is not that of the series."),
    _UNDO,
)
OTHER_MEMBERS_DRAWN = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The members drawn for are not those to be placed."),
    _UNDO,
)
OTHER_ORDER = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The draw gives another order from lot {lot} on."),
    _UNDO,
)
LIST_DOES_NOT_MATCH = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The list of session '{session}' does not match the placements."),
    _UNDO,
)
OTHER_GOALS = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The goals are not those of policy '{policy}'."),
    _UNDO,
)
GOAL_VALUE = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The record says {said} for '{goal}'; the placements give {value}."),
    _UNDO,
)
HALF_IS_MISSING = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The split on session '{session}' lacks one of its halves."),
    _UNDO,
)
NO_MINIMUM_TO_SPLIT_ON = Rule(
    "does-not-hold",
    Level.ERROR,
    _("Session '{session}' has no minimum to split on."),
    _UNDO,
)
OTHER_BRANCHES = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The branches are not those that the splits ask for."),
    _UNDO,
)
BRANCH_IS_EMPTY = Rule(
    "does-not-hold",
    Level.ERROR,
    _("In this branch a placement by hand cannot be kept."),
    _UNDO,
)
BRANCH_NOT_SHOWN_WORSE = Rule(
    "not-proven",
    Level.WARNING,
    _("It is not shown that this branch is no better than the chosen one: it was searched."),
)
BRANCH_NOT_WORSE = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The prices do not show that this branch is no better than the chosen one."),
    _UNDO,
)
REST_NOT_SHOWN = Rule(
    "not-proven",
    Level.WARNING,
    _("What is left after the first lots is not shown: there is too much of it."),
)
NOT_PRICES_OF_SESSIONS = Rule(
    "does-not-hold",
    Level.ERROR,
    _("These are not prices of sessions of this series."),
    _UNDO,
)
SOMETHING_BETTER_NOT_EXCLUDED = Rule(
    "does-not-hold",
    Level.ERROR,
    _("Nothing shows that {member}, who drew lot {lot}, could not have had anything better."),
    _UNDO,
)
TURN_NOT_SHOWN = Rule(
    "not-proven",
    Level.WARNING,
    _(
        "It is not shown that {member}, who drew lot {lot}, could not have had anything better: "
        "it was searched."
    ),
)
GOAL_NOT_PROVEN = Rule(
    "not-proven",
    Level.WARNING,
    _("It is not proven that nothing better is possible for goal '{goal}'."),
)
GOAL_WITHIN = Rule(
    "not-proven",
    Level.WARNING,
    _("Goal '{goal}' is {value}. Better than {bound} is not possible; what lies between is not proven."),
)
NO_PART_IN_THE_PROOF = Rule(
    "does-not-hold",
    Level.ERROR,
    _("This plays no part in the proof."),
    _UNDO,
)
NOT_ONE_CHOSEN_BRANCH = Rule(
    "does-not-hold",
    Level.ERROR,
    _("Not exactly one branch is the chosen one."),
    _UNDO,
)
GOALS_OF_THE_PROOF = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The goals are not those of the record."),
    _UNDO,
)
NO_SUCH_SESSION = Rule(
    "does-not-hold",
    Level.ERROR,
    _("There is no session '{session}' in this series."),
    _UNDO,
)
SEATS_DIFFER = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The record gives session '{session}' {said} seats; it has {seats}."),
    _UNDO,
)
MISSING_DIFFERS = Rule(
    "does-not-hold",
    Level.ERROR,
    _("What the record says {member} is missing does not follow from the placements."),
    _UNDO,
)
BEFORE_DIFFERS = Rule(
    "does-not-hold",
    Level.ERROR,
    _("Nothing was different before for {member}."),
    _UNDO,
)
OTHER_EARLIER_RESULT = Rule(
    "does-not-hold",
    Level.ERROR,
    _("This is not the earlier result that was kept."),
    _UNDO,
)
FLOOR_DIFFERS = Rule(
    "does-not-hold",
    Level.ERROR,
    _("These are not the people who ended furthest below their best."),
    _UNDO,
)
BOUND_DIFFERS = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The bound of goal '{goal}' does not match its value."),
    _UNDO,
)
SESSION_NOT_LISTED = Rule(
    "does-not-hold",
    Level.ERROR,
    _("Session '{session}' is not listed."),
    _UNDO,
)
VALUE_NOT_SHOWN = Rule(
    "not-proven",
    Level.WARNING,
    _("It is not shown that no allocation is better than {value} at goal '{goal}': it was searched."),
)
GOAL_DIFFERS_FROM_RECORD = Rule(
    "does-not-hold",
    Level.ERROR,
    _("Goal '{goal}' is {value} in the record and {said} here."),
    _UNDO,
)
NOT_PRICES_FOR_GOAL = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The prices of goal '{goal}' are not prices of sessions of this series."),
    _UNDO,
)
PRICES_PROVE_ANOTHER_VALUE = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The prices of goal '{goal}' prove {proven}, not {said}."),
    _UNDO,
)
NOTHING_LEFT = Rule(
    "does-not-hold",
    Level.ERROR,
    _("After goal '{goal}' nothing is left that has this value."),
    _UNDO,
)
RUNS_AFTER_ALL = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The record says session '{session}' does not run, but it does."),
    _UNDO,
)
DOES_NOT_RUN_AFTER_ALL = Rule(
    "does-not-hold",
    Level.ERROR,
    _("The record says session '{session}' runs, but it does not."),
    _UNDO,
)
TOO_MANY_WAYS = Rule(
    "not-proven",
    Level.WARNING,
    _("There are more than {most} ways to combine sessions to weigh."),
)

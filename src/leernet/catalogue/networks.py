"""Networks: meetings, who must be there, groups and pairs."""

from leernet.catalogue.rule import _, _n, error, warning

MEETING_TWICE = error(
    "meeting-twice",
    _("{network} has two meetings '{meeting}'; the other is {place}."),
    _("Give one of the two another id, such as 'herfst' and 'lente'."),
)
SAME_FILE_NAME = error(
    "same-file-name",
    _("The files about '{one}' and about '{other}' ({place}) would have one name, '{name}'."),
    _("Give one of the two another id; to many disks, capitals and small letters are the same."),
)
REQUIRED_TOO_FEW = error(
    "required-too-few",
    _n(
        "{network} needs {least} of these people, and there is {count}.",
        "{network} needs {least} of these people, and there are {count}.",
    ),
    _("Lower 'at_least', or select more people."),
)
UNKNOWN_METHOD = warning(
    "unknown-method",
    _("The steps of method '{method}' are not known."),
    _("Known methods are {names}; or write the title and the steps yourself."),
)
METHOD_DOES_NOT_FIT = warning(
    "method-does-not-fit",
    _("{method} takes {minutes} minutes, and '{block}' of {meeting} has {available}."),
    _("Make the block longer or choose a shorter method; otherwise every step is shortened in proportion."),
)
OTHER_SIZE = _("With 'size: {size}' they can.")
NO_GROUPS = _("Select more members, or leave 'groups' out.")
GROUP_SIZE = warning(
    "group-size",
    _n(
        "The {count} member of {network} cannot be divided into groups of {size}.",
        "The {count} members of {network} cannot be divided into groups of {size}.",
    ),
    (OTHER_SIZE, NO_GROUPS),
)
WOULD_MOVE = _n(
    "In groups of the size asked {count} person would be with others; `leernet plan --fresh` makes them.",
    "In groups of the size asked {count} people would be with others; `leernet plan --fresh` makes them.",
)
WOULD_MOVE_AT_COST = _n(
    "In groups of the size asked {count} person would be with others, with {asked} instead of {now}; "
    "`leernet plan --fresh` makes them.",
    "In groups of the size asked {count} people would be with others, with {asked} instead of {now}; "
    "`leernet plan --fresh` makes them.",
)
COULD_BE = _("{people} people can be {division}; write 'size: {size}' to have this everywhere.")
COULD_BE_EITHER = _("{people} people can be {one} or {other}; write the size you want under 'size'.")
A_DIVISION = _n("{count} group of {size}", "{count} groups of {size}")
A_DIVISION_AT_COST = _n("{count} group of {size} (with {costs})", "{count} groups of {size} (with {costs})")
COSTS_OF_GROUPS = {
    "groups without a common half day": _n(
        "{count} group without half a day on which all work",
        "{count} groups without half a day on which all work",
    ),
    "pairs of one board in a group": _n("{count} pair of one board", "{count} pairs of one board"),
    "pairs of one school in a group": _n("{count} pair of one school", "{count} pairs of one school"),
    "repeated encounters": _n("{count} repeated encounter", "{count} repeated encounters"),
}
OTHER_GROUP_SIZE = warning(
    "other-group-size",
    _n(
        "{count} group of {network} is outside {asked}: of {sizes}.",
        "{count} groups of {network} are outside {asked}: of {sizes}.",
    ),
    (WOULD_MOVE, WOULD_MOVE_AT_COST, COULD_BE, COULD_BE_EITHER, None),
)
TOGETHER_AND_APART = error(
    "together-and-apart",
    _("{one} and {other} must be both apart and together."),
    _("Remove one of the two wishes ({place})."),
)
TOGETHER_WITH_THEIR_MANAGER = error(
    "together-and-apart",
    _("{one} and {other} must be together, and {other} is the manager of {one}."),
    _("A manager is never in a group with their own staff; remove the wish."),
)
TOGETHER_TOO_LARGE = error(
    "together-too-large",
    _n(
        "{count} person must be in one group of {network}, which has at most {size}: {people}.",
        "{count} people must be in one group of {network}, which has at most {size}: {people}.",
    ),
    _("Wishes that share a person count as one; split one of them or allow larger groups."),
)
WISH_OUTSIDE_NETWORK = warning(
    "wish-outside-network",
    _("{network} has a wish about {member}, who is not one of its members."),
    _("Remove the wish, or select this member under 'members'."),
)
FEWER_ROUNDS = _("Write 'rounds: {rounds}' or fewer.")
MORE_MEMBERS = _("Select more members; a pair needs two.")
TOO_MANY_ROUNDS = error(
    "too-many-rounds",
    _n(
        "{network} has {count} member, too few for {rounds} rounds with another partner each.",
        "{network} has {count} members, too few for {rounds} rounds with another partner each.",
    ),
    (FEWER_ROUNDS, MORE_MEMBERS),
)
DISTANCE_UNKNOWN = warning(
    "distance-unknown",
    _n(
        "{network} asks for at most {km} km, and {count} school has no location.",
        "{network} asks for at most {km} km, and {count} schools have no location.",
    ),
    _("Write 'location: [51.6530, 5.2900]' for each school, latitude first."),
)
FOR_MEMBERS_OF_NOTHING = error(
    "for-members",
    _("Series '{series}' is for the members of its network, and names none."),
    _("Write 'network: …' for the series, or select people: for: {{roles: […]}}."),
)

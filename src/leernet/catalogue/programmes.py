"""Programmes: blocks that do not add up, or do not fit their meeting."""

from leernet.catalogue.rule import _, error, warning

UNKNOWN_PROGRAMME = error(
    "unknown-programme",
    _("Programme '{name}' does not exist."),
    _("Known programmes are {names}; or write the blocks here."),
)
BLOCK_OUTSIDE_MEETING = error(
    "block-outside-meeting",
    _("'{block}' starts at {start}, but {meeting} is from {begin} to {end}."),
    _("Change the start of the block or the time of the meeting."),
)
BLOCKS_OUT_OF_ORDER = error(
    "blocks-out-of-order",
    _("'{block}' starts at {start}, but a block above it starts later, at {latest}."),
    _("Put the blocks in the order of their times."),
)
TWO_OPEN_BLOCKS = error(
    "two-open-blocks",
    _("'{one}' and '{other}' of {meeting} both leave out how long they take."),
    _("Only one block can take what the others leave: give the other its minutes, or a start."),
)
NO_ROOM_FOR_OPEN_BLOCK = error(
    "programme-does-not-fit",
    _(
        "{meeting} has {available} minutes from {begin} to {end}; its other blocks take {taken}"
        " and '{block}' needs at least {least}."
    ),
    _("Make the meeting longer, or choose or write a shorter programme."),
)
PROGRAMME_TOO_LONG = error(
    "programme-does-not-fit",
    _("{meeting} has {available} minutes from {begin} to {end}; its blocks take {taken}."),
    _("Shorten a block, or leave out the minutes of one: it takes what the others leave."),
)
PROGRAMME_GAP = warning(
    "programme-gap",
    _("Nothing is planned at {meeting} from {begin} to {end}, {minutes} minutes."),
    _("Lengthen a block, or leave out the minutes of one: it takes what the others leave."),
)
ROUND_OUTSIDE_PROGRAMME = warning(
    "round-outside-programme",
    _(
        "{series} has workshops from {begin} to {end} at moment '{moment}'; the programme of {meeting}"
        " has no block of workshops then."
    ),
    _("Give the moment the time of a block with kind: workshops, or change the block."),
)
UNKNOWN_BLOCK = error(
    "unknown-block", _("Day template '{template}' has no block '{title}'."), _("Its blocks are {titles}.")
)
ROUND_OVER_SEVERAL_BLOCKS = warning(
    "round-over-several-blocks",
    _(
        "{series} has workshops from {begin} to {end} at moment '{moment}', over several blocks of {meeting}:"
        " {blocks}."
    ),
    _("Give the moment the time of one round, or write one block of workshops for all of it."),
)
LED_BY_ONE_SIDE = error(
    "led-by",
    _("Nobody with role {roles} leads a part of {meeting}, and {network} asks for one of each."),
    _("Add somebody with one of these roles to the 'lead' of a block, or change 'led_by' ({place})."),
)

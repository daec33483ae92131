"""Workshops and their series: seats, rooms, moments, presenters."""

from leernet.catalogue.rule import _, _n, error, warning

SERIES_WITHOUT_WORKSHOPS = warning(
    "series-without-workshops",
    _("Series '{series}' has no workshop that can run."),
    _("Add workshops with 'series: {series}'."),
)
CHOOSE_TOO_LARGE = error(
    "choose-too-large",
    _n(
        "Everybody chooses {choose} workshops and series '{series}' has {count} moment.",
        "Everybody chooses {choose} workshops and series '{series}' has {count} moments.",
    ),
    _("A person attends one workshop per moment: lower 'choose' or add moments."),
)
CHOOSE_MORE_THAN_THERE_ARE = error(
    "choose-too-large",
    _n(
        "Everybody chooses {asked} workshops and series '{series}' has {count} workshop.",
        "Everybody chooses {asked} workshops and series '{series}' has {count} workshops.",
    ),
    _("Lower 'choose' or add workshops."),
)
RANKS_MORE_THAN_THERE_ARE = error(
    "rank-does-not-fit",
    _n(
        "Everybody ranks {rank} workshops and series '{series}' has {count} workshop.",
        "Everybody ranks {rank} workshops and series '{series}' has {count} workshops.",
    ),
    _("Lower 'rank' or add workshops."),
)
RANKS_FEWER_THAN_ATTENDED = warning(
    "rank-does-not-fit",
    _("Everybody attends {choose} workshops of series '{series}' and is asked to rank only {rank}."),
    _("Let people rank a few more than they attend."),
)
TOO_FEW_SEATS = warning(
    "too-few-seats",
    _n(
        "Series '{series}' has {count} seat; {people} people attending {choose} each need {wanted}.",
        "Series '{series}' has {count} seats; {people} people attending {choose} each need {wanted}.",
    ),
    _("Add seats, workshops or moments; otherwise some people get fewer than they were promised."),
)
MINIMUM_ABOVE_PEOPLE = warning(
    "minimum-above-people",
    _n(
        "Workshop '{workshop}' needs {least} people and {count} person may choose it.",
        "Workshop '{workshop}' needs {least} people and {count} people may choose it.",
    ),
    _("Lower the minimum, or open the workshop to more people."),
)
NO_SEATS = error(
    "no-seats", _("Workshop '{workshop}' has 0 seats."), _("Write how many people fit, or 'runs: no'.")
)
PRESENTER_TWICE = error(
    "presenter-twice",
    _("{presenter} leads '{one}' and '{other}', both at moment '{moment}'."),
    _("Give one of the two another moment or another presenter."),
)
PRESENTER_TOO_OFTEN = error(
    "presenter-too-often",
    _n(
        "{presenter} leads {workshops} of '{series}', which has {count} moment.",
        "{presenter} leads {workshops} of '{series}', which has {count} moments.",
    ),
    _("Give one of them another presenter, or add a moment."),
)
TOO_FEW_ROOMS = error(
    "too-few-rooms",
    _n(
        "At moment '{moment}' of '{series}' {school} has {count} workshop and room for {rooms}.",
        "At moment '{moment}' of '{series}' {school} has {count} workshops and room for {rooms}.",
    ),
    _("Move one to another school or moment, or raise 'rooms' ({place})."),
)
CLOSES_TOO_LATE = error(
    "closes-too-late",
    _("The choices of series '{series}' close on {closes}, and its first workshops are on {first}."),
    _("People must know where to go: let the choices close some weeks before."),
)
TITLES_ALIKE = warning(
    "titles-alike",
    _("Choices cannot tell '{title}' from '{other}' ({place})."),
    _("Give one of the two another title."),
)
TITLE_MADE_OF_TITLES = warning(
    "titles-alike",
    _("The title '{title}' cannot be told from ticking {others}, as forms put ';' or ',' between choices."),
    _("Take the ';' or ',' out of the title."),
)

"""Workshops and their series: seats, rooms, moments, presenters."""

from leernet.catalogue.rule import Rule, _, _n
from leernet.finding import Level

SERIES_WITHOUT_WORKSHOPS = Rule(
    "series-without-workshops",
    Level.WARNING,
    _("Series '{series}' has no workshop that can run."),
    _("Add workshops with 'series: {series}'."),
)
CHOOSE_TOO_LARGE = Rule(
    "choose-too-large",
    Level.ERROR,
    _n(
        "Everybody chooses {choose} workshops and series '{series}' has {count} moment.",
        "Everybody chooses {choose} workshops and series '{series}' has {count} moments.",
    ),
    _("A person attends one workshop per moment: lower 'choose' or add moments."),
)
CHOOSE_MORE_THAN_THERE_ARE = Rule(
    "choose-too-large",
    Level.ERROR,
    _n(
        "Everybody chooses {asked} workshops and series '{series}' has {count} workshop.",
        "Everybody chooses {asked} workshops and series '{series}' has {count} workshops.",
    ),
    _("Lower 'choose' or add workshops."),
)
RANKS_MORE_THAN_THERE_ARE = Rule(
    "rank-does-not-fit",
    Level.ERROR,
    _n(
        "Everybody ranks {rank} workshops and series '{series}' has {count} workshop.",
        "Everybody ranks {rank} workshops and series '{series}' has {count} workshops.",
    ),
    _("Lower 'rank' or add workshops."),
)
RANKS_FEWER_THAN_ATTENDED = Rule(
    "rank-does-not-fit",
    Level.WARNING,
    _("Everybody attends {choose} workshops of series '{series}' and is asked to rank only {rank}."),
    _("Let people rank a few more than they attend."),
)
TOO_FEW_SEATS = Rule(
    "too-few-seats",
    Level.WARNING,
    _("Series '{series}' has {seats} seats; {people} people attending {choose} each need {wanted}."),
    _("Add seats, workshops or moments; otherwise some people get fewer than they were promised."),
)
MINIMUM_ABOVE_PEOPLE = Rule(
    "minimum-above-people",
    Level.WARNING,
    _n(
        "Workshop '{workshop}' needs {least} people and {count} person may choose it.",
        "Workshop '{workshop}' needs {least} people and {count} people may choose it.",
    ),
    _("Lower the minimum, or open the workshop to more people."),
)
NO_SEATS = Rule(
    "no-seats",
    Level.ERROR,
    _("Workshop '{workshop}' has 0 seats."),
    _("Write how many people fit, or 'runs: no'."),
)
PRESENTER_TWICE = Rule(
    "presenter-twice",
    Level.ERROR,
    _("{presenter} leads '{one}' and '{other}', both at moment '{moment}'."),
    _("Give one of the two another moment or another presenter."),
)
PRESENTER_TOO_OFTEN = Rule(
    "presenter-too-often",
    Level.ERROR,
    _n(
        "{presenter} leads {workshops} of '{series}', which has {count} moment.",
        "{presenter} leads {workshops} of '{series}', which has {count} moments.",
    ),
    _("Give one of them another presenter, or add a moment."),
)
TOO_FEW_ROOMS = Rule(
    "too-few-rooms",
    Level.ERROR,
    _n(
        "At moment '{moment}' of '{series}' {school} has {count} workshop and room for {rooms}.",
        "At moment '{moment}' of '{series}' {school} has {count} workshops and room for {rooms}.",
    ),
    _("Move one to another school or moment, or raise 'rooms' ({place})."),
)
CLOSES_TOO_LATE = Rule(
    "closes-too-late",
    Level.ERROR,
    _("The choices of series '{series}' close on {closes}, and its first workshops are on {first}."),
    _("People must know where to go: let the choices close some weeks before."),
)
TITLES_ALIKE = Rule(
    "titles-alike",
    Level.WARNING,
    _("Choices cannot tell '{title}' from '{other}' ({place})."),
    _("Give one of the two another title."),
)
TITLE_MADE_OF_TITLES = Rule(
    "titles-alike",
    Level.WARNING,
    _("The title '{title}' cannot be told from ticking {others}, as forms put ';' or ',' between choices."),
    _("Take the ';' or ',' out of the title."),
)

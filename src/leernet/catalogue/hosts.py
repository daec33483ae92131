"""Hosts: where a network can meet, and whether everybody fits."""

from leernet.catalogue.rule import Rule, _, _n
from leernet.finding import Level

NO_WAY_TO_HOST = Rule(
    "no-way-to-host",
    Level.ERROR,
    _("'hosts' of {network} does not say how a place is found."),
    _("Write 'rotate: schools' for turns, a fixed 'school' or 'location', or 'online: yes'."),
)
HOSTS_TWO_WAYS = Rule(
    "hosts-two-ways",
    Level.ERROR,
    _("{name} has both '{one}' and '{other}'; only one can decide where it is."),
    _("Leave one of them out."),
)
HOST_WITHOUT_SEATS = Rule(
    "host-without-seats",
    Level.WARNING,
    _("{school} does not say how many people it can receive."),
    _("Write 'host_seats: 40' for the school ({place})."),
)
HOST_TOO_SMALL = Rule(
    "host-too-small",
    Level.WARNING,
    _("{school} has seats for {seats} and {name} needs {people}."),
    _("Choose a larger school, or raise its 'host_seats' ({place})."),
)
LARGEST_HOST_TOO_SMALL = Rule(
    "host-too-small",
    Level.WARNING,
    _n(
        "{network} needs {count} seat; {school}, the largest possible host, has {seats}.",
        "{network} needs {count} seats; {school}, the largest possible host, has {seats}.",
    ),
    _("Add a larger school under 'among', say with 'expect' which share comes, or meet at a 'location'."),
)
NO_POSSIBLE_HOST = Rule(
    "no-possible-host",
    Level.ERROR,
    _("No school that {network} could meet at says how many people it can receive."),
    _("Write 'host_seats: 40' for the schools that can host, or name others under 'among'."),
)

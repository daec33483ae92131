"""Hosts: where a network can meet, and whether everybody fits."""

from leernet.catalogue.rule import _, _n, error, warning

NO_WAY_TO_HOST = error(
    "no-way-to-host",
    _("'hosts' of {network} does not say how to choose a place."),
    _("Write 'rotate: schools' for turns, a fixed 'school' or 'location', or 'online: yes'."),
)
HOSTS_TWO_WAYS = error(
    "hosts-two-ways",
    _("{name} has both '{one}' and '{other}'; only one can decide where it is."),
    _("Leave one of them out."),
)
HOST_WITHOUT_SEATS = warning(
    "host-without-seats",
    _("{school} does not say how many people it can host."),
    _("Write 'host_seats: 40' for the school ({place})."),
)
HOST_TOO_SMALL = warning(
    "host-too-small",
    _("{school} has seats for {seats} and {name} needs {people}."),
    _("Choose a larger school, or raise its 'host_seats' ({place})."),
)
LARGEST_HOST_TOO_SMALL = warning(
    "host-too-small",
    _n(
        "{network} needs {count} seat; {school}, the largest possible host, has {seats}.",
        "{network} needs {count} seats; {school}, the largest possible host, has {seats}.",
    ),
    _("Add a larger school under 'among', say with 'expect' which share comes, or meet at a 'location'."),
)
NO_POSSIBLE_HOST = error(
    "no-possible-host",
    _("No school where {network} could meet says how many people it can host."),
    _("Write 'host_seats: 40' for the schools that can host, or name others under 'among'."),
)

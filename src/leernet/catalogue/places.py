"""Where schools are: in the Netherlands, latitude before longitude."""

from leernet.catalogue.rule import Rule, _
from leernet.finding import Level

LOCATION_SWAPPED = Rule(
    "location-swapped",
    Level.ERROR,
    _("The location of {school} has its longitude first."),
    _("Write the latitude first: [{longitude}, {latitude}]."),
)
LOCATION_FAR_AWAY = Rule(
    "location-far-away",
    Level.WARNING,
    _("{school} lies at {latitude} north, {longitude} east: not in the Netherlands."),
    _("It should lie between 50.7 and 53.6 north, 3.3 and 7.3 east; look for a wrong digit."),
)

"""Where schools are: in the Netherlands, latitude before longitude."""

from leernet.catalogue.rule import _, error, warning

LOCATION_SWAPPED = error(
    "location-swapped",
    _("The location of {school} has its longitude first."),
    _("Write the latitude first: [{longitude}, {latitude}]."),
)
LOCATION_FAR_AWAY = warning(
    "location-far-away",
    _("{school} lies at {latitude} north, {longitude} east: not in the Netherlands."),
    _("It should lie between 50.7 and 53.6 north, 3.3 and 7.3 east; look for a wrong digit."),
)

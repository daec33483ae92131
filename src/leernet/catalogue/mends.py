"""Mends that many rules share: what a mistyped word was probably meant to be."""

from leernet.catalogue.rule import _

DID_YOU_MEAN = _("Did you mean '{other}'?")
DID_YOU_MEAN_AT = _("Did you mean '{other}' ({place})?")
DID_YOU_MEAN_UNDER = _("Did you mean '{other}' under '{block}'?")

# Of an id.
NAME_ONE_OF = _("Choose from: {ids}; or add this one.")
ADD_UNDER = _("Correct it, or add it under '{kind}'.")
OTHER_ID = (DID_YOU_MEAN_AT, NAME_ONE_OF, ADD_UNDER)

# Of a word that is one of a few.
THERE_IS_NONE = _("There is none yet.")
THERE_ARE = _("Choose from: {ids}.")
OTHER_WORD = (DID_YOU_MEAN, THERE_IS_NONE, THERE_ARE)

# Of a key.
KEY_OF_ANOTHER_KIND = _("'{key}' is a key of '{kind}'; did this line end up in the wrong block?")
KEYS_HERE = _("The keys here are: {keys}.")
OTHER_KEY = (DID_YOU_MEAN, DID_YOU_MEAN_UNDER, KEY_OF_ANOTHER_KIND, KEYS_HERE)

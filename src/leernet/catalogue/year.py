"""The year's circle: what was carried over from the year before and nobody looked at yet."""

from leernet.catalogue.rule import Rule, _
from leernet.finding import Level

ASSUMED = Rule(
    "carried-over",
    Level.REMARK,
    _("Carried over from the year before: {told}."),
    _("Correct the line below it where needed, then delete this comment."),
)

"""The year's circle: what was carried over from the year before and nobody looked at yet."""

from leernet.catalogue.rule import _, remark

ASSUMED = remark(
    "carried-over",
    _("Carried over from the year before: {told}."),
    _("Correct the line below it where needed, then delete this comment."),
)

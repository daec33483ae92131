"""Records: written by leernet, and edited, merged or synchronised by people."""

from leernet.catalogue.rule import Rule, _
from leernet.finding import Level

RECORD_OF_NO_SERIES = Rule(
    "record-of-no-series",
    Level.WARNING,
    _("'{file}' holds the allocation of '{series}', and there is no such series."),
    _("If the series was renamed, give this file its new name; otherwise remove it."),
)
RENAMED = Rule(
    "renamed",
    Level.REMARK,
    _("'{before}' is called '{now}' now, for the same people; their appointments and answers stay."),
    _("`leernet plan` or `leernet invite --send` writes this down in sent.yaml."),
)
RECORD_IS_A_LINK = Rule(
    "record-is-a-link",
    Level.ERROR,
    _("'{file}' is a link, and nothing is written where it leads."),
    _("Put the file itself there in place of the link."),
)
RECORD_NOT_A_BLOCK = Rule(
    "not-a-block",
    Level.ERROR,
    _("'{file}' begins with text or a list where keys are expected."),
    _("leernet writes this file; restore the previous version, or let leernet write it again."),
)
NEWER_RECORD = Rule(
    "newer-record",
    Level.ERROR,
    _("This record has schema {version}, and this leernet reads {schema}."),
    _("It was written by a newer leernet: install that one."),
)
MISNAMED_PLAN = Rule(
    "misnamed-history",
    Level.ERROR,
    _("'{file}' holds the plan of {school_year}."),
    _("Rename it to history/{school_year}.yaml, or replace it with the plan its name promises."),
)
MISNAMED_FOLDER = Rule(
    "misnamed-history",
    Level.ERROR,
    _("The name '{folder}' does not say which school year this allocation is from."),
    _("Name the folder after the year, such as history/2025-2026/."),
)
MISNAMED_ALLOCATION = Rule(
    "misnamed-history",
    Level.ERROR,
    _("'{file}' holds the allocation of '{series}'."),
    _("Rename it to {series}.yaml, or replace it with the allocation its name promises."),
)
NO_PROOF = Rule(
    "no-proof",
    Level.ERROR,
    _("There is no proof here to replay."),
    _("Run `leernet allocate` again; it writes the proof beside the record."),
)

"""Records: written by leernet, and edited, merged or synchronised by people."""

from leernet.catalogue.rule import _, error, remark, warning

RECORD_OF_NO_SERIES = warning(
    "record-of-no-series",
    _("'{file}' holds the allocation of '{series}', and there is no such series."),
    _("If the series was renamed, give this file its new name; otherwise remove it."),
)
RENAMED = remark(
    "renamed",
    _("'{before}' is called '{now}' now, for the same people; their appointments and answers stay."),
    _("`leernet plan` or `leernet invite --send` records this in sent.yaml."),
)
RECORD_IS_A_LINK = error(
    "record-is-a-link",
    _("'{file}' is a link, and leernet does not write through links."),
    _("Put the file itself there in place of the link."),
)
RECORD_NOT_A_BLOCK = error(
    "not-a-block",
    _("'{file}' begins with text or a list where keys are expected."),
    _("leernet writes this file; restore the previous version, or let leernet write it again."),
)
NEWER_RECORD = error(
    "newer-record",
    _("This record has schema {version}, and this leernet reads {schema}."),
    _("It was written by a newer leernet: install that one."),
)
UNKNOWN_SCHEMA = error(
    "unknown-schema",
    _("This record has schema '{version}', which no leernet has written."),
    _("leernet writes `schema: {schema}` here; restore the previous version of the file."),
)
RECORD_CUT_OFF = error(
    "record-cut-off",
    _("'{file}' is cut off here: its last line, '# end', is missing, and perhaps more."),
    _("Restore the file from version control or a copy. If nothing else is missing, add that line."),
)
RECORD_EMPTY = error(
    "record-cut-off",
    _("There is nothing in '{file}', which leernet writes."),
    _("Restore the file from version control or a copy; remove it if there never was more."),
)
NOTHING_BEHIND_KEY = warning(
    "nothing-behind-key",
    _("There is nothing after '{key}'; this is read as if the key were not there."),
    _("Restore what was there, or remove the key too."),
)
WRITE_DRAFTS = _("Run: leernet invite --drafts")
ONLY_COUNTS = _("Restore a copy, or remove it: it only holds counts.")
STEP_GONE = _("Restore a copy, or remove it: then that command is not undone.")
PUBLISH_AGAIN = _("Run: leernet publish")
NEW_ADDRESSES = _("Restore a copy, or remove it: then everybody's own calendar gets another address.")
DAMAGED = error(
    "damaged-record",
    _("'{file}' is damaged."),
    (WRITE_DRAFTS, ONLY_COUNTS, STEP_GONE, PUBLISH_AGAIN, NEW_ADDRESSES),
)
MISNAMED_PLAN = error(
    "misnamed-history",
    _("'{file}' holds the plan of {school_year}."),
    _("Rename it to history/{school_year}.yaml, or replace it with the plan its name promises."),
)
MISNAMED_FOLDER = error(
    "misnamed-history",
    _("The name '{folder}' does not say which school year this allocation is from."),
    _("Name the folder after the year, such as history/2025-2026/."),
)
MISNAMED_ALLOCATION = error(
    "misnamed-history",
    _("'{file}' holds the allocation of '{series}'."),
    _("Rename it to {series}.yaml, or replace it with the allocation its name promises."),
)
NO_PROOF = error(
    "no-proof",
    _("There is no proof here to replay."),
    _("Run `leernet allocate` again; it writes the proof beside the record."),
)

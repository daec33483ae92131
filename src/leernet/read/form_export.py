"""A table of people that a form exported in; what they filled in about themselves out.

Source of the headings: exports of Microsoft Forms and Google Forms, English and Dutch (docs, how-to "Forms").
"""

from msgspec.structs import replace

from leernet.model.plain import plain
from leernet.read.choice_who import EMAIL, NAME
from leernet.read.respondents import names_somebody
from leernet.read.table import Table

# Fixed headings, compared as `plain` text.
COMPLETED = ("completiontime", "tijdvanvoltooien", "timestamp", "tijdstempel")
OF_THE_FORM = (
    *("id", "starttime", "begintijd", "lastmodifiedtime", "tijdvanlaatstewijziging", "language", "taal"),
    *("totalpoints", "quizfeedback", "score", "totaalaantalpunten"),
)
_BEGUN = frozenset(("starttime", "begintijd"))


def filled_in(table: Table) -> Table:
    """The table without the form's own columns; any other table as it is.

    Where a form asked for a name or an address that it also recorded by itself, what it recorded goes first.
    """
    names = [plain(heading) for heading in table.heading]
    if not set(names) & set(COMPLETED):
        return table
    dropped = {at for at, name in enumerate(names) if name in (*OF_THE_FORM, *COMPLETED)}
    if not set(names) & _BEGUN:
        # Google numbers nobody.
        dropped -= {at for at, name in enumerate(names) if name == "id"}
    rows = [list(row) for row in table.rows]
    for headings in (NAME, EMAIL):
        recorded, *asked = [at for at, name in enumerate(names) if name in headings] or [-1]
        if recorded < 0:
            continue
        for row in rows:
            own = row[recorded] if names_somebody(row[recorded]) else ""
            into = asked[0] if asked else recorded
            row[into] = own or (row[into] if asked else "")
        dropped |= {recorded} if asked else set()
    return replace(
        table,
        heading=tuple("" if at in dropped else heading for at, heading in enumerate(table.heading)),
        rows=tuple(tuple("" if at in dropped else cell for at, cell in enumerate(row)) for row in rows),
    )

"""Messages that are due and a ledger in; who is to be told of a change, and what did not arrive, out."""

from collections.abc import Iterable, Iterator
from datetime import date

from leernet.explain.due import DueTask
from leernet.model.ledger import Ledger
from leernet.model.revision import Revision
from leernet.model.year import Year
from leernet.words import _, _n


def news(year: Year, messages: Iterable[Revision], ledger: Ledger, today: date) -> Iterator[DueTask]:
    """Changes that people do not know of yet, and messages that came back; each only where there are any."""
    about = str(year.school_year)
    changes = [one for one in messages if one.is_change]
    people = {one.entry.address.casefold() for one in changes}
    if people:
        what = tuple(sorted({one.entry.occasion for one in changes}))
        said = _n(
            "{count} person is to be told what changed about {what}",
            "{count} people are to be told what changed about {what}",
            len(people),
            what=what if len(what) < 4 else _("{count} meetings and workshops", count=len(what)),
        )
        yield DueTask(None, "news", about, "today", said, "leernet invite --due --send")
    lost = [at for at in ledger.undelivered if _is_to_come(ledger, at, today)]
    if lost:
        said = _n("{count} message did not arrive", "{count} messages did not arrive", len(lost))
        yield DueTask(None, "resend", about, "today", said, "leernet invite --send --only-failed")


def _is_to_come(ledger: Ledger, at: tuple[str, str], today: date) -> bool:
    return ledger.newest[at].saw.until >= today and at not in ledger.left

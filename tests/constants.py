"""Constants and tables that the manual tells, taken from the code.

In a page ``<!-- =undo_steps -->20<!-- / -->`` is a constant, and what stands between
``<!-- built: personal data -->`` and ``<!-- end -->``, each on a line of its own, is a table.
"""

import re
from collections.abc import Callable, Mapping

from leernet.commands.allocate import BRAKE
from leernet.model.keeping import REGISTER, Term
from leernet.model.limits import MOST_CELLS
from leernet.model.shares import COLLEAGUES_PERCENT
from leernet.model.undo import KEPT
from leernet.model.year import Invite, Keep
from leernet.send import PER_MINUTE
from leernet.words import Language, words
from tests.faults_table import everything, faults
from tests.who_knows import PERSONAL, Knows

_UNITS: Mapping[str, tuple[str, str]] = {
    "days": ("dag", "dagen"),
    "weeks": ("week", "weken"),
    "months": ("maand", "maanden"),
    "years": ("jaar", "jaar"),
}
_SINCE = {
    "day": {"en": "after the last day it is for", "nl": "na de laatste dag waarvoor het nodig is"},
    "year": {"en": "after the school year", "nl": "na het schooljaar"},
}
_HEADING = {
    "en": "| where | what | why | kept | then |\n|---|---|---|---|---|\n",
    "nl": "| waar | wat | waarom | blijft | daarna |\n|---|---|---|---|---|\n",
}
_KNOWING = {
    "en": "| in | "
    + " | ".join(
        (
            "everybody",
            "who meets them",
            "who makes visits with them",
            "who leads their workshop",
            "they themselves",
            "who plans the year",
        )
    ),
    "nl": "| in | "
    + " | ".join(
        (
            "iedereen",
            "wie hen ontmoet",
            "met wie ze op lesbezoek gaan",
            "wie hun workshop leidt",
            "zijzelf",
            "wie het jaar plant",
        )
    ),
}
_OF = {
    "Member": ("a member", "een lid"),
    "Contact": ("the contact of a school", "de contactpersoon van een school"),
    "Answer": ("what somebody chose", "wat iemand koos"),
    "Placing": ("somebody placed by hand", "iemand die met de hand geplaatst is"),
    "Contribution": ("an inventory", "een inventarisatie"),
    "ByHand": ("`answers.csv`", "`answers.csv`"),
    "Answered": ("an answer to an invitation", "een antwoord op een uitnodiging"),
    "Bounced": ("a mail that did not arrive", "een mail die niet aankwam"),
}


def _term(term: Term, language: Language) -> str:
    return str(term) if language == "en" else f"{term.count} {_UNITS[term.unit][term.count != 1]}"


CONSTANTS: Mapping[str, Callable[[Language], str]] = {
    "undo_steps": lambda _: str(KEPT),
    "weeks_before": lambda _: str(Invite().weeks_before),
    "per_minute": lambda _: str(PER_MINUTE),
    "colleagues": lambda _: str(COLLEAGUES_PERCENT),
    "proof_seconds": lambda _: f"{BRAKE:.0f}",
    "cells": lambda _: str(MOST_CELLS // 1_000_000),
    "keep_choices": lambda language: _term(Keep().choices, language),
    "keep_sent": lambda language: _term(Keep().sent, language),
}


def personal_data(language: Language) -> str:
    """One row for each kind of personal data: where, what, why, how long, and what ``purge`` does then."""
    keep, say = Keep(), words(language).say
    rows = []
    for one in REGISTER:
        term = (
            ""
            if one.term is None
            else f"`{one.term}`: {_term(getattr(keep, one.term), language)} {_SINCE[one.since][language]}"
        )
        where = one.where.replace("<", "&lt;").replace(">", "&gt;")
        rows.append(f"| {where} | {say(one.what)} | {say(one.why)} | {term} | {say(one.goes)} |\n")
    return _HEADING[language] + "".join(rows)


def who_knows(language: Language) -> str:
    """One row for each thing that is written about somebody: which of its fields who may know."""
    rows = [
        [
            _OF[model][language == "nl"],
            *(", ".join(f"`{field}`" for field, who in fields.items() if who is knows) for knows in Knows),
        ]
        for model, fields in PERSONAL.items()
    ]
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return f"{_KNOWING[language]} |\n{'|---' * (len(Knows) + 1)}|\n{lines}"


_BUILT: Mapping[str, Callable[[Language], str]] = {
    "personal data": personal_data,
    "who knows": who_knows,
    "everything": everything,
    "faults": faults,
}


def filled(text: str, language: Language) -> str:
    """A page with its constants and tables as the code has them."""
    text = re.sub(
        r"<!-- =(\w+) -->[^<]*<!-- / -->",
        lambda found: f"<!-- ={found[1]} -->{CONSTANTS[found[1]](language)}<!-- / -->",
        text,
    )
    return re.sub(
        r"^<!-- built: ([\w ]+) -->\n.*?^<!-- end -->$",
        lambda found: f"<!-- built: {found[1]} -->\n\n{_BUILT[found[1]](language)}\n<!-- end -->",
        text,
        flags=re.MULTILINE | re.DOTALL,
    )

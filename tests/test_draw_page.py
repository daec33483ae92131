"""The page about the draw says all there is to know: its own program draws the lots of a record again."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from leernet.solve.allocation.solver import allocate
from tests.allocation_cases import nine

DOCS = Path(__file__).parent.parent / "docs"
PAGES = [
    (DOCS / language / "background" / "draw.md").read_text(encoding="utf-8") for language in ("en", "nl")
]


@pytest.mark.parametrize("page", PAGES, ids=["en", "nl"])
def test_the_program_on_the_page_draws_the_same_lots(page):
    drawn: dict = {}
    exec(page.partition("```python\n")[2].partition("```")[0], drawn)
    problem = nine(40, late=0.2)
    people = [
        replace(person, credit=at % 3, answered=at % 7 > 0) for at, person in enumerate(problem.participants)
    ]
    draw = allocate(replace(problem, participants=tuple(people), seed="één")).draw

    members = [person.id for person in people]
    in_time = {person.id for person in people if person.answered and not person.late}
    credit = {person.id: person.credit for person in people if person.credit}
    assert draw.order == tuple(drawn["order_of_lots"](draw.seed, members, in_time, credit))
    assert draw.members_sha256 == drawn["members_sha256"](members)


@pytest.mark.parametrize("page", PAGES, ids=["en", "nl"])
def test_the_example_on_the_page_is_right(page):
    drawn: dict = {}
    exec(page.partition("```python\n")[2].partition("```")[0], drawn)
    members = ["s003", "s017", "s101"]

    assert drawn["lot"]("autumn", "s017").startswith("1170aa27")
    assert drawn["order_of_lots"]("autumn", members, set(members), {}) == ["s017", "s003", "s101"]

"""What a cell that names no workshop was probably meant to be."""

import pytest

from leernet.read.titles import titles_of
from tests.projects import student_year

# Of each title the beginning is a title or an id as well.
TITLES = {"groep": "Groep 3-4", "taal": "Taal in de tuin", "tuin": "Taal in de tuin en daarbuiten"}
WORKSHOPS = {name: {"title": title, "seats": "4", "moments": ["herfst"]} for name, title in TITLES.items()}
YEAR = student_year(workshops=WORKSHOPS, moments=("herfst",), students=4)


@pytest.mark.parametrize("title", TITLES.values())
def test_a_title_with_a_letter_missing_is_that_title_and_not_one_it_begins_with(title):
    titles = titles_of(YEAR.workshops.values())

    for place in range(len(title)):
        slip = title[:place] + title[place + 1 :]
        if titles.find(slip) is None:
            assert titles.meant(slip) == title

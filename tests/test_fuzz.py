"""A sample of what `.ci/fuzz` tries: a file of a project is wrong, and every command ends with a sentence."""

from random import Random

import pytest

from leernet.read.sheet import sheets_of
from tests.fuzz import tried
from tests.fuzz_changes import as_opendocument, as_workbook


@pytest.mark.slow
def test_no_command_ends_with_a_traceback_whatever_is_in_a_file():
    found = [tried(number) for number in range(200)]

    assert [(one.name, one.path, one.command, one.wrong) for one in found if one.wrong] == []


def test_a_table_that_an_office_program_saved_is_still_read():
    for make in (as_workbook, as_opendocument):
        content = make(Random(3), b"member,1\ns01,tuin\n")
        (sheet,), findings = sheets_of("x", content)
        assert ("member" in str(sheet), findings) == (True, ())

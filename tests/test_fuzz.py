"""A sample of what `.ci/fuzz` tries: a file of a project is wrong, and every command ends with a sentence."""

import pytest

from tests.fuzz import tried


@pytest.mark.slow
def test_no_command_ends_with_a_traceback_whatever_is_in_a_file():
    found = [tried(number) for number in range(200)]

    assert [(one.name, one.path, one.command, one.wrong) for one in found if one.wrong] == []

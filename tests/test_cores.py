"""Calculations on several cores."""

from __future__ import annotations

import math
import os

import pytest

from leernet.commands.cores import on_all_cores


def process(_item):
    return os.getpid()


@pytest.fixture(params=[1, 2])
def cores(request, monkeypatch):
    monkeypatch.setattr("leernet.commands.cores._cores", lambda: request.param)
    return request.param


def test_results_come_in_the_order_of_what_was_asked_on_any_number_of_cores(cores):
    with on_all_cores(300) as mapped:
        assert list(mapped(math.factorial, range(300))) == list(map(math.factorial, range(300)))
        elsewhere = set(mapped(process, range(300))) - {os.getpid()}
        assert bool(elsewhere) == (cores > 1)


@pytest.mark.usefixtures("cores")
def test_for_a_few_no_process_is_started():
    with on_all_cores(99) as mapped:
        assert mapped is map


@pytest.mark.usefixtures("cores")
def test_what_goes_wrong_elsewhere_is_told_here():
    with pytest.raises(ValueError, match="factorial"), on_all_cores(300) as mapped:
        list(mapped(math.factorial, [3, -1]))

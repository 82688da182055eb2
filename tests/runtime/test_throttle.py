from __future__ import annotations

import pytest
from datadog_llm_client._runtime.calls import throttle as pace
from datadog_llm_client._runtime.calls.throttle import Throttle


def test_without_refusals_nobody_waits() -> None:
    shared = Throttle()
    assert [shared.wait(now) for now in (1.0, 1.0, 1.0, 2.0)] == [0.0] * 4
    shared.answered()
    assert shared.wait(2.0) == 0.0


def test_a_refusal_holds_all_and_then_they_go_one_after_another() -> None:
    shared = Throttle()
    shared.refused(10.0, 5.0)
    waits = [shared.wait(11.0) for _ in range(3)]
    assert waits == pytest.approx([4.0, 4.0 + pace.FIRST_GAP, 4.0 + 2 * pace.FIRST_GAP])


def test_refusals_of_calls_that_were_under_way_count_once() -> None:
    shared = Throttle()
    for _ in range(50):
        shared.refused(10.0, 5.0)
    assert shared._gap == pace.FIRST_GAP
    shared.refused(16.0, 1.0)
    assert shared._gap == 2 * pace.FIRST_GAP


def test_a_longer_hold_beats_a_shorter() -> None:
    shared = Throttle()
    shared.refused(10.0, 20.0)
    shared.refused(11.0, 1.0)
    assert shared.wait(12.0) == pytest.approx(18.0)


def test_the_pace_recovers_with_answers() -> None:
    shared = Throttle()
    shared.refused(0.0, 0.0)
    gaps = []
    while shared._gap:
        gaps.append(shared._gap)
        shared.answered()
    assert gaps == sorted(gaps, reverse=True)
    assert 10 < len(gaps) < 200
    assert [shared.wait(100.0), shared.wait(100.0)] == [0.0, 0.0]

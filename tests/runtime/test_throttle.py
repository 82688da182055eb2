"""The throttle in simulated time, against models of servers."""

import itertools
import random
from collections.abc import Callable

import pytest
from datadog_llm_client import ConfigurationError
from datadog_llm_client._runtime.calls.throttle import LOWEST_RATE, RECOVERY, Throttle
from datadog_llm_client._runtime.calls.turns import Stopped

from tests.support.simulation import Bucket, Limit, Outage, Simulation, Window

CALLS, RATE = 1500, 100
IDEAL = CALLS / RATE
LIMITS = {"bucket": lambda: Bucket(RATE), "window": lambda: Window(RATE)}


def late() -> Callable[[], float]:
    """How late a timer is, up to a millisecond."""
    source = random.Random(7)
    return lambda: source.uniform(0, 0.001)


@pytest.mark.parametrize("processes", [1, 4])
@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_a_steady_limit_is_found_and_a_fair_share_hardly_refused(limit: Callable[[], Limit], processes: int) -> None:
    for ceiling, longest, refused in ((None, 1.4, 0.1), (RATE / processes, 1.15, 0.01)):
        run = Simulation(limit(), processes=processes, calls=CALLS, ceiling=ceiling, lateness=late()).until()
        assert len(run.answered) == CALLS
        assert max(run.answered) < longest * IDEAL
        assert len(run.refused) < refused * CALLS


def test_processes_get_about_the_same() -> None:
    run = Simulation(Bucket(RATE), processes=4, calls=4000, lateness=late()).until(20.0)
    shares = run.by_process.values()
    assert min(shares) > 0.3 * max(shares)


@pytest.mark.parametrize("rate", [0.5, 2, 10, 1000])
def test_limits_of_any_size(rate: float) -> None:
    calls = int(20 * rate)
    run = Simulation(Bucket(rate), calls=calls, workers=100).until()
    assert len(run.answered) == calls
    assert max(run.answered) < 2 * 20


@pytest.mark.parametrize("start", [0.0, 3.0])
@pytest.mark.parametrize("processes", [1, 4])
def test_all_is_well_soon_after_an_outage(start: float, processes: int) -> None:
    run = Simulation(Outage(start, start + 5), processes=processes, calls=1500).until()
    assert len(run.answered) == 1500
    assert max(run.answered) < start + 5 + 10
    during = [when for when in run.sent if start + 0.5 < when < start + 5]
    assert len(during) < 20 * processes


def test_slow_calls_recover_before_the_first_is_answered() -> None:
    """An inference may take half a minute; that it was not refused is known much sooner."""
    run = Simulation(Outage(0, 5), calls=100, workers=100, latency=30).until()
    assert max(run.sent) < 5 + 10


def test_nothing_is_slower_than_one_call_in_eight_seconds() -> None:
    run = Simulation(Outage(0, 800), calls=50, give_up_after=900.0).until()
    assert len(run.answered) == 50
    assert max(run.gaps) == pytest.approx(1 / LOWEST_RATE)
    assert len(run.sent) < 50 + 16 + 800 * LOWEST_RATE + 20


def test_a_named_wait_is_obeyed() -> None:
    window = Window(50, 10)
    run = Simulation(window, calls=200, asks=lambda now: 10 - now % 10).until()
    assert len(run.answered) == 200
    for number in range(4):
        refused = [when for when in run.refused if when // 10 == number]
        if refused:
            assert not [when for when in run.sent if min(refused) < when < (number + 1) * 10]
    assert max(run.answered) < 31


def test_a_longer_wait_than_the_longest_ends_it() -> None:
    run = Simulation(Outage(0, 1000), calls=50, asks=lambda now: 61.0).until()
    assert run.stopped_at is not None
    assert run.stopped_at < 0.1


def test_it_gives_up_when_there_is_nothing_but_refusals() -> None:
    run = Simulation(Outage(1, 1e6), calls=5000, give_up_after=60.0).until()
    assert run.stopped_at == pytest.approx(61.0, abs=0.1)
    run = Simulation(Bucket(2, 1), calls=400, give_up_after=60.0).until()
    assert run.stopped_at is None
    assert len(run.answered) == 400


@pytest.mark.parametrize("limit", [Outage(0, 1e6), Bucket(10)], ids=["outage", "bucket"])
def test_calls_that_give_up_return_their_turn(limit: Limit) -> None:
    run = Simulation(limit, calls=300, deadline=2.0).until()
    assert len(run.answered) + len(run.given_up) == 300
    # Sixteen workers, each of which has no call for longer than its deadline.
    assert max(run.answered + run.given_up) <= 300 / 16 * 2.0 + 2.0
    gaps = [gap for gap in run.gaps if gap > 8.0001]
    assert not gaps


def test_a_turn_that_is_given_back_goes_to_the_next() -> None:
    woken: list[str] = []
    throttle = Throttle(10.0)
    throttle.wait(throttle.join(bool, 0.0), 0.0)
    first = throttle.join(lambda: woken.append("first"), 0.0)
    second = throttle.join(lambda: woken.append("second"), 0.0)
    assert throttle.wait(first, 0.0) == pytest.approx(0.1)
    assert throttle.wait(second, 0.0) == float("inf")
    woken.clear()
    throttle.leave(first)
    assert woken == ["second"]
    assert throttle.wait(second, 0.1) == 0.0


def test_a_ceiling_is_spaced_also_after_a_pause() -> None:
    throttle = Throttle(10.0)

    def sent_from(now: float, calls: int) -> list[float]:
        sent = []
        for _ in range(calls):
            ticket = throttle.join(bool, now)
            while wait := throttle.wait(ticket, now):
                now += wait
            sent.append(now)
        return sent

    assert sent_from(0.0, 5) == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4])
    assert sent_from(60.0, 5) == pytest.approx([60.0, 60.1, 60.2, 60.3, 60.4])


def test_one_wave_of_refusals_counts_once() -> None:
    throttle = Throttle()
    for _ in range(50):
        throttle.refused(0.0, 0.01, None, RuntimeError())
    rate = throttle.rate
    throttle.refused(0.005, 1.0, None, RuntimeError())
    assert throttle.rate == rate
    throttle.refused(0.5, 1.0, None, RuntimeError())
    assert throttle.rate is not None
    assert rate is not None
    assert throttle.rate < rate


def test_the_rate_falls_with_each_wave_and_more_gently_once_it_is_slow() -> None:
    throttle, rates = Throttle(), []
    for wave in range(12):
        throttle.refused(wave, wave + 0.01, None, RuntimeError())
        rates.append(throttle.rate)
    assert rates[:9] == pytest.approx([10, 5, 2.5, 1.25, 0.625, 0.4375, 0.30625, 0.214375, 0.1500625])
    assert rates[9:] == [LOWEST_RATE] * 3
    throttle = Throttle(4.0)
    throttle.refused(0.0, 0.01, None, RuntimeError())
    assert throttle.rate == pytest.approx(0.85 * 4.0)


@pytest.mark.parametrize(("waves", "wait"), [(1, 0.1), (2, 0.2), (12, 8 - 1.2)])
def test_after_a_refusal_the_next_call_waits_for_its_turn(waves: int, wait: float) -> None:
    """At the slowest, 8 seconds from the last call and not from the last refusal."""
    throttle = Throttle()
    throttle.wait(throttle.join(bool, 0.0), 0.0)
    now = 0.0
    for _ in range(waves):
        throttle.refused(now, now + 0.1, None, RuntimeError())
        now += 0.1
    assert throttle.wait(throttle.join(bool, now), now) == pytest.approx(wait)


def test_the_first_call_that_is_let_through_frees_those_that_wait_long() -> None:
    throttle = Throttle()
    throttle.wait(throttle.join(bool, 0.0), 0.0)
    for wave in range(12):
        throttle.refused(wave / 100, wave / 100, None, RuntimeError())
    throttle.answered(0.12, 0.12)
    assert throttle.rate == 10
    assert throttle.wait(throttle.join(bool, 0.12), 0.12) == pytest.approx(0.1)


def test_the_rate_is_soon_back_at_what_was_allowed_and_then_its_step_doubles() -> None:
    throttle, rates = Throttle(), []
    for call in range(400):  # a hundred a second
        throttle.answered(call / 100, call / 100)
    throttle.refused(4.0, 4.0, None, RuntimeError())
    assert throttle.rate == 85
    for call in range(400, 1001):
        throttle.answered(call / 100, call / 100)
        if (call - 400) % (100 * RECOVERY) == 0:
            rates.append(throttle.rate or 0.0)
    steps = [after - before for before, after in itertools.pairwise(rates)]
    assert steps[0] == pytest.approx(10.85, rel=0.01)
    assert [after / before for before, after in itertools.pairwise(steps)] == pytest.approx([2, 2, 2], rel=0.001)


def test_until_a_refusal_nobody_waits() -> None:
    throttle = Throttle()
    assert throttle.is_open
    throttle.answered(0.0, 1.0)
    assert throttle.is_open


def test_those_that_wait_are_told_of_the_end() -> None:
    woken: list[None] = []
    throttle = Throttle(1.0)
    tickets = [throttle.join(lambda: woken.append(None), at) for at in (0.0, 0.0, 50.0)]
    assert throttle.wait(tickets[0], 0.0) == 0.0
    throttle.wait(tickets[1], 0.0)
    throttle.wait(tickets[2], 0.0)
    before = len(woken)
    throttle.stop()
    assert len(woken) == before + 2
    for ticket in tickets[1:]:
        with pytest.raises(Stopped):
            throttle.wait(ticket, 0.0)


@pytest.mark.parametrize("name", ["rate", "give_up_after", "longest_wait"])
@pytest.mark.parametrize("value", [0, -1, "5", True, float("nan"), float("inf")])
def test_invalid_options_are_refused(name: str, value: object) -> None:
    arguments = {"rate": 1.0, "give_up_after": 1.0, "longest_wait": 1.0, name: value}
    with pytest.raises(ConfigurationError, match=name):
        Throttle.checked(**arguments)


def test_a_slow_call_counts_as_let_through_after_a_second_and_twice_the_time_of_a_refusal() -> None:
    throttle = Throttle()
    throttle.refused(0.0, 0.5, None, RuntimeError())
    throttle.refused(0.5, 1.0, None, RuntimeError())
    for now, rate in ((1.25, 5), (3.0, 5), (3.5, 10)):
        assert throttle.wait(throttle.join(bool, now), now) == 0.0
        assert throttle.rate == rate


@pytest.mark.parametrize(("now", "asked", "stops"), [(4.9, 60.0, False), (4.9, 60.1, True), (5.0, None, True)])
def test_the_refusal_that_ends_it(now: float, asked: float | None, stops: bool) -> None:
    throttle, last = Throttle(give_up_after=5.0, longest_wait=60.0), RuntimeError()
    throttle.refused(0.0, 0.0, None, RuntimeError())
    throttle.refused(0.1, now, asked, last)
    assert throttle.is_stopped is stops
    assert throttle.reason is (last if stops else None)


def test_who_left_early_is_not_woken() -> None:
    throttle = Throttle(1.0)
    throttle.leave(throttle.join(lambda: pytest.fail("woken"), 50.0))
    throttle.stop()

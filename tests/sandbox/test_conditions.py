"""On request, the sandbox is slow, fails, or limits the rate, deterministically."""

from typing import Any

import pytest

from sandbox import Conditions, serve

from .helpers import calling


@pytest.mark.parametrize(("share", "failed"), [(0, 0), (0.1, 1), (0.25, 2), (0.3, 3), (1, 10)])
def test_a_share_of_the_requests_fails(share: float, failed: int) -> None:
    conditions = Conditions(fail=share)
    assert sum(conditions.fails() for _ in range(10)) == failed


def test_a_limit_holds_for_a_second() -> None:
    now = 100.25
    conditions = Conditions(rate_limit=2, clock=lambda: now)
    taken = []
    for _ in range(3):
        headers = conditions.take() or {}
        taken.append((headers["X-RateLimit-Remaining"], headers["X-RateLimit-Reset"], conditions.is_exceeded))
    assert taken == [("1", "1", False), ("0", "1", False), ("0", "1", True)]
    now = 101.0
    assert conditions.take() == {
        "X-RateLimit-Limit": "2",
        "X-RateLimit-Period": "1",
        "X-RateLimit-Remaining": "1",
        "X-RateLimit-Reset": "1",
    }
    assert not conditions.is_exceeded
    assert Conditions().take() is None


def test_requests_over_the_limit_get_a_429() -> None:
    with serve(conditions=Conditions(rate_limit=1, clock=lambda: 0.0)) as running, calling(running.url) as api:
        responses = [api.send("list_accounts") for _ in range(2)]
    assert [response.status_code for response in responses] == [200, 429]
    assert {response.headers["x-ratelimit-limit"] for response in responses} == {"1"}
    assert responses[1].headers["x-ratelimit-remaining"] == "0"


def test_operations_fail_whether_it_is_documented_or_not() -> None:
    with serve(conditions=Conditions(fail=1)) as running, calling(running.url) as api:
        assert api.send("run_inference").status_code == 500
        response = api.send("list_accounts")
    assert response.status_code == 500
    assert response.json()["errors"][0]["detail"] == "the sandbox was told to fail"


@pytest.mark.parametrize(("name", "value"), [("fail", 1.5), ("fail", -0.1), ("latency", -1), ("rate_limit", 0)])
def test_what_cannot_be_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        Conditions(**{name: value})

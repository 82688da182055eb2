import copy
import pickle
from typing import Any

import attrs
import httpx
import pytest
from datadog_llm_client import UNSET, RateLimit, Response, Unset

NOW = 1_700_000_000.0
ALL = {"X-RateLimit-Limit": "100", "X-RateLimit-Period": "60", "X-RateLimit-Remaining": "0"}
ALL |= {"X-RateLimit-Reset": "12", "X-RateLimit-Name": "llm-obs"}


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_unset_stays_one_object_through_pickle(protocol: int) -> None:
    assert pickle.loads(pickle.dumps(UNSET, protocol)) is UNSET


def test_unset_stays_one_object_through_copies() -> None:
    assert copy.copy(UNSET) is UNSET
    assert copy.deepcopy({"a": [UNSET]})["a"][0] is UNSET
    assert Unset("UNSET") is UNSET


def test_unset_is_falsy_but_not_null() -> None:
    assert not UNSET
    assert UNSET is not None
    assert isinstance(UNSET, Unset)
    assert repr(UNSET) == "UNSET"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Content-Type": "application/json"}, None),
        (ALL, RateLimit(limit=100, period=60, remaining=0, reset=12.0, name="llm-obs")),
        ({"x-ratelimit-limit": "100"}, RateLimit(limit=100)),
        ({"X-RateLimit-Reset": "0"}, RateLimit(reset=0.0)),
        ({"X-RateLimit-Reset": "1.5"}, RateLimit(reset=1.5)),
        ({"X-RateLimit-Reset": str(int(NOW) + 30)}, RateLimit(reset=30.0)),
        ({"X-RateLimit-Reset": str(int(NOW) - 30)}, RateLimit(reset=0.0)),
        ({"X-RateLimit-Limit": "many", "X-RateLimit-Period": "", "X-RateLimit-Remaining": "-1"}, None),
        ({"X-RateLimit-Limit": "nan", "X-RateLimit-Period": "inf", "X-RateLimit-Reset": "-inf"}, None),
        ({"X-RateLimit-Limit": "1e2", "X-RateLimit-Reset": "soon"}, RateLimit(limit=100)),
    ],
)
def test_a_rate_limit(headers: dict[str, str], expected: RateLimit | None) -> None:
    assert RateLimit.from_headers(httpx.Headers(headers), NOW) == expected


def answer(**changes: Any) -> Response[Any]:
    headers = httpx.Headers({"X-Request-Id": "request-7", "X-RateLimit-Limit": "5"})
    return attrs.evolve(Response(200, headers, b"[]", [], "GET", "/accounts", 1, NOW), **changes)


def test_a_response_says_what_came_with_it() -> None:
    response = answer()
    assert response.request_id == "request-7"
    assert response.rate_limit == RateLimit(limit=5)
    assert answer(headers=httpx.Headers()).request_id is None
    assert answer(headers=httpx.Headers()).rate_limit is None


def test_a_response_shows_neither_headers_nor_content() -> None:
    assert repr(answer()) == "Response(status_code=200, parsed=[], method='GET', path='/accounts', retries=1)"


def test_a_response_with_another_reading_keeps_everything_else() -> None:
    response = answer()
    other = response.evolve("other")
    assert other.parsed == "other"
    assert attrs.evolve(other, parsed=[]) == response
    assert other.received_at == response.received_at


@pytest.mark.parametrize("again", [copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_a_response_compares_by_what_it_says(again: Any) -> None:
    assert again(answer()) == answer()
    assert answer() == answer(received_at=NOW + 1)
    assert answer() != answer(status_code=201)

"""No redirect is followed: the keys stay where they were sent."""

import pytest
from datadog_llm_client import APIStatusError

from tests.support.faults.answers import good, http
from tests.support.faults.behaviours import answer
from tests.support.faults.fault import OPERATIONS
from tests.support.faults.server import FaultyServer

from .calls import call

#: What httpx cannot read as a URL. It tries to, though it is told not to follow.
GARBLED = (
    "mailto:someone@example.com",
    "javascript:alert(1)",
    "about:blank",
    "http://[::1",
    "http://xn--/",
    "http://host:port/",
    "http://" + "a" * 70_000,
    "\x7f",
)
ODD = ("", "//", "https:///path", "http://host:99999/", "?", "http://\xff\xfe/", "../../..", "ftp://example.com/")


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_arrives_elsewhere(status: int, operation: str, way: str) -> None:
    with FaultyServer(answer(good)) as elsewhere:
        target = f"{elsewhere.url}/api/v2/there"
        with FaultyServer(answer(http(status, b"", f"Location: {target}"))) as server:
            end = call(way, server.url, operation)
            assert server.is_left()
        assert elsewhere.connections == []
    assert type(end.error) is APIStatusError
    assert end.error.status_code == status
    assert f"redirect to {target!r} not followed" in str(end.error)
    assert len(server.requests) == 1


@pytest.mark.parametrize("location", [*ODD, *GARBLED])
def test_any_location_is_shown_and_no_more(location: str, way: str) -> None:
    with FaultyServer(answer(http(302, b"", f"Location: {location}"))) as server:
        end = call(way, server.url, "run_inference")
        assert server.is_left()
    assert type(end.error) is APIStatusError
    assert repr(location) in str(end.error) or not location
    assert server.attempts == 1

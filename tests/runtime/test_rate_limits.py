"""The waits that servers ask for, in every form that headers have for them."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from datadog_llm_client._runtime.values.rate_limits import requested_wait

NOW = 1_700_000_000.0


def date(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(NOW, UTC) + timedelta(seconds=seconds), usegmt=True)


ODD = [
    *("30;", "30s", "30 s", "30 seconds", "5m", "1 min", "1:30", "00:00:30", "+30", "1_000", "0x10", "1.", ".5"),
    *("1e", "e1"),
    *("Nov", "14 Nov", "2023-11-14", "tomorrow", "Tue", "P1D", "Tue, 14 Nov 2023", "Tue, 99 Nov 2023 22:13:50 GMT"),
    *("Tue, 14 Nov 2023 22:13:50", "Tue, 14 Nov 2023 22:13:50 XYZ", "0000-00-00T00:00", ";", ",", ", ,"),
]

REQUESTED = [
    ({}, None),
    ({"retry_after": "0"}, 0.0),
    ({"retry_after": "7"}, 7.0),
    ({"retry_after": " 7 "}, 7.0),
    ({"retry_after": "0.25"}, 0.25),
    ({"retry_after": "3600"}, 3600.0),
    ({"retry_after": "1e9"}, 1e9),
    ({"retry_after": date(30)}, 30.0),
    ({"retry_after": date(-30)}, 0.0),
    ({"retry_after": "2023-11-14T22:13:50Z"}, 30.0),
    ({"retry_after": "2023-11-14T23:13:50+01:00"}, 30.0),
    ({"retry_after": "2023-11-14T22:13:50"}, 30.0),  # without a zone, as RFC 9110 has it: UTC
    ({"retry_after": "Tuesday, 14-Nov-23 22:13:50 GMT"}, 30.0),  # obsolete, and still to be understood
    ({"retry_after": "Tue Nov 14 22:13:50 2023"}, 30.0),  # of asctime, as obsolete
    ({"retry_after": "Tue, 14 Nov 2023 22:13:50 +0000"}, 30.0),
    # Several headers, which arrive as a list.
    ({"retry_after": "4, 4"}, 4.0),
    ({"retry_after": "4,120 , 7"}, 120.0),
    ({"retry_after": f"4, {date(30)}"}, 30.0),
    ({"retry_after": f"{date(30)}, {date(20)}"}, 30.0),
    ({"retry_after": f"{date(30)}, 45"}, 45.0),
    ({"retry_after": "soon, 4"}, 4.0),
    # What is lenient to read as a date or a number.
    *(({"retry_after": text}, None) for text in ODD),
    ({"retry_after": ""}, None),
    ({"retry_after": "soon"}, None),
    ({"retry_after": "-5"}, None),
    ({"retry_after": "nan"}, None),
    ({"retry_after": "inf"}, None),
    ({"retry_after": "9" * 400}, float("inf")),
    ({"retry_after": "99999-99-99"}, None),
    ({"x_ratelimit_reset": "12"}, 12.0),
    ({"x_ratelimit_reset": "1.5"}, 1.5),
    ({"x_ratelimit_reset": "3600"}, 3600.0),
    ({"x_ratelimit_reset": "1000000000"}, 0.0),  # a moment that has passed
    ({"x_ratelimit_reset": str(int(NOW) + 20)}, 20.0),
    ({"x_ratelimit_reset": str(int(NOW) - 20)}, 0.0),
    ({"x_ratelimit_limit": "100"}, None),
    ({"retry_after": "3", "x_ratelimit_reset": "12"}, 3.0),
    ({"retry_after": "soon", "x_ratelimit_reset": "12"}, 12.0),
]


@pytest.mark.parametrize(("headers", "seconds"), REQUESTED)
def test_the_wait_that_a_server_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    named = httpx.Headers({name.replace("_", "-"): value for name, value in headers.items()})
    assert requested_wait(named, NOW) == seconds


def test_of_two_headers_the_longer_wait_counts() -> None:
    headers = httpx.Headers([("Retry-After", "4"), ("Retry-After", "9"), ("X-RateLimit-Reset", "1")])
    assert requested_wait(headers, NOW) == 9.0

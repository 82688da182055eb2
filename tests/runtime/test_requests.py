from typing import Any

import pytest
from datadog_llm_client import RequestValidationError
from datadog_llm_client._runtime.calls.requests import checked_headers

OURS = ("Content-Length", "transfer-encoding", "Host", "content-type", "Accept-Encoding", "Connection")


def test_header_names_are_lowercased() -> None:
    assert checked_headers({"X-Trace": "a b", "accept": ""}) == {"x-trace": "a b", "accept": ""}


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({"X Trace": "1"}, "extra_headers: expected a valid header name, found 'X Trace'"),
        ({"X-Trace:": "1"}, "extra_headers: expected a valid header name, found 'X-Trace:'"),
        ({"": "1"}, "extra_headers: expected a valid header name, found ''"),
        ({5: "1"}, "extra_headers: expected a valid header name, found 5"),
        *(
            ({name: "secret"}, f"extra_headers: expected no header that the client sets itself, found {name}")
            for name in OURS
        ),
        ({"X-Trace": "a\n"}, "extra_headers.X-Trace: expected printable ASCII"),
        ({"X-Trace": " a"}, "extra_headers.X-Trace: expected printable ASCII"),
        ({"X-Trace": "a "}, "extra_headers.X-Trace: expected printable ASCII"),
        ({"X-Trace": "é"}, "extra_headers.X-Trace: expected printable ASCII"),
        ({"X-Trace": 1}, "extra_headers.X-Trace: expected a string, found int"),
        ({"X-Trace": None}, "extra_headers.X-Trace: expected a string, found NoneType"),
        ({"X-Trace": b"a"}, "extra_headers.X-Trace: expected a string, found bytes"),
        ([("X-Trace", "1")], "extra_headers: expected a mapping of names to values, found list"),
    ],
)
def test_invalid_headers_are_refused(headers: Any, message: str) -> None:
    with pytest.raises(RequestValidationError) as caught:
        checked_headers(headers)
    assert str(caught.value).startswith(message)
    assert "secret" not in str(caught.value)

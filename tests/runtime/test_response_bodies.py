from typing import Any

import httpx
import pytest
from datadog_llm_client import Response, ResponseValidationError
from datadog_llm_client._runtime.calls.operation import Operation
from datadog_llm_client._runtime.calls.responses import ResponseBody, read
from datadog_llm_client._runtime.values.decoding import array, integer, string


def of(*responses: ResponseBody) -> Operation[Any]:
    return Operation("get", "GET", "/", responses=responses)


def typed(content: bytes, content_type: str = "", status: int = 200) -> Response[None]:
    headers = {"content-type": content_type} if content_type else {}
    return Response(status, httpx.Headers(headers), content, None, "GET", "/")


JSON = ResponseBody(200, "application/json", array(integer))
CSV, NOTHING = ResponseBody(200, "text/csv"), ResponseBody(204)


@pytest.mark.parametrize(
    ("responses", "given", "parsed"),
    [
        ((NOTHING,), typed(b"", status=204), None),
        ((NOTHING,), typed(b"[1]", "application/json"), None),
        ((ResponseBody(200),), typed(b""), None),
        ((JSON,), typed(b"[1]"), [1]),
        ((ResponseBody(200, "application/vnd.api+json", array(integer)),), typed(b"[1]"), [1]),
        ((CSV,), typed(b"a,b\r\n", "text/csv"), "a,b\r\n"),
        ((CSV,), typed("é".encode(), "text/csv"), "é"),
        ((CSV,), typed(b"\xe9", 'text/csv; charset="iso-8859-1"'), "é"),
        ((CSV,), typed(b"\xff\xfea\0", "text/csv;charset=UTF-16"), "a"),
        ((CSV,), typed("é".encode(), "text/csv; charset=unheard-of"), "é"),
        ((CSV,), typed(b"", "text/csv"), ""),
        ((CSV,), typed(b"a\xff", "text/csv"), "a\ufffd"),
        ((ResponseBody(200, "application/octet-stream"),), typed(b"\0\xff"), b"\0\xff"),
        ((ResponseBody(200, "application/zip"),), typed(b""), b""),
        ((ResponseBody(200, "*/*"),), typed(b"[1]", "application/json"), b"[1]"),
        # Several 2xx: by status, else by what comes nearest.
        ((JSON, NOTHING), typed(b"", status=204), None),
        ((JSON, NOTHING), typed(b"[1]", status=200), [1]),
        ((JSON, NOTHING), typed(b"[1]", status=201), [1]),
        ((JSON, NOTHING), typed(b"", status=206), None),
        ((JSON, ResponseBody(202, "application/json", string)), typed(b'"a"', status=202), "a"),
        ((JSON, ResponseBody(202, "application/json", string)), typed(b'"a"', status=299), "a"),
        ((JSON, ResponseBody("2XX", "application/json", string)), typed(b'"a"', status=202), "a"),
        ((JSON, ResponseBody("default", "application/json", string)), typed(b'"a"', status=202), "a"),
        ((ResponseBody("default", "text/plain"),), typed(b"x", status=202), "x"),
        # Several media types of one status: by what the answer says of itself, else the first.
        ((JSON, CSV), typed(b"1", "text/csv; header=absent"), "1"),
        ((JSON, CSV), typed(b"[1]", "application/json"), [1]),
        ((JSON, CSV), typed(b"[1]", "application/problem"), [1]),
        ((JSON, CSV), typed(b"[1]"), [1]),
        ((), typed(b"x"), None),
    ],
)
def test_response_bodies(responses: Any, given: Response[None], parsed: Any) -> None:
    found = read(of(*responses), given)
    assert found.parsed == parsed
    assert type(found.parsed) is type(parsed)
    assert found.content == given.content


def test_undecodable_text_is_refused_in_strict_mode() -> None:
    with pytest.raises(ResponseValidationError, match="expected text in utf-8, found other bytes") as caught:
        read(of(CSV), typed(b"a\xff"), strict=True)
    assert caught.value.content == b"a\xff"

"""Every fault ends as it is documented to, one way or another, and leaves nothing behind."""

from operator import attrgetter
from typing import cast

import httpx
import pytest
from datadog_llm_client import APIConnectionError, APIStatusError, DatadogError

from tests.support.faults.answers import example, good
from tests.support.faults.behaviours import answer
from tests.support.faults.catalogue import CATALOGUE
from tests.support.faults.connection import LIMIT
from tests.support.faults.fault import Again, Fault
from tests.support.faults.marks import LEFT_BY_HTTPX
from tests.support.faults.server import FaultyServer

from .calls import APP_KEY, End, call

pytestmark = LEFT_BY_HTTPX

#: What aiohttp's parser takes, or refuses, other than that of httpx.
OTHER_PARSER = {"an unknown Transfer-Encoding", "status 101, unasked", "the same Content-Length twice"}

CASES = [
    pytest.param(fault, operation, id=f"{fault.name}-{operation}")
    for fault in CATALOGUE
    for operation in fault.operations
]
REPEATED = [
    pytest.param(fault, operation, retry_unsafe, id=f"{fault.name}-{operation}{'-unsafe' * retry_unsafe}")
    for fault in CATALOGUE
    for operation in fault.operations
    for retry_unsafe in ((False, True) if operation == "run_inference" else (False,))
    if fault.again is not Again.NEVER and fault.behaviours and fault.scheme == "http"  # the server does not speak TLS
]


def is_parsed_otherwise(fault: Fault, way: str) -> bool:
    return way == "aiohttp" and fault.name in OTHER_PARSER


def check(fault: Fault, operation: str, end: End, retries: int, way: str = "sync") -> None:
    """The call ended as documented."""
    assert end.seconds < LIMIT
    if is_parsed_otherwise(fault, way):
        assert end.error is None or isinstance(end.error, DatadogError)
        return
    if fault.error is None:
        assert end.plain == (example(operation) if fault.returns is None else fault.returns)
        return
    error = end.error
    assert type(error) is fault.error, repr(error)
    message = str(error)
    if way != "aiohttp" or not isinstance(error, APIConnectionError):  # which has words of its own for them
        assert fault.message in message
    assert f"{'GET' if operation == 'list_accounts' else 'POST'} /api/v2/llm-obs/v1/integrations/openai/" in message
    assert APP_KEY not in message + repr(error)
    for name, value in fault.attributes.items():
        assert attrgetter(name)(error) == value, name
    if isinstance(error, APIConnectionError):
        causes = (httpx.RemoteProtocolError,) * (way == "aiohttp")  # where a connection ends amid an answer
        assert isinstance(error.__cause__, (fault.cause or Exception, *causes)), repr(error.__cause__)
    if isinstance(error, APIStatusError | APIConnectionError):
        assert error.retries == retries
    if isinstance(error, APIStatusError) and error.request_id:
        assert error.request_id in message


@pytest.mark.parametrize(("fault", "operation"), CASES)
def test_a_fault_ends_as_documented(fault: Fault, operation: str, way: str) -> None:
    with FaultyServer(*fault.behaviours, scheme=fault.scheme) as server:
        end = call(way, server.url, operation, **fault.options)
        assert server.is_left()
    retries = 2 if fault.is_repeated(operation) else 0
    check(fault, operation, end, retries, way)
    if operation == "run_inference" or not is_parsed_otherwise(fault, way):
        assert server.attempts == (1 + retries if fault.behaviours else 0)


@pytest.mark.parametrize(
    ("fault", "operation"), [case for case in CASES if cast(Fault, case.values[0]).again is not Again.NEVER]
)
def test_one_request_where_no_retries_are_wanted(fault: Fault, operation: str) -> None:
    with FaultyServer(*fault.behaviours, scheme=fault.scheme) as server:
        end = call("sync", server.url, operation, **fault.options, max_retries=0, retry_unsafe=True)
        assert server.is_left()
    check(fault, operation, end, 0)
    assert server.attempts == (1 if fault.behaviours else 0)


@pytest.mark.parametrize(("fault", "operation", "retry_unsafe"), REPEATED)
def test_a_fault_that_passes(fault: Fault, operation: str, retry_unsafe: bool, way: str) -> None:
    # A machine under load may be late for a short timeout a second time.
    again = [answer(good)] * (2 if "timeout" in fault.options else 1)
    with FaultyServer(*fault.behaviours, *again) as server:
        end = call(way, server.url, operation, raw=True, **fault.options, retry_unsafe=retry_unsafe)
        assert server.is_left()
    if is_parsed_otherwise(fault, way):
        check(fault, operation, end, 0, way)
    elif fault.is_repeated(operation, retry_unsafe=retry_unsafe):
        assert end.error is None, repr(end.error)
        assert 1 <= end.value.retries <= len(again)
        assert server.attempts == 1 + end.value.retries
    else:
        check(fault, operation, end, 0, way)
        assert server.attempts == 1


def test_the_catalogue_is_large() -> None:
    names = [fault.name for fault in CATALOGUE]
    assert len(set(names)) == len(names) >= 40

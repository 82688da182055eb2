import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from datadog_llm_client import UNSET
from datadog_llm_client._runtime.calls.operation import Operation
from datadog_llm_client._runtime.calls.pagination import Pagination
from datadog_llm_client._runtime.calls.parameters import Parameter
from datadog_llm_client._runtime.calls.responses import ResponseBody
from datadog_llm_client._runtime.client import BaseSyncClient
from datadog_llm_client._runtime.values.decoding import any_value, integer
from datadog_llm_client._runtime.values.settings import Options

from tests.support.clients import Answer, Mode, Script

PARAMETERS = (
    Parameter("page", "query", integer),
    Parameter("sort[by]", "query", any_value, python_name="sort_by", deprecated=True),
)
JSON = (ResponseBody(200, "application/json"),)
PAGES = Pagination(page="page")
OLD: Operation[Any] = Operation("list_old", "GET", "/old", PARAMETERS, None, JSON, deprecated=True, pagination=PAGES)
NEW: Operation[Any] = Operation("list_new", "GET", "/new", PARAMETERS, None, JSON)


def caught(use: Any) -> list[tuple[str, str]]:
    """Text and file of each warning."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        use()
    assert {warning.category for warning in found} <= {DeprecationWarning}
    return [(str(warning.message), warning.filename) for warning in found]


def test_an_operation_and_its_arguments() -> None:
    assert caught(lambda: OLD.prepare({"sort_by": "x"})) == [
        ("list_old() is deprecated", __file__),
        ("the argument 'sort_by' of list_old() is deprecated", __file__),
    ]
    assert caught(lambda: NEW.prepare({"sort_by": "x"})) == [
        ("the argument 'sort_by' of list_new() is deprecated", __file__)
    ]


@pytest.mark.parametrize("arguments", [{}, {"sort_by": UNSET}, {"sort_by": None}, {"page": 1}])
def test_unused_arguments_do_not_warn(arguments: Any) -> None:
    assert caught(lambda: NEW.prepare(arguments)) == []


def method(client: Any) -> Any:
    """A method as it is generated, in a module that counts as the package's own."""
    return client._call(OLD.prepare({}), Options())


def iterate(client: BaseSyncClient) -> Iterator[Any]:
    return client._iterate(OLD.pages({}), Options())


OURS = {"__name__": f"{BaseSyncClient.__module__.partition('._runtime')[0]}.client", "OLD": OLD, "Options": Options}


def as_ours(function: Any) -> Any:
    """The same function, as if it stood in the package."""
    return type(function)(function.__code__, OURS)


def test_the_warning_points_to_the_caller(mode: Mode) -> None:
    found = caught(lambda: mode.run(lambda client: as_ours(method)(client), Script(Answer(body=[]))))
    assert found == [("list_old() is deprecated", __file__)]


def test_each_page_does_not_warn_again() -> None:
    script = Script(Answer(body=[1]), Answer(body=[2]), Answer(body=[]))
    found = caught(lambda: Mode("sync").run(lambda client: [*as_ours(iterate)(client)], script))
    assert found == [("list_old() is deprecated", __file__)]
    assert len(script.sent) == 3

"""What has to hold of any answer, drawn from the contract. Requests are drawn by the survey; see tests/tools/survey."""

import importlib
import json
import pickle
import pkgutil
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from datadog_llm_client import DatadogError, ProviderError, Response, ResponseValidationError, api
from datadog_llm_client._runtime.calls.operation import Operation
from datadog_llm_client._runtime.calls.responses import read
from datadog_llm_client._runtime.values.models import encode
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from tests.support.operations import COMPONENTS, OPERATIONS, resolved
from tests.support.strategies import WILD_JSON, always, examples, mutated, outcome, valid

JSON = "application/json"
FORMATS = FormatChecker(("date", "date-time", "uuid"))
#: What is generated of each operation.
GENERATED: dict[str, Operation[Any]] = {
    found.name: found
    for module in pkgutil.walk_packages(api.__path__, f"{api.__name__}.")
    if not module.ispkg
    for found in [importlib.import_module(module.name).OPERATION]
}


def _answer_schemas() -> Iterator[tuple[str, tuple[int, dict[str, Any]]]]:
    for name, each in OPERATIONS.items():
        for success in each.successes:
            if success.content_type == JSON and isinstance(success.status, int):
                response = resolved(each.node["responses"][str(success.status)])
                yield name, (success.status, response["content"][JSON]["schema"])


#: Status and schema of what operations answer in JSON.
ANSWERS = dict(_answer_schemas())

operations = pytest.mark.parametrize("name", OPERATIONS)
operations_with_json = pytest.mark.parametrize("name", ANSWERS)


def contract(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, **COMPONENTS}, format_checker=FORMATS)


def answered(name: str, content: bytes, status: int | None = None, *, strict: bool = False) -> Response[Any]:
    """The parsed answer; one that says that the provider refused is an answer too."""
    of = GENERATED[name]
    status = ANSWERS[name][0] if status is None else status
    try:
        return read(of, Response(status, httpx.Headers(), content, None, of.method, of.path), strict=strict)
    except ProviderError as error:
        return error.response


def canonical(value: Any) -> str:
    """JSON as text, the same for values that are the same to JSON: 256.0 is 256, but 1 is not true."""

    def whole(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: whole(item) for key, item in value.items()}
        if isinstance(value, list):
            return [whole(item) for item in value]
        return int(value) if isinstance(value, float) and value.is_integer() else value

    return json.dumps(whole(value), sort_keys=True)


def is_reached(document: Any, path: tuple[str | int, ...]) -> bool:
    """Whether a path leads to a value, or to an object that lacks its last key."""
    for step in path[:-1]:
        document = document[step]
    return not path or (isinstance(document, list) and path[-1] in range(len(document))) or isinstance(document, dict)


@examples
@operations_with_json
def test_a_valid_answer_is_parsed_and_comes_back_as_it_was(name: str, examples: int) -> None:
    def holds(value: Any) -> None:
        parsed = answered(name, json.dumps(value).encode()).parsed
        assert canonical(encode(parsed)) == canonical(value)
        assert pickle.loads(pickle.dumps(parsed)) == parsed
        assert answered(name, json.dumps(value).encode(), strict=True).parsed == parsed

    always(holds, examples, value=valid(ANSWERS[name][1]))


@examples
@operations_with_json
def test_a_mutated_answer_is_parsed_or_refused(name: str, examples: int) -> None:
    fits = contract(ANSWERS[name][1]).is_valid

    def holds(value: Any) -> None:
        content = json.dumps(value).encode()
        strictly = outcome(ResponseValidationError, lambda: answered(name, content, strict=True))
        if not isinstance(strictly, Response):
            assert not fits(value), "a valid answer was refused"
            assert is_reached(value, strictly.path)
        end = outcome(ResponseValidationError, answered, name, content)
        if isinstance(end, Response):
            assert canonical(encode(end.parsed)) == canonical(value), "what came is not lost"
            again = answered(name, json.dumps(encode(end.parsed)).encode())
            assert again.parsed == end.parsed
        else:
            assert not isinstance(strictly, Response), "the lenient reading is stricter than the strict one"
            assert is_reached(value, end.path)
            assert end.location in str(end)
            assert pickle.loads(pickle.dumps(end)) == end

    always(holds, examples, value=mutated(ANSWERS[name][1]))


@examples
@operations
def test_any_status_and_body_is_an_answer_or_an_error(name: str, examples: int) -> None:
    def holds(status: int, content: bytes) -> None:
        end = outcome(DatadogError, answered, name, content, status)
        assert isinstance(end, Response) <= (200 <= status < 300)
        assert str(end)
        assert isinstance(end, Response) or pickle.loads(pickle.dumps(end)) == end

    errors = st.fixed_dictionaries({"errors": WILD_JSON | st.lists(st.fixed_dictionaries({"source": WILD_JSON}))})
    bodies = (WILD_JSON | errors).map(lambda value: json.dumps(value).encode()) | st.binary()
    always(holds, examples, status=st.integers(100, 999), content=bodies)

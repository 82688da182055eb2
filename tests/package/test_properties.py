"""What has to hold for any answer and any request at all, drawn from the contract."""

import importlib
import json
import pickle
import pkgutil
from collections.abc import Iterator
from typing import Any, get_origin, get_type_hints

import httpx
import pytest
from datadog_llm_client import (
    UNSET,
    Client,
    DatadogError,
    ProviderError,
    RequestValidationError,
    Response,
    ResponseValidationError,
    api,
    models,
)
from datadog_llm_client._runtime.calls.operation import Operation
from datadog_llm_client._runtime.calls.responses import read
from datadog_llm_client._runtime.values.models import encode
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from tests.support.operations import COMPONENTS, OPERATIONS, parameters, resolved
from tests.support.strategies import (
    WILD,
    WILD_JSON,
    Strategy,
    allowed,
    always,
    examples,
    mutated,
    outcome,
    valid,
)
from tools.generate.normalise.keywords import CHECKS

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
WITH_BODY = [name for name, each in OPERATIONS.items() if each.body is not None and each.body.content_type == JSON]

operations = pytest.mark.parametrize("name", OPERATIONS)
operations_with_json = pytest.mark.parametrize("name", ANSWERS)
operations_with_body = pytest.mark.parametrize("name", WITH_BODY)


def request_schema(name: str) -> dict[str, Any]:
    body = resolved(OPERATIONS[name].node["requestBody"])
    return resolved(body["content"][JSON]["schema"])


def contract(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, **COMPONENTS}, format_checker=FORMATS)


def typed(schema: dict[str, Any]) -> Draft202012Validator:
    """The contract as far as types go: that enums are closed, and what else is checked, is left to the server."""

    def stripped(node: Any, named: bool = False) -> Any:
        if isinstance(node, dict):
            kept = node if named else {key: value for key, value in node.items() if key not in {*CHECKS, "enum"}}
            return {key: stripped(value, key in ("properties", "schemas") and not named) for key, value in kept.items()}
        return [stripped(item) for item in node] if isinstance(node, list) else node

    return Draft202012Validator(stripped({**schema, **COMPONENTS}))


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


def arguments(name: str) -> Strategy:
    """Values for the body by its keys, of the types that the method declares."""
    names = {model: getattr(models, model) for model in models.__all__}
    hints = get_type_hints(getattr(Client, name), localns=names)
    body = OPERATIONS[name].body
    assert body is not None
    if body.fields is None:
        return allowed(hints["body"])
    return st.fixed_dictionaries({each.key: allowed(hints[each.name]) for each in body.fields})


def content_of(name: str, body: Any) -> Any:
    """What is sent, as JSON."""
    prepared = GENERATED[name].prepare(parameters(OPERATIONS[name]), body)
    return json.loads(prepared.content) if isinstance(prepared.content, bytes) else {}


@examples
@operations_with_body
def test_a_request_that_the_types_allow_fits_the_contract(name: str, examples: int) -> None:
    schema = request_schema(name)
    contract = typed(schema)
    documents = [key for key, inner in schema.get("properties", {}).items() if "contentMediaType" in inner]

    def holds(body: Any) -> None:
        sent = outcome(RequestValidationError, content_of, name, body)
        if isinstance(sent, RequestValidationError):
            assert sent.expected.startswith("at least "), sent  # which types do not say
            return
        contract.validate(sent)
        given = {key: value for key, value in body.items() if value is not UNSET} if isinstance(body, dict) else body
        for key in documents:  # in a string, whatever it was given as
            if isinstance(given.get(key), dict):
                sent[key] = json.loads(sent[key])
            elif isinstance(given.get(key), type) or get_origin(given.get(key)) is not None:
                del given[key]  # what becomes of a type is pydantic's to say
                assert isinstance(json.loads(sent.pop(key)), dict)
        assert canonical(sent) == canonical(encode(given))

    always(holds, examples, body=arguments(name))


@examples
@operations_with_body
def test_a_request_that_no_type_allows_fits_the_contract_or_is_refused(name: str, examples: int) -> None:
    fits = typed(request_schema(name)).is_valid

    def holds(body: Any, wild: dict[str, Any]) -> None:
        sent = outcome(RequestValidationError, content_of, name, {**body, **wild} if isinstance(body, dict) else wild)
        assert isinstance(sent, RequestValidationError) or fits(sent)
        assert str(sent)

    keys = st.sampled_from(sorted(request_schema(name).get("properties", ["key"])))
    always(holds, examples, body=arguments(name), wild=st.dictionaries(keys, WILD, min_size=1, max_size=2))

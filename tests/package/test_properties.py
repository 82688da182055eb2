"""What has to hold for any answer and any request at all, drawn from the contract."""

from __future__ import annotations

import importlib
import json
import pickle
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
    models,
)
from datadog_llm_client._runtime.calls.operation import Operation
from datadog_llm_client._runtime.calls.responses import read
from datadog_llm_client._runtime.values.models import encode
from hypothesis import assume
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sandbox.fill import fill
from tests.support.faults.answers import DOCUMENT
from tests.support.strategies import (
    WILD,
    WILD_JSON,
    Strategy,
    allowed,
    always,
    examples,
    mutated,
    outcome,
    resolve,
    valid,
)

NODES: dict[str, dict[str, Any]] = {
    node["operationId"]: node
    for item in DOCUMENT["paths"].values()
    for node in item.values()
    if isinstance(node, dict) and "operationId" in node
}
JSON = "application/json"


def success(name: str) -> tuple[int, dict[str, Any]]:
    """Status and description of the first success of an operation."""
    status = min(status for status in NODES[name]["responses"] if status.startswith("2"))
    return int(status), resolve(NODES[name]["responses"][status])


READING = [name for name in NODES if JSON in success(name)[1].get("content", {})]
WITH_BODY = [name for name, node in NODES.items() if JSON in resolve(node.get("requestBody", {})).get("content", {})]

operations = pytest.mark.parametrize("name", NODES)
operations_with_json = pytest.mark.parametrize("name", READING)
operations_with_body = pytest.mark.parametrize("name", WITH_BODY)


def operation(name: str) -> Operation[Any]:
    found: Operation[Any] = importlib.import_module(f"datadog_llm_client.api.{NODES[name]['tags'][0]}.{name}").OPERATION
    return found


def response_schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = success(name)[1]["content"][JSON]["schema"]
    return found


def request_schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = resolve(NODES[name]["requestBody"])["content"][JSON]["schema"]
    return found


def answered(name: str, content: bytes, status: int = 200, *, strict: bool = False) -> Response[Any]:
    """The parsed answer; one that says that the provider refused is an answer too."""
    of = operation(name)
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

    always(holds, examples, value=valid(response_schema(name)))


@examples
@operations_with_json
def test_a_mutated_answer_is_parsed_or_refused(name: str, examples: int) -> None:
    contract = Draft202012Validator(resolve(response_schema(name)))

    def holds(value: Any) -> None:
        content = json.dumps(value).encode()
        strictly = outcome(ResponseValidationError, lambda: answered(name, content, strict=True))
        if not isinstance(strictly, Response):
            assert not contract.is_valid(value), "a valid answer was refused"
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

    always(holds, examples, value=mutated(response_schema(name)))


@examples
@operations_with_json
def test_an_answer_with_wrong_bytes_is_parsed_or_refused(name: str, examples: int) -> None:
    def holds(value: Any, at: int, put: bytes, cut: int) -> None:
        content = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        at %= len(content)
        end = outcome(ResponseValidationError, answered, name, content[:at] + put + content[at + cut :])
        assert str(end)

    some = st.integers(0, 10_000)
    always(holds, examples, value=valid(response_schema(name)), at=some, put=st.binary(max_size=3), cut=some)


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
    """Keyword arguments for the body, of the types that the method declares."""
    names = {model: getattr(models, model) for model in models.__all__}
    hints = get_type_hints(getattr(Client, name), localns=names)
    properties = resolve(request_schema(name))["properties"]
    return st.fixed_dictionaries({key: allowed(hints[key]) for key in properties})


def content_of(name: str, body: dict[str, Any]) -> Any:
    """What is sent, as JSON."""
    of = operation(name)
    nodes = {node["name"]: node for node in map(resolve, NODES[name].get("parameters", ())) if node.get("required")}
    parameters = {
        each.python_name: nodes[each.name].get("example") or fill(nodes[each.name]["schema"])
        for each in of.parameters
        if each.name in nodes
    }
    prepared = of.prepare(parameters, body)
    assert isinstance(prepared.content, bytes)
    return json.loads(prepared.content)


@examples
@operations_with_body
def test_a_request_that_the_types_allow_fits_the_contract(name: str, examples: int) -> None:
    schema = resolve(request_schema(name))
    contract = Draft202012Validator(schema)
    documents = [key for key, inner in schema["properties"].items() if "contentMediaType" in inner]
    not_empty = [key for key, inner in schema["properties"].items() if inner.get("minItems")]

    def holds(body: dict[str, Any]) -> None:
        assume(all(body[key] for key in not_empty))
        sent = content_of(name, body)
        contract.validate(sent)
        given = {key: value for key, value in body.items() if value is not UNSET}
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
    contract = Draft202012Validator(_with_open_enums(resolve(request_schema(name))))

    def holds(body: dict[str, Any], wild: dict[str, Any]) -> None:
        sent = outcome(RequestValidationError, content_of, name, body | wild)
        assert isinstance(sent, RequestValidationError) or contract.is_valid(sent)
        assert str(sent)

    keys = st.sampled_from(sorted(resolve(request_schema(name))["properties"]))
    always(holds, examples, body=arguments(name), wild=st.dictionaries(keys, WILD, min_size=1, max_size=2))


def _with_open_enums(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _with_open_enums(value) for key, value in node.items() if key != "enum"}
    return [_with_open_enums(item) for item in node] if isinstance(node, list) else node

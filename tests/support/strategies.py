"""What hypothesis draws, and how often: JSON by the schemas of the contract, arguments by the types of the package."""

import json
import types
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints, is_typeddict
from uuid import UUID

import attrs
import pytest
from datadog_llm_client import UNSET, DatadogError, Unset, models
from datadog_llm_client._runtime.values.models import Model
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.faults.answers import DOCUMENT
from tools.survey.schemas import Schemas, allows_null
from tools.survey.schemas import types as schema_types

T = TypeVar("T")
E = TypeVar("E", bound=DatadogError)
Strategy: TypeAlias = st.SearchStrategy[Any]

#: In the normal run a few examples, in `make test-all` many.
examples = pytest.mark.parametrize("examples", [200, pytest.param(600, marks=pytest.mark.slow)])

#: Text with anything that a JSON string can hold, half surrogate pairs too.
WILD_TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
TEXT = st.text(max_size=8)
INTEGERS = st.integers(-(2**63), 2**63 - 1)
FINITE = st.floats(allow_nan=False, allow_infinity=False) | INTEGERS


def _nested(leaves: Strategy, text: Strategy) -> Strategy:
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=5
    )


JSON = _nested(st.none() | st.booleans() | FINITE | TEXT, TEXT)
WILD_JSON = _nested(st.none() | st.booleans() | FINITE | WILD_TEXT, WILD_TEXT)
#: What a program may pass though no type allows it.
WILD = _nested(
    st.one_of(
        st.none(),
        st.booleans(),
        st.floats(),
        st.integers(),
        WILD_TEXT,
        st.binary(max_size=4),
        st.sampled_from([UNSET, object(), object, {1}, (1, 2), {1: 2}, {None: None}, 10**400, range(3), Ellipsis]),
    ),
    TEXT,
)


_FORMATS: Mapping[str, Strategy] = {
    "date-time": st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.isoformat().replace("+00:00", "Z")),
    "date": st.dates().map(str),
    "uuid": st.uuids().map(str),
    "byte": st.binary(max_size=8).map(lambda data: b64encode(data).decode()),
}


_SCHEMAS = Schemas(DOCUMENT)


def valid(schema: dict[str, Any]) -> Strategy:
    """JSON values that a schema of the contract allows, unknown properties included."""
    # What refers to others may hold itself.
    is_closed = schema.keys().isdisjoint(("$ref", "allOf"))
    return _valid(schema) if is_closed else _referring(json.dumps(schema, sort_keys=True))


@cache
def _referring(schema: str) -> Strategy:
    return st.deferred(lambda: _valid(_SCHEMAS.view(json.loads(schema))))


def _valid(schema: dict[str, Any]) -> Strategy:
    null = [st.none()] if allows_null(schema) else []
    if members := [*schema.get("oneOf", ()), *schema.get("anyOf", ())]:
        return st.one_of(*map(valid, members), *null)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = schema_types(schema)
    return st.one_of(*(_of_kind(kind, schema) for kind in kinds), *null) if kinds or null else WILD_JSON


def _of_kind(kind: str, schema: dict[str, Any]) -> Strategy:
    match kind:
        case "object":
            return _objects(schema)
        case "array":
            least = schema.get("minItems", 0)
            return st.lists(valid(schema.get("items", {})), min_size=least, max_size=least + 2)
        case "string":
            return _FORMATS.get(schema.get("format", ""), WILD_TEXT)
        case "integer":
            return INTEGERS | st.integers(-(2**40), 2**40).map(float)  # to JSON, 256.0 is an integer too
        case "number":
            return FINITE
        case "boolean":
            return st.booleans()
    raise NotImplementedError(f"JSON has no type {kind}")


def _objects(schema: dict[str, Any]) -> Strategy:
    properties = schema.get("properties", {})
    known = {name: valid(inner) for name, inner in properties.items()}
    required = set(schema.get("required", ()))
    fixed = st.fixed_dictionaries(
        {name: known[name] for name in properties if name in required},
        optional={name: known[name] for name in properties if name not in required},
    )
    others = schema.get("additionalProperties", True)
    unknown = st.dictionaries(
        WILD_TEXT.filter(lambda name: name not in properties),
        valid(others) if isinstance(others, dict) else WILD_JSON,
        max_size=2 if others is not False else 0,
    )
    return st.builds(lambda first, second: {**first, **second}, unknown, fixed)


@st.composite
def mutated(draw: st.DrawFn, schema: dict[str, Any]) -> Any:
    """A valid value in which some nodes were dropped, or replaced by anything."""
    value = draw(valid(schema))
    for _ in range(draw(st.integers(1, 3))):
        value = _mutate(draw, value)
    return value


def _mutate(draw: st.DrawFn, value: Any) -> Any:
    if not isinstance(value, dict | list) or not value or draw(st.integers(0, 9)) == 0:
        return draw(WILD_JSON)
    copy: Any = value.copy()
    key = draw(st.sampled_from(sorted(value) if isinstance(value, dict) else range(len(value))))
    match draw(st.sampled_from(("drop", "null", "replace", "deeper", "deeper", "deeper"))):
        case "drop":
            del copy[key]
        case "null":
            copy[key] = None
        case "replace":
            copy[key] = draw(WILD_JSON)
        case _:
            copy[key] = _mutate(draw, value[key])
    return copy


def allowed(annotation: Any) -> Strategy:
    """Arguments that a type of the package allows. Of an open enum, only the values that it lists."""
    simple: dict[Any, Strategy] = {
        str: TEXT,
        int: INTEGERS,
        float: FINITE,
        bool: st.booleans(),
        Any: JSON,
        Unset: st.just(UNSET),
        types.NoneType: st.none(),
        bytes: st.binary(max_size=8),
        datetime: st.datetimes(timezones=st.just(UTC)),
        date: st.dates(),
        UUID: st.uuids(),
    }
    if annotation in simple:
        return simple[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return _any_of(arguments)
    if origin is type:
        return st.sampled_from((str, bool, dict[str, int], list[float]))
    if origin in (list, Sequence):
        lists = st.lists(allowed(arguments[0]), max_size=2)
        return lists if origin is list else lists | lists.map(tuple)
    if origin in (dict, Mapping):
        return st.dictionaries(TEXT, allowed(arguments[1]), max_size=2)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return _models(annotation.__name__)
    if is_typeddict(annotation):
        return _models(annotation.__name__.removesuffix("Dict")).map(lambda built: built.to_dict())
    raise NotImplementedError(f"the package has a new kind of type: {annotation}")


def _any_of(members: tuple[Any, ...]) -> Strategy:
    is_enum = any(get_origin(member) is Literal for member in members)
    return st.one_of(*(allowed(member) for member in members if not (is_enum and member is str)))


@cache
def _models(name: str) -> Strategy:
    return st.deferred(lambda: _built(name))  # which may hold itself


def _built(name: str) -> Strategy:
    model = getattr(models, name)
    hints = get_type_hints(model)
    names = [attribute.name for attribute in attrs.fields(model)]
    names.remove("additional_properties")
    known = {name.rstrip("_") for name in names}
    return st.builds(
        model,
        **{name: allowed(hints[name]) for name in names},
        additional_properties=st.dictionaries(TEXT.filter(lambda name: name not in known), JSON, max_size=1),
    )


def always(holds: Callable[..., None], examples: int, **drawn: Strategy) -> None:
    """Try it with as many examples, the same ones in every run."""
    settings(max_examples=examples, derandomize=True, deadline=None, database=None)(given(**drawn)(holds))()


def outcome(kind: type[E], call: Callable[..., T], *arguments: Any) -> T | E:
    """What a call returns, or the error of this kind that it raises. Any other escapes."""
    try:
        return call(*arguments)
    except kind as error:
        return error

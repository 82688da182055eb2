"""What hypothesis draws, and how often: JSON by the schemas of the contract, arguments by the types of the package."""

import types
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
from tools.survey.exercise import HEALTH_CHECKS
from tools.survey.schemas import Schemas
from tools.survey.values import Values

T = TypeVar("T")
E = TypeVar("E", bound=DatadogError)
Strategy: TypeAlias = st.SearchStrategy[Any]

#: In the normal run a few examples, in `make test-all` many.
examples = pytest.mark.parametrize("examples", [80, pytest.param(250, marks=pytest.mark.slow)])

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


_SCHEMAS = Schemas(DOCUMENT)


@st.composite
def valid(draw: st.DrawFn, schema: dict[str, Any]) -> Any:
    """A JSON value that a schema of the contract allows, unknown properties included."""
    return Values(_SCHEMAS, draw, "answer").draw(schema)


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
    same = settings(derandomize=True, deadline=None, database=None, suppress_health_check=HEALTH_CHECKS)
    settings(same, max_examples=examples)(given(**drawn)(holds))()


def outcome(kind: type[E], call: Callable[..., T], *arguments: Any) -> T | E:
    """What a call returns, or the error of this kind that it raises. Any other escapes."""
    try:
        return call(*arguments)
    except kind as error:
        return error

"""What hypothesis draws, and how often: JSON by the schemas of the contract, and anything else that is JSON."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import pytest
from datadog_llm_client import DatadogError
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
examples = pytest.mark.parametrize("examples", [20, pytest.param(150, marks=pytest.mark.slow)])

#: Text with anything that a JSON string can hold, half surrogate pairs too.
WILD_TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
FINITE = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**63 - 1)


def _nested(leaves: Strategy, text: Strategy) -> Strategy:
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=5
    )


WILD_JSON = _nested(st.none() | st.booleans() | FINITE | WILD_TEXT, WILD_TEXT)
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

"""A function describes itself as a tool, and what it does not say is told by the argument's name."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

import pytest
from datadog_llm_client import ValidationError
from datadog_llm_client.testing import FakeDatadog
from datadog_llm_client.tools import tool
from pydantic import BaseModel, Field

from tests.support.clients import QUESTION


class Place(BaseModel):
    city: str
    country: str = "France"


def get_weather(place: Place, unit: Literal["C", "F"] = "C", *, days: Annotated[int, Field(ge=1)] = 1) -> str:
    """The weather of a place.

    It is not always right.

    Args:
        place: where
            in the world
        unit (str): of the temperature
        days: how many

    Returns:
        what: the weather
    """
    raise AssertionError(place, unit, days)


class Service:
    async def search(self, query: str, limit: int | None = None) -> None:
        """Search.

        :param query: what to look for,
            in words
        :param int limit: most results
        :returns: nothing
        """


def parameters(function: Any) -> Any:
    return tool(function).to_dict()["function"]["parameters"]


def test_a_function_becomes_a_tool() -> None:
    made = tool(get_weather).to_dict()
    assert made["type"] == "function"
    assert made["function"]["name"] == "get_weather"
    assert made["function"]["description"] == "The weather of a place.\n\nIt is not always right."
    schema = made["function"]["parameters"]
    assert schema["required"] == ["place"]
    assert schema["properties"]["unit"] == {
        "enum": ["C", "F"],
        "type": "string",
        "default": "C",
        "description": "of the temperature",
    }
    assert schema["properties"]["days"]["minimum"] == 1
    assert schema["properties"]["place"]["description"] == "where in the world"
    assert schema["additionalProperties"] is False
    assert set(schema["$defs"]["Place"]["properties"]) == {"city", "country"}


def test_methods_and_other_docstrings() -> None:
    schema = parameters(Service().search)
    assert list(schema["properties"]) == ["query", "limit"]
    assert schema["properties"]["query"]["description"] == "what to look for, in words"
    assert schema["properties"]["limit"]["description"] == "most results"
    assert tool(Service().search).function.description == "Search."


def test_a_function_without_arguments_or_docstring() -> None:
    def ping() -> None: ...

    assert tool(ping).to_dict() == {
        "type": "function",
        "function": {"name": "ping", "parameters": {"type": "object", "properties": {}, "additionalProperties": False}},
    }


def test_name_and_description_may_be_given() -> None:
    made = tool(lambda: None, name="noop", description="Does nothing.")
    assert (made.function.name, made.function.description) == ("noop", "Does nothing.")


def test_a_tool_is_sent() -> None:
    fake = FakeDatadog()
    fake.client().run_inference("openai", "a", **QUESTION, tools=[tool(get_weather)])
    assert fake.calls[0].body["tools"] == [tool(get_weather).to_dict()]


def unannotated(city) -> None:  # type: ignore[no-untyped-def]
    ...


UNNAMED: list[Any] = [lambda *cities: None, lambda **cities: None, lambda cities, /: None]
for each in UNNAMED:
    each.__name__ = "named"


def unreadable(client: FakeDatadog) -> None: ...


def dangling(city: Nowhere) -> None:  # type: ignore[name-defined]  # noqa: F821
    ...


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (unannotated, "city: expected an annotation"),
        *((function, "cities: expected an argument that is passed by name") for function in UNNAMED),
        (unreadable, "client: .*FakeDatadog"),
        (dangling, "Nowhere"),
        (lambda: None, "name: .*<lambda>"),
        (partial(get_weather), "name: "),
        (5, "name: "),
    ],
)
def test_functions_that_cannot_be_described_are_refused(function: Any, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        tool(function)

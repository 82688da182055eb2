"""Commands are made of whatever the contract has: a client with keywords of every kind."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest
from datadog_llm_client import models
from datadog_llm_client._traits import Traits
from datadog_llm_client.command_line import app, calls
from datadog_llm_client.command_line.arguments import Annotation, read_annotation
from datadog_llm_client.types import UNSET, Unset

from .conftest import Command

Size: TypeAlias = Literal["small", "large"] | str
CALLS: list[dict[str, Any]] = []


class Things:
    """A client of another contract."""

    def __init__(self, **settings: Any) -> None:
        pass

    def __enter__(self) -> Things:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def count_things(
        self,
        thing_id: str,
        *,
        prompt: str,
        size: Size | Unset = UNSET,
        ids: Sequence[int] | Unset = UNSET,
        since: datetime.datetime | Unset = UNSET,
        key: uuid.UUID | Unset = UNSET,
        is_new: bool | Unset = UNSET,
        attachment: bytes | Unset = UNSET,
        format: str | Unset = UNSET,
        site_value: str | Unset = UNSET,
        nested: models.Message | Mapping[str, Any] | Unset = UNSET,
    ) -> Any:
        """Count things.

        With care.

        Args:
            thing_id: Which thing.
            prompt: What to
                count.
        """
        CALLS.append({name: value for name, value in locals().items() if name != "self" and value is not UNSET})
        return 3

    def iterate_count_things(self, thing_id: str, **keywords: Any) -> Iterator[dict[str, int]]:
        """Count all things."""
        yield from ({"count": number} for number in range(3))


@pytest.fixture
def things(command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setattr(app, "Client", Things)
    monkeypatch.setattr(app, "TRAITS", {"count_things": Traits(text={"prompt": "$text"})})
    monkeypatch.setattr(calls, "open_client", lambda settings: Things())
    CALLS.clear()
    return command


def test_a_new_operation_is_a_command(things: Command, tmp_path: Path) -> None:
    assert "count-things  Count things." in things("--help").out
    shown = things("count-things", "--help").out
    assert "With care." in shown
    assert "What to count." in shown
    assert "small, large" in shown
    file = tmp_path / "file"
    file.touch()
    options = f"--size huge --ids 1 --ids 2 --since 2026-01-02T03:04:05+00:00 --key {uuid.UUID(int=5)} --no-is-new"
    options += f" --attachment {file} --format-value x --site-value y"
    nested = ("--nested", '{"role": "user"}')
    outcome = things("count-things", "t/1", "--text", "how many", *options.split(), *nested)
    assert (outcome.err, outcome.code, outcome.out) == ("", 0, "3\n")
    (call,) = CALLS
    assert call == {
        "thing_id": "t/1",
        "prompt": "how many",
        "size": "huge",
        "ids": (1, 2),
        "since": datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC),
        "key": uuid.UUID(int=5),
        "is_new": False,
        "attachment": file,
        "format": "x",
        "site_value": "y",
        "nested": {"role": "user"},
    }


def test_all_pages(things: Command) -> None:
    assert things("count-things", "t", "--prompt", "x", "--all").lines == [{"count": 0}, {"count": 1}, {"count": 2}]


@pytest.mark.parametrize(
    ("hint", "found"),
    [
        (str, Annotation("text")),
        (int | None | Unset, Annotation("integer", is_nullable=True)),
        (int | float, Annotation("number")),
        (str | int, Annotation("text")),
        (bool | Unset, Annotation("boolean")),
        (Sequence[str], Annotation("text", is_repeated=True)),
        (list[Sequence[str]], Annotation("json")),
        (Sequence[int] | int, Annotation("json")),
        (Sequence[models.Message | Mapping[str, Any]] | Unset, Annotation("json")),
        (models.Message | Mapping[str, Any] | None, Annotation("json", is_nullable=True)),
        (str | Mapping[str, Any], Annotation("text")),
        (Literal["a", "b"] | str, Annotation("text", choices=("a", "b"))),
        (Literal[1, 2], Annotation("integer", choices=("1", "2"))),
        (Literal["x"], Annotation("text", choices=("x",))),
        (Sequence[Size], Annotation("text", is_repeated=True, choices=("small", "large"))),
        (datetime.date, Annotation("date")),
        (Any, Annotation("json")),
    ],
)
def test_annotations(hint: Any, found: Annotation) -> None:
    assert read_annotation(hint) == found

"""Small contracts, and values drawn from their schemas."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from tools.survey.contract import Contract
from tools.survey.exercise import HEALTH_CHECKS
from tools.survey.schemas import Node, Schemas
from tools.survey.values import Direction, Values

CONTRACT = Path(__file__).parent / "contract.yaml"


def operation(tag: str = "dogs", name: str = "get_dog", **more: Any) -> Node:
    """Return an operation without parameters and with an empty answer."""
    return {"operationId": name, "tags": [tag], "responses": {"204": {"description": "Done."}}} | more


def contract(paths: Node, **components: Node) -> Contract:
    root = {"openapi": "3.0.3", "info": {}, "servers": [], "paths": paths, "components": components}
    return Contract.of(root, "small.yaml")


def drawn(schema: Any, direction: Direction = "answer", examples: int = 60, **schemas: Node) -> list[Any]:
    """Return values of a schema, the same on each run."""
    root = Schemas({"components": {"schemas": schemas}})
    return collect(lambda draw: Values(root, draw, direction).draw(schema), examples)


def collect(make: Callable[[Callable[[st.SearchStrategy[Any]], Any]], Any], examples: int = 60) -> list[Any]:
    """Return the values that `make` returns when called with Hypothesis's `draw`."""
    found: list[Any] = []
    strategy: st.SearchStrategy[Any] = st.composite(make)()

    @seed(0)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=HEALTH_CHECKS,
    )
    @given(strategy)
    def run(value: Any) -> None:
        found.append(value)

    run()
    return found

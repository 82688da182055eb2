"""Which schemas stand together in a module."""

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.generate import names
from tools.generate.grouping import Group, grouped
from tools.generate.operations import Operation, Success
from tools.generate.values import Array, Enum, Map, Nullable, Object, Scalar, Union, Value


def operation(name: str, *values: Value) -> Operation:
    successes = tuple(Success(200 + index, "application/json", value) for index, value in enumerate(values))
    return Operation(name, "GET", "/", "default", {}, (), None, successes, (), None)


def groups(operations: Mapping[str, Sequence[str]], references: Mapping[str, Sequence[str]]) -> list[Group]:
    """Group schemas that refer to each other, of which operations return some."""
    inside = {name: [Object(other) for other in others] for name, others in references.items()}
    made = [operation(name, *map(Object, returned)) for name, returned in operations.items()]
    return grouped(made, inside, {name: names.module(name) for name in references})


@pytest.mark.parametrize(
    ("operations", "references", "expected"),
    [
        pytest.param(
            {"read": ["A", "B"]}, {"A": ["C"], "B": [], "C": []}, {"read": ["A", "B", "C"]}, id="of one operation"
        ),
        pytest.param({"read": [], "check": []}, {}, {}, id="none"),
        pytest.param(
            {"read": ["A"], "write": ["B"]},
            {"A": ["C"], "B": ["C"], "C": ["D"], "D": []},
            {"read": ["A"], "write": ["B"], "c": ["C", "D"]},
            id="of two",
        ),
        pytest.param(
            {"read": ["A", "D"], "write": ["A", "D"]},
            {"B": [], "A": ["B"], "C": ["D"], "D": []},
            {"a": ["B", "A"], "d": ["D"], "c": ["C"]},
            id="apart where they do not hang together",
        ),
        pytest.param({"read": ["A"]}, {"A": ["A", "B"], "B": ["A"]}, {"read": ["A", "B"]}, id="recursive"),
        pytest.param({}, {"A": ["B"], "B": ["C"], "C": ["B"]}, {"a": ["A", "B", "C"]}, id="of none, in circles"),
        pytest.param({}, {"B": ["C"], "C": ["B"]}, {"b": ["B", "C"]}, id="only circles"),
        pytest.param({"list": ["A"]}, {"A": [], "List": []}, {"list_": ["A"], "list_2": ["List"]}, id="names"),
    ],
)
def test_groups(
    operations: dict[str, list[str]], references: dict[str, list[str]], expected: dict[str, list[str]]
) -> None:
    assert {group.module: [*group.schemas] for group in groups(operations, references)} == expected


@pytest.mark.parametrize(
    "value", [Array(Object("A")), Nullable(Object("A")), Union((Scalar("string"), Object("A"))), Map("M", Object("A"))]
)
def test_what_stands_inside_of_values_is_found(value: Value) -> None:
    inside: dict[str, list[Value]] = {"A": [Enum("E", "E_VALUES", ("string",), ("x",))], "E": [], "M": [Object("A")]}
    (first, *_) = grouped([operation("read", value)], inside, {name: name.lower() for name in inside})
    assert {"A", "E"} <= {*first.schemas}
    assert first.module == "read"


SCHEMAS = [*"ABCDEFGH"]


@given(
    st.dictionaries(st.sampled_from(["read", "write", "list", "check"]), st.lists(st.sampled_from(SCHEMAS))),
    st.fixed_dictionaries({name: st.lists(st.sampled_from(SCHEMAS)) for name in SCHEMAS}),
)
def test_each_schema_has_one_module_and_modules_never_import_each_other(
    operations: dict[str, list[str]], references: dict[str, list[str]]
) -> None:
    found = groups(operations, references)
    assert sorted(name for group in found for name in group.schemas) == SCHEMAS
    assert len({group.module for group in found}) == len(found)
    modules = {name: group.module for group in found for name in group.schemas}
    imports: dict[str, set[str]] = {group.module: set() for group in found}
    for name, others in references.items():
        imports[modules[name]] |= {modules[other] for other in others} - {modules[name]}
    TopologicalSorter(imports).prepare()  # raises CycleError

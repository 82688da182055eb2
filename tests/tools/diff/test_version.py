"""The next version, and how changes of types are rated."""

import pytest

from tools.diff.annotation import alternatives, direction, literals
from tools.diff.bump import Bump
from tools.diff.version import next_version


@pytest.mark.parametrize(
    ("current", "major", "minor", "patch"),
    [
        ("0.1.0", "0.2.0", "0.1.1", "0.1.1"),
        ("0.9.9", "0.10.0", "0.9.10", "0.9.10"),
        ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
        ("10.0.9", "11.0.0", "10.1.0", "10.0.10"),
    ],
)
def test_next_version(current: str, major: str, minor: str, patch: str) -> None:
    ratings = (Bump.MAJOR, Bump.MINOR, Bump.PATCH, Bump.NONE)
    assert [next_version(current, rating) for rating in ratings] == [major, minor, patch, current]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("int", "int", None),
        ("int | None", "None | int", None),
        ('"Message" | None', "Message | None", None),
        ("list[int | None]", "list[None | int]", None),
        ("Callable[[int | str], None]", "Callable[[str | int], None]", None),
        ('Literal["a", "b"]', "Literal['b', 'a']", None),
        ("int", "int | None", "widened"),
        ("int", "float", "widened"),
        ("int | float", "float", None),
        ('Literal["a"] | str', 'Literal["a", "b"] | str', "widened"),
        ("int | None", "int", "narrowed"),
        ("int", "str", "retyped"),
        ("list[int]", "list[str]", "retyped"),
        ("int |", "int", "retyped"),
    ],
)
def test_direction_of_types(old: str, new: str, expected: str | None) -> None:
    assert direction(old, new) == expected
    opposite = {"widened": "narrowed", "narrowed": "widened"}
    assert direction(new, old) == opposite.get(expected or "", expected)


def test_values_that_a_type_lists() -> None:
    assert literals('Literal["a", 1] | str') == {"'a'", "1"}
    assert alternatives('Literal["a", 1] | str') == {"Literal['a']", "Literal[1]", "str"}

"""Reading YAML: values, lines and refusals."""

from typing import Any

import pytest

from tools.console import ToolError
from tools.contract.reader import parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: on\n", {"a": "on"}),
        ("a: 2024-01-01\n", {"a": "2024-01-01"}),
        ("a: [1, 1.5, 1e3, true, ~, null, '1', 0x]\n", {"a": [1, 1.5, 1000.0, True, None, None, "1", "0x"]}),
        ("200: a\ntrue: b\n", {"200": "a", "true": "b"}),
        ("a: !!str 1\n", {"a": "1"}),
        ("base: &b {x: 1, y: 2}\nmore: {<<: *b, y: 3}\n", {"base": {"x": 1, "y": 2}, "more": {"x": 1, "y": 3}}),
        ('{"a": {"b": []}}', {"a": {"b": []}}),
    ],
)
def test_values(text: str, value: Any) -> None:
    assert parse(text, "f") == value


def test_lines() -> None:
    root = parse("# first\na:\n\n  b: |\n    c: no key\n  d:\n    - e: 1\n", "f")
    assert root.lines == {"a": 2}
    assert root["a"].line == 2
    assert root["a"].lines == {"b": 4, "d": 6}
    assert root["a"]["d"][0].line == 7


_LAUGHS = [
    "a: &a [x, x, x, x, x, x, x, x, x]",
    *(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ),
]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "f: is empty"),
        ("a: 1\na: 2\n", "f:2: duplicate key `a`, already on line 1"),
        ("a: 1\nb: {c: 1,\n  d: 2, c: 3}\n", "f:3: duplicate key `c`, already on line 2"),
        ('a: "b\n', "f:2: not valid YAML: "),
        ("a: b: c\n", "f:1: not valid YAML: "),
        ("a: \x01\n", "f: not valid YAML: "),
        ("a: 1\n---\nb: 1\n", "f:2: a second YAML document starts here"),
        ("[a]: 1\n", "f:1: a key must be a plain word"),
        ("a: *b\n", "f:1: the alias *b refers to nothing"),
        ("a: &a [*a]\n", "f:1: the alias *a refers to nothing"),
        ("[" * 300, "f:1: nested too deeply"),
        ("[" * 100_000, "f:1: "),  # some releases of libyaml refuse it in their own words
        ("\n".join(_LAUGHS), "f:7: holds too much"),
    ],
    ids=lambda text: text[:20],
)
def test_refusals(text: str, reason: str) -> None:
    with pytest.raises(ToolError) as refusal:
        parse(text, "f")
    assert str(refusal.value).startswith(reason)
    assert "\n" not in str(refusal.value)

"""Values of every kind that a caller may give by mistake, those of other libraries by their manners."""

import datetime
import decimal
import fractions
import ssl
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx


class Array:
    """As arrays of numpy are: comparing gives another, which is neither true nor false."""

    def __eq__(self, other: object) -> Any:
        return Array()

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        raise ValueError("The truth value of an array with more than one element is ambiguous")

    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: int) -> Any:
        if index > 1:
            raise IndexError
        return index


class Number:
    """As a scalar of numpy is: a number that is no int and no float."""

    def __float__(self) -> float:
        return 1.0

    def __int__(self) -> int:
        return 1

    def __index__(self) -> int:
        return 1


class Float(float):
    """As numpy's float64, which is a float."""


class Text(str):
    """As numpy's str_, and as the members of a string enum."""


class Mute:
    """Cannot be printed."""

    def __repr__(self) -> str:
        raise ValueError("no repr")


class Endless(Mapping[str, Any]):
    """A mapping that contains itself."""

    def __getitem__(self, key: str) -> Any:
        return self

    def __iter__(self) -> Iterator[str]:
        return iter(["a"])

    def __len__(self) -> int:
        return 1


def function(*arguments: object) -> str:
    return "token-0123456789"


RECURSIVE: list[Any] = []
RECURSIVE.append(RECURSIVE)

VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 10**400, -(10**400), 0.0, 0.5, -0.5, float("nan"), float("inf"), 1j),
    *("", " ", "false", "1", "a", "\x00", "\ud800", "a\r\nb: c", "ключ", "x" * 70_000, "/", "..", "{site}", "%"),
    *("https://xn--a", "https://xn--zzzzzzz99999.example", "https://\u200d.example", "https://a..b", "https://ß.example"),
    *("http://[::1", "https://[v1.a]", "https://a:b", "https://\ud800", "https://a b", "https://ａ．example"),
    *("https://" + "a" * 300, "https://" + "a" * 70_000),
    *(b"", b"a", bytearray(b"a"), memoryview(b"a")),
    *([], [1], ["a"], (), ("a", "b"), {1}, frozenset(), range(3), RECURSIVE, [None], [[]], iter([1])),
    *({}, {"a": 1}, {1: 2}, {"a": Array()}, {None: None}, {"\ud800": "a"}, {"a": RECURSIVE}, Endless()),
    *(object(), Mute(), Array(), Number(), Float(1), Float("nan"), Text("openai"), type, int, function, lambda: None),
    *(Path("/nowhere"), Path(__file__).parent, decimal.Decimal(1), fractions.Fraction(1, 2), uuid.UUID(int=1)),
    *(datetime.datetime(2026, 1, 1), datetime.date(2026, 1, 1), datetime.timedelta(seconds=1), ...),
    *(httpx.URL("https://a.example"), httpx.Timeout(1), httpx.Timeout(None), ssl.PROTOCOL_TLS_CLIENT, Exception("a")),
]  # fmt: skip

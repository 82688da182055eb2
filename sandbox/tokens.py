"""A tokenizer: every word and every punctuation mark is one token."""

import re
from typing import Any

_TOKEN = re.compile(r"\w+|[^\w\s]")


def count(value: Any) -> int:
    """Return the number of tokens in all strings of a JSON value, except property names."""
    match value:
        case str():
            return len(_TOKEN.findall(value))
        case dict():
            return sum(map(count, value.values()))
        case list():
            return sum(map(count, value))
        case _:
            return 0


def cut(text: str, limit: int) -> str:
    """Return the text up to and including the token at the limit."""
    ends = [match.end() for match in _TOKEN.finditer(text)]
    return text if len(ends) <= limit else text[: ends[limit - 1] if limit > 0 else 0]

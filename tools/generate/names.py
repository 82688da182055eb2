"""How what the contract names is called in Python."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable
from typing import Any

from .refusal import Place, Refusal

# Keywords that every method has, and names that its source needs.
METHOD_NAMES = frozenset(
    {"self", "extra_body", "extra_headers", "timeout", "max_retries", "deadline", "retry_unsafe", "strict_responses"}
)
MODEL_NAMES = frozenset({"from_dict", "to_dict", "additional_properties", "self", "cls"})
CLIENT_NAMES = frozenset({"map", "close", "base_url", "with_options", "with_raw_response"})
# Names that the modules of models need for themselves.
CLASS_NAMES = frozenset(
    {
        "Any",
        "ClassVar",
        "Decoder",
        "FileInput",
        "Literal",
        "Mapping",
        "Model",
        "Required",
        "Self",
        "Sequence",
        "TypeAlias",
        "TypedDict",
        "UNSET",
        "Unset",
    }
    | {"UUID", "None", "True", "False"}
)

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|[0-9]+")


def words(name: str) -> list[str]:
    """The words of a name, however it joins them: `page[size]`, `accountId`, `HTTPStatus`, `my-key`."""
    return [word for part in re.split(r"[\W_]+", name) for word in _split(part)]


def _split(part: str) -> list[str]:
    found: list[str] = []
    for word in _WORD.findall(part):
        # A number belongs to the word before it: `sha256`, `v2`, `s3`.
        if word.isdecimal() and found:
            found[-1] += word
        else:
            found.append(word)
    return found


def snake_case(name: str) -> str:
    """The name as a Python variable, without regard to what is taken. A lower-case name stays as it is."""
    if re.fullmatch(r"[a-z][a-z0-9_]*", name):
        return name
    joined = "_".join(words(name)).lower() or "field"
    return joined if joined[0].isalpha() else f"field_{joined}"


def pascal_case(name: str) -> str:
    """The name as a Python class. What is one already stays as it is."""
    if re.fullmatch(r"[A-Z][A-Za-z0-9]*", name):
        return name
    joined = "".join(word[0].upper() + word[1:] for word in words(name)) or "Unnamed"
    return joined if joined[0].isalpha() else f"Model{joined}"


def variable(name: str, taken: Iterable[str] = ()) -> str:
    """A Python variable for a name of the contract."""
    return free(snake_case(name), taken)


def free(name: str, taken: Iterable[str]) -> str:
    """The name, with `_` after it where it is a keyword of the language or taken."""
    while keyword.iskeyword(name) or name in taken:
        name += "_"
    return name


def module(name: str) -> str:
    """A module for a class. The generator gives builtins a `_`, too."""
    found = snake_case(name)
    return f"{found}_" if keyword.iskeyword(found) or hasattr(builtins, found) else found


def numbered(name: str, taken: Iterable[str]) -> str:
    """A name that is not taken, numbered from 2 where it has to be."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}{number}"
    return found


def chosen(node: dict[str, Any], place: Place) -> str | None:
    """The name that the contract itself chooses for Python with `x-python-name`, where it does."""
    name = node.get("x-python-name")
    if name is None:
        return None
    if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
        raise Refusal((*place, "x-python-name"), f"{name!r} is not a name in Python", "write one such as page_size")
    return name

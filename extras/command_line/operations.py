"""The operations as commands, read from the methods of the client and the extensions of the contract."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import field, frozen

from .. import Client
from .._traits import TRAITS
from .annotations import Kind, read_annotation

ITERATE = "iterate_"


@frozen
class Argument:
    """An argument of a method.

    Attributes:
        is_positional: whether it is part of the path.
        is_repeated: whether it takes a list of `kind`.
        choices: known values, for completion; others are accepted too.
    """

    name: str
    kind: Kind
    help: str
    is_required: bool
    is_positional: bool
    is_repeated: bool = False
    is_nullable: bool = False
    choices: tuple[str, ...] = ()


@frozen
class Operation:
    """A method of the client, as a command."""

    name: str
    _documentation: str = field(repr=False)

    @property
    def command(self) -> str:
        """The name of the command."""
        return self.name.replace("_", "-")

    @property
    def summary(self) -> str:
        """Its description, in a line."""
        return self._documentation.partition("\n")[0]

    @property
    def description(self) -> str:
        """Its description."""
        return re.split(r"^(?:Source|Args|Raises):", self._documentation, maxsplit=1, flags=re.MULTILINE)[0].strip()

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """Its arguments, in the order of the method."""
        return tuple(_arguments(self.name, self._documentation))

    @property
    def has_pages(self) -> bool:
        """Whether the client can iterate over its pages."""
        return hasattr(Client, ITERATE + self.name)

    @property
    def text(self) -> Mapping[str, Any]:
        """The keyword arguments that a plain text expands to, with "$text" as its placeholder, or empty."""
        return TRAITS[self.name].text

    def with_text(self, text: str) -> dict[str, Any]:
        """Return the keyword arguments that a plain text expands to."""
        return TRAITS[self.name].with_text(text)

    @property
    def text_option(self) -> str | None:
        """The option that takes a plain text: the singular of its argument if the text becomes an item of a list."""
        names = list(self.text)
        if len(names) == 1 and isinstance(self.text[names[0]], list) and names[0].endswith("s"):
            return names[0][:-1]
        return "text" if names else None


def operations() -> dict[str, Operation]:
    """Return all operations by command name, in the order of the contract."""
    found = {}
    for name, method in vars(Client).items():
        if inspect.isfunction(method) and name in TRAITS:
            operation = Operation(name, inspect.getdoc(method) or name)
            found[operation.command] = operation
    return found


def _arguments(name: str, documentation: str) -> Iterator[Argument]:
    method = getattr(Client, name)
    helps = dict(_helps(documentation))
    names = _Names(inspect.unwrap(method).__globals__)
    parameters = list(inspect.signature(method).parameters.values())[1:]
    for parameter in parameters:
        found = read_annotation(str(parameter.annotation), names)
        yield Argument(
            parameter.name,
            found.kind,
            helps.get(parameter.name, ""),
            is_required=parameter.default is parameter.empty,
            is_positional=parameter.kind is parameter.POSITIONAL_OR_KEYWORD,
            is_repeated=found.is_repeated,
            is_nullable=found.is_nullable,
            choices=found.choices,
        )


class _Names:
    """Return what the names in annotations refer to. It imports models, as the clients only do for type checkers."""

    def __init__(self, module: Mapping[str, Any]) -> None:
        self._module = module

    @cached_property
    def _models(self) -> Any:
        from .. import models

        return models

    def __call__(self, name: str) -> Any:
        if name in self._module:
            return self._module[name]
        return getattr(self._models, name, None)


def _helps(documentation: str) -> Iterator[tuple[str, str]]:
    """Return the descriptions in `Args:`, by name."""
    section = re.search(r"^Args:\n((?:[ ].*\n|\n)*)", documentation + "\n", re.MULTILINE)
    if section is None:
        return
    for name, text in re.findall(r"^ {4}(\w+): ?((?:.*\n)(?: {5,}.*\n)*)", section[1], re.MULTILINE):
        yield name, " ".join(text.split())

"""What the command line knows of an operation: read from its method, and from the extensions of the contract."""

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
    """A keyword of a method.

    is_positional: it is part of the path. is_repeated: it takes a list of `kind`. choices: values that the contract
    knows, to complete; others are taken, too.
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
    """A method of the client, as a command shows it."""

    name: str
    _documentation: str = field(repr=False)

    @property
    def command(self) -> str:
        """The name of its command."""
        return self.name.replace("_", "-")

    @property
    def summary(self) -> str:
        """What it does, in a line."""
        return self._documentation.partition("\n")[0]

    @property
    def description(self) -> str:
        """What it does."""
        return re.split(r"^(?:Source|Args|Raises):", self._documentation, maxsplit=1, flags=re.MULTILINE)[0].strip()

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """What it takes, in the order of the method."""
        return tuple(_arguments(self.name, self._documentation))

    @property
    def has_pages(self) -> bool:
        """Whether the client can go through all of its pages."""
        return hasattr(Client, ITERATE + self.name)

    @property
    def text(self) -> Mapping[str, Any]:
        """The keywords that a plain text stands for, with "$text" in its place; none where there is no such."""
        return TRAITS[self.name].text

    def with_text(self, text: str) -> dict[str, Any]:
        """The keywords that a plain text stands for."""
        return TRAITS[self.name].with_text(text)

    @property
    def text_option(self) -> str | None:
        """The name of the option that takes a plain text: where that becomes an item of a list, an item's name."""
        names = list(self.text)
        if len(names) == 1 and isinstance(self.text[names[0]], list) and names[0].endswith("s"):
            return names[0][:-1]
        return "text" if names else None


def operations() -> dict[str, Operation]:
    """All operations by the name of their command, in the order of the contract."""
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
    """What the names in annotations stand for. Models are imported for them, which the clients do only for checkers."""

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
    """The lines of `Args:`, by name."""
    section = re.search(r"^Args:\n((?:[ ].*\n|\n)*)", documentation + "\n", re.MULTILINE)
    if section is None:
        return
    for name, text in re.findall(r"^ {4}(\w+): ?((?:.*\n)(?: {5,}.*\n)*)", section[1], re.MULTILINE):
        yield name, " ".join(text.split())

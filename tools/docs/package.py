"""What the pages show of the package."""

import re
from collections.abc import Iterator
from pathlib import Path

import griffe

from tools.diff import Surface, exported
from tools.project import GENERATED, PACKAGE_NAME

#: Public modules that have pages of their own in the reference.
OWN_PAGES = frozenset({"client", "errors", "models", "types"})


def load(root: Path) -> griffe.Module:
    """Read the package in `root`."""
    return Surface.load(root / GENERATED, f"{GENERATED}/{PACKAGE_NAME}").package


def public_modules(package: griffe.Module) -> Iterator[griffe.Object]:
    """Yield the public modules of the package that export names, by name."""
    for name, module in sorted(package.modules.items()):
        if not name.startswith("_") and not isinstance(module, griffe.Alias) and "__all__" in module.members:
            yield module


def summary(thing: griffe.Object) -> str:
    """Return the first sentence of a docstring, on one line."""
    text = thing.docstring.value if thing.docstring else ""
    return re.split(r"(?<=\.)\s|\n\n|:$", text.strip() + "\n", maxsplit=1)[0].replace("\n", " ").strip()


def parameters(function: griffe.Function, *, without: frozenset[str] = frozenset()) -> str:
    """Return the parameters of a function as a call shows them: names, a star, and dots for defaults."""
    parts: list[str] = []
    starred = False
    for parameter in function.parameters:
        if parameter.name in without | {"self", "cls"}:
            continue
        if parameter.kind is griffe.ParameterKind.var_positional:
            parts.append(f"*{parameter.name}")
            starred = True
            continue
        if parameter.kind is griffe.ParameterKind.keyword_only and not starred:
            parts.append("*")
            starred = True
        parts.append(parameter.name + ("" if parameter.required else "=..."))
    return ", ".join(parts)


def fields(cls: griffe.Class) -> Iterator[tuple[str, str, bool]]:
    """Yield the name and type of each attribute that a class declares, and whether it is always present."""
    for name, member in cls.members.items():
        if name.startswith("_") or not isinstance(member, griffe.Attribute) or "property" in member.labels:
            continue
        annotation = str(member.annotation or "")
        yield name, annotation.removesuffix(" | Unset"), member.value is None


def error_tree(package: griffe.Module) -> Iterator[tuple[int, griffe.Class]]:
    """Yield each error with its depth in the tree, after its base class."""
    errors = {name: each for name, each in exported(package["errors"]) if isinstance(each, griffe.Class)}
    parents = {
        name: next((base.name for base in each.mro() if base.name in errors), None) for name, each in errors.items()
    }

    def below(name: str, depth: int) -> Iterator[tuple[int, griffe.Class]]:
        yield depth, errors[name]
        for child, parent in parents.items():
            if parent == name:
                yield from below(child, depth + 1)

    yield from below("DatadogError", 0)

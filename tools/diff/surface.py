"""The public API of a package, read from its source without importing it."""

import builtins
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import griffe

from tools.console import ToolError, one_line
from tools.project import PACKAGE_NAME


@dataclass(frozen=True)
class Surface:
    """The public names of a package: those in the `__all__` of its public modules."""

    package: griffe.Module
    objects: dict[str, griffe.Object]
    """The public objects by name, such as `models.Message`, shortest name first."""

    @classmethod
    def load(cls, directory: Path, label: str) -> "Surface":
        """Read the package in `directory`, called `label` in messages."""
        try:
            package = griffe.load(
                PACKAGE_NAME,
                search_paths=[directory],
                try_relative_path=False,
                allow_inspection=False,
                resolve_aliases=True,
                resolve_external=False,
            )
            assert isinstance(package, griffe.Module)
            found = dict(_public(package))
        except (griffe.GriffeError, KeyError, SyntaxError, UnicodeDecodeError) as error:
            # The reader does not care about the temporary directory and name.
            reason = one_line(str(error).replace(f"{directory}/", "")) or type(error).__name__
            raise ToolError(f"{label}: cannot be read as a Python package: {reason}") from error
        return cls(package, {name: found[name] for name in sorted(found, key=lambda name: (name.count("."), name))})

    def ancestors(self, name: str) -> frozenset[str]:
        """Return the names of the public and built-in base classes of a class."""
        cls = self.objects[name]
        if not isinstance(cls, griffe.Class):
            return frozenset()
        line = cls.mro()
        bases = {str(base) for owner in (cls, *line) for base in owner.bases}
        return frozenset(base.name for base in line if base.path in self._paths) | {
            base for base in bases if hasattr(builtins, base)
        }

    @cached_property
    def _paths(self) -> set[str]:
        return {thing.path for thing in self.objects.values()}


def members(cls: griffe.Class) -> dict[str, griffe.Object]:
    """Return the public members of a class by name, including inherited ones."""
    found = {}
    for name, member in cls.all_members.items():
        target = member.final_target if isinstance(member, griffe.Alias) else member
        # Every class has the special methods of `object`, whether it defines them or not.
        special = target.is_function and name.startswith("__") and (name == "__init__" or not hasattr(object, name))
        if special or not name.startswith("_"):
            found[name] = target
    return found


def exported(module: griffe.Object | griffe.Alias) -> Iterator[tuple[str, griffe.Object]]:
    """Yield the names in the `__all__` of a module, if it has one, with the objects that they stand for."""
    declared = module.members.get("__all__")
    if declared is not None:
        # A module may import its `__all__` from the one that defines its names.
        owner = declared.final_target.parent if isinstance(declared, griffe.Alias) else module
        for name in (owner.exports if owner else None) or ():
            member = module[str(name)]
            yield str(name), member.final_target if isinstance(member, griffe.Alias) else member


def _public(module: griffe.Object | griffe.Alias, prefix: str = "") -> Iterator[tuple[str, griffe.Object]]:
    yield from ((f"{prefix}{name}", target) for name, target in exported(module) if not target.is_module)
    for name, inner in module.modules.items():
        if not name.startswith("_") and not isinstance(inner, griffe.Alias):
            yield from _public(inner, f"{prefix}{name}.")

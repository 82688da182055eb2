"""The names that a module uses: where it imports them from, and what stands in their way."""

from __future__ import annotations

import builtins
from collections.abc import Iterable


class Scope:
    """Collects the imports of one module while its source is made.

    What `shadowed` names hide, since a class has attributes or methods of these names, is printed in another way.
    """

    def __init__(self, shadowed: Iterable[str] = (), *, models: str = "") -> None:
        self.shadowed = frozenset(shadowed)
        self._models = models
        self._imports: set[str] = set()
        self._classes: dict[str, str] = {}

    def builtin(self, name: str) -> str:
        """A builtin, qualified where it is shadowed."""
        assert hasattr(builtins, name)
        return f"{self.module('builtins')}.{name}" if name in self.shadowed else name

    def module(self, name: str) -> str:
        """A module of the standard library."""
        if name in self.shadowed:
            self._imports.add(f"import {name} as _{name}_")
            return f"_{name}_"
        self._imports.add(f"import {name}")
        return name

    def name(self, module: str, name: str) -> str:
        """A name from a module."""
        if name in self.shadowed:
            self._imports.add(f"from {module} import {name} as _{name}_")
            return f"_{name}_"
        self._imports.add(f"from {module} import {name}")
        return name

    def model(self, name: str, module: str) -> str:
        """A name from the package of models."""
        if self._models:
            qualifier = f"_{self._models}" if self._models in self.shadowed else self._models
            return f"{qualifier}.{name}"
        self._classes[name] = module
        return name

    @property
    def imports(self) -> list[str]:
        """The lines that import what is not a model."""
        return sorted(self._imports)

    def classes(self, prefix: str, *, but: str = "") -> list[str]:
        """The lines that import the models, from the package that `prefix` leads to."""
        return sorted(f"from {prefix}{module} import {name}" for name, module in self._classes.items() if name != but)

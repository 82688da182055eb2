"""The names that a module uses: where it imports them from, and what stands in their way."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping


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

    def model(self, name: str, home: str = "") -> str:
        """A name from the package of models. home: the schema beside which it is defined, or a module."""
        if self._models:
            qualifier = f"_{self._models}" if self._models in self.shadowed else self._models
            return f"{qualifier}.{name}"
        self._classes[name] = home or name
        return name

    @property
    def uses_models(self) -> bool:
        """Whether it has names from the package of models."""
        return bool(self._classes)

    @property
    def imports(self) -> list[str]:
        """The lines that import what is not a model."""
        return sorted(self._imports)

    def classes(self, prefix: str, modules: Mapping[str, str], *, but: str = "") -> list[str]:
        """The lines that import the models, from the package that `prefix` leads to.

        `modules` are those of the schemas. What the module `but` defines itself is not imported.
        """
        origins = {name: modules.get(home, home) for name, home in self._classes.items()}
        return sorted(f"from {prefix}{module} import {name}" for name, module in origins.items() if module != but)

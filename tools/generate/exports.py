"""The names that modules offer, as their own `__all__` says."""

from __future__ import annotations

import ast

from attrs import frozen


@frozen
class Export:
    """A name, and the module that it comes from."""

    name: str
    module: str

    @property
    def origin(self) -> str:
        """An entry of the table by which it is imported on first use."""
        return f'"{self.name}": ".{self.module}"'


def exported(source: str) -> list[str]:
    """The names in the `__all__` of a module."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and [ast.unparse(each) for each in statement.targets] == ["__all__"]:
            return sorted(ast.literal_eval(statement.value))
    raise ValueError("the module has no __all__")

"""The dicts that callers may pass in place of objects, as TypedDicts."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import frozen

from .annotations import Annotations
from .models import Model
from .operations import Operation
from .scope import Scope
from .values import Object, Value, nested


@frozen
class Key:
    """A key of a dict."""

    name: str
    annotation: str
    documentation: str

    @property
    def entry(self) -> str:
        """As an entry of a table."""
        return f"{self.name!r}: {self.annotation!r}"


class Dict:
    """A dict that callers may pass in place of an object."""

    def __init__(self, model: Model) -> None:
        # Names that are no identifiers can only stand in a table, which shadows nothing.
        self.is_table = not all(
            field.key.isidentifier() and not keyword.iskeyword(field.key) for field in model.content
        )
        self.scope = Scope(() if self.is_table else (field.key for field in model.content))
        self.name = f"{model.name}Dict"
        self.documentation = f"`{model.name}` as a dict. {model.documentation}"
        annotations = Annotations(self.scope, taken=True)
        self.keys: list[Key] = []
        for field in model.content:
            found = annotations.of(field.value)
            found = f"{self.scope.name('typing', 'Required')}[{found}]" if field.required else found
            self.keys.append(Key(field.key, found, field.documentation))


class DictsModule:
    """The module that holds all of them, so that they may refer to each other."""

    def __init__(self, models: Iterable[Model], modules: Mapping[str, str]) -> None:
        self.dicts = [Dict(model) for model in models]
        self.imports = sorted({line for each in self.dicts for line in each.scope.imports})
        lines = {line for each in self.dicts for line in each.scope.classes(".models.", modules, but="_dicts")}
        self.later_imports = sorted(lines)


def objects_taken(operations: Iterable[Operation], inside: Callable[[str], Sequence[Value]]) -> list[str]:
    """The names of the objects that callers may pass. `inside` gives the values of the properties of an object."""
    found: dict[str, None] = {}
    waiting: list[Value] = []
    for operation in operations:
        waiting += [parameter.value for parameter in operation.parameters]
        if operation.body is not None:
            # The object of the body itself is taken apart into keywords.
            whole = operation.body.fields is None
            waiting += [operation.body.value] if whole else [field.value for field in operation.body.fields or ()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Object) and value.name not in found:
            found[value.name] = None
            waiting += inside(value.name)
        waiting += nested(value)
    return sorted(found)

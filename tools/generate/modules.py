"""What is printed of the modules of models, each with the schemas that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from . import names
from .grouping import Group
from .models import Alias, EnumAlias, Model


class ModelsModule:
    """A module of models. modules: those of all schemas."""

    def __init__(self, group: Group, items: Iterable[Model | Alias | EnumAlias], modules: Mapping[str, str]) -> None:
        found = list(items)
        self.title = group.title
        self.enums = [each for each in found if isinstance(each, EnumAlias)]
        self.classes = [each for each in found if isinstance(each, Model)]
        self.aliases = [each for each in found if isinstance(each, Alias)]
        scopes = [scope for each in found for scope in each.scopes]
        lines = {line for scope in scopes for line in scope.imports}
        lines |= {line for scope in scopes for line in scope.classes(".", modules, but=group.module)}
        self.imports = sorted(lines)
        self.decoders = self._decoders()

    def _decoders(self) -> list[str]:
        """The lines that make decoders, one for all properties of a name that are read alike."""
        made: dict[tuple[str, str, str], str] = {}
        imported = [line.split()[-1] for line in self.imports]
        for model in self.classes:
            for field in model.fields:
                if field.is_made:
                    key = field.name, field.typed, field.decoder
                    if key not in made:
                        made[key] = names.numbered(f"_{field.name}", [*imported, *made.values()])
                    field.decode = made[key]
        return [f"{name}{typed} = {decoder}" for (_, typed, decoder), name in made.items()]

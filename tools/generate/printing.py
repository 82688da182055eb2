"""What the templates print: names, types, decoders and words, all of them decided here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import attrs
from jinja2 import Environment
from openapi_python_client.parser import GeneratorData
from openapi_python_client.strings import PythonIdentifier

from .client import ClientModule
from .dicts import DictsModule, objects_taken
from .documentation import docstring
from .exports import Export, exported
from .grouping import grouped
from .methods import OperationModule
from .models import Alias, EnumAlias, Model
from .modules import ModelsModule
from .normalise import normalise
from .operations import Operation, read_operations
from .refusal import Refusal
from .service import Service
from .values import Enum, Map, Object, Value, Values, nested


class Printing:
    """The decisions about one document."""

    def __init__(self, document: dict[str, Any], modules: dict[str, str]) -> None:
        self.normal = normalise(document, modules)
        self.operations: list[Operation] = read_operations(document, self.normal)
        self.service = Service(document)
        self._values = Values(self.normal)
        self._forms = {
            operation.body.value.name
            for operation in self.operations
            if operation.body is not None and operation.body.takes_files and isinstance(operation.body.value, Object)
        }
        self._models: dict[str, Model] = {}
        inside = {name: self._inside(name) for name in self.normal.schemas}
        self._groups = grouped(self.operations, inside, self.normal.modules)
        self._modules = {name: group.module for group in self._groups for name in group.schemas}
        self._views: dict[str, ModelsModule] = {}
        self._operations: dict[str, OperationModule] = {}

    def add_to(self, environment: Environment, data: GeneratorData, runtime: Path) -> None:
        """Give the templates what they print."""
        by_name = {operation.name: operation for operation in self.operations}
        methods = []
        for collection in data.endpoint_collections_by_tag.values():
            for endpoint in collection.endpoints:
                name = _name(endpoint)
                module = str(PythonIdentifier(endpoint.name, "field_"))  # the name that it gives the file
                self._operations[name] = OperationModule(by_name[name], module, self._modules)
                methods.append((by_name[name], str(collection.tag), module))
        self._regroup(data)
        environment.filters |= {
            "docstring": docstring,
            "view": self._view,
            "in_order": self._in_order,
        }
        dicts = DictsModule((self._model(name) for name in self._taken()), self._modules)
        environment.globals |= {
            "client": ClientModule(methods),
            "dicts": dicts,
            "service": self.service,
            "model_exports": self._model_exports(dicts),
        }
        environment.globals["exports"] = [
            Export(name, module)
            for module, source in {
                "client": environment.get_template("client.py.jinja").render(),
                "errors": (runtime / "values" / "errors.py").read_text(encoding="utf-8"),
                "types": environment.get_template("types.py.jinja").render(),
            }.items()
            for name in exported(source)
        ]

    def _regroup(self, data: GeneratorData) -> None:
        """Have the generator print a module for each group, where it would print one for each class and enum."""
        by_module = {module: name for name, module in self.normal.modules.items()}  # its names of classes are not ours
        found = {by_module[item.class_info.module_name]: item for item in (*data.models, *data.enums)}
        items: list[Any] = []
        for group in self._groups:
            self._views[group.module] = ModelsModule(group, map(self._item, group.schemas), self._modules)
            first = cast("Any", next(found[name] for name in group.schemas))
            info = attrs.evolve(first.class_info, module_name=group.module)
            items.append(attrs.evolve(first, class_info=info))
        data.models, data.enums = items, []

    def _view(self, item: Any) -> ModelsModule | OperationModule:
        """What is printed of an object of the generator."""
        return self._operations[_name(item)] if hasattr(item, "path") else self._views[item.class_info.module_name]

    def _item(self, name: str) -> Model | Alias | EnumAlias:
        """What is printed of a schema."""
        schema = self.normal.schemas[name]
        match value := self._values.named(name):
            case Enum():
                return EnumAlias(value, schema)
            case Map():
                return Alias(name, value, schema)
            case _:
                return self._model(name)

    def _in_order(self, endpoints: Iterable[Any]) -> list[OperationModule]:
        """The modules of the operations of a tag, by name."""
        found = [self._operations[_name(each)] for each in endpoints]
        return sorted(found, key=lambda each: each.module)

    def _model(self, name: str) -> Model:
        if name not in self._models:
            schema, place = self.normal.schemas[name], self.normal.places[name]
            self._models[name] = Model(name, schema, self._values, place, files=name in self._forms)
        return self._models[name]

    def _taken(self) -> list[str]:
        found = objects_taken(self.operations, self._inside)
        for name in found:
            if f"{name}Dict" in self.normal.schemas:
                what = f"{name}Dict is the name of the dict that stands in for {name}"
                raise Refusal(self.normal.places[f"{name}Dict"], what, "write x-python-name: another name")
        return found

    def _inside(self, name: str) -> Sequence[Value]:
        """The values of a schema."""
        value = self._values.named(name)
        if isinstance(value, Object):
            return [field.value for field in self._model(name).content]
        return nested(value)

    def _model_exports(self, dicts: DictsModule) -> list[Export]:
        found = [Export(name, module) for name, module in self._modules.items()]
        return sorted([*found, *(Export(each.name, "._dicts") for each in dicts.dicts)], key=lambda each: each.name)


def _name(endpoint: Any) -> str:
    """The operation that an endpoint of the generator stands for, which its outline has for a path."""
    return str(endpoint.path.get_untrusted_value()).removeprefix("/")

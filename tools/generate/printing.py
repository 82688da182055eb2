"""What the templates print: names, types, decoders and words, all of them decided here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment
from openapi_python_client.parser import GeneratorData
from openapi_python_client.strings import PythonIdentifier

from .client import ClientModule
from .dicts import DictsModule, objects_taken
from .documentation import docstring
from .exports import Export, exported
from .methods import OperationModule
from .models import Alias, EnumAlias, Model
from .normalise import normalise
from .operations import Operation, read_operations
from .refusal import Refusal
from .service import Service
from .values import Enum, Map, Object, Values


class Printing:
    """The decisions about one document."""

    def __init__(self, document: dict[str, Any], modules: dict[str, str]) -> None:
        self.normal = normalise(document, modules)
        self.operations: list[Operation] = read_operations(document, self.normal)
        self.service = Service(document)
        self._values = Values(self.normal)
        self._by_module = {module: name for name, module in self.normal.modules.items()}
        self._forms = {
            operation.body.value.name
            for operation in self.operations
            if operation.body is not None and operation.body.takes_files and isinstance(operation.body.value, Object)
        }
        self._models: dict[str, Model] = {}
        self._modules: dict[str, OperationModule] = {}

    def add_to(self, environment: Environment, data: GeneratorData, runtime: Path) -> None:
        """Give the templates what they print."""
        by_name = {operation.name: operation for operation in self.operations}
        methods = []
        for collection in data.endpoint_collections_by_tag.values():
            for endpoint in collection.endpoints:
                name = _name(endpoint)
                module = str(PythonIdentifier(endpoint.name, "field_"))  # the name that it gives the file
                self._modules[name] = OperationModule(by_name[name], module)
                methods.append((by_name[name], str(collection.tag), module))
        environment.filters |= {
            "docstring": docstring,
            "view": self._view,
            "in_order": self._in_order,
        }
        dicts = DictsModule(self._model(name) for name in self._taken())
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

    def _view(self, item: Any) -> Model | Alias | EnumAlias | OperationModule:
        """What is printed of an object of the generator."""
        if hasattr(item, "path"):
            return self._modules[_name(item)]
        name = self._by_module[item.class_info.module_name]  # its names of classes are not quite ours
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
        found = [self._modules[_name(each)] for each in endpoints]
        return sorted(found, key=lambda each: each.module)

    def _model(self, name: str) -> Model:
        if name not in self._models:
            schema, place = self.normal.schemas[name], self.normal.places[name]
            self._models[name] = Model(name, schema, self._values, place, files=name in self._forms)
        return self._models[name]

    def _taken(self) -> list[str]:
        objects = [name for name in self.normal.schemas if isinstance(self._values.named(name), Object)]
        fields = {name: [field.value for field in self._model(name).content] for name in objects}
        found = objects_taken(self.operations, fields)
        for name in found:
            if f"{name}Dict" in self.normal.schemas:
                what = f"{name}Dict is the name of the dict that stands in for {name}"
                raise Refusal(self.normal.places[f"{name}Dict"], what, "write x-python-name: another name")
        return found

    def _model_exports(self, dicts: DictsModule) -> list[Export]:
        found = [Export(name, module) for name, module in self.normal.modules.items()]
        return sorted([*found, *(Export(each.name, "._dicts") for each in dicts.dicts)], key=lambda each: each.name)


def _name(endpoint: Any) -> str:
    """The operation that an endpoint of the generator stands for, which its outline has for a path."""
    return str(endpoint.path.get_untrusted_value()).removeprefix("/")

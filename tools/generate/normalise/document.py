"""The walk over the document that brings its schemas into normal form and gives each class a name of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .. import names
from ..refusal import Place, Refusal
from .keywords import ANNOTATIONS, UNSERVED
from .merge import References, Schema, merged
from .unions import only_checks, union

COMPONENTS: Place = ("components", "schemas")
NULL: Schema = {"type": "null"}
SCALARS = ("string", "integer", "number", "boolean")


class Normal:
    """The schemas of a document in normal form, by the names of their classes.

    It grows: a schema is brought into normal form when something refers to it.
    """

    def __init__(self, document: dict[str, Any], module_names: Mapping[str, str] | None = None) -> None:
        self._module_names = module_names or {}
        self.references = References(document)
        self.schemas: dict[str, Schema] = {}
        self.places: dict[str, Place] = {}
        """Where in the document each of them stands."""
        self.modules: dict[str, str] = {}
        """The module of each of them."""
        components = document.get("components", {}).get("schemas", {})
        self._class_names: dict[str, str] = {}
        for name in components:
            node = components[name] if isinstance(components[name], dict) else {}
            wanted = names.chosen(node, (*COMPONENTS, name)) or _class_name(name)
            self._class_names[name] = names.numbered(wanted, self._class_names.values())
        self._forms: dict[str, Schema] = {}
        self._under_way: list[str] = []
        self._waiting: list[Callable[[], None]] = []

    def form(self, schema: Any, place: Place, name: str) -> Schema:
        """The normal form of a schema. `name` is for a class that it would need."""
        found = self.inline(schema, place, name)
        while self._waiting:
            self._waiting.pop(0)()
        return found

    def component(self, name: str) -> Schema:
        """The normal form of what refers to a schema in `components/schemas`."""
        return self.form({"$ref": f"#/components/schemas/{name}"}, COMPONENTS, name)

    def resolve(self, form: Schema) -> Schema:
        """A form, or the object, map or enum that it refers to."""
        return self.schemas[form["$ref"].rpartition("/")[2]] if "$ref" in form else form

    def inline(self, schema: Any, place: Place, name: str) -> Schema:
        """The normal form of a schema inside another, while classes that it refers to may not be filled yet."""
        schema = merged(self.references, schema, place)
        described = {key: value for key, value in schema.items() if key in ANNOTATIONS}
        form = self._undescribed(schema, place, name)
        inherited = {key: form.pop(key) for key in ANNOTATIONS & form.keys()}
        return {**(with_null(form) if schema.get("nullable") else form), **inherited, **described}

    def _undescribed(self, schema: Schema, place: Place, name: str) -> Schema:
        self._refuse_unserved(schema, place, name)
        if "$ref" in schema:
            return self._referred(schema["$ref"], place, name)
        kind = schema.get("type")
        if ("oneOf" in schema or "anyOf" in schema) and not ("properties" in schema and only_checks(schema)):
            return union(self, schema, place, name)
        if "properties" in schema or (kind == "object" or (kind is None and "additionalProperties" in schema)):
            if kind not in (None, "object"):
                raise Refusal(place, f"{name}: `properties` beside type {kind!r}", "write type: object")
            return self._lifted(schema, place, name, self._object)
        if "const" in schema:
            return self._const(schema, place, name)
        if "enum" in schema:
            return self._lifted(schema, place, name, self._enum)
        if isinstance(kind, list):
            members = [{**schema, "type": each} for each in kind]
            return union(self, {"oneOf": members}, place, name)
        if kind == "array" or (kind is None and "items" in schema):
            items = self.inline(schema.get("items", {}), (*place, "items"), f"{name}Item")
            return {"type": "array", "items": items, **_kept(schema, "minItems")}
        if kind == "null":
            return dict(NULL)
        if kind in SCALARS:
            return {"type": kind, **_kept(schema, "format", "contentMediaType", "minimum", "maximum")}
        if kind is None:
            return {"type": "string", "format": schema["format"]} if schema.get("format") == "binary" else {}
        raise Refusal(place, f"{name}: type {kind!r} is none of JSON Schema's", f"write one of {', '.join(SCALARS)}")

    def _referred(self, reference: str, place: Place, name: str) -> Schema:
        target, where = self.references.lookup(reference, place)
        if where[:2] != COMPONENTS or len(where) != 3:
            # Into another place than a schema with a name: as if it were written here.
            return self.inline(target, where, name)
        key = str(where[2])
        if key not in self._forms:
            if key in self._under_way:
                raise Refusal(
                    place, f"{key} holds itself without an object between", "give it an object with properties"
                )
            self._under_way.append(key)
            try:
                self._forms[key] = self.inline(target, where, self._class_names[key])
            finally:
                self._under_way.pop()
        return {key: value for key, value in self._forms[key].items() if key not in ("x-python-name", "title")}

    def _lifted(self, schema: Schema, place: Place, name: str, build: Callable[[Schema, Place, str], Schema]) -> Schema:
        """Give an object, a map or an enum a name and a place of its own, and return what refers to it."""
        own = place[:2] == COMPONENTS and len(place) == 3
        if not own:
            name = names.numbered(_class_name(name), [*self._class_names.values(), *self.schemas])
        self.schemas[name] = {}
        self.places[name] = place
        module = self._module_names.get(name) or names.module(name)
        self.modules[name] = names.numbered(module, self.modules.values())

        def fill() -> None:
            annotations = {key: value for key, value in schema.items() if key in ANNOTATIONS}
            self.schemas[name].update({**build(schema, place, name), **annotations})

        self._waiting.append(fill)  # later, so that objects may hold themselves
        return {"$ref": f"#/components/schemas/{name}"}

    def _object(self, schema: Schema, place: Place, name: str) -> Schema:
        properties = schema.get("properties", {})
        further = schema.get("additionalProperties", True)
        if not properties:
            item = further if isinstance(further, dict) else {}
            values = self.inline(item, (*place, "additionalProperties"), f"{name}AdditionalProperty")
            return {"type": "object", "additionalProperties": values}
        required = set(schema.get("required", ()))
        return {
            "type": "object",
            "required": [key for key in properties if key in required],
            "properties": {
                key: self.inline(value, (*place, "properties", key), name + names.pascal_case(key))
                for key, value in properties.items()
            },
        }

    @staticmethod
    def _const(schema: Schema, place: Place, name: str) -> Schema:
        if not isinstance(schema["const"], str | int | float):
            raise Refusal(
                place,
                f"{name}: a const of {schema['const']!r} is not supported",
                "write a string, a number or a boolean",
            )
        return {"const": schema["const"]}

    def _enum(self, schema: Schema, place: Place, name: str) -> Schema:
        values = schema["enum"]
        kinds = {bool: "boolean", int: "integer", float: "number", str: "string"}
        strange = [value for value in values if type(value) not in kinds]
        if strange:
            raise Refusal(
                place, f"{name}: an enum of {strange[0]!r} is not supported", "write strings, numbers or booleans"
            )
        types = list(dict.fromkeys(kinds[type(value)] for value in values))
        declared = schema.get("type")
        if declared == "number" and set(types) <= {"integer", "number"}:
            types = ["number"]
        elif isinstance(declared, str) and types != [declared]:
            raise Refusal(place, f"{name}: type {declared!r} with enum {values!r}", "write values of that type")
        return {"type": types[0] if len(types) == 1 else types, "enum": list(dict.fromkeys(values))}

    @staticmethod
    def _refuse_unserved(schema: Schema, place: Place, name: str) -> None:
        for key in schema:
            if key in UNSERVED:
                raise Refusal((*place, key), f"{name}: `{key}` is not supported", f"write {UNSERVED[key]}")


def with_null(form: Schema) -> Schema:
    """The form, or null."""
    if form == {} or form == NULL:
        return form
    if "anyOf" in form:
        return form if NULL in form["anyOf"] else {**form, "anyOf": [*form["anyOf"], dict(NULL)]}
    return {"anyOf": [form, dict(NULL)]}


def normalise(document: dict[str, Any], module_names: Mapping[str, str] | None = None) -> Normal:
    """All schemas of a document in normal form. `module_names` are those that the settings give to some classes."""
    normal = Normal(document, module_names)
    for name in document.get("components", {}).get("schemas", {}):
        normal.component(name)
    return normal


def _class_name(name: str) -> str:
    found = names.pascal_case(name)
    return f"{found}_" if found in names.CLASS_NAMES else found


def _kept(schema: Schema, *keys: str) -> Schema:
    return {key: schema[key] for key in keys if key in schema}

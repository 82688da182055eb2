"""What is printed of the schemas of the contract: classes, aliases and enums."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from . import names
from .annotations import Annotations
from .decoders import Decoders, holds_const, known_values
from .documentation import described
from .refusal import Place, Refusal
from .scope import Scope
from .values import Enum, Map, Nullable, Scalar, Value, Values

Schema = dict[str, Any]
RUNTIME = ".._runtime"


@frozen
class Field:
    """A property of an object. key: its name in JSON."""

    key: str
    name: str
    value: Value
    required: bool
    documentation: str
    schema: Schema


def fields_of(schema: Schema, values: Values, place: Place) -> list[Field]:
    """The properties of an object, those that are required first."""
    found: list[Field] = []
    taken = set(names.MODEL_NAMES)
    for key, form in schema["properties"].items():
        name = names.chosen(form, (*place, "properties", key)) or names.variable(key, taken)
        if name in taken:
            raise Refusal((*place, "properties", key), f"x-python-name {name!r} is taken", "write another")
        taken.add(name)
        required = key in schema["required"] and not form.get("readOnly")  # then only answers have it
        found.append(Field(key, name, values.of(form), required, described(form), form))
    return [field for field in found if field.required] + [field for field in found if not field.required]


class Model:
    """An object with properties, as a class. What its template prints."""

    def __init__(self, name: str, schema: Schema, values: Values, place: Place, *, files: bool = False) -> None:
        """`files`: whether what is `binary` in it is a file, since it is sent as a form."""
        self.name = name
        self.content = fields_of(schema, values, place)
        self.documentation = schema.get("description") or schema.get("title") or name
        shadowed = {field.name for field in self.content} | {"from_dict", "to_dict"}
        # What stands in the body of the class, and what in its methods and after it, where nothing is shadowed.
        self._body = Scope(shadowed)
        self._rest = Scope()
        self._annotations = Annotations(self._body, taken=False, files="..types" if files else "")
        self._decoders = Decoders(self._rest, RUNTIME, enums=True, files=files)
        self.define = self._body.name("attrs", "define")
        self.field = self._body.name("attrs", "field")
        self.mapping = self._body.name("collections.abc", "Mapping")
        self.dict = self._body.builtin("dict")
        self.str = self._body.builtin("str")
        self.any = self._body.name("typing", "Any")
        self.self = self._body.name("typing", "Self")
        self.base = self._rest.name(f"{RUNTIME}.values.models", "Model")
        self.json_object = self._decoders.use("json_object")
        self.remaining = self._decoders.use("remaining")
        self.classmethod = self._body.builtin("classmethod")
        self.fields = [PrintedField(field, self) for field in self.content]
        self.known_values = self._known_values()
        if any(not field.required for field in self.content):
            for each in ("UNSET", "Unset"):
                self._body.name("..types", each)

    def _known_values(self) -> list[str]:
        """Entries of the table of the values that are known, by the names of properties that hold enums."""
        lines = []
        for field in self.content:
            enum = known_values(field.value)
            if enum is not None:
                lines.append(f"{field.key!r}: {self._rest.model(enum.constant, enum.name)}")
        if lines:
            self.class_var = self._body.name("typing", "ClassVar")
            self.frozenset = self._body.builtin("frozenset")
        return lines

    def annotation(self, field: Field) -> str:
        """The type of an attribute."""
        found = self._annotations.of(field.value)
        return found if field.required else f"{found} | Unset"

    def decoder(self, field: Field) -> tuple[str, str]:
        """The reader of a property, and its decoder."""
        nullable = isinstance(field.value, Nullable)
        value = field.value.value if isinstance(field.value, Nullable) else field.value
        reader = ("required" if field.required else "optional") + ("_nullable" if nullable else "")
        return self._decoders.use(reader), self._decoders.of(value)

    def decoder_type(self, field: Field) -> str:
        """The type of a decoder, for one that cannot tell it from what it is called with."""
        value = field.value.value if isinstance(field.value, Nullable) else field.value
        annotation = Annotations(self._rest, taken=False).of(value)
        return f": {self._decoders.use('Decoder')}[{annotation}]"

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The names that it uses."""
        return self._body, self._rest


class PrintedField:
    """A property of an object, as the template of its class prints it."""

    def __init__(self, field: Field, model: Model) -> None:
        self.key = repr(field.key)
        self.name = field.name
        self.documentation = field.documentation
        self.annotation = model.annotation(field)
        self.is_optional = not field.required
        self.reader, decoder = model.decoder(field)
        self.is_made = "(" in decoder  # once, not for each object that is read
        self.typed = model.decoder_type(field) if self.is_made and holds_const(field.value) else ""
        self.decoder = decoder
        #: What stands for the decoder in the class: the module that it is printed in gives it a name if it is made.
        self.decode = decoder


class Alias:
    """A map, as an alias of a dict."""

    def __init__(self, name: str, value: Map, schema: Schema) -> None:
        scope = Scope()
        self.name = name
        key, item = scope.builtin("str"), Annotations(scope, taken=False).of(value.item)
        annotation = f"dict[{key}, {item}]"
        alias = scope.name("typing", "TypeAlias")
        # Quoted where it names models, which may be defined after it.
        self.line = f"{name}: {alias} = {f'{annotation!r}' if scope.uses_models else annotation}"
        self.scopes = (scope,)
        self.documentation = described(schema) or "Properties with arbitrary names."


class EnumAlias:
    """An enum, as an alias that stays open to values that the API adds."""

    def __init__(self, enum: Enum, schema: Schema) -> None:
        scope = Scope()
        types = [Annotations(scope, taken=False).of(Scalar(kind)) for kind in enum.kinds]
        literals = [value for value in _sorted(enum.values) if not isinstance(value, float)]
        if literals:
            types.insert(0, f"{scope.name('typing', 'Literal')}[{', '.join(map(repr, literals))}]")
        self.line = f"{enum.name}: {scope.name('typing', 'TypeAlias')} = {' | '.join(types)}"
        self.constant = f"{enum.constant} = frozenset([{', '.join(map(repr, _sorted(enum.values)))}])"
        self.scopes = (scope,)
        self.documentation = (described(schema) + "\n\n" if described(schema) else "") + (
            "Other values are accepted too, and returned unchanged."
        )


def _sorted(values: Iterable[Any]) -> list[Any]:
    return sorted(values, key=lambda value: (type(value).__name__, value))

"""The decoder of a value, as an expression of the runtime's functions."""

from __future__ import annotations

from .scope import Scope
from .values import Anything, Array, Const, Enum, Map, Null, Nullable, Object, Scalar, Union, Value, nested

_SCALARS = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "date-time": "date_time",
    "uuid": "uuid_",
    "byte": "base64_",
    "binary": "string",
    "json": "json_string",
}


class Decoders:
    """Prints decoders for a module.

    `runtime` is the package that it finds the runtime in, and `enums` whether unknown values of these are to be noted.
    """

    def __init__(self, scope: Scope, runtime: str, *, enums: bool = False, files: bool = False) -> None:
        self._scope = scope
        self._enums = enums
        self._module = f"{runtime}.values.decoding"
        self._files = files

    def use(self, name: str) -> str:
        """A function of the runtime."""
        return self._scope.name(self._module, name)

    def of(self, value: Value) -> str:
        """The decoder of a value."""
        match value:
            case Anything():
                return self.use("any_value")
            case Null():
                return self.use("null")
            case Scalar("binary") if self._files:
                return self.use("file")
            case Scalar():
                return self.use(_SCALARS[value.kind])
            case Const(constant):
                return f"{self.use('const')}({constant!r})"
            case Enum():
                return self._enum(value)
            case Object():
                return f"{self._scope.model(value.name)}.from_dict"
            case Map():
                return f"{self.use('mapping')}({self.of(value.item)})"
            case Array():
                least = f", min_items={value.least}" if value.least else ""
                return f"{self.use('array')}({self.of(value.item)}{least})"
            case Union():
                return self._union(value)
            case Nullable():
                return f"{self.use('nullable')}({self.of(value.value)})"

    def _enum(self, value: Enum) -> str:
        kinds = [self.use(_SCALARS[kind]) for kind in value.kinds]
        decoder = kinds[0] if len(kinds) == 1 else f"{self.use('one_of')}({', '.join(kinds)})"
        if not self._enums:
            return decoder
        return f"{self.use('enum')}({self._scope.model(value.constant, value.name)}, {decoder})"

    def _union(self, value: Union) -> str:
        others = value.members
        parts = []
        if value.key is not None:
            choices = ", ".join(f"{each!r}: {self.of(member)}" for each, member in value.choices)
            parts.append(f"{self.use('discriminated')}({value.key!r}, {{{choices}}})")
            told = {member for _, member in value.choices}
            if value.always:  # else what lacks the key is read as the member that it fits
                others = tuple(member for member in value.members if member not in told)
        parts += list(dict.fromkeys(self.of(member) for member in others))
        return parts[0] if len(parts) == 1 else f"{self.use('one_of')}({', '.join(parts)})"


def known_values(value: Value) -> Enum | None:
    """The enum that a value holds somewhere, whose values are known."""
    match value:
        case Enum():
            return value
        case Map():
            return None
        case _:
            return next((found for inner in nested(value) if (found := known_values(inner))), None)


def holds_const(value: Value) -> bool:
    """Whether a value, or one inside it, is constant, whose type is narrower than that of its decoder."""
    return isinstance(value, Const) or any(map(holds_const, nested(value)))

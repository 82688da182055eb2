"""The fields of attrs classes, whose constructor arguments griffe does not know."""

from collections.abc import Iterator

import griffe

_DECORATORS = {"attrs.define", "attrs.frozen", "attrs.mutable"}


def fields(cls: griffe.Class) -> dict[str, griffe.Parameter]:
    """Return the constructor arguments that attrs generates for `cls`, by name; none for other classes."""
    if not _options(cls):
        return {}
    line = [*reversed(cls.mro()), cls]
    return {field.name: field for owner in line for options in _options(owner) for field in _own(owner, options)}


def _options(cls: griffe.Class) -> list[dict[str, str]]:
    """Return the decorator options of an attrs class in a list, which is empty for other classes."""
    return [_keywords(decorator.value) for decorator in cls.decorators if decorator.callable_path in _DECORATORS]


def _keywords(call: object) -> dict[str, str]:
    arguments = call.arguments if isinstance(call, griffe.ExprCall) else []
    return {word.name: str(word.value) for word in arguments if isinstance(word, griffe.ExprKeyword)}


def _own(cls: griffe.Class, options: dict[str, str]) -> Iterator[griffe.Parameter]:
    for attribute in cls.attributes.values():
        # An annotated name without ClassVar, which griffe expresses with labels.
        if attribute.annotation is None or "instance-attribute" not in attribute.labels:
            continue
        if "property" in attribute.labels:
            continue
        value = attribute.value
        default = None if value is None else str(value)
        specified: dict[str, str] = {}
        if isinstance(value, griffe.ExprCall) and value.canonical_path == "attrs.field":
            specified = _keywords(value)
            factory = specified.get("factory")
            default = f"{factory}()" if factory else specified.get("default")
        if specified.get("init") == "False":
            continue
        by_name = "True" in (options.get("kw_only"), specified.get("kw_only"))
        kind = griffe.ParameterKind.keyword_only if by_name else griffe.ParameterKind.positional_or_keyword
        yield griffe.Parameter(attribute.name, annotation=attribute.annotation, kind=kind, default=default)

"""JSON Schemas of Python types, by way of pydantic, which the extra `[pydantic]` brings."""

from __future__ import annotations

import functools
import typing
from typing import TYPE_CHECKING, Any

from .errors import ConfigurationError, ValidationError

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def is_type(value: object) -> bool:
    """Whether a value is a type, also one such as `list[str]` or `A | B`."""
    return isinstance(value, type) or typing.get_origin(value) is not None


def adapter_of(kind: Any) -> TypeAdapter[Any]:
    """What reads values of a type and knows its schema: a pydantic model, dataclass, TypedDict or the like.

    Raises `ConfigurationError` where pydantic is not installed, `ValidationError` for a type that it cannot read.
    """
    return _adapter_of(kind) if isinstance(kind, type) else _adapter_of.__wrapped__(kind)


@functools.lru_cache(maxsize=256)
def _adapter_of(kind: Any) -> TypeAdapter[Any]:
    try:
        from pydantic import TypeAdapter
        from pydantic.errors import PydanticUserError
    except ImportError as error:
        raise ConfigurationError(
            f"types need the extra: pip install 'datadog-llm-client[pydantic]' ({error}); "
            "without it, a JSON Schema is given as a mapping or a string"
        ) from error
    try:
        adapter = TypeAdapter(kind)
        adapter.rebuild()  # does nothing unless it names a type that there is not, then it raises
        return adapter
    except (PydanticUserError, NameError) as error:  # a NameError is of an annotation that names nothing
        raise ValidationError("a type that pydantic can read", f"{name_of(kind)} ({_summary(error)})") from None


def schema_of(kind: Any) -> dict[str, Any]:
    """The JSON Schema of a type, or of the arguments of a function. Raises as `adapter_of` does."""
    adapter = adapter_of(kind)
    from pydantic.errors import PydanticUserError
    from pydantic.json_schema import GenerateJsonSchema

    class Plain(GenerateJsonSchema):
        """Without titles, which only repeat the names, and quiet about defaults that JSON cannot say."""

        ignored_warning_kinds = {"skipped-choice", "non-serializable-default"}  # noqa: RUF012

        def field_title_should_be_set(self, schema: Any) -> bool:
            return False

    try:
        return adapter.json_schema(schema_generator=Plain)
    except PydanticUserError as error:
        raise ValidationError("a type that has a JSON Schema", f"{name_of(kind)} ({_summary(error)})") from None


def name_of(kind: Any) -> str:
    """A type as one writes it."""
    return kind.__name__ if isinstance(kind, type) and not typing.get_args(kind) else str(kind)


def _summary(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")

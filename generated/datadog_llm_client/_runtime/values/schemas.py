# Copied from runtime/values/schemas.py: edit that.
from __future__ import annotations

import functools
import typing
from typing import TYPE_CHECKING, Any

from .errors import ConfigurationError, ValidationError

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def is_type(value: object) -> bool:
    return isinstance(value, type) or typing.get_origin(value) is not None


def adapter_of(kind: Any) -> TypeAdapter[Any]:
    return _adapter_of(kind) if isinstance(kind, type) else _adapter_of.__wrapped__(kind)


@functools.lru_cache(maxsize=256)
def _adapter_of(kind: Any) -> TypeAdapter[Any]:
    try:
        from pydantic import TypeAdapter
        from pydantic.errors import PydanticUserError
    except ImportError as error:
        raise ConfigurationError(
            f"types require an extra: pip install 'datadog-llm-client[pydantic]' ({error}); "
            "without it, pass a JSON Schema as a mapping or a string"
        ) from error
    try:
        adapter = TypeAdapter(kind)
        adapter.rebuild()
        return adapter
    except (PydanticUserError, NameError) as error:
        raise ValidationError("a type that pydantic supports", f"{name_of(kind)} ({_summary(error)})") from None


def schema_of(kind: Any) -> dict[str, Any]:
    adapter = adapter_of(kind)
    from pydantic.errors import PydanticUserError
    from pydantic.json_schema import GenerateJsonSchema

    class Plain(GenerateJsonSchema):
        ignored_warning_kinds = {"skipped-choice", "non-serializable-default"}

        def field_title_should_be_set(self, schema: Any) -> bool:
            return False

    try:
        return adapter.json_schema(schema_generator=Plain)
    except PydanticUserError as error:
        raise ValidationError("a type that has a JSON Schema", f"{name_of(kind)} ({_summary(error)})") from None


def name_of(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) and not typing.get_args(kind) else str(kind)


def _summary(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")

"""The body of a request: keywords of the method where it is an object, else one argument."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from .documentation import described
from .models import Field, fields_of
from .normalise import Normal
from .refusal import Place, Refusal
from .values import Object, Scalar, Value, Values

Schema = dict[str, Any]

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def is_json(content_type: str) -> bool:
    """Whether a media type is JSON, such as `application/vnd.api+json` or `application/json;charset=utf-8`."""
    base = content_type.partition(";")[0].strip().lower()
    return base in ("application/json", "text/json") or base.endswith("+json")


@frozen
class Body:
    """What a request carries.

    fields: its properties, which become keywords; None where it is one argument. class_name: of an object.
    content_types: those of the parts of a multipart form.
    """

    content_type: str
    value: Value
    required: bool
    documentation: str
    fields: tuple[Field, ...] | None = None
    content_types: tuple[tuple[str, str], ...] = ()

    @property
    def takes_files(self) -> bool:
        """Whether what is `binary` in it is a file, and not text in JSON."""
        return not is_json(self.content_type)


def read_body(normal: Normal, node: Schema, place: Place, class_name: str) -> Body | None:
    """The body of an operation, where it has one. Of several media types JSON is taken, else a form, else the first."""
    if "requestBody" not in node:
        return None
    request, at = normal.references.follow(node["requestBody"], (*place, "requestBody"))
    contents = request.get("content") or {}
    if not contents:
        raise Refusal(at, f"{class_name}: a request body without content", "write its media type and schema")
    content_type = next(
        (each for each in contents if is_json(each)),
        next((each for each in contents if each in _FORMS), next(iter(contents))),
    )
    media = contents[content_type]
    form = normal.form(media.get("schema", {}), (*at, "content", content_type, "schema"), f"{class_name}Body")
    value = Values(normal).of(form)
    if not is_json(content_type) and content_type not in _FORMS:
        value = Scalar("string" if content_type.startswith("text/") else "binary")
    fields = None
    if isinstance(value, Object):
        fields = tuple(fields_of(normal.schemas[value.name], Values(normal), normal.places[value.name]))
    encoding = {key: each["contentType"] for key, each in media.get("encoding", {}).items() if "contentType" in each}
    return Body(
        content_type=content_type,
        value=value,
        required=bool(request.get("required")),
        documentation=request.get("description") or described(form),
        fields=fields,
        content_types=tuple(encoding.items()),
    )

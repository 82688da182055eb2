"""The bodies of requests and answers, by content type."""

import email
import email.policy
import json
from typing import Any
from urllib.parse import parse_qs

from .compare import difference, reads_as, text_of


def is_json(content_type: str) -> bool:
    """Whether a media type is JSON."""
    media = media_type(content_type)
    return media == "application/json" or media.endswith("+json")


def media_type(content_type: str) -> str:
    """Return a media type without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def encode(value: Any, content_type: str) -> bytes:
    """Return a value as the body of an answer."""
    if is_json(content_type):
        return json.dumps(value, ensure_ascii=False).encode()
    return value if isinstance(value, bytes) else str(value).encode()


def answer_fault(expected: Any, result: Any, content_type: str | None) -> str:
    """Return how the result of a call differs from the body of the answer, or an empty string."""
    if content_type is None:
        return "" if result is None else f"there was no body, and the result is {type(result).__name__} {result!r:.60}"
    if is_json(content_type):
        return difference(expected, text_of(result))
    raw = encode(expected, content_type)
    found = result.encode() if isinstance(result, str) else result
    return "" if found == raw else f"the body was {raw!r:.60}, and the result is {type(result).__name__} {result!r:.60}"


def request_fault(expected: Any, content: bytes, content_type: str) -> str:
    """Return how the body that was sent differs from the expected one, or an empty string."""
    if is_json(content_type):
        try:
            return difference(expected, json.loads(content))
        except ValueError:
            return f"the body is not JSON: {content[:60]!r}"
    media = media_type(content_type)
    if media == "multipart/form-data":
        return _parts_fault(expected, _parts(content, content_type))
    if media == "application/x-www-form-urlencoded":
        fields = parse_qs(content.decode(), keep_blank_values=True)
        return _parts_fault(expected, {name: [text.encode() for text in texts] for name, texts in fields.items()})
    due = encode(expected, content_type)
    return "" if content == due else f"the body is {content[:60]!r}, not {due[:60]!r}"


def _parts(content: bytes, content_type: str) -> dict[str, list[bytes]]:
    head = f"content-type: {content_type}\r\n\r\n".encode()
    message = email.message_from_bytes(head + content, policy=email.policy.HTTP)
    found: dict[str, list[bytes]] = {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        found.setdefault(str(name), []).append(payload if isinstance(payload, bytes) else b"")
    return found


def _parts_fault(expected: dict[str, Any], found: dict[str, list[bytes]]) -> str:
    for name, value in expected.items():
        sent = found.pop(name, [])
        if not any(_is_part(value, sent, together) for together in (False, True)):
            return f"part {name!r} is sent as {sent!r:.80}, which is not {value!r:.80}"
    return f"part {next(iter(found))!r} is sent, and should not be" if found else ""


def _is_part(value: Any, sent: list[bytes], together: bool) -> bool:
    values = value if isinstance(value, list) and not together else [value]
    return len(values) == len(sent) and all(map(_is_text, values, sent))


def _is_text(value: Any, sent: bytes) -> bool:
    if isinstance(value, bytes):
        return sent == value
    try:
        text = sent.decode()
        return not difference(value, json.loads(text)) if isinstance(value, dict | list) else reads_as(value, text)
    except ValueError:
        return False

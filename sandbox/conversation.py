"""Reads the messages of a conversation, whether they are plain text or blocks."""

from collections.abc import Iterator, Sequence
from typing import Any

Message = dict[str, Any]


def question(messages: Sequence[Message]) -> str:
    """Return the text of the user's last message. Messages without a role count as the user's."""
    asked = (message for message in reversed(messages) if message.get("role", "user") == "user")
    return text(next(asked, messages[-1]))


def text(message: Message) -> str:
    """Return the text of a message. Plain text takes precedence over blocks."""
    return message.get("content") or "\n".join(value["text"] for value in _values(message) if "text" in value)


def tool_results(message: Message) -> list[str]:
    """Return the tool results in a message."""
    results = list(message.get("tool_results", ()))
    results += [value["tool_call_result"] for value in _values(message) if "tool_call_result" in value]
    return [result.get("result", "") for result in results]


def count_tool_calls(messages: Sequence[Message]) -> int:
    """Return the number of tool calls in a conversation."""
    return sum(
        len(message.get("tool_calls", ())) + sum("tool_call" in value for value in _values(message))
        for message in messages
    )


def _values(message: Message) -> Iterator[dict[str, Any]]:
    return (block["value"] for block in message.get("contents", ()))

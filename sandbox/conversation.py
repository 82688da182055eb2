"""What a conversation says, in plain text and in blocks alike."""

from collections.abc import Iterator, Sequence
from typing import Any

Message = dict[str, Any]


def question(messages: Sequence[Message]) -> str:
    """The text of the last message of the user, who also speaks where no role is given."""
    asked = (message for message in reversed(messages) if message.get("role", "user") == "user")
    return text(next(asked, messages[-1]))


def text(message: Message) -> str:
    """The text of a message. Its plain text wins over its blocks."""
    return message.get("content") or "\n".join(value["text"] for value in _values(message) if "text" in value)


def tool_results(message: Message) -> list[str]:
    """What tools returned in a message."""
    results = list(message.get("tool_results", ()))
    results += [value["tool_call_result"] for value in _values(message) if "tool_call_result" in value]
    return [result.get("result", "") for result in results]


def count_tool_calls(messages: Sequence[Message]) -> int:
    """How many calls a conversation has seen."""
    return sum(
        len(message.get("tool_calls", ())) + sum("tool_call" in value for value in _values(message))
        for message in messages
    )


def _values(message: Message) -> Iterator[dict[str, Any]]:
    return (block["value"] for block in message.get("contents", ()))

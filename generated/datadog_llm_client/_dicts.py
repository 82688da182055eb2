# Made by "make generate" from openapi/: edit that.
"""TypedDicts that callers may pass in place of models. Extra keys are sent too, though type checkers reject them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Required, TypedDict


class AnthropicMetadataDict(TypedDict, total=False):
    """`AnthropicMetadata` as a dict. Settings specific to Anthropic models."""

    effort: AnthropicEffort | None
    """Effort level of the inference."""
    thinking: AnthropicThinking | AnthropicThinkingDict | None
    """Configuration of extended thinking."""


class AnthropicThinkingDict(TypedDict, total=False):
    """`AnthropicThinking` as a dict. Configuration of extended thinking by an Anthropic model."""

    type: Required[AnthropicThinkingType]
    """Mode of extended thinking by an Anthropic model."""
    budget_tokens: int | None
    """Maximum number of tokens to spend on extended thinking. Required when `type` is `enabled`."""


class AzureOpenAIMetadataDict(TypedDict, total=False):
    """`AzureOpenAIMetadata` as a dict. An Azure OpenAI deployment."""

    deployment_id: str
    """Identifier of the deployment."""
    model_version: str
    """Version of the deployed model."""
    resource_name: str
    """Name of the Azure resource."""


class BedrockMetadataDict(TypedDict, total=False):
    """`BedrockMetadata` as a dict. Settings specific to Amazon Bedrock."""

    region: str
    """AWS region of the request to Bedrock."""


class ContentBlockDict(TypedDict, total=False):
    """`ContentBlock` as a dict. One block of a message."""

    type: Required[str]
    """Kind of the block, such as `text`."""
    value: Required[ContentValue | ContentValueDict]
    """The content of a block."""


class ContentValueDict(TypedDict, total=False):
    """`ContentValue` as a dict. The content of a block."""

    text: str
    """Plain text."""
    tool_call: ToolCall | ToolCallDict
    """A tool call made during an inference."""
    tool_call_result: ToolResult | ToolResultDict
    """The result of a tool call during an inference."""


class FunctionDefinitionDict(TypedDict, total=False):
    """`FunctionDefinition` as a dict. A function that a model may call."""

    name: Required[str]
    """Name of the function."""
    parameters: Required[Mapping[str, Any]]
    """JSON Schema of the function's arguments."""
    description: str
    """What the function does, for the model."""


class MessageDict(TypedDict, total=False):
    """`Message` as a dict. One message of a conversation."""

    role: str
    """Role of the author, such as `user`."""
    content: str
    """The message as plain text."""
    contents: Sequence[ContentBlock | ContentBlockDict]
    """The message as structured blocks."""
    id: str
    """Identifier of the message."""
    tool_calls: Sequence[ToolCall | ToolCallDict]
    """Tool calls in the message."""
    tool_results: Sequence[ToolResult | ToolResultDict]
    """Tool results in the message."""


class OpenAIMetadataDict(TypedDict, total=False):
    """`OpenAIMetadata` as a dict. Settings specific to OpenAI models."""

    reasoning_effort: OpenAIReasoningEffort | None
    """Reasoning effort, for models that support it."""
    reasoning_summary: OpenAIReasoningSummary | None
    """Verbosity of the reasoning summary."""


class ToolDict(TypedDict, total=False):
    """`Tool` as a dict. A tool that a model may call."""

    type: Required[str]
    """Kind of the tool, such as `function`."""
    function: Required[FunctionDefinition | FunctionDefinitionDict]
    """A function that a model may call."""


class ToolCallDict(TypedDict, total=False):
    """`ToolCall` as a dict. A tool call made during an inference."""

    name: str
    """Name of the tool."""
    arguments: Mapping[str, Any]
    """Arguments passed to the tool."""
    tool_id: str
    """Identifier of the call."""
    type: str
    """Kind of the tool call, such as `function`."""


class ToolResultDict(TypedDict, total=False):
    """`ToolResult` as a dict. The result of a tool call during an inference."""

    name: str
    """Name of the tool."""
    result: str
    """Output of the tool, as text."""
    tool_id: str
    """Identifier of the call that this is the result of."""
    type: str
    """Kind of the tool result, such as `function`."""


class VertexAIMetadataDict(TypedDict, total=False):
    """`VertexAIMetadata` as a dict. A Google Cloud project and region."""

    location: str
    """Vertex AI region."""
    project: str
    """Identifier of the Google Cloud project."""
    project_ids: Sequence[str]
    """Identifiers of the Google Cloud projects that the service account can use."""


from .models.run_inference import (
    AnthropicEffort,
    AnthropicThinking,
    AnthropicThinkingType,
    ContentBlock,
    ContentValue,
    FunctionDefinition,
    OpenAIReasoningEffort,
    OpenAIReasoningSummary,
    ToolCall,
    ToolResult,
)

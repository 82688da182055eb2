# Made by "make generate" from openapi/: edit that.
"""The models of the `run_inference` operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self, TypeAlias

from attrs import define, field

from .._runtime.values.decoding import (
    any_value,
    array,
    enum,
    integer,
    json_object,
    json_string,
    mapping,
    number,
    optional,
    optional_nullable,
    remaining,
    required,
    required_nullable,
    string,
)
from .._runtime.values.models import Model
from ..types import UNSET, Unset
from .azure_openai_metadata import AzureOpenAIMetadata
from .vertex_ai_metadata import VertexAIMetadata

AnthropicEffort: TypeAlias = Literal["high", "low", "max", "medium"] | str
"""Effort level of an inference by an Anthropic model.

Other values are accepted too, and returned unchanged.
"""

ANTHROPIC_EFFORT_VALUES = frozenset(["high", "low", "max", "medium"])

OpenAIReasoningEffort: TypeAlias = Literal["high", "low", "medium", "none", "xhigh"] | str
"""Reasoning effort of OpenAI models that support it.

Other values are accepted too, and returned unchanged.
"""

OPENAI_REASONING_EFFORT_VALUES = frozenset(["high", "low", "medium", "none", "xhigh"])

OpenAIReasoningSummary: TypeAlias = Literal["auto", "concise", "detailed"] | str
"""Verbosity of the summary of an OpenAI model's reasoning.

Other values are accepted too, and returned unchanged.
"""

OPENAI_REASONING_SUMMARY_VALUES = frozenset(["auto", "concise", "detailed"])

AnthropicThinkingType: TypeAlias = Literal["adaptive", "disabled", "enabled"] | str
"""Mode of extended thinking by an Anthropic model.

Other values are accepted too, and returned unchanged.
"""

ANTHROPIC_THINKING_TYPE_VALUES = frozenset(["adaptive", "disabled", "enabled"])


@define(kw_only=True, repr=False, eq=False)
class InferenceRequest(Model):
    """The model, the conversation and the settings of an inference."""

    model_id: str
    """Identifier of the model to use."""
    messages: list[Message]
    """Messages of the conversation, in order."""
    temperature: float | None | Unset = UNSET
    """Sampling temperature between 0 and 2. Higher values make the output more random."""
    max_tokens: int | None | Unset = UNSET
    """Maximum number of tokens to generate."""
    max_completion_tokens: int | None | Unset = UNSET
    """Maximum number of completion tokens to generate; some providers use it instead of `max_tokens`."""
    top_p: float | None | Unset = UNSET
    """Nucleus sampling, as the fraction of the probability mass to sample from."""
    top_k: int | None | Unset = UNSET
    """Number of most likely tokens to sample from."""
    frequency_penalty: float | None | Unset = UNSET
    """Penalty on frequent tokens, which reduces repetition."""
    presence_penalty: float | None | Unset = UNSET
    """Penalty on tokens that are already present, which encourages diverse topics."""
    json_schema: str | None | Unset = UNSET
    """A JSON Schema that the output must match, as a JSON document in a string. Not all models support it."""
    tools: list[Tool] | Unset = UNSET
    """Tools that the model may call."""
    anthropic_metadata: AnthropicMetadata | None | Unset = UNSET
    """Settings specific to Anthropic models."""
    azure_openai_metadata: AzureOpenAIMetadata | None | Unset = UNSET
    """The Azure OpenAI deployment to use."""
    bedrock_metadata: BedrockMetadata | None | Unset = UNSET
    """Settings specific to Amazon Bedrock."""
    openai_metadata: OpenAIMetadata | None | Unset = UNSET
    """Settings specific to OpenAI models."""
    vertex_ai_metadata: VertexAIMetadata | None | Unset = UNSET
    """The Google Cloud project and region to use."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            model_id=required(properties, "model_id", string),
            messages=required(properties, "messages", _messages),
            temperature=optional_nullable(properties, "temperature", number),
            max_tokens=optional_nullable(properties, "max_tokens", integer),
            max_completion_tokens=optional_nullable(properties, "max_completion_tokens", integer),
            top_p=optional_nullable(properties, "top_p", number),
            top_k=optional_nullable(properties, "top_k", integer),
            frequency_penalty=optional_nullable(properties, "frequency_penalty", number),
            presence_penalty=optional_nullable(properties, "presence_penalty", number),
            json_schema=optional_nullable(properties, "json_schema", json_string),
            tools=optional(properties, "tools", _tools),
            anthropic_metadata=optional_nullable(properties, "anthropic_metadata", AnthropicMetadata.from_dict),
            azure_openai_metadata=optional_nullable(properties, "azure_openai_metadata", AzureOpenAIMetadata.from_dict),
            bedrock_metadata=optional_nullable(properties, "bedrock_metadata", BedrockMetadata.from_dict),
            openai_metadata=optional_nullable(properties, "openai_metadata", OpenAIMetadata.from_dict),
            vertex_ai_metadata=optional_nullable(properties, "vertex_ai_metadata", VertexAIMetadata.from_dict),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "model_id": self.model_id,
            "messages": self.messages,
            "temperature": self.temperature,
            "max_tokens": self.max_tokens,
            "max_completion_tokens": self.max_completion_tokens,
            "top_p": self.top_p,
            "top_k": self.top_k,
            "frequency_penalty": self.frequency_penalty,
            "presence_penalty": self.presence_penalty,
            "json_schema": self.json_schema,
            "tools": self.tools,
            "anthropic_metadata": self.anthropic_metadata,
            "azure_openai_metadata": self.azure_openai_metadata,
            "bedrock_metadata": self.bedrock_metadata,
            "openai_metadata": self.openai_metadata,
            "vertex_ai_metadata": self.vertex_ai_metadata,
        }


@define(kw_only=True, repr=False, eq=False)
class Message(Model):
    """One message of a conversation."""

    role: str | Unset = UNSET
    """Role of the author, such as `user`."""
    content: str | Unset = UNSET
    """The message as plain text."""
    contents: list[ContentBlock] | Unset = UNSET
    """The message as structured blocks."""
    id: str | Unset = UNSET
    """Identifier of the message."""
    tool_calls: list[ToolCall] | Unset = UNSET
    """Tool calls in the message."""
    tool_results: list[ToolResult] | Unset = UNSET
    """Tool results in the message."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            role=optional(properties, "role", string),
            content=optional(properties, "content", string),
            contents=optional(properties, "contents", _contents),
            id=optional(properties, "id", string),
            tool_calls=optional(properties, "tool_calls", _tool_calls),
            tool_results=optional(properties, "tool_results", _tool_results),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "role": self.role,
            "content": self.content,
            "contents": self.contents,
            "id": self.id,
            "tool_calls": self.tool_calls,
            "tool_results": self.tool_results,
        }


@define(kw_only=True, repr=False, eq=False)
class Tool(Model):
    """A tool that a model may call."""

    type: str
    """Kind of the tool, such as `function`."""
    function: FunctionDefinition
    """A function that a model may call."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            type=required(properties, "type", string),
            function=required(properties, "function", FunctionDefinition.from_dict),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "function": self.function,
        }


@define(kw_only=True, repr=False, eq=False)
class AnthropicMetadata(Model):
    """Settings specific to Anthropic models."""

    effort: AnthropicEffort | None | Unset = UNSET
    """Effort level of the inference."""
    thinking: AnthropicThinking | None | Unset = UNSET
    """Configuration of extended thinking."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    _known_values: ClassVar[Mapping[str, frozenset[Any]]] = {
        "effort": ANTHROPIC_EFFORT_VALUES,
    }

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            effort=optional_nullable(properties, "effort", _effort),
            thinking=optional_nullable(properties, "thinking", AnthropicThinking.from_dict),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "effort": self.effort,
            "thinking": self.thinking,
        }


@define(kw_only=True, repr=False, eq=False)
class BedrockMetadata(Model):
    """Settings specific to Amazon Bedrock."""

    region: str | Unset = UNSET
    """AWS region of the request to Bedrock."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            region=optional(properties, "region", string),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "region": self.region,
        }


@define(kw_only=True, repr=False, eq=False)
class OpenAIMetadata(Model):
    """Settings specific to OpenAI models."""

    reasoning_effort: OpenAIReasoningEffort | None | Unset = UNSET
    """Reasoning effort, for models that support it."""
    reasoning_summary: OpenAIReasoningSummary | None | Unset = UNSET
    """Verbosity of the reasoning summary."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    _known_values: ClassVar[Mapping[str, frozenset[Any]]] = {
        "reasoning_effort": OPENAI_REASONING_EFFORT_VALUES,
        "reasoning_summary": OPENAI_REASONING_SUMMARY_VALUES,
    }

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            reasoning_effort=optional_nullable(properties, "reasoning_effort", _reasoning_effort),
            reasoning_summary=optional_nullable(properties, "reasoning_summary", _reasoning_summary),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "reasoning_effort": self.reasoning_effort,
            "reasoning_summary": self.reasoning_summary,
        }


@define(kw_only=True, repr=False, eq=False)
class ContentBlock(Model):
    """One block of a message."""

    type: str
    """Kind of the block, such as `text`."""
    value: ContentValue
    """The content of a block."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            type=required(properties, "type", string),
            value=required(properties, "value", ContentValue.from_dict),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "value": self.value,
        }


@define(kw_only=True, repr=False, eq=False)
class ToolCall(Model):
    """A tool call made during an inference."""

    name: str | Unset = UNSET
    """Name of the tool."""
    arguments: ToolCallArguments | Unset = UNSET
    """Arguments passed to the tool."""
    tool_id: str | Unset = UNSET
    """Identifier of the call."""
    type: str | Unset = UNSET
    """Kind of the tool call, such as `function`."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            name=optional(properties, "name", string),
            arguments=optional(properties, "arguments", _arguments),
            tool_id=optional(properties, "tool_id", string),
            type=optional(properties, "type", string),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "arguments": self.arguments,
            "tool_id": self.tool_id,
            "type": self.type,
        }


@define(kw_only=True, repr=False, eq=False)
class ToolResult(Model):
    """The result of a tool call during an inference."""

    name: str | Unset = UNSET
    """Name of the tool."""
    result: str | Unset = UNSET
    """Output of the tool, as text."""
    tool_id: str | Unset = UNSET
    """Identifier of the call that this is the result of."""
    type: str | Unset = UNSET
    """Kind of the tool result, such as `function`."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            name=optional(properties, "name", string),
            result=optional(properties, "result", string),
            tool_id=optional(properties, "tool_id", string),
            type=optional(properties, "type", string),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "result": self.result,
            "tool_id": self.tool_id,
            "type": self.type,
        }


@define(kw_only=True, repr=False, eq=False)
class FunctionDefinition(Model):
    """A function that a model may call."""

    name: str
    """Name of the function."""
    parameters: FunctionDefinitionParameters
    """JSON Schema of the function's arguments."""
    description: str | Unset = UNSET
    """What the function does, for the model."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            name=required(properties, "name", string),
            parameters=required(properties, "parameters", _parameters),
            description=optional(properties, "description", string),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "parameters": self.parameters,
            "description": self.description,
        }


@define(kw_only=True, repr=False, eq=False)
class AnthropicThinking(Model):
    """Configuration of extended thinking by an Anthropic model."""

    type: AnthropicThinkingType
    """Mode of extended thinking by an Anthropic model."""
    budget_tokens: int | None | Unset = UNSET
    """Maximum number of tokens to spend on extended thinking. Required when `type` is `enabled`."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    _known_values: ClassVar[Mapping[str, frozenset[Any]]] = {
        "type": ANTHROPIC_THINKING_TYPE_VALUES,
    }

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            type=required(properties, "type", _type),
            budget_tokens=optional_nullable(properties, "budget_tokens", integer),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "budget_tokens": self.budget_tokens,
        }


@define(kw_only=True, repr=False, eq=False)
class ContentValue(Model):
    """The content of a block."""

    text: str | Unset = UNSET
    """Plain text."""
    tool_call: ToolCall | Unset = UNSET
    """A tool call made during an inference."""
    tool_call_result: ToolResult | Unset = UNSET
    """The result of a tool call during an inference."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            text=optional(properties, "text", string),
            tool_call=optional(properties, "tool_call", ToolCall.from_dict),
            tool_call_result=optional(properties, "tool_call_result", ToolResult.from_dict),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "tool_call": self.tool_call,
            "tool_call_result": self.tool_call_result,
        }


@define(kw_only=True, repr=False, eq=False)
class InferenceResponse(Model):
    """The settings and the outcome of an inference."""

    model_id: str
    """Identifier of the model that was used."""
    messages: list[Message]
    """Messages of the conversation."""
    response: InferenceOutput
    """The output of a completed inference."""
    error_response: ProviderErrorDetail | Unset = UNSET
    """Why the provider refused an inference that Datadog relayed."""
    temperature: float | None | Unset = UNSET
    """Sampling temperature used."""
    max_tokens: int | None | Unset = UNSET
    """Maximum number of tokens to generate."""
    max_completion_tokens: int | None | Unset = UNSET
    """Maximum number of completion tokens to generate."""
    top_p: float | None | Unset = UNSET
    """Nucleus sampling fraction used."""
    top_k: int | None | Unset = UNSET
    """Number of most likely tokens sampled from."""
    frequency_penalty: float | None | Unset = UNSET
    """Frequency penalty used."""
    presence_penalty: float | None | Unset = UNSET
    """Presence penalty used."""
    json_schema: str | None | Unset = UNSET
    """JSON Schema that the output had to match, as a JSON document in a string."""
    tools: list[Tool] | Unset = UNSET
    """Tools that the model could call."""
    anthropic_metadata: AnthropicMetadata | None | Unset = UNSET
    """Anthropic settings used."""
    azure_openai_metadata: AzureOpenAIMetadata | None | Unset = UNSET
    """Azure OpenAI deployment used."""
    bedrock_metadata: BedrockMetadata | None | Unset = UNSET
    """Amazon Bedrock settings used."""
    openai_metadata: OpenAIMetadata | None | Unset = UNSET
    """OpenAI settings used."""
    vertex_ai_metadata: VertexAIMetadata | None | Unset = UNSET
    """Google Cloud project and region used."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            model_id=required(properties, "model_id", string),
            messages=required(properties, "messages", _messages2),
            response=required(properties, "response", InferenceOutput.from_dict),
            error_response=optional(properties, "error_response", ProviderErrorDetail.from_dict),
            temperature=optional_nullable(properties, "temperature", number),
            max_tokens=optional_nullable(properties, "max_tokens", integer),
            max_completion_tokens=optional_nullable(properties, "max_completion_tokens", integer),
            top_p=optional_nullable(properties, "top_p", number),
            top_k=optional_nullable(properties, "top_k", integer),
            frequency_penalty=optional_nullable(properties, "frequency_penalty", number),
            presence_penalty=optional_nullable(properties, "presence_penalty", number),
            json_schema=optional_nullable(properties, "json_schema", json_string),
            tools=optional(properties, "tools", _tools),
            anthropic_metadata=optional_nullable(properties, "anthropic_metadata", AnthropicMetadata.from_dict),
            azure_openai_metadata=optional_nullable(properties, "azure_openai_metadata", AzureOpenAIMetadata.from_dict),
            bedrock_metadata=optional_nullable(properties, "bedrock_metadata", BedrockMetadata.from_dict),
            openai_metadata=optional_nullable(properties, "openai_metadata", OpenAIMetadata.from_dict),
            vertex_ai_metadata=optional_nullable(properties, "vertex_ai_metadata", VertexAIMetadata.from_dict),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "model_id": self.model_id,
            "messages": self.messages,
            "response": self.response,
            "error_response": self.error_response,
            "temperature": self.temperature,
            "max_tokens": self.max_tokens,
            "max_completion_tokens": self.max_completion_tokens,
            "top_p": self.top_p,
            "top_k": self.top_k,
            "frequency_penalty": self.frequency_penalty,
            "presence_penalty": self.presence_penalty,
            "json_schema": self.json_schema,
            "tools": self.tools,
            "anthropic_metadata": self.anthropic_metadata,
            "azure_openai_metadata": self.azure_openai_metadata,
            "bedrock_metadata": self.bedrock_metadata,
            "openai_metadata": self.openai_metadata,
            "vertex_ai_metadata": self.vertex_ai_metadata,
        }


@define(kw_only=True, repr=False, eq=False)
class InferenceOutput(Model):
    """The output of a completed inference."""

    content: str
    """The model's response as text."""
    finish_reason: str
    """Why the model stopped generating tokens."""
    input_tokens: int
    """Input tokens consumed."""
    output_tokens: int
    """Output tokens generated."""
    total_tokens: int
    """Input and output tokens together."""
    latency: int
    """Duration of the request, in milliseconds."""
    assessment: str | None
    """An assessment of the quality of the output. May be null."""
    tools: list[Tool]
    """Tools that the model could call."""
    inference_codes: list[InferenceCode]
    """Code snippets generated for this inference configuration."""
    internal_reasoning: InternalReasoning | None | Unset = UNSET
    """The model's reasoning, if available."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            content=required(properties, "content", string),
            finish_reason=required(properties, "finish_reason", string),
            input_tokens=required(properties, "input_tokens", integer),
            output_tokens=required(properties, "output_tokens", integer),
            total_tokens=required(properties, "total_tokens", integer),
            latency=required(properties, "latency", integer),
            assessment=required_nullable(properties, "assessment", string),
            tools=required(properties, "tools", _tools),
            inference_codes=required(properties, "inference_codes", _inference_codes),
            internal_reasoning=optional_nullable(properties, "internal_reasoning", InternalReasoning.from_dict),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "content": self.content,
            "finish_reason": self.finish_reason,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "total_tokens": self.total_tokens,
            "latency": self.latency,
            "assessment": self.assessment,
            "tools": self.tools,
            "inference_codes": self.inference_codes,
            "internal_reasoning": self.internal_reasoning,
        }


@define(kw_only=True, repr=False, eq=False)
class ProviderErrorDetail(Model):
    """Why the provider refused an inference that Datadog relayed."""

    type: str
    """Type of error, as the provider names it."""
    message: str
    """Human-readable error message."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            type=required(properties, "type", string),
            message=required(properties, "message", string),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "message": self.message,
        }


@define(kw_only=True, repr=False, eq=False)
class InferenceCode(Model):
    """A code snippet generated for an inference configuration."""

    id: str
    """Identifier of the snippet."""
    type: str
    """Programming language or SDK of the snippet."""
    code: str
    """The code."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            id=required(properties, "id", string),
            type=required(properties, "type", string),
            code=required(properties, "code", string),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": self.type,
            "code": self.code,
        }


@define(kw_only=True, repr=False, eq=False)
class InternalReasoning(Model):
    """The internal reasoning of a model."""

    text: str
    """The reasoning as text."""
    reasoning_tokens: int | None | Unset = UNSET
    """Tokens spent on reasoning."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            text=required(properties, "text", string),
            reasoning_tokens=optional_nullable(properties, "reasoning_tokens", integer),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "reasoning_tokens": self.reasoning_tokens,
        }


ToolCallArguments: TypeAlias = dict[str, Any]
"""Arguments passed to the tool."""

FunctionDefinitionParameters: TypeAlias = dict[str, Any]
"""JSON Schema of the function's arguments."""

_messages = array(Message.from_dict, min_items=1)
_tools = array(Tool.from_dict)
_contents = array(ContentBlock.from_dict)
_tool_calls = array(ToolCall.from_dict)
_tool_results = array(ToolResult.from_dict)
_effort = enum(ANTHROPIC_EFFORT_VALUES, string)
_reasoning_effort = enum(OPENAI_REASONING_EFFORT_VALUES, string)
_reasoning_summary = enum(OPENAI_REASONING_SUMMARY_VALUES, string)
_arguments = mapping(any_value)
_parameters = mapping(any_value)
_type = enum(ANTHROPIC_THINKING_TYPE_VALUES, string)
_messages2 = array(Message.from_dict)
_inference_codes = array(InferenceCode.from_dict)

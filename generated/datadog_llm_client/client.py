# Made by "make generate" from openapi/: edit that.
"""The clients, with one method per operation of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import __version__, models
from ._contract import SERVICE
from ._runtime.async_client import BaseAsyncClient, keep_response_async
from ._runtime.client import BaseSyncClient, keep_response
from ._runtime.values.settings import Options, TimeoutTypes
from ._runtime.values.tracebacks import boundary
from .api import integrations as _integrations
from .types import UNSET, Unset

__all__ = ("AsyncClient", "Client")


class Client(BaseSyncClient):
    """Calls the API synchronously. Close it, or use it in a `with` block."""

    _service = SERVICE
    _version = __version__

    @property
    def with_raw_response(self) -> RawClient:
        """The same methods, returning the whole `Response` instead of only its parsed body."""
        return RawClient(self)

    @boundary
    def list_accounts(
        self,
        integration: models.IntegrationName,
        *,
        extra_headers: Mapping[str, str] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        deadline: float | None | Unset = UNSET,
        retry_unsafe: bool | Unset = UNSET,
        strict_responses: bool | Unset = UNSET,
    ) -> list[models.IntegrationAccount]:
        """List the accounts connected for an integration.

        Datadog does not document pagination.

        Source: `GET /api/v2/llm-obs/v1/integrations/{integration}/accounts`.

        Args:
            integration: Name of the LLM integration, such as `openai`.
            extra_headers: Additional headers to send.
            timeout: Seconds for each phase of a request, an `httpx.Timeout`, or None. Defaults to the client's.
            max_retries: Maximum number of times the request is sent again. Defaults to the client's.
            deadline: Seconds for the call, including all attempts and waits, or None. Defaults to the client's.
            retry_unsafe: Whether to retry a request that may already have been processed. Defaults to the
                client's.
            strict_responses: Whether to reject a response that does not match the contract. Defaults to the
                client's.

        Raises:
            RequestValidationError: An argument does not match the contract; nothing was sent.
            APIStatusError: Datadog responded with an error (documented: 400, 401, 403, 429).
            APIConnectionError: There was no usable response.
            ResponseValidationError: The response does not match the contract.
        """
        return self._call(
            _integrations.list_accounts.OPERATION.prepare(
                {"integration": integration},
                extra_headers=extra_headers,
            ),
            Options(timeout, max_retries, deadline, retry_unsafe, strict_responses),
        )

    @boundary
    def run_inference(
        self,
        integration: models.IntegrationName,
        account_id: str,
        *,
        model_id: str,
        messages: Sequence[models.Message | models.MessageDict],
        temperature: float | None | Unset = UNSET,
        max_tokens: int | None | Unset = UNSET,
        max_completion_tokens: int | None | Unset = UNSET,
        top_p: float | None | Unset = UNSET,
        top_k: int | None | Unset = UNSET,
        frequency_penalty: float | None | Unset = UNSET,
        presence_penalty: float | None | Unset = UNSET,
        json_schema: str | Mapping[str, Any] | type[Any] | None | Unset = UNSET,
        tools: Sequence[models.Tool | models.ToolDict] | Unset = UNSET,
        anthropic_metadata: models.AnthropicMetadata | models.AnthropicMetadataDict | None | Unset = UNSET,
        azure_openai_metadata: models.AzureOpenAIMetadata | models.AzureOpenAIMetadataDict | None | Unset = UNSET,
        bedrock_metadata: models.BedrockMetadata | models.BedrockMetadataDict | None | Unset = UNSET,
        openai_metadata: models.OpenAIMetadata | models.OpenAIMetadataDict | None | Unset = UNSET,
        vertex_ai_metadata: models.VertexAIMetadata | models.VertexAIMetadataDict | None | Unset = UNSET,
        extra_body: Mapping[str, Any] | None = None,
        extra_headers: Mapping[str, str] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        deadline: float | None | Unset = UNSET,
        retry_unsafe: bool | Unset = UNSET,
        strict_responses: bool | Unset = UNSET,
    ) -> models.InferenceResponse:
        """Run one inference through a connected account.

        Returns the model's response and its token usage. The account's provider may bill each call, even if its
        response is lost on the way.

        Source: `POST /api/v2/llm-obs/v1/integrations/{integration}/{account_id}/inference`.

        Args:
            integration: Name of the LLM integration, such as `openai`.
            account_id: The `id` of a connected account, as returned by `list_accounts`.
            model_id: Identifier of the model to use.
            messages: Messages of the conversation, in order.
            temperature: Sampling temperature between 0 and 2. Higher values make the output more random.
            max_tokens: Maximum number of tokens to generate.
            max_completion_tokens: Maximum number of completion tokens to generate; some providers use it
                instead of `max_tokens`.
            top_p: Nucleus sampling, as the fraction of the probability mass to sample from.
            top_k: Number of most likely tokens to sample from.
            frequency_penalty: Penalty on frequent tokens, which reduces repetition.
            presence_penalty: Penalty on tokens that are already present, which encourages diverse topics.
            json_schema: A JSON Schema that the output must match, as a JSON document in a string. Not all
                models support it. In Python also as a mapping or, with the extra `[pydantic]`, as a type.
            tools: Tools that the model may call.
            anthropic_metadata: Settings specific to Anthropic models.
            azure_openai_metadata: The Azure OpenAI deployment to use.
            bedrock_metadata: Settings specific to Amazon Bedrock.
            openai_metadata: Settings specific to OpenAI models.
            vertex_ai_metadata: The Google Cloud project and region to use.
            extra_body: Body properties that the contract does not know yet.
            extra_headers: Additional headers to send.
            timeout: Seconds for each phase of a request, an `httpx.Timeout`, or None. Defaults to the client's.
            max_retries: Maximum number of times the request is sent again. Defaults to the client's.
            deadline: Seconds for the call, including all attempts and waits, or None. Defaults to the client's.
            retry_unsafe: Whether to retry a request that may already have been processed. Defaults to the
                client's.
            strict_responses: Whether to reject a response that does not match the contract. Defaults to the
                client's.

        Raises:
            RequestValidationError: An argument does not match the contract; nothing was sent.
            APIStatusError: Datadog responded with an error (documented: 400, 401, 403, 429, 500).
            APIConnectionError: There was no usable response.
            ResponseValidationError: The response does not match the contract.
            ProviderError: The LLM provider refused or failed.
        """
        return self._call(
            _integrations.run_inference.OPERATION.prepare(
                {"integration": integration, "account_id": account_id},
                {
                    "model_id": model_id,
                    "messages": messages,
                    "temperature": temperature,
                    "max_tokens": max_tokens,
                    "max_completion_tokens": max_completion_tokens,
                    "top_p": top_p,
                    "top_k": top_k,
                    "frequency_penalty": frequency_penalty,
                    "presence_penalty": presence_penalty,
                    "json_schema": json_schema,
                    "tools": tools,
                    "anthropic_metadata": anthropic_metadata,
                    "azure_openai_metadata": azure_openai_metadata,
                    "bedrock_metadata": bedrock_metadata,
                    "openai_metadata": openai_metadata,
                    "vertex_ai_metadata": vertex_ai_metadata,
                },
                extra_body=extra_body,
                extra_headers=extra_headers,
            ),
            Options(timeout, max_retries, deadline, retry_unsafe, strict_responses),
        )

    @boundary
    def list_models(
        self,
        integration: models.IntegrationName,
        account_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        deadline: float | None | Unset = UNSET,
        retry_unsafe: bool | Unset = UNSET,
        strict_responses: bool | Unset = UNSET,
    ) -> list[models.IntegrationModel]:
        """List the models that a connected account offers.

        Datadog does not document pagination.

        Source: `GET /api/v2/llm-obs/v1/integrations/{integration}/{account_id}/models`.

        Args:
            integration: Name of the LLM integration, such as `openai`.
            account_id: The `id` of a connected account, as returned by `list_accounts`.
            extra_headers: Additional headers to send.
            timeout: Seconds for each phase of a request, an `httpx.Timeout`, or None. Defaults to the client's.
            max_retries: Maximum number of times the request is sent again. Defaults to the client's.
            deadline: Seconds for the call, including all attempts and waits, or None. Defaults to the client's.
            retry_unsafe: Whether to retry a request that may already have been processed. Defaults to the
                client's.
            strict_responses: Whether to reject a response that does not match the contract. Defaults to the
                client's.

        Raises:
            RequestValidationError: An argument does not match the contract; nothing was sent.
            APIStatusError: Datadog responded with an error (documented: 400, 401, 403, 429).
            APIConnectionError: There was no usable response.
            ResponseValidationError: The response does not match the contract.
        """
        return self._call(
            _integrations.list_models.OPERATION.prepare(
                {"integration": integration, "account_id": account_id},
                extra_headers=extra_headers,
            ),
            Options(timeout, max_retries, deadline, retry_unsafe, strict_responses),
        )


class AsyncClient(BaseAsyncClient):
    """Calls the API asynchronously. Close it, or use it in an `async with` block."""

    _service = SERVICE
    _version = __version__

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same methods, returning the whole `Response` instead of only its parsed body."""
        return AsyncRawClient(self)

    @boundary
    async def list_accounts(
        self,
        integration: models.IntegrationName,
        *,
        extra_headers: Mapping[str, str] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        deadline: float | None | Unset = UNSET,
        retry_unsafe: bool | Unset = UNSET,
        strict_responses: bool | Unset = UNSET,
    ) -> list[models.IntegrationAccount]:
        """List the accounts connected for an integration.

        Datadog does not document pagination.

        Source: `GET /api/v2/llm-obs/v1/integrations/{integration}/accounts`.

        Args:
            integration: Name of the LLM integration, such as `openai`.
            extra_headers: Additional headers to send.
            timeout: Seconds for each phase of a request, an `httpx.Timeout`, or None. Defaults to the client's.
            max_retries: Maximum number of times the request is sent again. Defaults to the client's.
            deadline: Seconds for the call, including all attempts and waits, or None. Defaults to the client's.
            retry_unsafe: Whether to retry a request that may already have been processed. Defaults to the
                client's.
            strict_responses: Whether to reject a response that does not match the contract. Defaults to the
                client's.

        Raises:
            RequestValidationError: An argument does not match the contract; nothing was sent.
            APIStatusError: Datadog responded with an error (documented: 400, 401, 403, 429).
            APIConnectionError: There was no usable response.
            ResponseValidationError: The response does not match the contract.
        """
        return await self._call(
            _integrations.list_accounts.OPERATION.prepare(
                {"integration": integration},
                extra_headers=extra_headers,
            ),
            Options(timeout, max_retries, deadline, retry_unsafe, strict_responses),
        )

    @boundary
    async def run_inference(
        self,
        integration: models.IntegrationName,
        account_id: str,
        *,
        model_id: str,
        messages: Sequence[models.Message | models.MessageDict],
        temperature: float | None | Unset = UNSET,
        max_tokens: int | None | Unset = UNSET,
        max_completion_tokens: int | None | Unset = UNSET,
        top_p: float | None | Unset = UNSET,
        top_k: int | None | Unset = UNSET,
        frequency_penalty: float | None | Unset = UNSET,
        presence_penalty: float | None | Unset = UNSET,
        json_schema: str | Mapping[str, Any] | type[Any] | None | Unset = UNSET,
        tools: Sequence[models.Tool | models.ToolDict] | Unset = UNSET,
        anthropic_metadata: models.AnthropicMetadata | models.AnthropicMetadataDict | None | Unset = UNSET,
        azure_openai_metadata: models.AzureOpenAIMetadata | models.AzureOpenAIMetadataDict | None | Unset = UNSET,
        bedrock_metadata: models.BedrockMetadata | models.BedrockMetadataDict | None | Unset = UNSET,
        openai_metadata: models.OpenAIMetadata | models.OpenAIMetadataDict | None | Unset = UNSET,
        vertex_ai_metadata: models.VertexAIMetadata | models.VertexAIMetadataDict | None | Unset = UNSET,
        extra_body: Mapping[str, Any] | None = None,
        extra_headers: Mapping[str, str] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        deadline: float | None | Unset = UNSET,
        retry_unsafe: bool | Unset = UNSET,
        strict_responses: bool | Unset = UNSET,
    ) -> models.InferenceResponse:
        """Run one inference through a connected account.

        Returns the model's response and its token usage. The account's provider may bill each call, even if its
        response is lost on the way.

        Source: `POST /api/v2/llm-obs/v1/integrations/{integration}/{account_id}/inference`.

        Args:
            integration: Name of the LLM integration, such as `openai`.
            account_id: The `id` of a connected account, as returned by `list_accounts`.
            model_id: Identifier of the model to use.
            messages: Messages of the conversation, in order.
            temperature: Sampling temperature between 0 and 2. Higher values make the output more random.
            max_tokens: Maximum number of tokens to generate.
            max_completion_tokens: Maximum number of completion tokens to generate; some providers use it
                instead of `max_tokens`.
            top_p: Nucleus sampling, as the fraction of the probability mass to sample from.
            top_k: Number of most likely tokens to sample from.
            frequency_penalty: Penalty on frequent tokens, which reduces repetition.
            presence_penalty: Penalty on tokens that are already present, which encourages diverse topics.
            json_schema: A JSON Schema that the output must match, as a JSON document in a string. Not all
                models support it. In Python also as a mapping or, with the extra `[pydantic]`, as a type.
            tools: Tools that the model may call.
            anthropic_metadata: Settings specific to Anthropic models.
            azure_openai_metadata: The Azure OpenAI deployment to use.
            bedrock_metadata: Settings specific to Amazon Bedrock.
            openai_metadata: Settings specific to OpenAI models.
            vertex_ai_metadata: The Google Cloud project and region to use.
            extra_body: Body properties that the contract does not know yet.
            extra_headers: Additional headers to send.
            timeout: Seconds for each phase of a request, an `httpx.Timeout`, or None. Defaults to the client's.
            max_retries: Maximum number of times the request is sent again. Defaults to the client's.
            deadline: Seconds for the call, including all attempts and waits, or None. Defaults to the client's.
            retry_unsafe: Whether to retry a request that may already have been processed. Defaults to the
                client's.
            strict_responses: Whether to reject a response that does not match the contract. Defaults to the
                client's.

        Raises:
            RequestValidationError: An argument does not match the contract; nothing was sent.
            APIStatusError: Datadog responded with an error (documented: 400, 401, 403, 429, 500).
            APIConnectionError: There was no usable response.
            ResponseValidationError: The response does not match the contract.
            ProviderError: The LLM provider refused or failed.
        """
        return await self._call(
            _integrations.run_inference.OPERATION.prepare(
                {"integration": integration, "account_id": account_id},
                {
                    "model_id": model_id,
                    "messages": messages,
                    "temperature": temperature,
                    "max_tokens": max_tokens,
                    "max_completion_tokens": max_completion_tokens,
                    "top_p": top_p,
                    "top_k": top_k,
                    "frequency_penalty": frequency_penalty,
                    "presence_penalty": presence_penalty,
                    "json_schema": json_schema,
                    "tools": tools,
                    "anthropic_metadata": anthropic_metadata,
                    "azure_openai_metadata": azure_openai_metadata,
                    "bedrock_metadata": bedrock_metadata,
                    "openai_metadata": openai_metadata,
                    "vertex_ai_metadata": vertex_ai_metadata,
                },
                extra_body=extra_body,
                extra_headers=extra_headers,
            ),
            Options(timeout, max_retries, deadline, retry_unsafe, strict_responses),
        )

    @boundary
    async def list_models(
        self,
        integration: models.IntegrationName,
        account_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        deadline: float | None | Unset = UNSET,
        retry_unsafe: bool | Unset = UNSET,
        strict_responses: bool | Unset = UNSET,
    ) -> list[models.IntegrationModel]:
        """List the models that a connected account offers.

        Datadog does not document pagination.

        Source: `GET /api/v2/llm-obs/v1/integrations/{integration}/{account_id}/models`.

        Args:
            integration: Name of the LLM integration, such as `openai`.
            account_id: The `id` of a connected account, as returned by `list_accounts`.
            extra_headers: Additional headers to send.
            timeout: Seconds for each phase of a request, an `httpx.Timeout`, or None. Defaults to the client's.
            max_retries: Maximum number of times the request is sent again. Defaults to the client's.
            deadline: Seconds for the call, including all attempts and waits, or None. Defaults to the client's.
            retry_unsafe: Whether to retry a request that may already have been processed. Defaults to the
                client's.
            strict_responses: Whether to reject a response that does not match the contract. Defaults to the
                client's.

        Raises:
            RequestValidationError: An argument does not match the contract; nothing was sent.
            APIStatusError: Datadog responded with an error (documented: 400, 401, 403, 429).
            APIConnectionError: There was no usable response.
            ResponseValidationError: The response does not match the contract.
        """
        return await self._call(
            _integrations.list_models.OPERATION.prepare(
                {"integration": integration, "account_id": account_id},
                extra_headers=extra_headers,
            ),
            Options(timeout, max_retries, deadline, retry_unsafe, strict_responses),
        )


class RawClient:
    """The methods of `Client`, returning the whole `Response`."""

    def __init__(self, client: Client) -> None:
        client = client._copy(_raw=True)
        self.list_accounts = keep_response(client.list_accounts)
        self.run_inference = keep_response(client.run_inference)
        self.list_models = keep_response(client.list_models)


class AsyncRawClient:
    """The methods of `AsyncClient`, returning the whole `Response`."""

    def __init__(self, client: AsyncClient) -> None:
        client = client._copy(_raw=True)
        self.list_accounts = keep_response_async(client.list_accounts)
        self.run_inference = keep_response_async(client.run_inference)
        self.list_models = keep_response_async(client.list_models)

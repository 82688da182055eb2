"""User code that has to type-check: dict messages, model messages, and every error. Never run."""

from __future__ import annotations

import datadog_llm_client as llm
import httpx
from datadog_llm_client import UNSET, AsyncClient, Client, Response, models
from datadog_llm_client.models import (
    AnthropicMetadata,
    AnthropicThinking,
    FunctionDefinition,
    InferenceResponse,
    IntegrationAccount,
    Message,
    MessageDict,
    Tool,
)


def accounts(client: Client) -> list[str]:
    found: list[IntegrationAccount] = client.list_accounts("openai")
    client.list_accounts("an_integration_of_tomorrow", timeout=5, max_retries=0)
    return [account.account_region or "no region" for account in found]


def dict_messages(client: Client) -> str:
    messages: list[MessageDict] = [{"role": "user", "content": "What is the capital of France?"}]
    result = client.run_inference(
        "openai",
        "account-abc123",
        model_id="gpt-4o",
        messages=messages,
        temperature=0,
        max_tokens=None,
        openai_metadata={"reasoning_effort": "medium"},
        tools=[{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}],
        extra_body={"seed": 7},
        extra_headers={"X-Team": "evaluation"},
        timeout=httpx.Timeout(60, connect=1),
        deadline=120.0,
    )
    tokens: int = result.response.total_tokens
    return f"{result.response.content} ({tokens})"


def model_messages(client: Client) -> InferenceResponse:
    mixed: list[Message | MessageDict] = [Message(role="system", content="Be brief."), {"role": "user"}]
    tool = Tool(type="function", function=FunctionDefinition(name="f", parameters={"type": "object"}))
    thinking = AnthropicThinking(type="enabled", budget_tokens=1024)
    return client.run_inference(
        "anthropic",
        "account-abc123",
        model_id="claude",
        messages=mixed,
        tools=(tool,),
        anthropic_metadata=AnthropicMetadata(effort="tomorrow's effort", thinking=thinking),
    )


def narrowing(result: InferenceResponse) -> int:
    reasoning = result.response.internal_reasoning
    if reasoning is UNSET or reasoning is None:
        return 0
    known: models.InternalReasoning = reasoning
    calls = result.messages[0].tool_calls
    if calls:
        arguments = calls[0].arguments
        if arguments is not UNSET:
            arguments["location"] = "San Francisco"
    return known.reasoning_tokens or 0


async def asynchronous(client: AsyncClient) -> Response[InferenceResponse]:
    plain: list[IntegrationAccount] = await client.list_accounts("vertex_ai")
    quick = client.with_options(timeout=5, max_retries=0)
    return await quick.with_raw_response.run_inference("openai", plain[0].id, model_id="m", messages=[{"role": "user"}])


def raw(client: Client) -> float | None:
    response: Response[list[IntegrationAccount]] = client.with_raw_response.list_accounts("openai")
    status: int = response.status_code
    limit = response.rate_limit
    print(status, response.headers["content-type"], response.request_id, response.retries, response.parsed[0].id)
    return limit.reset if limit else None


def errors(client: Client) -> str | None:
    try:
        client.list_accounts("openai")
    except llm.RateLimitError as error:
        wait: float | None = error.retry_after
        return f"{wait} {error.rate_limit}"
    except (llm.BadRequestError, llm.AuthenticationError, llm.PermissionDeniedError) as error:
        return error.request_id
    except (llm.NotFoundError, llm.ServerError) as error:
        return error.errors[0].detail if error.errors else error.request_id
    except llm.APIStatusError as error:
        return f"{error.status_code} {error.body}"
    except llm.APITimeoutError as error:
        return f"{error.method} {error.path}"
    except llm.APIConnectionError as error:
        return f"{error.__cause__} after {error.retries}"
    except llm.ProviderError as error:
        return str(error.detail.message)
    except (llm.RequestValidationError, llm.ResponseValidationError) as error:
        return f"{error.location} {error.expected} {error.path}"
    except (llm.ConfigurationError, llm.ValidationError) as error:
        value_error: ValueError = error
        return str(value_error)
    except llm.DatadogError as error:
        return str(error)
    return None

"""Mistakes that type checkers have to find, each with a message that has the word after `names`. Never run."""

from __future__ import annotations

import datadog_llm_client
from datadog_llm_client import AsyncClient, Client
from datadog_llm_client.models import AnthropicMetadataDict, ContentBlockDict, Message, MessageDict, ToolDict


def arguments(client: Client) -> None:
    client.run_inference("openai", "a", model_id="m")  # type: ignore[call-arg]  # names messages
    client.run_inference("openai", "a", model_id="m", messages=[], temprature=1)  # type: ignore[call-arg]  # names temprature
    client.run_inference("openai", "a", model_id="m", messages=[], max_tokens="9")  # type: ignore[arg-type]  # names max_tokens
    client.run_inference("openai", "a", model_id="m", messages="hello")  # type: ignore[arg-type]  # names messages
    client.list_accounts(5)  # type: ignore[arg-type]  # names list_accounts
    client.with_raw_response.run_inference("openai")  # type: ignore[call-arg]  # names messages
    Client(http_backend="aiohtp")  # type: ignore[arg-type]  # names http_backend
    Message(rol="user")  # type: ignore[call-arg]  # names rol
    Message(role=5)  # type: ignore[arg-type]  # names role


def dicts() -> list[object]:
    """Of a dict that is declared, the key is named."""
    typo: MessageDict = {"role": "user", "contnt": "x"}  # type: ignore[typeddict-unknown-key]  # names contnt
    typos: list[MessageDict] = [{"contnt": "x"}]  # type: ignore[typeddict-unknown-key]  # names contnt
    value: MessageDict = {"role": "user", "content": 5}  # type: ignore[typeddict-item]  # names str
    missing: ContentBlockDict = {"type": "text"}  # type: ignore[typeddict-item]  # names value
    deep: AnthropicMetadataDict = {"thinking": {"type": "adaptive", "budget_tokens": "9"}}  # type: ignore[typeddict-item]  # names AnthropicThinkingDict
    tool: ToolDict = {"type": "function", "function": {"name": "f"}}  # type: ignore[typeddict-item]  # names FunctionDefinitionDict
    return [typo, typos, value, missing, deep, tool]


def dicts_in_place(client: Client) -> None:
    """Of a dict in a call, which may be a model instead, the argument or what belongs there is named."""
    client.run_inference("openai", "a", model_id="m", messages=[{"contnt": "x"}])  # type: ignore[list-item]  # names MessageDict
    client.run_inference("openai", "a", model_id="m", messages=[{"contents": [{"value": {"text": 5}}]}])  # type: ignore[list-item]  # names MessageDict
    client.run_inference("openai", "a", model_id="m", messages=[], tools=[{"type": "function"}])  # type: ignore[list-item]  # names ToolDict
    client.run_inference("openai", "a", model_id="m", messages=[], openai_metadata={"reasoning_efort": "low"})  # type: ignore[arg-type]  # names openai_metadata
    client.run_inference("openai", "a", model_id="m", messages=[], openai_metadata={"reasoning_effort": 5})  # type: ignore[arg-type]  # names openai_metadata


def results(client: Client, async_client: AsyncClient) -> None:
    datadog_llm_client.Clinet  # type: ignore[attr-defined]  # noqa: B018  # names Clinet
    client.list_accounts("openai").id  # type: ignore[attr-defined]  # noqa: B018  # names id
    async_client.list_accounts("openai")[0]  # type: ignore[index]  # names IntegrationAccount
    result = client.run_inference("openai", "a", model_id="m", messages=[])
    result.respose  # type: ignore[attr-defined]  # noqa: B018  # names respose
    result.response.content + 1  # type: ignore[operator]  # names +

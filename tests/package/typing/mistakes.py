"""Mistakes that a type checker has to find: each line with an ignore comment would be an unused ignore otherwise."""

from __future__ import annotations

import datadog_llm_client
from datadog_llm_client import Client
from datadog_llm_client.models import Message


def mistakes(client: Client) -> None:
    client.run_inference("openai", "a", model_id="m")  # type: ignore[call-arg]
    client.run_inference("openai", "a", model_id="m", messages=[], temprature=1)  # type: ignore[call-arg]
    client.run_inference("openai", "a", model_id="m", messages=[], max_tokens="many")  # type: ignore[arg-type]
    client.run_inference("openai", "a", model_id="m", messages="hello")  # type: ignore[arg-type]
    datadog_llm_client.Clinet  # type: ignore[attr-defined]  # noqa: B018
    client.list_accounts(5)  # type: ignore[arg-type]
    Message(role=5)  # type: ignore[arg-type]
    client.list_accounts("openai").id  # type: ignore[attr-defined]  # noqa: B018
    client.with_raw_response.run_inference("openai")  # type: ignore[call-arg]

"""A tour of the client: list accounts and models, run inferences, sync and async, and read an error.

With DD_API_KEY and DD_APP_KEY set, it calls Datadog. DD_LLM_INTEGRATION, DD_LLM_ACCOUNT_ID and DD_LLM_MODEL_ID choose
the account and the model, by default gpt-4o on the first account of openai. Otherwise it calls the sandbox of this
repository, on a free port.
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from datadog_llm_client import AsyncClient, Client, DatadogError, __file__, __version__
from datadog_llm_client.models import InferenceResponse, MessageDict

from sandbox import API_KEY, APP_KEY, serve
from tools.console import FINE, FOUND, ToolError, command, complain, show

QUESTION = "What is the capital of France?"
MESSAGES: list[MessageDict] = [{"role": "user", "content": QUESTION}]
INTEGRATION = os.environ.get("DD_LLM_INTEGRATION") or "openai"
MODEL_ID = os.environ.get("DD_LLM_MODEL_ID") or "gpt-4o"


@contextmanager
def target() -> Iterator[dict[str, Any]]:
    """Give the settings of the clients: those of the sandbox, or none for Datadog, as they are in the environment."""
    if os.environ.get("DD_API_KEY") and os.environ.get("DD_APP_KEY"):
        server = "the server that DD_LLM_BASE_URL names" if os.environ.get("DD_LLM_BASE_URL") else "Datadog"
        show(f"Calling {server}, with the keys of the environment.")
        yield {}
    else:
        with serve() as sandbox:
            show(f"Calling the sandbox at {sandbox.url}, since DD_API_KEY and DD_APP_KEY are not set.")
            yield {"api_key": API_KEY, "app_key": APP_KEY, "base_url": sandbox.url}


def show_table(*rows: tuple[str, ...]) -> None:
    """Print rows as a table."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        show("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def yes(value: bool) -> str:
    """Return a flag as a word."""
    return "yes" if value else "no"


def show_answer(how: str, result: InferenceResponse) -> None:
    """Print an answer and its cost."""
    output = result.response
    show(f"  {how}: {output.content}")
    show(f"  {output.input_tokens} tokens in, {output.output_tokens} out, {output.latency} ms")


async def ask_async(settings: dict[str, Any], account_id: str) -> InferenceResponse:
    """Run the published example, asynchronously."""
    async with AsyncClient(**settings) as client:
        return await client.run_inference(
            INTEGRATION, account_id, model_id=MODEL_ID, messages=MESSAGES, temperature=0.7, max_tokens=256
        )


@command("demo")
def main() -> int:
    """Run the command. Exits with 0 if all went as the README shows."""
    try:
        return demo()
    except DatadogError as error:
        raise ToolError(f"{type(error).__name__}: {error}") from None


def demo() -> int:
    """Run the tour, and return the exit code."""
    show(f"datadog-llm-client {__version__} from {os.path.dirname(__file__)}")
    with target() as settings, Client(**settings) as client:
        show(f"\nAccounts of {INTEGRATION}:")
        accounts = client.list_accounts(INTEGRATION)
        show_table(
            ("id", "account name", "provider's id", "region"),
            *((each.id, each.account_name, each.account_id, each.account_region or "-") for each in accounts),
        )
        account_id = os.environ.get("DD_LLM_ACCOUNT_ID") or next((each.id for each in accounts), "")
        if not account_id:
            raise ToolError(f"no account of {INTEGRATION} is connected to Datadog: DD_LLM_INTEGRATION names another")

        show(f"\nModels of {account_id}:")
        models = client.list_models(INTEGRATION, account_id)
        show_table(
            ("model", "name", "access", "json_schema"),
            *(
                (each.model_id, each.model_display_name, *map(yes, (each.has_access, each.json_schema)))
                for each in models
            ),
        )

        show(f"\n{QUESTION}")
        answer = client.run_inference(
            INTEGRATION, account_id, model_id=MODEL_ID, messages=MESSAGES, temperature=0.7, max_tokens=256
        )
        show_answer("sync", answer)
        show_answer("async", asyncio.run(ask_async(settings, account_id)))

        show("\nA call that fails, and how it reads:")
        try:
            client.run_inference(INTEGRATION, "no-such-account", model_id=MODEL_ID, messages=MESSAGES)
        except DatadogError as error:
            show(f"  {type(error).__name__}: {error}")
        else:
            return complain("demo: the call that should fail did not", FOUND)
    return FINE


if __name__ == "__main__":
    sys.exit(main())

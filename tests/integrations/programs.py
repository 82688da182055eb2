"""Programs of users who have other packages around ours. Each runs in a process of its own, which it may patch."""

import json
import os
import subprocess
import sys
from typing import Any

API_KEY, APP_KEY = "the-secret-api-key", "the-secret-app-key"

#: How a call is made: with our clients, and with one of httpx that is given to ours.
KINDS = ("sync", "asyncio", "aiohttp", "given", "given async")

_PRELUDE = f"""
import asyncio, json, sys
import httpx
from datadog_llm_client import AsyncClient, Client

url, kind = sys.argv[1:]
settings = {{"base_url": url, "api_key": {API_KEY!r}, "app_key": {APP_KEY!r}}}

async def ask(**options):
    async with AsyncClient(**settings, **options) as client:
        return await client.list_accounts("openai")

async def ask_given():
    async with httpx.AsyncClient() as http:
        return await ask(http_client=http)

def call():
    if kind == "asyncio":
        return asyncio.run(ask())
    if kind == "aiohttp":
        return asyncio.run(ask(http_backend="aiohttp"))
    if kind == "given async":
        return asyncio.run(ask_given())
    if kind == "given":
        with httpx.Client() as http, Client(http_client=http, **settings) as client:
            return client.list_accounts("openai")
    with Client(**settings) as client:
        return client.list_accounts("openai")
"""


def run(program: str, url: str, kind: str) -> Any:
    """Run a program after the prelude, and return the JSON that it prints last."""
    environment = os.environ | {
        "DD_TRACE_AGENT_URL": "http://127.0.0.1:9",
        "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
        "DD_REMOTE_CONFIGURATION_ENABLED": "false",
        "DD_TRACE_STARTUP_LOGS": "false",
    }
    command = [sys.executable, "-c", _PRELUDE + program, url, kind]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])

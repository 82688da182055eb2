"""The cost of reading and writing JSON: the full example, conversations of 10,000 messages, 10,000 accounts."""

import gc
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.example import SHORT, Examples
from benchmarks.figure import Figure, at_most
from benchmarks.isolated import isolated
from benchmarks.peers import PEERS, Call, is_absent
from benchmarks.setting import Setting
from benchmarks.turns import costs

LONG = 10_000
TIMES = at_most(4)
SECOND = at_most(1000)


def figures(setting: Setting) -> Iterator[Figure]:
    examples = Examples()
    request, answer = examples.full("InferenceRequest"), examples.full("InferenceResponse")
    account = examples.full("IntegrationAccount")
    small = [isolated(small_bodies, request, answer, setting.calls) for _ in range(setting.runs)]
    large = [isolated(large_bodies, request["messages"][0], account) for _ in range(setting.runs)]

    def of(runs: list[dict[str, float]], name: str) -> list[float]:
        return [run[name] for run in runs if name in run]

    for what, function in (("read", "json.loads"), ("write", "json.dumps")):
        ours = of(small, f"{what} ours")
        for peer, shown, target in (("json", function, TIMES), ("datadog", PEERS["datadog"].shown, None)):
            yield Figure(f"{what} the full example, CPU", "ms", ours, shown, of(small, f"{what} {peer}"), target)
    yield Figure(
        "validate and write plain arguments, CPU", "ms", of(small, "check ours"), "json.dumps", of(small, "write json")
    )
    for name in large[0]:
        yield Figure(f"{name}, CPU", "ms", of(large, name), target=SECOND)


def small_bodies(request: dict[str, Any], answer: dict[str, Any], calls: int) -> dict[str, float]:
    """Milliseconds of CPU for each way to read and write the full example."""
    from datadog_llm_client._runtime.calls.responses import load_json
    from datadog_llm_client.api.integrations.run_inference import OPERATION
    from datadog_llm_client.models import InferenceRequest

    (body,) = OPERATION.responses
    content, model = json.dumps(answer).encode(), InferenceRequest.from_dict(request)
    parameters = {"integration": "openai", "account_id": "account-abc123"}
    ways: dict[str, Call] = {
        "read ours": lambda: body.decode(load_json(content)),
        "read json": lambda: json.loads(content),
        "write ours": lambda: json.dumps(model.to_dict()).encode(),
        "write json": lambda: json.dumps(request).encode(),
        "check ours": lambda: OPERATION.prepare(parameters, request),
    }
    if not is_absent("datadog"):
        from benchmarks.peers import datadog

        ways["read datadog"], ways["write datadog"] = datadog.reader(content), datadog.writer(request)
    return costs(ways, calls)


def large_bodies(message: dict[str, Any], account: dict[str, Any]) -> dict[str, float]:
    """Milliseconds of CPU for bodies that nobody should send, but somebody will."""
    from datadog_llm_client._runtime.calls.responses import load_json
    from datadog_llm_client.api.integrations import list_accounts, run_inference
    from datadog_llm_client.models import Message

    (inference,), (listing,) = run_inference.OPERATION.responses, list_accounts.OPERATION.responses
    short = [{"role": "user", "content": f"message {number}"} for number in range(LONG)]
    parameters = {"integration": "openai", "account_id": "account-abc123"}
    accounts = json.dumps([account] * LONG).encode()

    def write(messages: list[Any]) -> Callable[[], object]:
        return lambda: run_inference.OPERATION.prepare(parameters, {**SHORT, "messages": messages})

    def read(messages: list[Any]) -> Callable[[], object]:
        output = {"content": "", "finish_reason": "stop", "input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
        output |= {"latency": 1, "assessment": None, "tools": [], "inference_codes": []}
        content = json.dumps({**SHORT, "messages": messages, "response": output}).encode()
        return lambda: inference.decode(load_json(content))

    ways: dict[str, Call] = {
        f"write {LONG:,} short messages": write(short),
        f"write {LONG:,} short messages, as models": write([Message.from_dict(each) for each in short]),
        f"write {LONG:,} full messages": write([message] * LONG),
        f"read {LONG:,} short messages": read(short),
        f"read {LONG:,} full messages": read([message] * LONG),
        f"read {LONG:,} accounts": lambda: listing.decode(load_json(accounts)),
    }
    spent: dict[str, float] = {}
    for name, way in ways.items():
        gc.collect()
        start = time.process_time()
        way()
        spent[name] = (time.process_time() - start) * 1000
    return spent

"""The example for OpenTelemetry, on the sandbox."""

import json
from typing import Any

import pytest

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.examples import run_example
from tools.project import ROOT


@pytest.mark.slow
@pytest.mark.installed
def test_each_attempt_is_a_span(sandbox: Sandbox) -> None:
    pytest.importorskip("opentelemetry.instrumentation.httpx")
    printed = run_example((ROOT / "examples" / "opentelemetry_traces.py").read_text(encoding="utf-8"), sandbox.url)
    assert API_KEY not in printed
    assert APP_KEY not in printed
    spans = _documents(printed)
    assert [span["name"] for span in spans] == ["GET", "POST", "capital-of-france"]
    listing, inference, whole = spans
    assert listing["parent_id"] == inference["parent_id"] == whole["context"]["span_id"]
    assert inference["attributes"]["http.status_code"] == 200
    assert whole["attributes"]["gen_ai.usage.input_tokens"] > 0


def _documents(text: str) -> list[dict[str, Any]]:
    found = []
    decoder = json.JSONDecoder()
    while text := text.strip():
        document, end = decoder.raw_decode(text)
        found.append(document)
        text = text[end:]
    return found

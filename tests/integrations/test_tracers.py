"""Each attempt is a span, tells the server so, and shows no key: with the tracers that users have."""

import pytest

from tests.support.faults.answers import good, http
from tests.support.faults.behaviours import answer
from tests.support.faults.server import FaultyServer

from .programs import API_KEY, APP_KEY, KINDS, run

pytestmark = pytest.mark.slow

DATADOG = """
import logging
logging.disable(logging.ERROR)  # there is no agent
import ddtrace
from ddtrace.trace import TraceFilter, tracer

spans = []
class Keep(TraceFilter):
    def process_trace(self, trace):
        spans.extend(span for span in trace if span.name == "http.request")
        return None

tracer.configure(trace_processors=[Keep()])
ddtrace.patch(httpx=True)
with tracer.trace("work"):
    call()
tracer.flush()
print(json.dumps([f"{span!r} {span.get_tags() if hasattr(span, 'get_tags') else span._meta}" for span in spans]))
"""

SENTRY = """
import sentry_sdk

events = []
sentry_sdk.init(
    dsn="http://key@127.0.0.1:9/1",
    traces_sample_rate=1.0,
    before_send_transaction=lambda event, _: events.append(event),
)
with sentry_sdk.start_transaction(name="work"):
    call()
spans = [span for event in events for span in event["spans"] if span["op"] == "http.client"]
print(json.dumps([json.dumps(span, default=str) for span in spans if "aiohttp" not in span.get("origin", "")]))
"""

OPENTELEMETRY = """
from opentelemetry import trace
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
HTTPXClientInstrumentor().instrument()
call()
print(json.dumps([span.to_json() for span in exporter.get_finished_spans()]))
"""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("tracer", "header"),
    [(DATADOG, "x-datadog-trace-id"), (SENTRY, "sentry-trace"), (OPENTELEMETRY, "traceparent")],
    ids=["ddtrace", "sentry", "opentelemetry"],
)
def test_a_span_for_each_attempt(tracer: str, header: str, kind: str) -> None:
    with FaultyServer(answer(http(429, b"", "Retry-After: 0.01")), answer(good)) as server:
        spans = run(tracer, server.url, kind)
    assert len(spans) == len(server.requests) == 2
    assert [header in request.headers for request in server.requests] == [True, True]
    assert [request.headers["dd-api-key"] for request in server.requests] == [API_KEY] * 2
    assert not [span for span in spans if API_KEY in span or APP_KEY in span]

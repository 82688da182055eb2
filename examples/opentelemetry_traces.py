"""Traces with OpenTelemetry: its instrumentation of httpx sees every attempt of a call.

$ pip install datadog-llm-client opentelemetry-sdk opentelemetry-instrumentation-httpx
$ DD_API_KEY=... DD_APP_KEY=... python opentelemetry_traces.py
"""

from datadog_llm_client import Client
from opentelemetry import trace
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter()))  # an OTLP exporter, for a collector
trace.set_tracer_provider(provider)
HTTPXClientInstrumentor().instrument()  # before the client is made

tracer = trace.get_tracer("capitals")
with tracer.start_as_current_span("capital-of-france"), Client() as client:
    account = client.list_accounts("openai")[0]
    result = client.run_inference(
        "openai",
        account.id,
        model_id="gpt-4o",
        messages=[{"role": "user", "content": "What is the capital of France?"}],
    )
    # What the spans of httpx do not know, in the words of OpenTelemetry's conventions for generative AI.
    trace.get_current_span().set_attributes(
        {
            "gen_ai.request.model": "gpt-4o",
            "gen_ai.usage.input_tokens": result.response.input_tokens,
            "gen_ai.usage.output_tokens": result.response.output_tokens,
        }
    )

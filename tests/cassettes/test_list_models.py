"""Recorded answers of `list_models`. `make record` records them anew."""

from datadog_llm_client.models import IntegrationModel

from tests.cassettes.conftest import Call


def test_models(call: Call) -> None:
    models = call("list_models", "openai", "account-abc123")
    assert models
    for model in models:
        assert isinstance(model, IntegrationModel)
        assert model.integration == "openai"
        assert model.model_id
        assert isinstance(model.json_schema, bool)
        assert isinstance(model.has_access, bool)

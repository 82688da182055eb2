"""Recorded answers of `list_models`. `make record` records them anew."""

import pytest
from datadog_llm_client import UNSET
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


@pytest.mark.sandbox_only
def test_region_prefixes_are_a_plain_dict(call: Call) -> None:
    models = call("list_models", "amazon_bedrock", "account-amazon_bedrock-1")
    assert all(model.region_prefix_overrides == {"us-east-1": "us.", "eu-west-1": "eu."} for model in models)
    [gpt] = [model for model in call("list_models", "openai", "account-abc123") if model.model_id == "gpt-4o"]
    assert gpt.region_prefix_overrides is UNSET

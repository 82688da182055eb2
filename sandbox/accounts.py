"""The accounts connected to the sandbox's organisation."""

from collections.abc import Iterable
from typing import Any

# Metadata of the production and the staging account, for integrations that have some.
_METADATA: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "azure_openai": (
        {
            "azure_openai_metadata": {
                "deployment_id": "production-gpt-4o",
                "model_version": "2024-11-20",
                "resource_name": "sandbox-production",
            }
        },
        {
            "azure_openai_metadata": {
                "deployment_id": "staging-gpt-4o-mini",
                "model_version": "2024-07-18",
                "resource_name": "sandbox-staging",
            }
        },
    ),
    "vertex_ai": (
        {
            "vertex_ai_metadata": {
                "location": "us-central1",
                "project": "sandbox-production",
                "project_ids": ["sandbox-production", "sandbox-shared"],
            }
        },
        {
            "vertex_ai_metadata": {
                "location": "europe-west4",
                "project": "sandbox-staging",
                "project_ids": ["sandbox-staging"],
            }
        },
    ),
}


def connected(integration: str, published: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return two accounts of an integration, starting with those in the contract's examples."""
    production, staging = _METADATA.get(integration, ({}, {}))
    own = [
        _account(integration, 1, "Production", {"account_region": "us-east-1", **production}),
        # The region is optional, so one account has none.
        _account(integration, 2, "Staging", staging),
    ]
    examples = [account for account in published if account["integration"] == integration]
    return examples + own[len(examples) :]


def _account(integration: str, number: int, stage: str, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"account-{integration}-{number}",
        "account_id": f"org-{integration}-{number}",
        "account_name": f"{stage} {integration}",
        "integration": integration,
        **details,
    }

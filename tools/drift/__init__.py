"""Compares our OpenAPI document with Datadog's own contract: `python -m tools.drift`."""

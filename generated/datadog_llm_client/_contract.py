# Made by "make generate" from openapi/: edit that.
"""The servers and security schemes of the contract."""

from ._runtime.values.credentials import Service

SERVICE = Service(
    server="https://api.{site}",
    default_site="datadoghq.com",
    sites=(
        "datadoghq.com",
        "us3.datadoghq.com",
        "us5.datadoghq.com",
        "ap1.datadoghq.com",
        "ap2.datadoghq.com",
        "uk1.datadoghq.com",
        "datadoghq.eu",
        "ddog-gov.com",
        "us2.ddog-gov.com",
    ),
    site_variables=("DD_SITE",),
    base_url_variables=("DD_LLM_BASE_URL",),
    unread_variables=("DATADOG_HOST", "DD_HOST"),
    api_key_header="DD-API-KEY",
    api_key_variables=("DD_API_KEY", "DATADOG_API_KEY"),
    app_key_header="DD-APPLICATION-KEY",
    app_key_variables=("DD_APP_KEY", "DATADOG_APP_KEY"),
    bearer_variables=("DD_BEARER_TOKEN",),
)

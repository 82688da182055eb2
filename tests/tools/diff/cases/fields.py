"""Fields of models and of other classes that callers make and read."""

from .case import ACCOUNT, RATE_LIMITS, REGION, TYPES, case

FIELDS = (
    case(
        "field",
        (ACCOUNT, f"    {REGION}\n", ""),
        ratings="major, minor",
        there="field-removed models.IntegrationAccount.account_region",
        back="field-added models.IntegrationAccount.account_region",
    ),
    case(
        "field, required",
        (ACCOUNT, "    account_name: str\n", ""),
        ratings="major, major",
        there="field-removed models.IntegrationAccount.account_name",
        back="field-added-required models.IntegrationAccount.account_name",
    ),
    case(
        "field retyped",
        (ACCOUNT, "account_region: str", "account_region: int"),
        ratings="major, major",
        there="field-retyped models.IntegrationAccount.account_region",
        back="field-retyped models.IntegrationAccount.account_region",
    ),
    case(
        "field always there",
        (ACCOUNT, REGION, "account_region: str | Unset"),
        ratings="major, minor",
        there="field-made-required models.IntegrationAccount.account_region",
        back="field-made-optional models.IntegrationAccount.account_region",
    ),
    case(
        "field with another default",
        (ACCOUNT, REGION, REGION.replace("UNSET", '"none"')),
        ratings="major, major",
        there="field-default models.IntegrationAccount.account_region",
        back="field-default models.IntegrationAccount.account_region",
    ),
    case(
        "field that the constructor does not take",
        (ACCOUNT, REGION, "account_region: str | Unset = field(default=UNSET, init=False)"),
        ratings="major, minor",
        there="field-removed models.IntegrationAccount.account_region",
        back="field-added models.IntegrationAccount.account_region",
    ),
    case(
        "fields in another order",
        (
            TYPES,
            "    detail: str | None = None\n    title: str | None = None\n",
            "    title: str | None = None\n    detail: str | None = None\n",
        ),
        ratings="major, major",
        there="field-order ErrorDetail",
        back="field-order ErrorDetail",
    ),
    case(
        "field by name",
        (RATE_LIMITS, "from attrs import frozen", "from attrs import field, frozen"),
        (RATE_LIMITS, "    name: str | None = None", "    name: str | None = field(default=None, kw_only=True)"),
        ratings="major, minor",
        there="field-by-name RateLimit.name",
        back="field-by-position RateLimit.name",
    ),
)

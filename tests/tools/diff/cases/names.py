"""Values, classes and what callers import or look up by name."""

from .case import EFFORT, ERRORS, INIT, case

NAMES = (
    case(
        "enum value",
        (EFFORT, '"high", ', ""),
        ratings="major, minor",
        there="value-removed models.AnthropicEffort 'high'",
        back="value-added models.AnthropicEffort 'high'",
    ),
    case(
        "enum that is closed",
        (EFFORT, "] | str", "]"),
        ratings="major, major",
        there="alias-changed models.AnthropicEffort",
        back="alias-changed models.AnthropicEffort",
    ),
    case(
        "error class",
        (ERRORS, '    "NotFoundError",\n', ""),
        (INIT, '    "NotFoundError",\n', ""),
        ratings="major, minor",
        there="name-removed NotFoundError errors.NotFoundError",
        back="name-added NotFoundError errors.NotFoundError",
    ),
    case(
        "base of an error class",
        (ERRORS, "class ConfigurationError(DatadogError, ValueError)", "class ConfigurationError(DatadogError)"),
        ratings="major, minor",
        there="base-removed ConfigurationError ValueError",
        back="base-added ConfigurationError ValueError",
    ),
    case(
        "attribute of error classes",
        (ERRORS, "    def request_id(", "    def _request_id("),
        ratings="major, minor",
        there="attribute-removed ProviderError.request_id APIStatusError.request_id ResponseValidationError.request_id",
        back="attribute-added ProviderError.request_id APIStatusError.request_id ResponseValidationError.request_id",
    ),
    case(
        "type of an attribute",
        (ERRORS, "def retry_after(self) -> float | None", "def retry_after(self) -> float"),
        ratings="minor, major",
        there="attribute-narrowed APIStatusError.retry_after",
        back="attribute-widened APIStatusError.retry_after",
    ),
    case(
        "type of an attribute that is an argument",
        (ERRORS, "errors: tuple[ErrorDetail, ...]", "errors: list[ErrorDetail]"),
        ratings="major, major",
        there="""
            argument-retyped APIStatusError() errors
            attribute-retyped APIStatusError.errors
        """,
        back="""
            argument-retyped APIStatusError() errors
            attribute-retyped APIStatusError.errors
        """,
    ),
    case(
        "exported name",
        (INIT, '    "RateLimit",\n', ""),
        ratings="major, minor",
        there="name-removed RateLimit",
        back="name-added RateLimit",
    ),
)

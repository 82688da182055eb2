# Made by "make generate" from openapi/: edit that.
"""The examples and the extensions of the contract, by operation."""

from collections.abc import Mapping
from typing import Any

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "list_accounts": {
        "method": "GET",
        "path": "/api/v2/llm-obs/v1/integrations/{integration}/accounts",
        "credentials": ["authorization", "dd-api-key", "dd-application-key"],
        "success": 200,
        "answers": {
            "200": {
                "headers": {
                    "X-RateLimit-Limit": "100",
                    "X-RateLimit-Period": "60",
                    "X-RateLimit-Remaining": "42",
                    "X-RateLimit-Reset": "12",
                    "X-RateLimit-Name": "llm_obs_inference",
                },
                "body": [
                    {
                        "account_id": "org-XYZ123",
                        "account_name": "Production OpenAI",
                        "account_region": "us-east-1",
                        "id": "account-abc123",
                        "integration": "openai",
                    }
                ],
            },
            "400": {
                "headers": {},
                "body": {
                    "errors": [
                        {
                            "detail": "required property is missing",
                            "source": {"pointer": "/model_id"},
                            "status": "400",
                            "title": "Bad Request",
                        }
                    ]
                },
            },
            "401": {
                "headers": {},
                "body": {"errors": [{"detail": "the API key is not valid", "status": "401", "title": "Unauthorized"}]},
            },
            "403": {"headers": {}, "body": {"errors": ["Forbidden"]}},
            "429": {
                "headers": {
                    "X-RateLimit-Limit": "100",
                    "X-RateLimit-Period": "60",
                    "X-RateLimit-Remaining": "42",
                    "X-RateLimit-Reset": "12",
                    "X-RateLimit-Name": "llm_obs_inference",
                },
                "body": {"errors": ["Too many requests"]},
            },
        },
    },
    "run_inference": {
        "method": "POST",
        "path": "/api/v2/llm-obs/v1/integrations/{integration}/{account_id}/inference",
        "credentials": ["authorization", "dd-api-key", "dd-application-key"],
        "success": 200,
        "answers": {
            "200": {
                "headers": {
                    "X-RateLimit-Limit": "100",
                    "X-RateLimit-Period": "60",
                    "X-RateLimit-Remaining": "42",
                    "X-RateLimit-Reset": "12",
                    "X-RateLimit-Name": "llm_obs_inference",
                },
                "body": {
                    "max_tokens": 256,
                    "messages": [{"content": "What is the capital of France?", "role": "user"}],
                    "model_id": "gpt-4o",
                    "response": {
                        "assessment": "pass",
                        "content": "The capital of France is Paris.",
                        "finish_reason": "stop",
                        "inference_codes": [],
                        "input_tokens": 15,
                        "latency": 843,
                        "output_tokens": 9,
                        "tools": [],
                        "total_tokens": 24,
                    },
                    "temperature": 0.7,
                },
            },
            "400": {
                "headers": {},
                "body": {
                    "errors": [
                        {
                            "detail": "required property is missing",
                            "source": {"pointer": "/model_id"},
                            "status": "400",
                            "title": "Bad Request",
                        }
                    ]
                },
            },
            "401": {
                "headers": {},
                "body": {"errors": [{"detail": "the API key is not valid", "status": "401", "title": "Unauthorized"}]},
            },
            "403": {"headers": {}, "body": {"errors": ["Forbidden"]}},
            "429": {
                "headers": {
                    "X-RateLimit-Limit": "100",
                    "X-RateLimit-Period": "60",
                    "X-RateLimit-Remaining": "42",
                    "X-RateLimit-Reset": "12",
                    "X-RateLimit-Name": "llm_obs_inference",
                },
                "body": {"errors": ["Too many requests"]},
            },
            "500": {"headers": {}, "body": {"errors": [{"status": "500", "title": "Internal Server Error"}]}},
        },
    },
    "list_models": {
        "method": "GET",
        "path": "/api/v2/llm-obs/v1/integrations/{integration}/{account_id}/models",
        "credentials": ["authorization", "dd-api-key", "dd-application-key"],
        "success": 200,
        "answers": {
            "200": {
                "headers": {
                    "X-RateLimit-Limit": "100",
                    "X-RateLimit-Period": "60",
                    "X-RateLimit-Remaining": "42",
                    "X-RateLimit-Reset": "12",
                    "X-RateLimit-Name": "llm_obs_inference",
                },
                "body": [
                    {
                        "has_access": True,
                        "id": "gpt-4o",
                        "integration": "openai",
                        "integration_display_name": "OpenAI",
                        "json_schema": True,
                        "model_display_name": "GPT-4o",
                        "model_id": "gpt-4o",
                        "provider": "openai",
                        "provider_display_name": "OpenAI",
                    }
                ],
            },
            "400": {
                "headers": {},
                "body": {
                    "errors": [
                        {
                            "detail": "required property is missing",
                            "source": {"pointer": "/model_id"},
                            "status": "400",
                            "title": "Bad Request",
                        }
                    ]
                },
            },
            "401": {
                "headers": {},
                "body": {"errors": [{"detail": "the API key is not valid", "status": "401", "title": "Unauthorized"}]},
            },
            "403": {"headers": {}, "body": {"errors": ["Forbidden"]}},
            "429": {
                "headers": {
                    "X-RateLimit-Limit": "100",
                    "X-RateLimit-Period": "60",
                    "X-RateLimit-Remaining": "42",
                    "X-RateLimit-Reset": "12",
                    "X-RateLimit-Name": "llm_obs_inference",
                },
                "body": {"errors": ["Too many requests"]},
            },
        },
    },
}

EXTENSIONS: Mapping[str, Mapping[str, Any]] = {
    "list_accounts": {},
    "run_inference": {
        "text": {"messages": [{"role": "user", "content": "$text"}]},
        "usage": {
            "input_tokens": "$response.body#/response/input_tokens",
            "output_tokens": "$response.body#/response/output_tokens",
            "total_tokens": "$response.body#/response/total_tokens",
        },
        "inference": {
            "provider": "$request.path.integration",
            "model": "$request.body#/model_id",
            "input": "$request.body#/messages",
            "tools": "$request.body#/tools",
            "schema": "$request.body#/json_schema",
            "output": "$response.body#/response/content",
            "finish_reason": "$response.body#/response/finish_reason",
            "reply": {"role": "assistant", "content": "$response.body#/response/content"},
            "blocks": {
                "at": "/contents",
                "content": "/value/text",
                "tool_calls": "/value/tool_call",
                "tool_results": "/value/tool_call_result",
            },
            "tool": {
                "name": "/function/name",
                "description": "/function/description",
                "schema": "/function/parameters",
            },
        },
        "fields": [
            "model_id",
            "messages",
            "temperature",
            "max_tokens",
            "max_completion_tokens",
            "top_p",
            "top_k",
            "frequency_penalty",
            "presence_penalty",
            "json_schema",
            "tools",
            "anthropic_metadata",
            "azure_openai_metadata",
            "bedrock_metadata",
            "openai_metadata",
            "vertex_ai_metadata",
        ],
        "answer": "InferenceResponse",
    },
    "list_models": {},
}

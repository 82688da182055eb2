"""Ask several models the same, at no more than 20 calls a second, and see who agrees.

python examples/map_at_a_rate.py "Is a hot dog a sandwich? Answer yes or no."
"""

from __future__ import annotations

import sys
from collections import Counter

from datadog_llm_client import Client

INTEGRATION, SAMPLES = "openai", 5


def main(question: str) -> None:
    with Client() as client:
        account = client.list_accounts(INTEGRATION)[0]
        models = [model.model_id for model in client.list_models(INTEGRATION, account.id) if model.has_access]
        requests = [
            {
                "integration": INTEGRATION,
                "account_id": account.id,
                "model_id": model,
                "messages": [{"role": "user", "content": question}],
            }
            for model in models
            for _ in range(SAMPLES)
        ]
        answers: dict[str, Counter[str]] = {model: Counter() for model in models}
        for result in client.map(client.run_inference, requests, rate=20.0):
            if result.error is not None:
                print(result.error, file=sys.stderr)
                continue
            answers[str(result.request["model_id"])][str(result.unwrap().response.content)] += 1
    for model, counts in answers.items():
        answer, count = counts.most_common(1)[0]
        print(f"{model:<16} {count}/{SAMPLES}  {answer}")


if __name__ == "__main__":
    main(sys.argv[1])

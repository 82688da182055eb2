"""The search for keys and tokens in whatever can be printed, pickled or sent to an error tracker."""

import logging
import pickle
import traceback
from collections.abc import Iterator

from datadog_llm_client import DatadogError

from tests.support.clients import API_KEY, APP_KEY, TOKEN

SECRETS = (API_KEY, APP_KEY, TOKEN)


def shown(value: object, seen: set[int] | None = None) -> Iterator[str]:
    """All that printing shows: of a value, of its `vars`, and of theirs, and of what lists and dicts hold."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return
    seen.add(id(value))
    yield repr(value)
    yield str(value)
    inside: list[object] = [*vars(value).values()] if hasattr(value, "__dict__") else []
    if isinstance(value, dict):
        inside += [*value, *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inside += value
    for item in inside:
        if not isinstance(item, type(logging)) and not isinstance(item, type):
            yield from shown(item, seen)


def check(texts: Iterator[str]) -> None:
    found = [text for text in texts if any(secret in text for secret in SECRETS)]
    assert found == []


def told(error: BaseException) -> str:
    """The whole chain as error trackers send it: with the local variables of every frame."""
    form = traceback.TracebackException(type(error), error, error.__traceback__, capture_locals=True)
    return "".join(form.format())


def chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def check_error(error: DatadogError) -> None:
    check(iter([told(error), "".join(traceback.format_exception(error))]))
    for link in chain(error):
        check(shown(link))
        request = getattr(link, "_request", None)
        if request is not None:
            check(shown(request))
            check(iter([str(request.headers.raw)]))
    check(iter([pickle.dumps(error).decode("latin-1")]))

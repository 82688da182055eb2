# Copied from runtime/values/tracebacks.py: edit that.
from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from pathlib import PurePath
from types import FrameType, TracebackType
from typing import Any, TypeVar, cast

import httpx

from .errors import DatadogError

F = TypeVar("F", bound=Callable[..., Any])

logger = logging.getLogger(__name__)

_PACKAGE = __name__.removesuffix("._runtime.values.tracebacks")
_LIBRARIES = {"aiohttp", "anyio", "attr", "attrs", "h11", "httpcore", "httpx", "outcome", "sniffio", "trio"}
_INSTALLED = {"site-packages", "dist-packages"}
_TELLTALES = {"aiohttp", "h11"}


def boundary(method: F) -> F:
    if iscoroutinefunction(method):

        @wraps(method)
        async def call_async(*args: Any, **kwargs: Any) -> Any:
            handled = sys.exception()
            try:
                return await method(*args, **kwargs)
            except BaseException as error:
                args, kwargs = (), {}
                cut_frames(error, handled)
                raise

        return cast(F, call_async)

    @wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:
        handled = sys.exception()
        try:
            return method(*args, **kwargs)
        except BaseException as error:
            args, kwargs = (), {}
            cut_frames(error, handled)
            raise

    return cast(F, call)


def cut_frames(error: BaseException, handled: BaseException | None = None) -> None:
    if logger.isEnabledFor(logging.DEBUG):
        logger.debug("%s raised from:\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    seen, waiting = {id(handled)}, [error]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        is_of_wire = isinstance(found, httpx.HTTPError)
        found.__traceback__ = None if is_of_wire and found is not error else _frames_of_caller(found.__traceback__)
        if isinstance(found, DatadogError) and found.__suppress_context__ and found.__cause__ is None:
            found.__context__, found.__suppress_context__ = handled, handled is None
        if found.__cause__ is not None and _root(type(found.__cause__).__module__) in _TELLTALES:
            found.__cause__ = None
        if found.__context__ is not None and _root(type(found.__context__).__module__) in _TELLTALES:
            found.__context__ = None
        waiting += [link for link in (found.__cause__, found.__context__) if link is not None]
        if isinstance(found, BaseExceptionGroup):
            waiting += found.exceptions


def _frames_of_caller(frames: TracebackType | None) -> TracebackType | None:
    kept: list[TracebackType] = []
    while frames is not None:
        if _is_callers(frames.tb_frame):
            kept.append(frames)
        frames = frames.tb_next
    shown: TracebackType | None = None
    for entry in reversed(kept):
        shown = TracebackType(shown, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return shown


def _is_callers(frame: FrameType) -> bool:
    name, file = str(frame.f_globals.get("__name__")), frame.f_code.co_filename
    if name == "__main__":
        return True
    if name == _PACKAGE or name.startswith(f"{_PACKAGE}.") or _root(name) in sys.stdlib_module_names | _LIBRARIES:
        return False
    return not file.startswith("<") and _INSTALLED.isdisjoint(PurePath(file).parts)


def _root(module: str) -> str:
    return module.partition(".")[0]

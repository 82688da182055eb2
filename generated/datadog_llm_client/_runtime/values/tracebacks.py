# Copied from runtime/values/tracebacks.py: edit that.
"""Removes this package's frames from exceptions, since their local variables hold the caller's keys.

Error trackers send the local variables of each frame. An exception therefore leaves a public method with only the
caller's frames: those that made the call, and those of the caller's own code that it ran, such as a hook. This applies
to every exception, including cancellations and those raised by signal handlers, to its causes, and to exception groups.
"""

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
#: Listed by name, as they may be outside the directories where packages are installed.
_LIBRARIES = {"aiohttp", "anyio", "attr", "attrs", "h11", "httpcore", "httpx", "outcome", "sniffio", "trio"}
_INSTALLED = {"site-packages", "dist-packages"}
#: Libraries whose exceptions contain request headers.
_TELLTALES = {"aiohttp", "h11"}


def boundary(method: F) -> F:
    """Decorate a public method, sync or async, so that its exceptions contain only the caller's frames.

    The removed frames are logged at level DEBUG, as lines of code without the values of variables.
    """
    if iscoroutinefunction(method):

        @wraps(method)
        async def call_async(*args: Any, **kwargs: Any) -> Any:
            handled = sys.exception()
            try:
                return await method(*args, **kwargs)
            except BaseException as error:
                args, kwargs = (), {}
                cut_frames(error, handled)
                raise  # adds no frame: this one was recorded before the cut

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
    """Keep only the caller's frames in an exception, its causes and the members of a group.

    `handled` is the exception that the caller was already handling, which is left alone.
    """
    if logger.isEnabledFor(logging.DEBUG):
        logger.debug("%s raised from:\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    seen, waiting = {id(handled)}, [error]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        # httpx's errors come from the wire, where the frames of a caller's transport hold the headers too.
        is_of_wire = isinstance(found, httpx.HTTPError)
        found.__traceback__ = None if is_of_wire and found is not error else _frames_of_caller(found.__traceback__)
        if isinstance(found, DatadogError) and found.__suppress_context__ and found.__cause__ is None:
            # What `from None` hides, such as a URL with a password, must not be reachable either.
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

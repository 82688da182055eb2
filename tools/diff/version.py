"""The next version of the package.

As in Semantic Versioning, major changes raise the first number, minor ones the second, and patches the third. While the
first number is 0, everything moves one place to the right, as in caret requirements: breaking changes raise the second
number, everything else the third. So `~=0.1.0` protects callers from breaking changes.
"""

from .bump import Bump

_PLACES = {Bump.MAJOR: 0, Bump.MINOR: 1, Bump.PATCH: 2}


def next_version(current: str, bump: Bump) -> str:
    """Return the version after `current`, which has three numbers; the same one if nothing changed."""
    if bump is Bump.NONE:
        return current
    numbers = [int(number) for number in current.split(".")]
    place = _PLACES[bump]
    if numbers[0] == 0:
        place = min(place + 1, 2)
    raised = [*numbers[:place], numbers[place] + 1, 0, 0]
    return ".".join(str(number) for number in raised[:3])

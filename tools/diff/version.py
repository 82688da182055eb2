"""The next version of the package.

As in Semantic Versioning: what is major raises the first number, what is minor the second, a patch the third. While the
first number is 0, everything moves one place to the right, as caret requirements read it: what breaks callers raises
the second number, all else the third. So `~=0.1.0` keeps callers clear of what breaks them, now as later.
"""

from .bump import Bump

_PLACES = {Bump.MAJOR: 0, Bump.MINOR: 1, Bump.PATCH: 2}


def next_version(current: str, bump: Bump) -> str:
    """Return the version after `current`, which is three numbers; the same where nothing changed."""
    if bump is Bump.NONE:
        return current
    numbers = [int(number) for number in current.split(".")]
    place = _PLACES[bump]
    if numbers[0] == 0:
        place = min(place + 1, 2)
    raised = [*numbers[:place], numbers[place] + 1, 0, 0]
    return ".".join(str(number) for number in raised[:3])

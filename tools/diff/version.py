"""The version of the package, and the next one that a rating asks for.

As in Semantic Versioning: what is major raises the first number, what is minor the second, a patch the third. While the
first number is 0, everything moves one place to the right, as caret requirements read it: what breaks callers raises
the second number, all else the third. So `~=0.1.0` keeps callers clear of what breaks them, now as later.
"""

import re

from tools.drift import CannotCompare

from .rating import Rating

FILE = "generator-config.yaml"
_LINE = re.compile(r"^package_version_override:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_PLACES = {Rating.MAJOR: 0, Rating.MINOR: 1, Rating.PATCH: 2}


def version(text: str, name: str) -> str:
    """Return the version that `text`, the generator's configuration called `name`, gives the package."""
    line = _LINE.search(text)
    if line is None or not _VERSION.fullmatch(line[1]):
        raise CannotCompare(f"{name}: has no `package_version_override` of three numbers")
    return line[1]


def next_version(current: str, rating: Rating) -> str:
    """Return the version after `current` that changes of this rating ask for; the same where nothing changed."""
    if rating is Rating.NONE:
        return current
    numbers = [int(number) for number in current.split(".")]
    place = _PLACES[rating]
    if numbers[0] == 0:
        place = min(place + 1, 2)
    raised = [*numbers[:place], numbers[place] + 1, 0, 0]
    return ".".join(str(number) for number in raised[:3])

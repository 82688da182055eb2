"""Why two documents could not be compared."""


class CannotCompare(Exception):
    """The comparison is impossible; the text is one line that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(" ".join(reason.split()))

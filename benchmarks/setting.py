"""How thorough to be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """runs: of each measurement, whose median counts. seconds: how long one rate is measured. calls: of one cost."""

    runs: int = 5
    seconds: float = 1.0
    calls: int = 300
    thorough: bool = True


QUICK = Setting(runs=1, seconds=0.2, calls=60, thorough=False)

"""How thoroughly to measure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """runs: of each measurement, of which the median counts. seconds: to measure a rate for. calls: to average over."""

    runs: int = 5
    seconds: float = 1.0
    calls: int = 300
    thorough: bool = True


QUICK = Setting(runs=1, seconds=0.2, calls=60, thorough=False)

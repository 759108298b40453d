"""Timing of one call and of its floor, in turn, so that both meet the same noise."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter


@dataclass(frozen=True)
class Times:
    """Milliseconds."""

    p50: float
    p99: float
    all: tuple[float, ...] = ()
    """Seconds, as they were taken."""

    @classmethod
    def of(cls, seconds: list[float]) -> Times:
        cuts = quantiles(seconds, n=1000, method="inclusive")
        return cls(p50=cuts[499] * 1000, p99=cuts[989] * 1000, all=tuple(seconds))


def in_turn(
    ours: Callable[[], object], floor: Callable[[], object], *, times: int, warm_up: int = 5
) -> tuple[Times, Times]:
    """The times of both, called alternately."""
    for _ in range(warm_up):
        ours()
        floor()
    mine: list[float] = []
    bare: list[float] = []
    gc.collect()
    for _ in range(times):
        mine.append(_timed(ours))
        bare.append(_timed(floor))
    return Times.of(mine), Times.of(bare)


def alone(call: Callable[[], object], *, times: int, warm_up: int = 5) -> Times:
    for _ in range(warm_up):
        call()
    gc.collect()
    return Times.of([_timed(call) for _ in range(times)])


def _timed(call: Callable[[], object]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started

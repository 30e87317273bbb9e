"""Steps of a random walk: rules of a Hypothesis machine, and rows of the walks that hold no rule back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from edielkit.hub import ProcessPhase

__all__ = ("DONE", "STEPS", "done", "number_of", "step")

# what a walk counts a process under that was carried out to its end
DONE = "BRS-NO-"

# name of each step to its weight and what its arguments are drawn from
STEPS: dict[str, tuple[int, dict[str, Sequence[Any]]]] = {}


def step(weight: int = 1, /, **choices: Sequence[Any]) -> Callable[[Any], Any]:
    """Make a rule of a method, and a step of the walks that hold no rule back."""

    def add(method: Any) -> Any:
        STEPS[method.__name__] = weight, choices
        return rule(**{name: st.sampled_from(values) for name, values in choices.items()})(method)

    return add


def number_of(message: Any) -> str:
    """Return the number of the process that a message is of."""
    return str(message.process_energy_context.energy_business_process).removeprefix(DONE)


def done(processes: Iterable[Any], passed: Counter[str]) -> Counter[str]:
    """Count what was done by number of process: what took effect, and what was carried out at once.

    Args:
        processes: The processes of a hub; what was rolled back or corrected afterwards had been done.
        passed: Messages that the hub had nothing against, by number.
    """
    counts: Counter[str] = Counter()
    followed = set()
    for process in processes:
        followed.add(process.brs)
        if process.phase in {ProcessPhase.DONE, ProcessPhase.ROLLED_BACK}:
            counts[DONE + process.brs] += 1
    counts.update({DONE + brs: count for brs, count in passed.items() if brs not in followed})
    return counts

"""Steps of a random walk: rules of a Hypothesis machine, and rows of the walks that hold no rule back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

__all__ = ("STEPS", "step")

# name of each step to its weight and what its arguments are drawn from
STEPS: dict[str, tuple[int, dict[str, Sequence[Any]]]] = {}


def step(weight: int = 1, /, **choices: Sequence[Any]) -> Callable[[Any], Any]:
    """Make a rule of a method, and a step of the walks that hold no rule back."""

    def add(method: Any) -> Any:
        STEPS[method.__name__] = weight, choices
        return rule(**{name: st.sampled_from(values) for name, values in choices.items()})(method)

    return add

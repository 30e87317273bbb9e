"""Random steps on the hub against the independent model, as many as one likes: ``make soak``.

Run: ``python -m tests.support.soak [STEPS] [SEED]``. Many short walks, each from its own seed, in turn over contracts, master data,
rollbacks, third parties and polling (`tests.hub.test_state_machine`), over values, exchange points, virtual calculations,
settlement, reconciliation, shared production, corrections, contracts, status of points and the acts of end users at the portal (`tests.hub.test_values_machine`), and over threads
(`tests.hub.test_shared_walks`). Every invariant is held after every step, of threads at the end; a walk that fails names what to
call to see it again.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

from tests.hub import test_shared_walks, test_state_machine, test_values_machine
from tests.support.walk_steps import DONE

STEPS, SEED = 100_000, 20261130
SHORTEST, LONGEST = 20, 150
WALKS = {
    "tests.hub.test_state_machine": test_state_machine.walk,
    "tests.hub.test_values_machine": test_values_machine.walk,
    "tests.hub.test_shared_walks": test_shared_walks.walk,
}
# threads take less often their turn: what they do is no other
TURNS = (*WALKS, *list(WALKS)[:2])


def soak(steps: int, seed: int) -> int:
    """Take *steps* at random in walks of every kind; return how many were taken, and print how many of each kind."""
    drawn, taken, began = random.Random(seed), 0, time.monotonic()
    kinds: dict[str, Counter[str]] = {module: Counter() for module in WALKS}
    number = 0
    try:
        while taken < steps:
            module = TURNS[number % len(TURNS)]
            length, own = drawn.randint(SHORTEST, LONGEST), drawn.randrange(1 << 32)
            try:
                kinds[module] += WALKS[module](own, length)
            except BaseException:
                print(f"failed: from {module} import walk; walk({own}, {length})", flush=True)
                raise
            taken, number = taken + length, number + 1
            if not number % 20:
                print(_so_far(taken, number, began), flush=True)
    finally:
        # what was walked is told of a run that was stopped too
        print(_so_far(taken, number, began))
        _print_kinds(kinds)
    return taken


def _so_far(taken: int, walks: int, began: float) -> str:
    passed, used = time.monotonic() - began, time.process_time()
    return f"{taken:,} steps in {walks} walks without a fault, {passed:,.0f} s, {used:,.0f} s of processor"


def _print_kinds(kinds: dict[str, Counter[str]]) -> None:
    together: Counter[str] = sum(kinds.values(), Counter())
    carried_out = sorted(kind for kind in together if kind.startswith(DONE))
    print("done, by process: " + ", ".join(f"{number} {together[number]:,}" for number in carried_out))
    for module, counts in kinds.items():
        print(f"{module}: {', '.join(f'{kind} {count:,}' for kind, count in counts.most_common())}")


if __name__ == "__main__":
    numbers = [int(word.replace("_", "").replace(",", "")) for word in sys.argv[1:]]
    soak(*(numbers + [STEPS, SEED][len(numbers) :]))

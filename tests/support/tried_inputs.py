"""Inputs that are tried one after the other: those on which something is wrong are written, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable

__all__ = ("count_faulty",)


def count_faulty(inputs: Iterable[tuple[int, bytes]], wrong: Callable[[int, bytes], str], seed: int) -> int:
    """Try inputs, write those on which something is wrong, and return how many there were.

    Args:
        inputs: The inputs with their numbers.
        wrong: Tells what is wrong with one, empty when nothing is; a crash is what is looked for, too.
        seed: What they were drawn with, for whoever wants one again.
    """
    count = faulty = 0
    for number, data in inputs:
        count += 1
        try:
            what = wrong(number, data)
        except Exception as error:  # a crash is what is looked for: it is counted and printed
            what = repr(error)
        if what:
            faulty += 1
            print(f"{what}: case {number} of seed {seed}\n    {data!r}", flush=True)
    print(f"{count} inputs, {faulty} at fault")
    return faulty

"""Chance that is none: the bits of SplitMix64, whatever machine draws them."""

from __future__ import annotations

import numpy as np
import pytest

from edielkit.generate.market.noise import bits

# what the generator of the paper gives for the seed, first to fifth
_SEED = 1234567
_DRAWN = (
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
)


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.uint64])
def test_the_bits_are_those_of_the_generator(kind):
    """The index counts its steps, as whole numbers of any kind."""
    assert list(_DRAWN) == bits(_SEED, np.arange(1, len(_DRAWN) + 1, dtype=kind)).tolist()

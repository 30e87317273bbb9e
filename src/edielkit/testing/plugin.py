"""The fixtures ``cast`` and ``hub``.

A test overrides ``cast`` to play with another market, and ``hub_config`` to set the hub up in another way.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from edielkit.hub import Config, Hub
from edielkit.hub.scenarios import Cast, small_market, troubles_of

__all__ = ("cast", "hub", "hub_config")


@pytest.fixture
def cast() -> Cast:
    """Give the parties, end users and metering points of the small market by their names."""
    return small_market()


@pytest.fixture
def hub_config() -> Config:
    """Give the settings of the hub: the defaults."""
    return Config()


@pytest.fixture
def hub(cast: Cast, hub_config: Config) -> Iterator[Hub]:
    """Give a hub of the market; at the end everything that it has sent must validate at level business."""
    made = Hub(cast.market, config=hub_config)
    yield made
    troubles = [
        words
        for each in made.sent
        if made.now is not None
        for words in troubles_of(each.message, now=made.now)
    ]
    if troubles:
        pytest.fail("the hub has sent what does not validate:\n" + "\n".join(troubles))

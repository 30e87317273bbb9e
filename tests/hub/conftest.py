"""Fixtures of the hub's tests: a market in which every message that a hub sends is checked at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.support.hub_fixtures import faults_of, hub
from tests.support.hub_updates import Speaker

from edielkit.hub import Hub


@pytest.fixture
def say() -> Speaker:
    """Make the messages of the parties."""
    return Speaker()


@pytest.fixture
def make_hub() -> Iterator[Callable[..., Hub]]:
    """Give hubs; whatever they have sent validates at level business, and nothing was unforeseen, or the test fails."""
    hubs: list[Hub] = []

    def make(*args: object, **options: object) -> Hub:
        hubs.append(hub(*args, **options))
        return hubs[-1]

    yield make
    assert [] == [case for elhub in hubs for case in elhub.failure_cases()]
    assert [] == [
        fault
        for elhub in hubs
        for sent in elhub.sent
        for fault in faults_of(sent.message, sent.message.header.creation)
    ]


@pytest.fixture
def market(make_hub: Callable[..., Hub]) -> Hub:
    """Give a hub as it is set up by default."""
    return make_hub()

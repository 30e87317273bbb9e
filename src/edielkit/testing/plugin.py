"""The pytest plugin: installed with edielkit, it gives hubs, a generated market, checks of messages and snapshots.

It imports pytest alone; the hub is loaded by the first test that asks for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from edielkit.testing import FrozenMarket, MarketHub, MessageFactory, MessageSnapshots, ServedHub

__all__ = (
    "elhub_valid",
    "frozen_market",
    "hub",
    "message_factory",
    "message_snapshots",
    "metering_hub",
    "pytest_addoption",
    "served_hub",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option ``--update-snapshots``."""
    parser.getgroup("edielkit").addoption(
        "--update-snapshots",
        action="store_true",
        help="Write the snapshots of messages (fixture message_snapshots) instead of comparing with them.",
    )


@pytest.fixture
def hub() -> Iterator[MarketHub]:
    """Give a hub in a small market, new for each test; what it has sent validates at level business at the end."""
    from edielkit.testing import MarketHub

    market_hub = MarketHub()
    yield market_hub
    _fail_for(market_hub)


@pytest.fixture
def metering_hub() -> Iterator[MarketHub]:
    """Give a hub that expects metering values from the day of the test on: it reminds, checks and settles every day."""
    from edielkit.testing import MarketHub

    market_hub = MarketHub.expecting_values()
    yield market_hub
    _fail_for(market_hub)


def _fail_for(market_hub: MarketHub) -> None:
    troubles = market_hub.troubles()
    if troubles:  # pragma: no cover  (a bug of the hub)
        pytest.fail("the hub sent what does not validate:\n" + "\n".join(troubles), pytrace=False)


@pytest.fixture
def served_hub() -> Iterator[ServedHub]:
    """Give a hub behind its doors, in a small market on a port of this machine, new for each test (``edielkit[server]``)."""
    from edielkit.testing import served_hub as serve

    with serve() as hub:
        yield hub


@pytest.fixture
def elhub_valid() -> Callable[..., None]:
    """Give a function that fails the test when a message has errors, and lists all of them.

    The function takes bytes and, by keyword, the aware instant of validation; without one no deadline is checked.
    """

    def check(data: bytes, *, now: dt.datetime | None = None) -> None:
        from edielkit import validate

        errors = validate(data, now=now, level="business").errors
        if errors:
            lines = (f"{finding.code} {finding.message} at {finding.position}" for finding in errors)
            pytest.fail("the message would be refused:\n" + "\n".join(lines), pytrace=False)

    return check


@pytest.fixture(scope="session")
def frozen_market() -> FrozenMarket:
    """Give a generated market of 40 metering points on Monday 2 February 2026, the same in every run, with its messages."""
    from edielkit.testing import FrozenMarket

    return FrozenMarket.of(40)


@pytest.fixture
def message_factory() -> MessageFactory:
    """Give a source of valid messages: ``message_factory("CollectedData", process="313").data``; another at each call."""
    from edielkit.testing import MessageFactory

    return MessageFactory()


@pytest.fixture
def message_snapshots(request: pytest.FixtureRequest) -> MessageSnapshots:
    """Give the snapshots of the test module: the files in ``snapshots/MODULE`` beside it."""
    from edielkit.testing import MessageSnapshots

    return MessageSnapshots(
        request.path.parent / "snapshots" / request.path.stem,
        update=bool(request.config.getoption("--update-snapshots")),
    )

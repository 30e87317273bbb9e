"""Tests of hubs run again, with everything that the hubs answer, send and hold on the way, as lines that can be kept."""

from __future__ import annotations

import datetime as dt
import enum
import itertools
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from decimal import Decimal
from importlib import import_module
from types import ModuleType
from typing import Any

import attrs
import numpy as np
from tests.support import hub_sharing, metering
from tests.support.hub_fixtures import hub
from tests.support.hub_updates import Speaker
from tests.support.kept_answers import Answer
from tests.support.kept_digests import digest
from tests.support.rerun_tests import Fixture, reruns_of

import edielkit
from edielkit.emif.declare import Message
from edielkit.emif.soap import SoapDocument
from edielkit.hub import Hub
from edielkit.hub.engine.receiving import Receipt

__all__ = ("HubRecorder", "answers_of_tests", "plain")

_GZIP = b"\x1f\x8b"


def plain(value: Any) -> str:
    """Return a value as a text that is the same in every process: sets in order, messages and columns as digests."""
    if isinstance(value, enum.Enum):
        return str(value.value)
    if value is None or isinstance(value, (bool, int, float, str, Decimal)):
        return str(value)
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return str(value)
    if isinstance(value, (bytes, np.ndarray)):
        return digest(_unpacked(value) if isinstance(value, bytes) else value.tobytes())
    if isinstance(value, (Message, SoapDocument)):
        return f"{type(value).__name__} {digest(edielkit.serialize(value))}"
    if isinstance(value, Receipt):
        return _receipt(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{plain(key)}: {plain(held)}' for key, held in value.items())}}}"
    if isinstance(value, (set, frozenset)):
        return f"{{{', '.join(sorted(map(plain, value)))}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(plain, value))}]"
    if attrs.has(type(value)):
        fields = (getattr(value, field.name) for field in attrs.fields(type(value)) if field.eq)
        return f"{type(value).__name__}({', '.join(map(plain, fields))})"
    return type(value).__name__


def _unpacked(data: bytes) -> bytes:
    return zlib.decompress(data, wbits=31) if data.startswith(_GZIP) else data


def _receipt(receipt: Receipt) -> str:
    # what libxml2 says of a message is another text in another version
    words = (
        (word for word in receipt.words if not word.startswith("XSD"))
        if receipt.code_group != "XSD"
        else receipt.reasons
    )
    taken = "taken in" if receipt.accepted else f"fault {receipt.code_group}"
    response = "" if receipt.response is None else f" answered {plain(receipt.response)}"
    return f"{taken}{response} {' / '.join(words)}"


class HubRecorder:
    """Sees what hubs are told and asked, and what they say.

    Args:
        name: Name of the test, from which the numbers of its messages follow.
    """

    def __init__(self, name: str) -> None:
        self.lines: list[str] = []
        self._hubs: list[Hub] = []
        # numbers of messages go on through the tests of a run: each of them has its own
        first = int(digest(name.encode()), 16) >> 8
        for module in (metering, hub_sharing):
            module._COUNT = itertools.count(first)

    @contextmanager
    def recording(self) -> Iterator[None]:
        """See all hubs until the end of the context."""
        do, bound = Hub._do, Hub.bound

        def seen_do(elhub: Hub, entry: Any) -> Any:
            said = f"{self._number(elhub)} {entry.now} {entry.kind} {entry.arguments.get('name', '')}"
            try:
                result = do(elhub, entry)
            except Exception as error:
                self.lines.append(f"{said}: {type(error).__name__} {error}")
                raise
            sent = [_outgoing(outgoing) for outgoing in elhub._sent_now]
            self.lines.append(f"{said}: {plain(result)}; sent {len(sent)} {', '.join(sent)}")
            return result

        def seen_bound(elhub: Hub, function: Callable[..., Any]) -> Callable[..., Any]:
            ask = bound(elhub, function)

            def asked(*arguments: Any, **keywords: Any) -> Any:
                said = f"{self._number(elhub)} {function.__name__} {plain(arguments)} {plain(keywords)}"
                try:
                    result = ask(*arguments, **keywords)
                except Exception as error:
                    self.lines.append(f"{said}: {type(error).__name__} {error}")
                    raise
                self.lines.append(f"{said}: {plain(result)}")
                return result

            return asked

        Hub._do, Hub.bound = seen_do, seen_bound  # type: ignore[method-assign]
        try:
            yield
        finally:
            Hub._do, Hub.bound = do, bound  # type: ignore[method-assign]

    def _number(self, elhub: Hub) -> int:
        for number, other in enumerate(self._hubs):
            if other is elhub:
                return number
        self._hubs.append(elhub)
        return len(self._hubs) - 1

    def held(self) -> Iterator[str]:
        """Yield what the hubs hold at the end: each table, what falls due, and what the hub was set up with."""
        for number, elhub in enumerate(self._hubs):
            snapshot = elhub.snapshot()
            tables = {name: digest(plain(table).encode()) for name, table in snapshot.tables.items()}
            yield f"{number} holds {snapshot.now} {snapshot.sent} {snapshot.appointments_made} {plain(tables)}"
            yield f"{number} due {plain(snapshot.appointments)}"


def _outgoing(outgoing: Any) -> str:
    head = f"{outgoing.number} {outgoing.party} {outgoing.role} {outgoing.queue.value} {outgoing.point}"
    return f"{head} {outgoing.message.kind()} {digest(edielkit.serialize(outgoing.message))}"


# the fixtures of tests/hub, without what they hold at the end
FIXTURES: Mapping[str, Fixture] = {
    "say": lambda: nullcontext(Speaker()),
    "make_hub": lambda: nullcontext(hub),
    "market": lambda: nullcontext(hub()),
}


def answers_of_tests(modules: Sequence[str], *, but: Collection[str] = ()) -> Iterator[Answer]:
    """Yield what hubs answer in the tests of modules, a test each.

    Args:
        modules: Names of modules of tests.
        but: Names of tests that are left out.
    """
    for module in map(import_module, modules):
        _forget(module)
        for rerun in reruns_of(module, FIXTURES, but=but):
            name = f"{module.__name__.rpartition('.')[2]} {rerun.name}"
            recorder = HubRecorder(name)
            with recorder.recording():
                rerun.run()
            yield Answer(name, [*recorder.lines, *recorder.held()])
        _forget(module)


def _forget(module: ModuleType) -> None:
    """Empty what a module of tests keeps for all of its tests: it was made in another test."""
    for held in vars(module).values():
        if getattr(held, "__module__", None) == module.__name__ and hasattr(held, "cache_clear"):
            held.cache_clear()

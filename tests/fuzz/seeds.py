"""What a run begins with: small inputs of each form, and the words of the form for libFuzzer's dictionary."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.support.hub_fixtures import ANNA, BERIT, OLD, POINT, day, master_data
from tests.support.hub_updates import Speaker
from tests.support.metering import collected, days, series, value_query
from tests.support.paths import FIXTURES

import edielkit
from edielkit.codes import WIRES, code_list, lists
from edielkit.generate import faults, generate_message, message_kinds

__all__ = ("dictionary", "write_seeds")

_NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
_EDIFACT, _XML, _BOTH = (".edi",), (".xml",), (".edi", ".xml")
_SUFFIXES: dict[str, tuple[str, ...]] = {
    "edifact": _EDIFACT,
    "emif": _XML,
    "anything": (*_BOTH, ".gz", ".csv", ".json"),
    "answers": _BOTH,
    "conversion": _BOTH,
    "anonymised": _BOTH,
    "intake": _XML,
    "commands": _BOTH,
    "scenarios": (".yml",),
    "csv": (".csv",),
    "value_files": (".csv", ".json"),
    "plain_data": (".json",),
    "context": (".json",),
    "archives": (".gz",),
}
# what is a word of each form, in its files: a tag with its qualifier, an element, an attribute, a key, a heading
_WORDS = {
    ".edi": re.compile(rb"(?<=')\s*([A-Z]{3}\+[A-Z0-9]{0,6}[:+]?)|([:+][A-Z][A-Z0-9]{1,5})(?=[:+'])"),
    ".xml": re.compile(rb"(</?[\w:.-]{2,50})(?=[\s>/])|([\w:]{2,40}=\"[\w:. -]{0,50}\")|(?<=>)([\w+:.-]{1,24})(?=<)"),
    ".json": re.compile(rb"(\"[A-Za-z_]{2,40}\":)|(\"[A-Z0-9_-]{1,12}\")"),
    ".yml": re.compile(rb"(?m)^[ -]*([a-z_]{2,30}:)|: ([\w-]{2,24})$"),
    ".csv": re.compile(rb"(?:^|[;,\t\n])([A-Za-z][\w .()-]{1,40})(?=[;,\t\n])"),
    ".gz": re.compile(rb"(\x1f\x8b\x08)"),
}  # fmt: skip
_MOST_WORDS, _MOST_SEEDS = 2500, 200


@cache
def _messages() -> tuple[tuple[str, bytes], ...]:
    """Return messages of our own by suffix: of every kind, and the smallest that breaks each rule."""
    generated = [
        generate_message(kind, seed=seed, now=_NOW, full=bool(seed))
        for kind in message_kinds()
        for seed in (0, 1)
    ]
    broken = [(fault.suffix, fault.faulty) for fault in faults().values()]
    return (*((_suffix(message.data), message.data) for message in generated), *broken)


def _suffix(data: bytes) -> str:
    return ".xml" if data.startswith(b"<") else ".edi"


def _inputs(name: str) -> Iterator[tuple[str, bytes]]:
    """Yield what the form of a reader is known by, with its suffix."""
    suffixes = _SUFFIXES[name]
    for path in sorted(FIXTURES.rglob("*")):
        if path.suffix in suffixes and path.is_file():
            yield path.suffix, path.read_bytes()
    yield from (message for message in _messages() if message[0] in suffixes)
    if name == "intake":
        yield from ((".xml", data) for data in _talk())
    if name == "plain_data":
        yield from ((".json", _plain(data)) for _, data in _messages() if data and len(data) < 3000)
    if name == "context":
        contexts = [fault.faulty_context for fault in faults().values() if fault.faulty_context]
        yield from ((".json", json.dumps(context).encode()) for context in contexts)


def _talk() -> Iterator[bytes]:
    """Yield what the parties of the market of the hub's tests send."""
    say = Speaker()
    listed = (
        *(say.start(brs, day(5), user=user) for brs in ("101", "102", "103") for user in (ANNA, BERIT)),
        *(say.end(brs, day(3)) for brs in ("201", "202", "211")),
        *(say.update(brs, day(0), data=master_data()) for brs in ("121", "122", "123", "132", "212", "223")),
        say.customer_update(day(0)), say.access("Add"), say.access("Delete"), say.letter(), say.letter_to_hub(),
        say.ask("MDMP"), say.look_up(point=POINT), say.poll_for_data(OLD), value_query(days(day(-1)), sender=OLD),
        collected(series(days(day(-1)), minutes=60)), collected(series(days(day(-1)), minutes=60, direction="In")),
    )  # fmt: skip
    yield from map(edielkit.serialize, listed)


def _plain(data: bytes) -> bytes:
    try:
        return json.dumps(edielkit.to_dict(edielkit.parse_all(data)[0])).encode()
    except edielkit.ParseError:
        return b"{}"


def write_seeds(name: str, folder: Path, *, most: int) -> None:
    """Write the small inputs that a reader begins with, each once.

    Args:
        name: The reader.
        folder: Where to.
        most: Larger ones are left out: they are slow, and shorter ones show the same.
    """
    small = list(dict.fromkeys(data for _, data in _inputs(name) if 0 < len(data) <= most))
    # a spread over all kinds: each is run before the first change
    for n, data in enumerate(small[:: -(-len(small) // _MOST_SEEDS)]):
        (folder / f"{n:05}").write_bytes(data)


def dictionary(name: str) -> bytes:
    """Return the words of a reader's form as libFuzzer takes them: those of its files, the most frequent first, and codes."""
    counts: dict[bytes, int] = {}
    for suffix, data in _inputs(name):
        for match in _WORDS[suffix].finditer(data):
            word = next(filter(None, match.groups()))
            counts[word] = counts.get(word, 0) + 1
    words = sorted(counts, key=lambda word: (-counts[word], word))[:_MOST_WORDS]
    if name not in {"csv", "archives"}:
        words += _codes(words)
    return b"".join(b'"%s"\n' % _quoted(word) for word in words)


def _codes(words: list[bytes]) -> list[bytes]:
    codes = {
        code.value.encode() for wire in WIRES for name in lists(wire) for code in code_list(name, wire=wire)
    }
    return sorted(code for code in codes - set(words) if 0 < len(code) <= 35)[:_MOST_WORDS]


def _quoted(word: bytes) -> bytes:
    return b"".join(
        b"\\x%02x" % octet if octet in b'"\\' or not 0x20 <= octet < 0x7F else bytes((octet,))
        for octet in word
    )

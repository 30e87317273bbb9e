"""The inputs of a record: files of folders, the same made large, and mutations of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from behaviour.mutations import mutated, stream

# Larger files are cut here: one input must not take most of the time.
MOST_BYTES = 1 << 19
# The reader for large XML messages begins at 64 KiB.
LARGE_XML = 70_000
_MESSAGES = frozenset({".xml", ".edi", ".gz"})
# MSCONS is read in chunks of 512 KiB: one message stands on the border of two.
_LARGE_EDIFACT = {"mscons-no-autumn-100-quarters.edi": 600_000, "utilts-se-quarters.edi": 70_000}

_PAYLOAD = re.compile(rb"\s*<((?:\w+:)?PayloadEnergyTimeSeries)>.*?</\1>", re.DOTALL)
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_GSRN = re.compile(rb">\d{18}<")
_EDIFACT_MESSAGE = re.compile(rb"UNH\+.*?'\s*UNT\+[^']*'\s*", re.DOTALL)

# the message's own reference, at both of its places
_REFERENCE = re.compile(rb"(^UNH\+|(?<=')\s*UNT\+[^+']*\+)[^+']*")


@dataclass(frozen=True)
class Input:
    """Bytes with the name that they have in both records."""

    name: str
    data: bytes


def files(folder: Path) -> Iterator[Path]:
    """Yield all files below *folder*, in the order of their names."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def folder_inputs(folder: Path) -> Iterator[Input]:
    """Yield what *folder* holds, then its large variants; names begin with that of the folder."""
    inputs = [
        Input(f"{folder.name}/{path.relative_to(folder).as_posix()}", path.read_bytes()[:MOST_BYTES])
        for path in files(folder)
    ]
    yield from inputs
    for source in inputs:
        data = enlarged(source)
        if data is not None:
            yield Input(f"{source.name}@large", data)


def enlarged(source: Input) -> bytes | None:
    """Return a message with its series again and again until the fast paths take it, or None for other inputs."""
    if source.name.endswith(".xml"):
        return _enlarged_xml(source.data)
    size = _LARGE_EDIFACT.get(source.name.rsplit("/", 1)[-1])
    return None if size is None else _enlarged_edifact(source.data, size)


def _enlarged_xml(data: bytes) -> bytes | None:
    payloads = list(_PAYLOAD.finditer(data))
    if not payloads or len(data) >= LARGE_XML:
        return None
    copies, size, number = [], len(data), 0
    while size < LARGE_XML:
        number += 1
        payload = _renumbered(payloads[number % len(payloads)].group(), number)
        copies.append(payload)
        size += len(payload)
    end = payloads[-1].end()
    return data[:end] + b"".join(copies) + data[end:]


def _renumbered(payload: bytes, number: int) -> bytes:
    """Return *payload* with an identification and a metering point of its own."""
    body = f"7070575999{number:07}"
    # GS1: the digits weigh 3 and 1 in turn, from the right
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    payload = _UUID.sub(f"{number:08x}-5eed-4000-8000-000000000001".encode(), payload, count=1)
    return _GSRN.sub(f">{body}{-total % 10}<".encode(), payload)


def _enlarged_edifact(data: bytes, size: int) -> bytes | None:
    message = _EDIFACT_MESSAGE.search(data)
    if message is None:
        return None
    count = size // len(message.group()) + 1
    copies = (
        _REFERENCE.sub(rb"\g<1>" + str(number).encode(), message.group()) for number in range(1, count + 1)
    )
    tail = re.sub(rb"UNZ\+\d+", f"UNZ+{count}".encode(), data[message.end() :])
    return data[: message.start()] + b"".join(copies) + tail


def mutations(inputs: Sequence[Input], count: int, seed: int) -> Iterator[Input]:
    """Yield *count* mutations of the messages among *inputs*, in turn.

    A mutation depends on *seed*, its source's name and its number alone: a new file does not change those of others.
    """
    sources = [
        source
        for source in inputs
        if Path(source.name.removesuffix("@large")).suffix in _MESSAGES and source.data
    ]
    for number in range(count if sources else 0):
        turn, place = divmod(number, len(sources))
        source = sources[place]
        what, data = mutated(source.data, stream(seed, source.name, turn))
        yield Input(f"{source.name}#{turn} {what}", data)

"""The smallest message that breaks each rule, and the files of a corpus."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator
from unittest import mock

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import digest, size_and_digest
from tests.support.kept_values import called

from edielkit.generate import corpus, fault_of, faults, faults_for, unbreakable

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
# what a corpus of a few kinds and rules is made of
KINDS = ("PollForData", "CollectedData", "NotifySharedProduction", "UpdateThirdPartyAccess")
CODES = ("XSD001", "XSD040", "SER105", "EDI010", "BRS332-08", "SYS010")


def answers() -> Iterator[Answer]:
    """Yield the messages of each fault, then why the others have none, then what is refused, then a corpus."""
    for code, fault in faults().items():
        yield Answer(
            f"fault {code}",
            [
                f"{fault.kind} {fault.suffix} {fault.now.isoformat()} {fault.version}",
                f"{_plain(fault.valid)} {_plain(fault.faulty)} {digest(_context(fault.valid_context))}",
                f"{digest(_context(fault.faulty_context))} {fault.valid_context == fault.faulty_context}",
            ],
        )
    for code, reason in unbreakable().items():
        yield Answer(f"unbreakable {code}", [reason])
    for code in (
        " xsd001 ",
        "SER106",
        "COD002",
        "EXC001",
        "HUB001",
        "",
        "XSD99",
        "x" * 60,
        "EH073",
        "E87",
        "eh073",
        "ZZ9",
    ):
        yield Answer(f"fault of {code!r}", [_code(fault_of, code), _code(faults_for, code)])
    yield from _corpus()


def _plain(data: bytes) -> str:
    """Return size and digest of the content: not every zlib packs alike."""
    if not data.startswith(b"\x1f\x8b"):
        return size_and_digest(data)
    unpacked = zlib.decompressobj(31)
    content = unpacked.decompress(data)
    return f"packed {size_and_digest(content)} {'whole' if unpacked.eof else 'cut off'}"


def _context(context: object) -> object:
    return None if context is None else dict(context)


def _code(verb: object, code: str) -> str:
    def codes() -> object:
        named = verb(code)
        return [fault.code for fault in named] if isinstance(named, tuple) else named.code

    return called(codes)


def _corpus() -> Iterator[Answer]:
    """Yield the files of a small corpus: its index says which version made it, and is told without."""
    messages = {kind: corpus.MESSAGES[kind] for kind in KINDS}
    chosen = {code: fault for code, fault in faults().items() if code in CODES}
    patches = {
        "MESSAGES": messages,
        "edifact_kinds": lambda: ("CONTRL",),
        "faults": lambda: chosen,
        "unbreakable": lambda: {"COD002": "a reason"},
        "__version__": "0",
    }
    with mock.patch.multiple(corpus, **patches):
        for seed, now in ((0, corpus.CORPUS_NOW), ("x", NOW)):
            for path, data in corpus.corpus_files(seed=seed, now=now):
                yield Answer(
                    f"corpus {seed} {path}", [_plain(data), *data.decode("latin-1").splitlines()[-3:]]
                )


def test_faults_are_the_kept_ones():
    """Both messages of each, and what is known of their market."""
    assert_kept(__file__, answers())

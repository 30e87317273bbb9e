"""A corpus: messages of every kind, valid and faulty, with the findings that are expected of each, for any implementation."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from edielkit import __version__
from edielkit.emif.messages import MESSAGES
from edielkit.emif.simple_types import CURRENT_VERSION
from edielkit.generate.edifact_messages import edifact_kinds, guides_for
from edielkit.generate.emif_messages import heads
from edielkit.generate.faults import Fault, faults, unbreakable
from edielkit.generate.generated import Generated
from edielkit.generate.generated_messages import generate_message

__all__ = ("CORPUS_NOW", "CORPUS_VERSION", "corpus_files")

# Grows when the form of the index changes, or a message or an expected finding does.
CORPUS_VERSION = 1
CORPUS_NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)

_README = """# A corpus of messages of the Norwegian power market

Version {version}, made by edielkit {package} (`edielkit generate corpus`): {count} messages, {valid} of them valid.
All numbers, names and addresses are invented. The same command of the same version of edielkit gives the same bytes.

## What is in it

- `index.json`: the version, one entry for each message, and the rules that no message breaks by itself, with the reason.
- `valid/`: messages without any fault: of every kind, process, role, version and guide, with few and with all optional parts.
- `faults/CODE/`: `faulty` breaks the rule CODE and no other, `valid` is the same message without the fault.
- beside each message `NAME.expected.json`: the findings that are expected, and what has to be known to find them.

## How to run it

For each entry of `index.json`:

1. Read `file` as bytes.
2. Validate it as if it were `now`. Where `version` is there, by that version of EMIF; where `profile` is, by the guides of that
   market. Where `context` is there, it names a file with what is known of the metering points (type, status, channels,
   contracts, grid owners, approvals): a rule that asks for them is to be checked with it. An implementation without such rules
   leaves out the entries whose finding needs it (`needs_context`).
3. Compare with `expected`: the same findings, each with `code`, `severity`, `reason` (the market's own code with its agency),
   `payload` (the identification of the payload that is refused), and `path` (XML) or `path` and `segment` (EDIFACT).
   Words are not compared. An implementation with codes of its own maps them once; the pages of the rules say what each means
   (`edielkit rules CODE`).

A runner in Python is ten lines:

```python
import json
from pathlib import Path

import edielkit
from edielkit.process_rules import MemoryContext
import datetime as dt

corpus = Path(".")
for entry in json.loads((corpus / "index.json").read_text())["messages"]:
    context = entry.get("context") and MemoryContext.from_json((corpus / entry["context"]).read_bytes())
    report = edielkit.validate(
        (corpus / entry["file"]).read_bytes(),
        now=dt.datetime.fromisoformat(entry["now"]),
        version=entry.get("version"),
        profile=entry.get("profile"),
        context=context or None,
    )
    assert [f.code for f in report] == [f["code"] for f in entry["expected"]], entry["file"]
```
"""


def corpus_files(*, seed: int | str = 0, now: dt.datetime = CORPUS_NOW) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a corpus, each with its path; the index comes last.

    Args:
        seed: Seed of the valid messages.
        now: Aware instant at which they are made.

    >>> path, data = next(corpus_files())
    >>> path, data[:5]
    ('valid/ConfirmEndOfSupply-201-DDQ-2.4.3-few.xml', b'<?xml')
    """
    entries: list[dict[str, Any]] = []
    for name, generated in _valid(seed, now):
        entry = {"file": f"valid/{name}{generated.suffix}", **_entry(generated)}
        yield from _files(entry, generated.data, generated.context)
        entries.append(entry)
    for fault in faults().values():
        for entry, data, context in _fault_entries(fault):
            yield from _files(entry, data, context)
            entries.append(entry)
    valid = sum(not entry["expected"] for entry in entries)
    yield (
        "README.md",
        _README.format(version=CORPUS_VERSION, package=__version__, count=len(entries), valid=valid).encode(),
    )
    yield (
        "index.json",
        _json(
            {
                "version": CORPUS_VERSION,
                "edielkit": __version__,
                "seed": str(seed),
                "messages": entries,
                "without_a_message": [
                    {"code": code, "reason": reason} for code, reason in unbreakable().items()
                ],
            }
        ),
    )


def _valid(seed: int | str, now: dt.datetime) -> Iterator[tuple[str, Generated]]:
    """Yield valid messages with their names: each process, each version, each guide."""
    for kind in MESSAGES:
        roles: dict[str, list[str]] = {}
        for head in heads(kind):
            roles.setdefault(head.brs, []).append(head.role)
        for brs, of_process in roles.items():
            yield _named(kind, seed, now, process=brs, role=of_process[0], full=False)
            yield _named(kind, seed, now, process=brs, role=of_process[-1], full=True)
        for version in MESSAGES[kind].versions():
            if version != CURRENT_VERSION:
                yield _named(kind, seed, now, version=version, full=True)
    for kind in edifact_kinds():
        for guide in guides_for(kind):
            for full in (False, True):
                yield _named(
                    kind,
                    seed,
                    now,
                    profile=guide.profile,
                    version=guide.directory,
                    process=guide.process or None,
                    full=full,
                )


def _named(
    kind: str, seed: int | str, now: dt.datetime, *, full: bool, **asked: str | None
) -> tuple[str, Generated]:
    generated = generate_message(kind, seed=seed, now=now, full=full, **asked)
    words = (
        generated.kind,
        generated.profile,
        generated.process,
        generated.role,
        asked.get("version") or generated.version,
        "full" if full else "few",
    )
    return "-".join(word for word in words if word), generated


def _entry(generated: Generated) -> dict[str, Any]:
    is_xml = not generated.profile
    entry = {
        "kind": generated.kind,
        "wire": "emif" if is_xml else "edifact",
        "process": generated.process,
        "role": generated.role,
        "version": generated.version if is_xml else "",
        "profile": generated.profile,
        "now": generated.now.isoformat(),
        "expected": _announced(generated),
    }
    return {name: value for name, value in entry.items() if value != ""}


def _announced(generated: Generated) -> list[dict[str, Any]]:
    """Return what is said of a message of a version that is announced only, nothing of any other."""
    fault = Fault(
        code="XSD050",
        kind=generated.kind,
        valid=generated.data,
        faulty=generated.data,
        now=generated.now,
        version=generated.version,
    )
    return fault.expected() if generated.version.startswith("EI-") else []


def _fault_entries(fault: Fault) -> Iterator[tuple[dict[str, Any], bytes, Mapping[str, Any]]]:
    """Yield entry, bytes and context of both messages of a fault."""
    for name, data, context, expected in (
        ("valid", fault.valid, fault.valid_context, []),
        ("faulty", fault.faulty, fault.faulty_context, fault.expected()),
    ):
        entry = {
            "file": f"faults/{fault.code}/{name}{fault.suffix}",
            "kind": fault.kind,
            "wire": "edifact" if fault.suffix == ".edi" else "emif",
            "rule": fault.code,
            "now": fault.now.isoformat(),
            "needs_context": context is not None and _needs_context(fault),
            "expected": expected,
        }
        yield entry, data, context or {}


def _needs_context(fault: Fault) -> bool:
    from edielkit.process_rules import checks
    from edielkit.process_rules.declare import Need

    check = checks().get(fault.code)
    return check is not None and Need.CONTEXT in check.needs


def _files(entry: dict[str, Any], data: bytes, context: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one message; its entry learns the name of the context."""
    file = entry["file"]
    stem = file.removesuffix(".gz").removesuffix(".xml").removesuffix(".edi")
    yield file, data
    if context:
        entry["context"] = f"{stem}.context.json"
        yield entry["context"], _json(dict(context))
    yield f"{stem}.expected.json", _json(entry)


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"

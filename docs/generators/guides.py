"""The reference page of the guides of EDIFACT messages, from their tables."""

from __future__ import annotations

from collections.abc import Iterator

from docs.generators.markdown import NOTE, table
from edielkit.edifact.check.guides.conditions import Condition
from edielkit.edifact.check.guides.guide import facts
from edielkit.edifact.check.guides.guide_files import (
    GuideFile,
    Row,
    allowance_rows,
    guide_file,
    guide_names,
    identifier_rows,
    weight_rows,
    without_rows,
)
from edielkit.edifact.check.guides.rule_table import RULES
from edielkit.findings import Trust

__all__ = ("page",)

_MARKETS = {"no": "Norway", "se": "Sweden", "dk": "Denmark", "de": "Germany", "ch": "Switzerland"}
_HEAD = (
    "place",
    "what",
    "status",
    "condition",
    "values",
    "most",
    "field",
    "weight",
    "trust",
    "source",
    "note",
)
_REASONS = (
    ("missing", "missing"),
    ("value", "wrong value"),
    ("unused", "not used"),
    ("repeated", "too often"),
)


def page() -> str:
    """Return the page that lists what each guide asks for, and what no public page says."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield from ("# Guides", "", NOTE, "")
    yield (
        "What the markets require of a message beside the UN directories, by message type and process. The rules are "
        f"[GDE001 to {max(RULES)}](rules.md). A row of a public guide is an error in the versions that it is sourced for, any "
        "other a warning; what the guide does not use is always a warning. NOT FOUND names what no public page says: a "
        "message that passes may still be refused for it."
    )
    yield ""
    yield (
        "Place: the group, where it is not the message itself, with the segment that starts it in brackets; the segment "
        "or, after `SGn:`, the group that it starts; `UNB` is the header of the interchange; element and component from 1. `|` parts codes "
        "that are equally good. Status: R required, D dependent, O optional, - not used; for all processes, or for those "
        "named. Values: `*` any beginning or end, `#` a character; `...` a list that is known in part, where others pass. "
        "Most: how often it may stand in its group, with `?` where no guide says so and the finding is a warning."
    )
    yield ""
    for profile, message_type, directory in guide_names():
        file = guide_file(profile, message_type, directory)
        if file is not None:
            yield from _guide(profile, message_type, directory, file)
    yield from _allowances()
    yield from _identifiers()
    yield from _weights()
    yield from ("## Messages without a guide", "")
    yield from table(
        ("market", "message", "NOT FOUND"),
        ((_MARKETS[row["profile"]], row["message"], row["note"]) for row in without_rows()),
    )


def _guide(profile: str, message_type: str, directory: str, file: GuideFile) -> Iterator[str]:
    yield from (f"## {_MARKETS[profile]}: {message_type} {directory}", "", f"{file.head_text('guide')}.", "")
    yield f"- Guide: {'public' if file.head_text('public') == 'yes' else 'not public'}; versions {file.head_text('versions')}"
    if file.head_text("process"):
        yield f"- Process: `{file.head_text('process')}`"
    for text in file.head.get("processes", ()):
        yield f"- Processes `{text.partition(': ')[0]}`: {text.partition(': ')[2]}"
    codes = [f"{words} {file.head_text(key)}" for key, words in _REASONS if file.head_text(key)]
    yield f"- A partner's code: {', '.join(codes) + ' of agency ' + file.head_text('agency') if codes else 'none is public'}"
    yield from (f"- NOT FOUND: {text}" for text in file.head.get("not found", ()))
    sources = dict.fromkeys(row["source"] for row in file.rows)
    yield from (f"- Source {key}: {file.head_text(key)}" for key in sources)
    yield ""
    yield from table(_HEAD, (_row(row, message_type, directory) for row in file.rows))
    yield ""


def _row(row: Row, message_type: str, directory: str) -> tuple[str, ...]:
    place = row["segment"] if row["within"] in {".", "UNB"} else f"{row['within']} > {row['segment']}"
    spot = f"/{row['element']}" if row["element"] else ""
    is_error = row["trust"] == Trust.SOURCED.value and not row["weight"] and "-" not in row["status"].split()
    weight = "error" if is_error else "warning"
    if row["reason"]:
        weight += f", {row['reason']}"
    if row["versions"]:
        weight += f" in {row['versions']}"
    return (
        f"`{place}{spot}`",
        row["name"],
        row["status"],
        _condition(row, message_type, directory),
        row["values"],
        row["most"],
        row["field"],
        weight,
        row["trust"],
        row["source"],
        row["note"],
    )


def _condition(row: Row, message_type: str, directory: str) -> str:
    facts_by_name = facts(message_type, directory)
    parts = [
        f"{word} {Condition.of(row[key], facts_by_name)}"
        for key, word in (("when", "where"), ("only", "only where"))
        if row[key]
    ]
    return "; ".join(parts)


def _allowances() -> Iterator[str]:
    file = allowance_rows()
    yield from ("## What guides allow in series", "")
    yield "Values that stand alone leave no holes; parts need not cover their period, or whole days."
    yield ""
    columns = ("profile", "message", "key", "code", "single_values", "parts", "trust", "source", "note")
    yield from table(
        ("market", "message", "by", "code", "single values", "parts", "trust", "source", "note"),
        (
            tuple(file.head_text(row[name]) if name == "source" else row[name] for name in columns)
            for row in file.rows
        ),
    )
    yield ""


def _identifiers() -> Iterator[str]:
    file = identifier_rows()
    yield from ("## Where identifiers stand", "")
    yield (
        "The rules are IDN001 to IDN018, the same as on the other wire; the first row that fits a place counts. A kind of "
        "another market only warns where it is right."
    )
    yield ""
    yield from table(
        (
            "market",
            "message",
            "place",
            "kind",
            "of another market",
            "wrong form",
            "wrong check digit",
            "field",
            "reason",
            "trust",
            "source",
            "note",
        ),
        (
            (
                row["profile"],
                row["message"],
                f"`{row['segment']}/{row['element']}`",
                " or ".join(row["kinds"].split()),
                row["foreign"],
                row["form"],
                row["check"],
                row["field"],
                f"{row['reason']}/{row['agency']}" if row["reason"] else "",
                row["trust"],
                file.head_text(row["source"]),
                row["note"],
            )
            for row in file.rows
        ),
    )
    yield ""


def _weights() -> Iterator[str]:
    file = weight_rows()
    yield from ("## Rules beside the tables", "")
    yield "How much they weigh; the first row of a rule that fits market and message counts."
    yield ""
    yield from table(
        (
            "rule",
            "market",
            "message",
            "not in",
            "place",
            "within",
            "weight",
            "field",
            "reason",
            "trust",
            "source",
            "note",
        ),
        (
            (
                row["rule"],
                row["profile"],
                row["message"],
                row["not_in"],
                f"`{row['segment']}/{row['element']}`" if row["segment"] else "",
                row["within"],
                row["weight"],
                row["field"],
                f"{row['reason']}/{row['agency']}" if row["reason"] else "",
                row["trust"],
                file.head_text(row["source"]),
                row["note"],
            )
            for row in file.rows
        ),
    )
    yield ""

"""Names that come near, words for values, errors and findings, cells of tables, and what a search looks for."""

from __future__ import annotations

import copy
import datetime as dt
import errno
import json
import pickle
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called

from edielkit import catalogue, csv_cells, errors, findings, os_errors, plain_values, search_words, suggest
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.errors import BuildError, Faults, ParseError
from edielkit.findings import Finding, Position, Reading, Reason, Report, Rule, Severity, Trust

_WORDS = (
    "", "a", "ab", "CollectedDta", "colecteddata", "COLLECTEDDATA", "Colected Data", "AtadDetcelloc", "Notify", "NotifyStartOfSuply", "RequestEndOfSupplyy", "Acknowlegdement", "PoolForData", "Header", "xyz", "x" * 60,
    "PriceVolumeCombination", "NotifyValidatedDataForBiling", "startofsupply", "ø", "DataCollected", "Start", "End",
)  # fmt: skip
_SMALL = (
    "kWh",
    "MWh",
    "kvarh",
    "In",
    "Out",
    "metered",
    "estimated",
    "final_estimated",
    "temporary",
    "calculated",
    "aa",
    "ab",
    "ba",
    "abc",
    "acb",
    "aaaa",
    "aabb",
)
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, 7, -1, 10**30, 1.5, float("nan"), Decimal("1.5"), "", "text", "x" * 100, "x\x00y", "a\nb", b"bytes", [], [1], (), ("a",), {}, {"a": 1}, {"//": "c"}, {"//a": 1, "a": None}, {1: 2}, dt.date(2026, 1, 1), object,
    [[]], [{"a": None}, {"b": None}], [{"a": None}, 5], {"a": {"b": {"c": None}}}, {"a": {"b": ""}}, range(3), {"b"},
)  # fmt: skip
_CELLS = ("", "=", "=1", "=1+1", "-5", "-5,5", "+47", "+47 9", "-a", "@x", "'", "'=1", "''=1+1", "'a", "\tx", "\rx", "=\n", "7.07058E+17", "7,07058E+17", "7E+17", "E+17", "7.07E-17", "707057500000000008", "1E+5 ", "-", "--5", "+-5", "1", "50Y-A")  # fmt: skip
_POSITIONS = (Position(), Position(line=3), Position(line=3, column=4), Position(path="/a/b"), Position(offset=0), Position(offset=7, segment="QTY"), Position(line=1, path="/a", offset=9), Position(column=5), Position(segment="UNB"))  # fmt: skip


def answers() -> Iterator[Answer]:
    """Yield what is said of each word, value and finding."""
    for word, (name, names) in product(
        _WORDS, (("messages", (*MESSAGES,)), ("aggregates", (*AGGREGATES,)), ("small", _SMALL), ("none", ()))
    ):
        said = [
            called(suggest.nearest, word, names),
            *(
                called(suggest.nearest, word, names, likeness=likeness)
                for likeness in (suggest.LOOSE, 0.3, 1.0)
            ),
        ]
        said += [
            called(suggest.near_names, word, names),
            *(called(suggest.near_names, word, names, count=count, likeness=0.4) for count in (1, 9)),
        ]
        yield Answer(f"near {word!r} of {name}", ["; ".join(said[:4]), "; ".join(said[4:])])
    for first, second in product(_SMALL, _SMALL):
        yield Answer(
            f"near {first} {second}",
            [called(suggest.near_names, first, (second,), likeness=n) for n in (0.5, 0.75)],
        )
    for names in (("a",), ("a", "b"), ("a", "b", "c"), iter("abcd")):
        yield Answer(
            f"one of {len(list(names)) if isinstance(names, tuple) else 'four'}",
            [called(suggest.one_of, names)],
        )
    for number, places in product(
        (0, 0.0, 1.005, 24.0, 0.25, 2912000.2, -0.5, 1e21, 1e-9, 100, 0.1 + 0.2), (0, 1, 2, 5)
    ):
        yield Answer(f"digits {number!r} {places}", [called(suggest.in_digits, number, places)])
    for number, value in enumerate(_VALUES):
        yield Answer(f"value {number} {type(value).__name__}", _of_value(value))
    for cell in _CELLS:
        yield Answer(
            f"cell {cell!r}",
            [
                f"{csv_cells.as_text_cell(cell)!r} {csv_cells.of_text_cell(cell)!r} {csv_cells.is_shortened(cell)}"
            ],
        )
    for word in ("", " ", "a", "Målepunkt", "leverandør", "leverandørbytte", "LEVERANDØRBYTTE", "lever", "leve", "lev", "supplier", "end of", "meter", "måling", "metering  point", "grid loss", "nettap", "E20", "café", "Ł", "switch of supplier", "opphør", "opph"):  # fmt: skip
        yield Answer(
            f"search {word!r}", [called(search_words.folded, word), called(search_words.spellings, word)]
        )
        yield Answer(f"rules {word!r}", [" ".join(rule.code for rule in catalogue.search(word))[:600]])
    for name in sorted(errno.errorcode.values()):
        if name in {
            "ENOENT",
            "EACCES",
            "EPERM",
            "ENOSPC",
            "EISDIR",
            "EPIPE",
            "EROFS",
            "ETIMEDOUT",
            "EXDEV",
            "ENOTDIR",
            "ELOOP",
        }:
            yield Answer(
                f"error {name}",
                [
                    os_errors.os_words(OSError(getattr(errno, name), "x")),
                    os_errors.os_words(OSError(getattr(errno, name), None)),
                ],
            )
    yield Answer(
        "errors without number",
        [
            os_errors.os_words(OSError("text")),
            os_errors.os_words(OSError(99999, "strange")),
            repr(os_errors.os_words(OSError())),
        ],
    )
    for code in ("XSD001", "EDI001", "xsd001", "XSD", "", "XSD01", "BRS313-06", "NOPE"):
        yield Answer(f"rule {code!r}", [called(catalogue.get, code)])
    yield Answer("tables", [" ".join(catalogue.tables())])
    yield from _of_errors()
    yield from _of_findings()


def _of_value(value: Any) -> Iterator[str]:
    yield f"{called(plain_values.words_of, value)}; {called(plain_values.quoted, value)}; {called(plain_values.quoted, value, 5)}; {called(plain_values.is_unfilled, value)}"
    faults = Faults()
    yield called(plain_values.as_text, value, "f", faults) + called(
        plain_values.as_text, value, "f", faults, empty=False
    )
    yield called(plain_values.as_mapping, value, "f", faults, what="a thing") + called(
        plain_values.as_list, value, "f", faults
    )
    yield "; ".join(
        called(plain_values.as_whole_number, value, "f", faults, least=least, most=most)
        for least, most in ((0, 7), (1, 6), (8, 10**31))
    )
    if isinstance(value, dict):
        yield called(plain_values.check_keys, value, ("b", "c"), "f", faults, owner="a thing") + called(
            plain_values.entries, value
        )
    yield called(faults.raise_all)


def _of_errors() -> Iterator[Answer]:
    """Yield what errors say, alone, together, and after they went through a pickle."""
    for position in _POSITIONS:
        error = ParseError("expected x", position, "XSD001")
        yield Answer(
            f"parse error {position!r}",
            [str(error), repr(error), str(pickle.loads(pickle.dumps(error))), repr(copy.copy(error))],
        )
    first, second = (
        BuildError("wrong", "a.b"),
        BuildError("expected 'Kari Nordmann', found 7", "c[0].d", (("more", "e"),)),
    )
    for error in (
        first,
        second,
        BuildError("x", ""),
        BuildError.joined([first, second]),
    ):
        yield Answer(
            f"build error {error!r:.80}",
            [
                str(error),
                f"{error.field} {error.message} {error.faults}",
                str(pickle.loads(pickle.dumps(error))),
            ],
        )
    faults = Faults()
    said = [f"{len(faults)} {bool(faults)} {called(faults.joined)}"]
    faults.add("one", "a")
    with faults:
        raise second
    said += [
        f"{len(faults)} {[str(error) for error in faults]}",
        called(faults.raise_all),
        str(faults.joined()),
    ]
    yield Answer("faults", said)
    for text in (
        "{",
        "",
        '{"a": }',
        "[1,]",
        '{"a": 1, }',
        '{"a": 1',
        "nul",
        '{"a" 1}',
        '{"a": "\x01"}',
        "[1] x",
        "{a: 1}",
        '"\\x"',
    ):
        try:
            json.loads(text)
        except json.JSONDecodeError as error:
            yield Answer(f"json {text!r}", [plain_values.json_fault(error)])
    for field, key in (("", "a"), ("a", "b"), ("a[0]", "b"), ("", "")):
        yield Answer(f"joined {field!r} {key!r}", [plain_values.joined(field, key)])
    yield Answer("classes", [" ".join(name for name in errors.__all__)])


def _of_findings() -> Iterator[Answer]:
    """Yield what findings and reports are in words and as plain data, and how they are ordered."""
    rule = Rule(
        code="XSD010", title="t", severity=Severity.ERROR, source="s", trust=Trust.SOURCED, text="why"
    )
    mild = Rule(
        code="SER120",
        title="u",
        severity=Severity.WARNING,
        source="s",
        trust=Trust.INFERRED,
        text="why",
        reason=Reason("E14", "260"),
    )
    some = []
    for number, position in enumerate(_POSITIONS):
        finding = (rule if number % 2 else mild).finding(
            f"words {number}", position, payload=f"p{number % 3}" if number % 4 else None
        )
        some.append(finding)
        moved = finding.elsewhere(50, "q") if position.offset is not None else finding.about("q")
        yield Answer(
            f"finding {number}",
            [
                str(finding.to_dict()),
                f"{finding} {position} {position.order}",
                str(moved.to_dict()),
                str(finding.with_reason(Reason("E1", "89")).to_dict()),
                called(finding.is_about, f"p{number % 3}"),
                called(finding.elsewhere, 3, None),
            ],
        )
    for name in ("p1", " p1 ", "", None, 7, "x" * 300):
        yield Answer(f"payload {name!r:.20}", [called(findings.payload_name, name)])
    for trust in Trust:
        unlike = Rule(code="BRS1", title="t", severity=Severity.INFO, source="s", trust=trust, text="w")
        yield Answer(
            f"trust {trust.name}",
            [called(unlike.finding, "x", Position()), str(unlike.finding("x", Position()).to_dict())],
        )
    for words, fields in {
        "nothing": {}, "all": {"findings": tuple(reversed(some)), "kind": "K", "version": "V"}, "mild": {"findings": tuple(some[::2])}, "unreadable": {"findings": tuple(some[1:2]), "unreadable": True}, "empty": {"is_empty": True, "not_checked": ("a", "b")},
        "empty with findings": {"is_empty": True, "findings": tuple(some[:1])}, "read": {"reading": Reading(b"abc", ("d",)), "not_checked": ("rules: BRS-NO-1",)},
    }.items():  # fmt: skip
        report = Report(**fields)
        said = [
            f"{report.verdict} {len(report)} {len(report.errors)} {[finding.message for finding in report]}",
            json.dumps(report.to_dict(), ensure_ascii=False),
        ]
        said += [
            " ".join(
                str(len(report.for_payload(name, whole=whole)))
                for name in ("p0", "p1", "q")
                for whole in (True, False)
            )
        ]
        said += [
            f"{report.documents_of(b'abc')} {report.documents_of(b'abd')} {report.without_reading() == report} {report.without_reading().reading}"
        ]
        yield Answer(f"report {words}", [*said, str(len(pickle.loads(pickle.dumps(report))))])
    crash = findings.guarded(lambda: _breaking(some), "rule X", lambda: _POSITIONS[6])
    yield Answer("a check that breaks", [str(finding.to_dict()) for finding in crash])


def _breaking(some: list[Finding]) -> Iterator[Finding]:
    yield from some[:2]
    raise ZeroDivisionError("secret words")


def test_words_are_the_kept_ones():
    """Every suggestion, refusal and finding."""
    assert_kept(__file__, answers())

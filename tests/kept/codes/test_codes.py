"""What the code lists say of codes, near codes and unknown ones, and what is found by words."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called, text_of_value

from edielkit.codes import WIRES, CodeList, agency_of, code_list, find, lists, suggest
from edielkit.codes.changes import changes
from edielkit.codes.code_rows import read_table
from edielkit.codes.rules import agency_findings, code_findings, findings
from edielkit.findings import Position

WORDS = (
    "pt30m",
    "utveksling",
    "103",
    "E66",
    "e66",
    "metered",
    "",
    " ",
    "BRS-NO",
    "xyzzy",
    "forbruk",
    "m\xe5lt",
    "maalt",
    "nett",
    "89",
    "OUT",
    "time series",
    "kWh",
)
VERSIONS = ("2.3", "2.4.3", "D.96A", "9.9", None)


def answers() -> Iterator[Answer]:
    """Yield what each list says."""
    for wire in WIRES:
        for name in lists(wire):
            yield Answer(f"{wire} {name}", _list(wire, code_list(name, wire=wire)))
    yield from _searched()
    yield from _tables()
    for number, change in enumerate(changes()):
        yield Answer(f"change {number}", (text_of_value(change),))


def _list(wire: str, codes: CodeList) -> Iterator[str]:
    """Yield how many codes there are in each version, and what is said of the first and the last, near ones, and unknown ones."""
    values = list(codes.codes)
    versions = [len(codes.in_version(version)) for version in VERSIONS if version]
    chosen = [*values[:1], *values[-1:]]
    yield f"{len(codes)} codes, enumerated {codes.enumerated}, in versions {versions}: {[codes[value].label for value in chosen]}"
    near = [
        text
        for value in chosen
        for text in (value.lower(), value[:-1], f"{value}0", f" {value}", value[::-1])
    ]
    near += ["", "x", "BRS-NO-999", "Y" * 64, "Y" * 65, "Y" * 50, "Y" * 51]
    yield text_of_value([suggest(text, codes) for text in near])
    at = Position(path="a")
    listed = [
        [
            *code_findings(codes, value, at, version=version, payload="p"),
            *agency_findings(codes, value, agency, at),
        ]
        for value in (*chosen, *near)
        for version, agency in (("2.3", "89"), ("2.4.3", "260"), ("D.96A", ""), (None, "9" * 60))
    ]
    yield text_of_value(
        [
            [(finding.code, finding.severity, finding.message, finding.reason) for finding in row]
            for row in listed
        ]
    )
    yield text_of_value([agency_of(codes.name, value, wire=wire) for value in (*values[:50], "no code")])
    every = findings(codes.name, near[0], at, wire=wire, version="2.4.3", agency="9", payload="p")
    yield text_of_value((every, findings(codes.name, chosen[0], at, wire=wire)))


def _searched() -> Iterator[Answer]:
    names = {"kWh": "kilowatt hour", "Metered": "xyzzy"}
    for word in WORDS:
        for wire in (None, *WIRES):
            pairs = find(word, wire=wire)
            more = find(word, wire=wire, names=names)
            yield Answer(
                f"find {word!r} {wire}",
                (f"{len(pairs)} {len(more)} {[(codes.name, code.value) for codes, code in pairs[:12]]}",),
            )
    odd = [called(find, 7), called(find, "x", wire="xml"), called(lists, "xml"), called(lambda: len(lists()))]
    odd += [
        called(code_list, name, wire=wire)
        for name in ("DurationCode", "xyzzy", "", "6063x", "X" * 65)
        for wire in WIRES
    ]
    odd += [called(code_list, "6063", wire="x"), called(agency_of, "x", "y")]
    yield Answer("odd", odd)


def _tables() -> Iterator[Answer]:
    texts = (
        "", "a,b\n1,2\n", "# s1 = one\n# s2 = two = three\n# no key\na,b\n1,2\n3,\n", "a,b\n\n1,2\n", 'a,b\n"1,x",2\n', "a,b\n1\n", "a,b\n1,2,3\n",
        "a\n#1\n2\n", "a,b\r\n1,2\r\n",
    )  # fmt: skip
    for text in texts:
        yield Answer(f"table {text!r}", (called(read_table, text),))


def test_codes_are_the_kept_ones():
    """Lists, suggestions, findings and what is found by words."""
    assert_kept(__file__, answers())

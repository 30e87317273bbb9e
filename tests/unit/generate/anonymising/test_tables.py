"""What stands where: every element of free text has a row, and every row an element."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from edielkit.cli.output import masking
from edielkit.edifact.check.directory.layouts import segment_layouts
from edielkit.emif.declare import declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES
from edielkit.generate.anonymising.tables import FieldKind, component_contents, element_contents, is_code


def rows(name):
    text = files("edielkit.generate.anonymising").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))


def declared():
    for cls in (*AGGREGATES.values(), *MESSAGES.values()):
        for declaration in declarations(cls):
            if declaration.is_simple and not declaration.is_attribute:
                content = SIMPLE_CONTENTS.get(declaration.type)
                yield cls, declaration, SIMPLE_TYPES[content.base if content else declaration.type]


def test_every_element_of_free_text_has_a_row():
    """A new one of a new version has to be looked at by somebody."""
    listed = {row["element"] for row in rows("emif.csv")}
    missing = (
        {
            declaration.name
            for _, declaration, simple in declared()
            if simple.base == "string" and not simple.codes and simple.name.startswith("String")
        }
        - listed
        - {"Identification"}
    )

    assert set() == missing


def test_every_row_names_an_element():
    """Of EMIF, or of a SOAP fault."""
    names = {declaration.name for _, declaration, _ in declared()}
    fault = {"faultcode", "faultstring", "CodeGroup", "FaultText", "ExceptionDateTime"}
    # held as columns, whose elements are declared by the class of a row
    assert {row["element"] for row in rows("emif.csv")} <= names | fault


def test_what_is_masked_is_replaced():
    """The table of `edielkit show` and this one agree on what is personal."""
    personal = {
        declaration.name
        for cls, declaration, _ in declared()
        if masking.is_personal_field(cls.__name__, declaration.field)
    }

    assert personal
    assert {FieldKind.TEXT, FieldKind.DIGITS} >= {element_contents()[name].kind for name in personal}
    assert all(element_contents()[name].label for name in personal)


def test_identifications_are_identifiers():
    """Whatever they identify."""
    contents = element_contents()
    assert {FieldKind.IDENTIFIER} == {
        contents[name].kind
        for name in ("Identification", "OriginalBusinessDocumentReference", "ConsentID", "Id")
    }


@pytest.mark.parametrize(
    ("segment", "element", "component", "kind"),
    [
        ("NAD", 1, 1, FieldKind.CODE), ("NAD", 2, 1, FieldKind.IDENTIFIER), ("NAD", 3, 1, FieldKind.TEXT), ("NAD", 4, 5, FieldKind.TEXT),
        ("LOC", 2, 1, FieldKind.IDENTIFIER), ("LOC", 2, 4, FieldKind.TEXT), ("FTX", 4, 1, FieldKind.TEXT), ("COM", 1, 1, FieldKind.TEXT),
        ("CTA", 2, 2, FieldKind.TEXT), ("QTY", 1, 2, FieldKind.AMOUNT), ("DTM", 1, 2, FieldKind.TIME), ("CNT", 1, 2, FieldKind.TOTAL),
        ("UNB", 2, 1, FieldKind.IDENTIFIER), ("UNB", 5, 1, FieldKind.IDENTIFIER), ("UNB", 7, 1, FieldKind.CODE),
        ("UNH", 1, 1, FieldKind.IDENTIFIER), ("BGM", 2, 1, FieldKind.IDENTIFIER), ("IDE", 2, 1, FieldKind.IDENTIFIER),
    ],
)  # fmt: skip
def test_components_have_their_content(segment, element, component, kind):
    """By the data element that stands there."""
    assert kind is component_contents(segment)[element - 1][0][component - 1].kind


def test_every_long_component_is_more_than_a_code():
    """A data element of more than 17 characters that no row names would stay when a list has its content."""
    listed = {row["element"] for row in rows("edifact.csv")}
    tags = [
        "BGM",
        "NAD",
        "CTA",
        "COM",
        "LOC",
        "LIN",
        "PIA",
        "IMD",
        "RFF",
        "FTX",
        "CCI",
        "CAV",
        "IDE",
        "DOC",
        "AGR",
        "STS",
        "MEA",
        "UNB",
        "UNH",
        "UNG",
        "UCI",
        "UCM",
    ]
    unnamed = {
        part.name
        for tag in tags
        for layout in segment_layouts(tag)
        for element in layout.elements
        for part in element.parts
        if part.maximum > 17 and part.name not in listed
    }

    assert set() == unnamed


def test_a_qualifier_decides_where_a_row_says_so():
    """The process of a German message is a code, other references are not."""
    assert FieldKind.CODE is component_contents("RFF", "Z13")[0][0][1].kind
    assert FieldKind.IDENTIFIER is component_contents("RFF", "ACW")[0][0][1].kind


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, "E13"), (True, "BRS-NO-313"), (True, "PT15M"), (True, "ConsumptionDependent"), (True, "EH075"),
        (True, "MSCONS"), (True, "UNOC"), (True, "E2SE6A"), (True, "23-DDQ-PRODAT"), (True, "1-1:1.29.0"),
        (True, "false"), (True, "BRS-NO-999"), (True, "soap:Client"),
        (False, "Nordmann"), (False, "OLANORDMANN"), (False, "01819010043"), (False, "7080009990116"),
        (False, "Kari"), (False, "E13 Ola"), (False, ""),
    ],
)  # fmt: skip
def test_codes_are_those_of_the_lists(expected, text):
    """Or so short that they are no name."""
    assert expected is is_code(text)

"""The rules that findings on XML name: well-formedness, schema and envelope.

Source: XML 1.0 and XML Schema as Elhub uses them (EMIF schemas 2.3, 2.4.3 and EI-270; services of the same versions).
"""

from __future__ import annotations

from types import MappingProxyType

from edielkit.findings import Rule, Severity, Trust

__all__ = ("RULES",)

_XML = "W3C XML 1.0"
_EMIF = "EMIF schemas, versions 2.3, 2.4.3 and EI-270"
_SOAP = "EMIF service definitions (WSDL) and SOAP 1.1"

_ROWS = (
    # code, title, source, text
    ("XSD001", "well-formed XML", _XML, "Elhub answers a document that is not well-formed with a SOAP fault of group XSD. Wrong: an end tag is missing. Right: every element is closed."),
    ("XSD002", "no document type declaration", _XML, "A DOCTYPE can carry entities that grow without bound or read files; EMIF has none. Wrong: <!DOCTYPE ...>. Right: the root element follows the XML declaration."),
    ("XSD003", "bounded size", "limits of edielkit, given as arguments", "An input beyond the limits is not read. Wrong: ten thousand levels of nesting. Right: a message of the standard's depth."),
    ("XSD004", "a message of EMIF", _EMIF, "The root element must be one of the messages, in its own namespace. Wrong: a namespace of another version. Right: urn:no:elhub:emif:metering:CollectedData:v2."),
    ("XSD005", "an envelope with a known content", _SOAP, "A SOAP body holds one request or response of the five services. Wrong: a message of another service in the wrapper. Right: CollectedDataRequest with CollectedData."),
    ("XSD010", "no element that the type lacks", _EMIF, "Only declared elements may stand in a type. Wrong: a misspelt name. Right: the name of the standard, in its namespace."),
    ("XSD011", "mandatory elements are there", _EMIF, "An element with minimum one must be there. Wrong: a Header without Creation. Right: all mandatory elements, in order."),
    ("XSD012", "elements in the order of the standard", _EMIF, "The types are sequences. Wrong: End before Start in a period. Right: the order of the schema."),
    ("XSD013", "not more often than allowed", _EMIF, "An element may stand at most as often as its type says. Wrong: a second Header. Right: one Header."),
    ("XSD014", "one alternative of a choice", _EMIF, "Of a choice exactly one alternative stands. Wrong: Metered and Estimated in one Observation. Right: one of them."),
    ("XSD020", "value of the right kind", _EMIF, "Numbers, times and booleans have one spelling. Wrong: a decimal comma. Right: a decimal point."),
    ("XSD021", "code of the list", _EMIF, "A code must be in its list in that version. Wrong: a code with a typing error. Right: a code of the list."),
    ("XSD022", "form and length", _EMIF, "Texts have a length or a pattern. Wrong: a metering point with 17 digits. Right: 18 digits."),
    ("XSD023", "fixed value", _EMIF, "Some values are fixed. Wrong: Withdrawn false. Right: Withdrawn true."),
    ("XSD024", "no text between elements", _EMIF, "An element with elements inside holds no text of its own. Wrong: a remark between two elements. Right: white space only."),
    ("XSD025", "no elements inside a value", _EMIF, "A value is text. Wrong: an element inside Identification. Right: text only."),
    ("XSD030", "mandatory attributes are there", _EMIF, "A code needs its agency. Wrong: DocumentType without listAgencyIdentifier. Right: the attribute with its code."),
    ("XSD031", "no attribute that the type lacks", _EMIF, "Only declared attributes may stand on an element. Wrong: an agency on a plain value. Right: none."),
    ("XSD040", "unique inside its scope", _EMIF, "Some identifications must differ from each other. Wrong: two payloads with one Identification. Right: a new one for each."),
    ("XSD041", "as the schema says", _EMIF, "The XML Schema processor found a fault that no other rule here names. Right: a document that the schema accepts."),
)  # fmt: skip

_ANNOUNCED = Rule(
    code="XSD050",
    title="the version is in force",
    severity=Severity.INFO,
    source="github.com/elhub/im-emif-files: EI-270 and EI-1763 are open pull requests (seen 2026-03-26)",
    text=(
        "An announced version is one that Elhub has published and no release has taken in: its messages are refused until "
        "then. Wrong: an expected annual volume for each direction, sent today. Right: the message as the current version has it."
    ),
)
_LIMITS = frozenset({"XSD003"})

RULES = MappingProxyType(
    {
        code: Rule(
            code=code,
            title=title,
            severity=Severity.ERROR,
            source=source,
            trust=Trust.LIMIT if code in _LIMITS else Trust.SOURCED,
            text=text,
        )
        for code, title, source, text in _ROWS
    }
    | {_ANNOUNCED.code: _ANNOUNCED}
)

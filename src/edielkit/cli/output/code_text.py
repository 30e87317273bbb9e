"""What codes mean, from the code lists of the package."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from edielkit.cli.language import language
from edielkit.translation import code_name_in

if TYPE_CHECKING:
    from edielkit.codes import Code

__all__ = ("SEGMENT_NAMES", "both_names", "component_name", "edifact_meaning", "emif_label")

# Names of the segments in the UN/EDIFACT directories and in ISO 9735, shortened to what they hold.
SEGMENT_NAMES = {
    "UNA": "service string advice",
    "UNB": "interchange header",
    "UNG": "group header",
    "UNH": "message header",
    "UNS": "section control",
    "UNT": "message trailer",
    "UNE": "group trailer",
    "UNZ": "interchange trailer",
    "UCI": "interchange response",
    "UCF": "group response",
    "UCM": "message response",
    "UCS": "segment error",
    "UCD": "data element error",
    "AGR": "agreement",
    "BGM": "beginning of message",
    "CAV": "characteristic value",
    "CCI": "characteristic",
    "CNT": "control total",
    "COM": "communication contact",
    "CTA": "contact",
    "CUX": "currencies",
    "DOC": "document",
    "DTM": "date, time, period",
    "ERC": "application error",
    "FTX": "free text",
    "IDE": "identity",
    "IMD": "item description",
    "LIN": "line item",
    "LOC": "place",
    "MEA": "measurement",
    "MKS": "market and sales channel",
    "MOA": "monetary amount",
    "NAD": "name and address",
    "PIA": "additional product id",
    "PRI": "price",
    "QTY": "quantity",
    "RFF": "reference",
    "SEQ": "sequence",
    "STS": "status",
    "TAX": "tax",
}


def emif_label(type_name: str, value: str) -> str:
    """Return *value* with its meaning, as far as the list of its type knows it.

    Args:
        type_name: The type of the element in EMIF.
        value: The code.

    >>> emif_label("Elhub_BusinessProcessRoleType", "DDQ")
    'DDQ (Balance supplier)'
    >>> emif_label("String10Type", "35")
    '35'
    """
    from edielkit.codes import code_list
    from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES

    content = SIMPLE_CONTENTS.get(type_name)
    simple = SIMPLE_TYPES.get(content.base if content else type_name)
    if simple is None or not simple.codes:
        return value
    code = code_list(simple.name).codes.get(value)
    if code is None:
        return f"{value} (not in list {simple.name})"
    # a code that is a word needs no second one: Out (out of the grid), Add
    name = code_name_in(code, language())
    if not name:
        return value
    return name if name.startswith(value) else f"{value} ({name})"


def both_names(code: Code) -> str:
    """Return the name of a code in the language that is spoken, with the other one behind it, empty without any.

    >>> from edielkit.codes import code_list
    >>> both_names(code_list("Elhub_MeteringPointTypeCode")["E20"])
    'Exchange / Utveksling'
    """
    spoken = language()
    names = (code.name, code.name_no) if spoken == "en" else (code_name_in(code, spoken), code.name)
    return " / ".join(dict.fromkeys(filter(None, names)))


@cache
def component_name(tag: str, directory: str, element: int, component: int) -> str:
    """Return the number of the data element at a place of a segment, empty when the directory does not say.

    >>> component_name("QTY", "D.96A", 1, 1)
    '6063'
    """
    from edielkit.edifact.check.directory.layouts import segment_layout

    spec = segment_layout(tag, directory)
    if spec is None or element > len(spec.elements):
        return ""
    parts = spec.elements[element - 1].parts
    return parts[component - 1].name if component <= len(parts) else ""


@cache
def edifact_meaning(data_element: str, value: str) -> str:
    """Return what *value* means as a code of *data_element*, empty when it is none or nobody says.

    >>> edifact_meaning("6063", "136")
    'reached period quantity'
    """
    from edielkit.codes import code_list, lists

    if data_element not in lists("edifact"):
        return ""
    code = code_list(data_element, wire="edifact").codes.get(value)
    return code.name if code else ""

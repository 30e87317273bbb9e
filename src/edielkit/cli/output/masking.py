"""What is personal in a message, and its mask: names, birth numbers, addresses, ways to reach people, and free text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.harmless import MASK, name_of_something, without_birth_numbers

if TYPE_CHECKING:
    from edielkit.comparison import Difference

__all__ = (
    "MASK",
    "PERSONAL_ELEMENTS",
    "PERSONAL_PARENTS",
    "PERSONAL_SEGMENTS",
    "code_text",
    "is_personal_field",
    "is_personal_id",
    "masked_difference",
    "masked_elements",
)

_NAMES = frozenset({"name", "given_name", "family_name"})
_PLACE = frozenset(
    {
        "street_name",
        "street_code",
        "building_number",
        "floor_identification",
        "room_identification",
        "postcode",
        "city_name",
        "city_sub_division_name",
        "address_free_form",
        "post_office_box",
        "care_of",
        "attention_of",
        "on_behalf",
    }
)
# Free texts of a query to Elhub or a grid company.
_QUERY = frozenset(
    {
        "subject",
        "request",
        "request_private",
        "request_public",
        "feedback",
        "feedback_private",
        "feedback_public",
    }
)
# Fields by class of EMIF; the classes are named, not imported, so that this table loads nothing.
_FIELDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "CustomerParty",
            "CustomerPartyNotify",
            "CustomerPartyStartOfSupply",
            "CustomerPartyEndOfSupply",
            "InvoiceeParty",
            "MPCustomerSearch",
        ),
        _NAMES,
    ),
    **dict.fromkeys(("InvoiceeAddress", "MPAddress", "MPAddressSearch"), _PLACE),
    **dict.fromkeys(
        (
            "RequestToElhubPayload",
            "RequestToGridAccessProviderPayload",
            "ResponseFromElhubPayload",
            "ResponseFromGridAccessProviderPayload",
        ),
        _QUERY,
    ),
    "VirtualCalculation": frozenset({"name", "description"}),
    "DetailMeteringPointCharacteristic": frozenset({"description"}),
    "Communication": frozenset({"complete_number", "description"}),
    "MPAddressCadastral": frozenset({"gnr", "bnr", "snr", "fnr"}),
    "MeteringPointGeographicalCoordinate": frozenset({"latitude", "longitude"}),
    "MeterFacility": frozenset({"meter_location"}),
}

# XML elements whose line is not quoted: those above, an end user's identification, and free text.
PERSONAL_ELEMENTS = frozenset(
    "".join(word.capitalize() for word in field.split("_")) for fields in _FIELDS.values() for field in fields
) | {"ConsumerInvolvedCustomerParty"}

# XML elements inside of which no line is quoted, whatever the fault made of its name.
PERSONAL_PARENTS = frozenset(
    {
        "ConsumerInvolvedCustomerParty",
        "ConsumerInvolvedCustomerAddress",
        "MPAddressMeteringPointAddress",
        "MPAddressCadastral",
        "MPPositionMeteringPointGeographicalCoordinate",
    }
)

# Elements (from 1) by EDIFACT segment: name and address of NAD, person and address of a contact, free text.
PERSONAL_SEGMENTS: dict[str, frozenset[int]] = {
    "NAD": frozenset(range(3, 9)),  # the country, element 9, names nobody
    "CTA": frozenset({2}),
    "COM": frozenset({1}),
    "FTX": frozenset({4}),
}
# Components of an element that are words beside codes: 7008 of IMD.
_WORDS_OF, _NONE = {("IMD", 3): 4}, 1 << 30
_BIRTH_NUMBER_DIGITS = 11
_POPULATION_REGISTER = "Z01"


def is_personal_field(owner: str, field: str) -> bool:
    """Tell whether *field* of the class *owner* of EMIF holds personal data.

    >>> is_personal_field("MPAddress", "street_name"), is_personal_field("Contributor", "share")
    (True, False)
    """
    return field in _FIELDS.get(owner, frozenset())


def is_personal_id(value: Any) -> bool:
    """Tell whether an identification is, or looks like, a birth number.

    >>> is_personal_id("01819010043"), is_personal_id("7080009990116")
    (True, False)
    """
    text = str(value)
    return getattr(value, "scheme_agency_identifier", None) == _POPULATION_REGISTER or (
        len(text) == _BIRTH_NUMBER_DIGITS and text.isascii() and text.isdigit()
    )


def code_text(value: Any, *, personal: bool) -> str:
    """Return a code, a name of a thing or an identification as it may be shown: with a mask where it is somebody's name.

    Args:
        value: What stands where one is due.
        personal: Show it whatever it is.

    >>> code_text("E13", personal=False), code_text("Kari Testesen", personal=False)
    ('E13', '•••')
    """
    return str(value) if personal else name_of_something(str(value))


def masked_elements(tag: str, elements: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the elements of an EDIFACT segment with personal ones masked.

    >>> masked_elements("NAD", [["UD"], ["01819010043", "", "9"], [], ["Testesen"]])
    (('UD',), ('•••', '', '9'), (), ('•••',))
    """
    hidden = PERSONAL_SEGMENTS.get(tag, frozenset())
    return tuple(
        tuple(
            MASK
            if text and (place in hidden or number >= _WORDS_OF.get((tag, place), _NONE))
            else name_of_something(text)
            for number, text in enumerate(element, 1)
        )
        for place, element in enumerate(elements, 1)
    )


# Parts of the segments of PERSONAL_SEGMENTS by the names that typed messages give them.
_PERSONAL_PARTS = {
    "NAD": frozenset({"lines", "name", "street", "city", "region", "postcode"}),
    "CTA": frozenset({"identification", "name"}),
    "COM": frozenset({"address"}),
    "FTX": frozenset({"text", "line2", "line3", "line4", "line5"}),
    "IMD": frozenset({"text"}),
}


def masked_difference(difference: Difference) -> Difference:
    """Return a difference of two messages with what is personal on either side masked.

    >>> from edielkit.comparison import Difference
    >>> from edielkit.comparison.differences import Step
    >>> print(masked_difference(Difference((Step("GivenName"),), "Kari", None)))
    GivenName: only in the first: •••
    """
    steps = tuple(
        attrs.evolve(step, name=_masked_words(step.name), key=_masked_words(step.key))
        for step in difference.steps
    )
    hidden = _is_personal_place([step.name for step in difference.steps])
    sides = (
        said if said is None else MASK if hidden or is_personal_id(said) else _masked_words(said)
        for said in (difference.first, difference.second)
    )
    return type(difference)(steps, *sides)


# What a comparison says in words of its own: how many values, the state of one, and between the parts of a key; beside
# these, codes of up to three capitals and what holds a digit.
_OWN_WORDS = re.compile(
    r"(?<!\S)(?:\S*[0-9]\S*|[A-Z]{1,3}|In|Out|an\sundeclared\selement|tags\sof\sthe\ssegments,\sin\sorder|values?|number|element|"
    r"to|in\sformat|start|end|(?:final\s)?estimated|calculated\sfor\ssettlement|calculated|metered|temporary|missing)(?:\s|$)"
)


def _masked_words(text: str) -> str:
    foreign = _OWN_WORDS.sub("", text)
    return name_of_something(text) if foreign else without_birth_numbers(text)


def _is_personal_place(names: Sequence[str]) -> bool:
    last = names[-1]
    if last in PERSONAL_ELEMENTS or PERSONAL_PARENTS.intersection(names[:-1]):
        return True
    tag = names[-2].partition("+")[0] if len(names) > 1 else ""
    number = last.removeprefix("element ").partition("/")[0]
    is_place = number.isdecimal() and int(number) in PERSONAL_SEGMENTS.get(tag, frozenset())
    return is_place or last in _PERSONAL_PARTS.get(tag, frozenset())

"""The parts of a short form that set up a shared production (BRS-NO-701)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from edielkit.emif.messages import MeteringPoint, VirtualCalculation
from edielkit.emif.messages.sharedproduction import (
    Contributor,
    Contributors,
    Participants,
    Recipient,
    Recipients,
)
from edielkit.emif.values import Identifier
from edielkit.scenarios.payload_parts import StepInput

__all__ = ("SHARING",)


def _shared_production(s: StepInput) -> dict[str, Any]:
    return {
        "update_indicator": s.fields.needed("do"),
        "virtual_calculation": VirtualCalculation(
            name=s.fields.text("name"),
            description=s.fields.text("description"),
            id=s.identification_of("calculation"),
            formula_type=s.fields.text("formula"),
            participants=_participants(s),
        ),
    }


def _participants(s: StepInput) -> Participants | None:
    contributors = s.fields.texts("contributors")
    if contributors is None:
        return None
    return Participants(
        contributors=Contributors(
            contributor=tuple(
                Contributor(metering_point_used_domain_location=_named(s, contributor, "contributors"))
                for contributor in contributors
            )
        ),
        recipients=Recipients(
            recipient=tuple(
                Recipient(share=share, metering_point_used_domain_location=_named(s, recipient, "recipients"))
                for recipient, share in _recipients(s).items()
            )
        ),
    )


def _recipients(s: StepInput) -> dict[str, Decimal | None]:
    """Return the recipients with their shares; a list of names has none."""
    if not isinstance(s.fields.any("recipients"), Mapping):
        return dict.fromkeys(s.fields.texts("recipients") or ())
    shares = s.fields.fields("recipients")
    try:
        return {name: Decimal(shares.needed(name)) for name in shares}
    except InvalidOperation:
        raise s.fields.wrong("expected a number for each recipient", "recipients") from None


def _named(s: StepInput, name: str, key: str) -> MeteringPoint:
    return MeteringPoint(identification=Identifier(s.names.gsrn(name, s.fields.at(key)), "9"))


# Name of a part to what it puts into a payload, by field.
SHARING: Mapping[str, Callable[[StepInput], dict[str, Any]]] = MappingProxyType(
    {"shared production": _shared_production}
)

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
from edielkit.scenarios.parts import Saying

__all__ = ("SHARING",)


def _shared_production(s: Saying) -> dict[str, Any]:
    return {
        "update_indicator": s.fields.needed("do"),
        "virtual_calculation": VirtualCalculation(
            name=s.fields.text("name"),
            description=s.fields.text("description"),
            id=s.known("calculation"),
            formula_type=s.fields.text("formula"),
            participants=_participants(s),
        ),
    }


def _participants(s: Saying) -> Participants | None:
    contributors = s.fields.texts("contributors")
    if contributors is None:
        return None
    return Participants(
        contributors=Contributors(
            contributor=tuple(
                Contributor(metering_point_used_domain_location=_named(s, each, "contributors"))
                for each in contributors
            )
        ),
        recipients=Recipients(
            recipient=tuple(
                Recipient(share=share, metering_point_used_domain_location=_named(s, each, "recipients"))
                for each, share in _recipients(s).items()
            )
        ),
    )


def _recipients(s: Saying) -> dict[str, Decimal | None]:
    """Return the recipients with their shares; a list of names has none."""
    if not isinstance(s.fields.any("recipients"), Mapping):
        return dict.fromkeys(s.fields.texts("recipients") or ())
    said = s.fields.fields("recipients")
    try:
        return {name: Decimal(said.needed(name)) for name in said}
    except InvalidOperation:
        raise s.fields.wrong("expected a number for each recipient", "recipients") from None


def _named(s: Saying, name: str, key: str) -> MeteringPoint:
    return MeteringPoint(identification=Identifier(s.cast.gsrn(name, s.fields.at(key)), "9"))


# Name of a part to what it puts into a payload, by field.
SHARING: Mapping[str, Callable[[Saying], dict[str, Any]]] = MappingProxyType(
    {"shared production": _shared_production}
)

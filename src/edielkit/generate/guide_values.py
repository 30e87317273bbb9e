"""What stands in the components of a generated EDIFACT message: numbers, times and texts of its market."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Self

import attrs

from edielkit.edifact.segments import Segment
from edielkit.edifact.timestamps import CLOCKS
from edielkit.edifact.write.envelope import Address
from edielkit.generate.numbers import Numbers
from edielkit.identifiers import eic, gln, gsrn
from edielkit.market_time import day_period, local_day

__all__ = ("USUAL", "GuideValues", "parties")

# agency of party ids in NAD (3055)
_AGENCIES: Mapping[str, str] = MappingProxyType({"no": "9", "dk": "9", "se": "260", "de": "293", "ch": "293"})
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _nordic(prefix: str, rng: random.Random) -> str:
    body = f"{prefix}{rng.randint(0, 9999):04d}"
    return body + gln.check_digit(body)


def _swiss(rng: random.Random) -> str:
    while True:
        body = "12XTEST-" + "".join(rng.choices(_LETTERS, k=6)) + "-"
        try:
            return body + eic.check_digit(body)
        except ValueError:
            continue


def parties(profile: str, rng: random.Random) -> tuple[Address, Address]:
    """Return two partners of a market, as UNB names them.

    >>> [address.qualifier for address in parties("se", random.Random(1))]
    ['ZZ', 'ZZ']
    """
    numbers = Numbers(rng)
    if profile == "se":
        first = rng.randint(99000, 99998)
        return Address(str(first), "ZZ"), Address(str(first + 1), "ZZ")
    if profile == "dk":
        return Address(_nordic("57900098", rng)), Address(_nordic("57900097", rng))
    if profile == "de":
        return Address(numbers.mp_id(), "500"), Address(numbers.mp_id(), "500")
    if profile == "ch":
        return Address(_swiss(rng), "500"), Address(_swiss(rng), "500")
    return Address(numbers.gln()), Address(numbers.gln())


def _point(profile: str, numbers: Numbers, rng: random.Random) -> str:
    if profile == "de":
        return numbers.malo()
    if profile == "ch":
        return numbers.melo("CH")
    if profile == "se":
        body = f"735999000{rng.randint(0, 99_999_999):08d}"
        return body + gsrn.check_digit(body)
    if profile == "dk":
        body = f"571313199{rng.randint(0, 99_999_999):08d}"
        return body + gsrn.check_digit(body)
    return numbers.gsrn()


@attrs.frozen(kw_only=True)
class GuideValues:
    """Facts of one message, and where they stand in it.

    Attributes:
        rng: Where chance comes from.
        sender: Who sends it.
        recipient: Who receives it.
        point: The metering point.
        document: Identification of the document.
        created: When it was made.
        start: Where its period begins, a midnight of the market.
        zone: Offset of the times.
        product: What LIN names: a product, or a metering point where the message is about points.
        steps: Hours of its period.
    """

    rng: random.Random
    sender: Address
    recipient: Address
    point: str
    document: str
    created: dt.datetime
    start: dt.datetime
    zone: dt.tzinfo
    profile: str
    product: str = "8716867000030"
    steps: int = 1

    @classmethod
    def of(cls, profile: str, kind: str, rng: random.Random, now: dt.datetime) -> Self:
        """Return facts for a message of a market.

        Args:
            profile: Code of the market.
            kind: Message type.
            rng: Where chance comes from.
            now: Aware instant of its creation.
        """
        sender, recipient = parties(profile, rng)
        zone = dt.UTC if profile == "de" else CLOCKS[profile].zone
        # a notification (PRODAT) comes weeks ahead, values come afterwards
        days = rng.randint(20, 50) if kind == "PRODAT" else -rng.randint(1, 30)
        day = local_day(now) + dt.timedelta(days=days)
        point = _point(profile, Numbers(rng), rng)
        return cls(
            rng=rng,
            sender=sender,
            recipient=recipient,
            point=point,
            profile=profile,
            product=point if kind == "PRODAT" else "8716867000030",
            document=f"TEST{rng.randint(0, 10**10 - 1):010d}",
            created=now.replace(second=0, microsecond=0),
            start=day_period(day).start.astimezone(zone).replace(hour=0),
            zone=zone,
        )

    def candidates(self, segment: Segment, element: int, component: int) -> list[str]:
        """Return what may stand in a component, the most telling first."""
        names = (f"{segment.tag}+{segment.get(1)}", segment.tag)
        if (segment.tag, element, component) == ("DTM", 1, 2) and segment.get(1, 3) in _NOTATIONS:
            instant = _INSTANTS.get(segment.get(1), "created")
            return [_NOTATIONS[segment.get(1, 3)].replace("instant", instant).format_map(self._facts())]
        templates = [
            _TEMPLATES[name, element, component] for name in names if (name, element, component) in _TEMPLATES
        ]
        facts = self._facts() if templates else {}
        return [template.format_map(facts) for template in templates]

    def _facts(self) -> Mapping[str, str]:
        def minute(instant: dt.datetime) -> str:
            return instant.astimezone(self.zone).strftime("%Y%m%d%H%M")

        end = self.start + dt.timedelta(hours=self.steps)
        return {
            "created": minute(self.created),
            "start": minute(self.start),
            "end": minute(end),
            "day": self.start.strftime("%Y%m%d"),
            "month": self.start.strftime("%Y%m"),
            "point": self.point,
            "document": self.document,
            "sender": self.sender.identification,
            "recipient": self.recipient.identification,
            "sender_list": self.sender.qualifier or "",
            "recipient_list": self.recipient.qualifier or "",
            "quantity": str(self.rng.randint(1, 9999)),
            "product": self.product,
            "list": "SVK" if self.profile == "se" else "",
            "agency": _AGENCIES[self.profile],
        }


# which instant a time is, by its qualifier, and how the notation writes it
_INSTANTS: Mapping[str, str] = MappingProxyType(
    {"163": "start", "164": "end", "92": "start", "93": "start", "157": "start", "597": "end", "7": "start"}
)
_NOTATIONS: Mapping[str, str] = MappingProxyType(
    {
        "102": "{day}",
        "203": "{instant}",
        "303": "{instant}+00",
        "304": "{instant}00+00",
        "406": "+0100",
        "610": "{month}",
        "718": "{day}{day}",
        "719": "{start}{end}",
        "805": "1",
        "Z13": "{start}{end}",
    }
)
# What stands in a component: segment with its first code, element, component. Else a code that the guide allows, else "X1".
_TEMPLATES: Mapping[tuple[str, int, int], str] = MappingProxyType(
    {
        ("BGM", 2, 1): "{document}",
        ("DTM", 1, 2): "{created}",
        ("DTM", 1, 3): "203",
        ("DTM+324", 1, 2): "{start}{end}",
        ("DTM+354", 1, 2): "60",
        ("DTM+354", 1, 3): "806",
        ("DTM+163", 1, 2): "{start}",
        ("DTM+164", 1, 2): "{end}",
        ("DTM+672", 1, 2): "60",
        ("DTM+672", 1, 3): "806",
        ("BGM", 3, 1): "9",
        ("DTM+92", 1, 2): "{start}",
        ("DTM+93", 1, 2): "{start}",
        ("DTM+157", 1, 2): "{start}",
        ("LIN", 1, 1): "1",
        ("LIN", 3, 1): "{product}",
        ("SEQ", 2, 1): "1",
        ("QTY", 1, 2): "{quantity}",
        ("CNT", 1, 2): "{quantity}",
        ("MOA", 1, 2): "{quantity}",
        ("PRI", 1, 2): "1",
        ("CAV", 1, 4): "1",
        ("CAV", 1, 5): "8716867000030",
        ("CUX", 1, 1): "2",
        ("CUX", 1, 2): "NOK",
        ("RNG", 1, 1): "4",
        ("RNG", 2, 2): "{quantity}",
        ("PIA+5", 2, 1): "1-1:1.29.0",
        ("LOC+90", 2, 1): "{point}",
        ("LOC+172", 2, 1): "{point}",
        ("LOC+232", 2, 1): "ABC",
        ("LOC+232", 2, 2): "SVK",
        ("LOC+233", 2, 1): "XYZ",
        ("LOC+233", 2, 2): "SVK",
        ("LOC+239", 2, 1): "ABC",
        ("LOC+239", 2, 2): "SVK",
        ("IDE+24", 2, 1): "{document}",
        ("MEA", 3, 1): "KWH",
        ("NAD+UD", 2, 1): "5560000000",
        ("NAD+IV", 2, 1): "5560000000",
        ("NAD+IT", 2, 1): "{point}",
        ("NAD", 2, 1): "{sender}",
        ("NAD", 2, 2): "{list}",
        ("NAD", 2, 3): "{agency}",
        ("NAD+DO", 2, 1): "{recipient}",
        ("NAD+MR", 2, 1): "{recipient}",
        ("RFF+Z05", 1, 2): "ABC",
        ("RFF", 1, 2): "{document}",
        ("RFF+ACW", 1, 2): "{document}P",
        ("FTX", 4, 1): "test",
        ("UNS", 1, 1): "D",
        ("UCI", 1, 1): "R1",
        ("UCI", 2, 1): "{recipient}",
        ("UCI", 3, 1): "{sender}",
        ("UCI", 2, 2): "{recipient_list}",
        ("UCI", 3, 2): "{sender_list}",
        ("UCI", 4, 1): "4",
        ("UCI", 5, 1): "12",
        ("UCM", 3, 1): "4",
    }
)

# components that a message has though no guide asks for them: segment with its first code
USUAL: Mapping[str, tuple[tuple[int, int], ...]] = MappingProxyType(
    {
        "BGM": ((2, 1),),
        "FTX": ((4, 1),),
        "RFF": ((1, 2),),
        "NAD+FR": ((2, 2), (2, 3)),
        "NAD+DO": ((2, 2), (2, 3)),
        "NAD+MS": ((2, 2), (2, 3)),
        "NAD+MR": ((2, 2), (2, 3)),
    }
)

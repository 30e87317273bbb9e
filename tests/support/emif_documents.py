"""
Valid EMIF documents, made from the product's own schemas by a seed.

A document is an lxml tree; `to_bytes` writes it. The same seed gives the same document.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from decimal import Decimal

import attrs
from lxml import etree
from tests.support.emif_schemas import ABIE, Complex, Element, Group, Simple

__all__ = ("Plan", "bounds", "build", "documents", "paths", "places", "to_bytes", "value")

Text = Callable[[random.Random], str]
ALPHABET = "abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJÆØÅ 0123456789.-/&<>'\"€"


def _gs1(body: str) -> str:
    total = sum(int(n) * (3, 1)[i % 2] for i, n in enumerate(reversed(body)))
    return body + str(-total % 10)


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _eic(rng: random.Random) -> str:
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
    while True:
        body = "50Y" + "".join(rng.choice(alphabet[:36]) for _ in range(12))
        total = sum((16 - i) * alphabet.index(c) for i, c in enumerate(body))
        check = alphabet[36 - (total - 1) % 37]
        if check != "-":
            return body + check


def _organisation(rng: random.Random) -> str:
    while True:
        body = "9" + _digits(rng, 7)
        check = -sum(int(n) * w for n, w in zip(body, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        if check < 10:
            return body + str(check)


def _instant(rng: random.Random, decimals: int) -> str:
    day = f"{rng.randint(2015, 2030)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    clock = f"{rng.randint(0, 23):02}:{rng.choice((0, 15, 30, 45)):02}:{rng.randint(0, 59):02}"
    fraction = _digits(rng, rng.randint(1, decimals)) if rng.random() < 0.3 else ""
    return (
        f"{day}T{clock}{'.' + fraction if fraction else ''}{rng.choice(('Z', '+01:00', '+02:00', '-00:30'))}"
    )


def _uuid(rng: random.Random) -> str:
    text = f"{rng.getrandbits(128):032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


SPECIAL: dict[str, Text] = {
    "UUIDType": _uuid,
    "MeteringPointType": lambda rng: _gs1("7070575" + _digits(rng, 10)),
    "Elhub_EnergyPartyIdentifierType": lambda rng: _gs1("708" + _digits(rng, 9)),
    "Elhub_MeteringGridAreaIdentifierType": _eic,
    "Elhub_EndUserIdentifierType": _organisation,
    "Elhub_dateTimeType": lambda rng: _instant(rng, 3),
    "Elhub_dateTime9DecType": lambda rng: _instant(rng, 9),
    "Elhub_boolean": lambda rng: rng.choice(("true", "false")),
    "xs:boolean": lambda rng: rng.choice(("true", "false", "1", "0")),
    "xs:dateTime": lambda rng: _instant(rng, 3),
}


def bounds(of: Simple) -> tuple[Decimal, Decimal, int]:
    """Return the least and greatest value of a number type and its decimals."""
    decimals = int(of.facet("fractionDigits") or 0)
    step = Decimal(1).scaleb(-decimals)
    low = of.facet("minInclusive") or Decimal(of.facet("minExclusive") or 0) + step
    high = of.facet("maxInclusive") or Decimal(of.facet("maxExclusive") or 0) - step
    return Decimal(low), Decimal(high), decimals


def _number(of: Simple, rng: random.Random) -> str:
    low, high, decimals = bounds(of)
    kind = rng.random()
    if kind < 0.1:
        return f"{low:f}"
    if kind < 0.2:
        return f"{high:f}"
    scale = 10**decimals
    top = min(int(high * scale), rng.choice((99, 99_999, 10**14)))
    bottom = max(int(low * scale), -top if low < 0 else 0)
    number = Decimal(rng.randint(bottom, top)).scaleb(-decimals)
    return f"{number.normalize():f}" if rng.random() < 0.5 else f"{number:f}"


def _text(of: Simple, rng: random.Random) -> str:
    low, high = int(of.facet("minLength") or 0), int(of.facet("maxLength") or 40)
    count = rng.choice((max(low, 1), high, rng.randint(max(low, 1), high)))
    return "".join(rng.choice(ALPHABET) for _ in range(count))


def value(of: Simple, rng: random.Random, holder: str = "") -> str:
    """Return a valid text of a simple type; *holder* is the type that has it as its text."""
    special = SPECIAL.get(holder) or SPECIAL.get(of.name)
    if special:
        return special(rng)
    if of.codes:
        return rng.choice(of.codes)
    if of.base in {"decimal", "int", "long"}:
        return _number(of, rng)
    if of.base == "dateTime":
        return _instant(rng, 3)
    assert of.base == "string", of
    assert of.facet("pattern") is None, of
    return _text(of, rng)


@attrs.frozen
class Plan:
    """
    How much of what the schema allows a document holds.

    Attributes:
        optional: Probability of an optional element or attribute.

        repeat: Most occurrences of an element that may repeat.

        choice: Which branch of every choice, or None for any.
    """

    optional: float = 0.5
    repeat: int = 3
    choice: int | None = None


@attrs.define
class _Builder:
    plan: Plan
    rng: random.Random

    def element(self, parent: etree._Element | None, of: Element, place: int = 1) -> etree._Element:
        if parent is None:
            node = etree.Element(of.tag, nsmap=_prefixes(of))
        else:
            node = etree.SubElement(parent, of.tag)
        kind = of.type
        if isinstance(kind, Simple):
            node.text = of.fixed or value(kind, self.rng)
            return node
        for attribute in kind.attributes:
            if attribute.name == "Sequence":
                node.set("Sequence", str(place))
            elif attribute.required or self.rng.random() < self.plan.optional:
                node.set(attribute.name, attribute.fixed or value(attribute.type, self.rng))
        if kind.text is not None:
            node.text = of.fixed or value(kind.text, self.rng, kind.name)
        if kind.group is not None:
            self.group(node, kind.group)
        return node

    def group(self, node: etree._Element, group: Group) -> None:
        if group.kind == "choice":
            for _ in range(1 if group.max == 1 else self.plan.repeat):
                index = self.rng.randrange(len(group.items)) if self.plan.choice is None else self.plan.choice
                self.item(node, group.items[index % len(group.items)])
            return
        for item in group.items:
            self.item(node, item)

    def item(self, node: etree._Element, item: Element | Group) -> None:
        if isinstance(item, Group):
            self.group(node, item)
            return
        count = item.min
        if count == 0 and self.rng.random() < self.plan.optional:
            count = 1
        if count:
            most = self.plan.repeat if item.max is None else min(item.max, self.plan.repeat)
            count = max(count, most if self.plan.optional == 1 else self.rng.randint(count, max(count, most)))
        for place in range(1, count + 1):
            self.element(node, item, place)


def _prefixes(of: Element) -> dict[str | None, str]:
    return {"rsm": of.namespace, "abie": ABIE}


def build(of: Element, plan: Plan, rng: random.Random) -> etree._Element:
    """Return a valid document with the root *of*."""
    return _Builder(plan, rng).element(None, of)


def _widest_choice(of: Element) -> int:
    widest, stack = 1, [of.type]
    while stack:
        kind = stack.pop()
        if isinstance(kind, Complex) and kind.group is not None:
            groups: list[Group] = [kind.group]
            while groups:
                group = groups.pop()
                if group.kind == "choice":
                    widest = max(widest, len(group.items))
                groups.extend(i for i in group.items if isinstance(i, Group))
            stack.extend(e.type for e, _ in kind.group.elements())
    return widest


def documents(of: Element, seed: str, count: int = 8) -> Iterator[tuple[str, etree._Element]]:
    """Yield a smallest document for each branch of a choice, a fullest one for each, and random ones."""
    for index in range(_widest_choice(of)):
        rng = random.Random(f"{seed}-{index}")
        yield f"least-{index}", build(of, Plan(optional=0, repeat=1, choice=index), rng)
        yield f"fullest-{index}", build(of, Plan(optional=1, repeat=2, choice=index), rng)
    for index in range(count):
        rng = random.Random(f"{seed}-random-{index}")
        yield f"random-{index}", build(of, Plan(optional=rng.random()), rng)


def to_bytes(node: etree._Element) -> bytes:
    """Return the document as UTF-8."""
    return etree.tostring(node, xml_declaration=True, encoding="UTF-8")


def places(of: Element, node: etree._Element) -> Iterator[tuple[Element, etree._Element]]:
    """Yield every element of a document with its place in the schema, parents first."""
    stack: list[tuple[Element, etree._Element]] = [(of, node)]
    while stack:
        place, here = stack.pop()
        yield place, here
        if isinstance(place.type, Complex) and place.type.group is not None:
            elements = {e.tag: e for e, _ in place.type.group.elements()}
            stack.extend((elements[c.tag], c) for c in reversed(here) if c.tag in elements)


def paths(of: Element, node: etree._Element) -> Iterator[tuple[str, Element, etree._Element]]:
    """Yield the first element of each path of names, with its path and place."""
    seen: set[str] = set()
    for place, here in places(of, node):
        names = [etree.QName(a).localname for a in itertools.chain([here], here.iterancestors())]
        path = "/".join(reversed(names))
        if path not in seen:
            seen.add(path)
            yield path, place, here

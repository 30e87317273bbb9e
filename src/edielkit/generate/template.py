"""Templates: the plain data of a message with nothing filled in, and beside each field what belongs there.

What a message has comes from the generator: a message with all that its schema and its process ask for, or with all that they
allow. A field that is always the same is filled in; every other one is null, and the comment before it says whether it is
required, what it looks like, and what it means. `edielkit.build` takes the filled template, comments and all.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs

from edielkit.codes import code_list
from edielkit.emif.as_dict import to_dict
from edielkit.emif.declare import Aggregate, Declaration, in_version
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.quantities import PriceObservation
from edielkit.emif.simple_types import CURRENT_VERSION, SIMPLE_CONTENTS, SIMPLE_TYPES, SimpleContent
from edielkit.emif.write.needed import expected_words
from edielkit.errors import BuildError
from edielkit.generate.docstrings import lowered, meanings_of
from edielkit.generate.emif_messages import draw_message, heads
from edielkit.generate.shapes import Shape
from edielkit.generate.template_edifact import TEMPLATE_KINDS, edifact_template, edifact_uses
from edielkit.plain_values import COMMENT, quoted
from edielkit.series import Observation
from edielkit.suggest import near_names, one_of

__all__ = ("template", "template_kinds", "template_uses")

# a message is about some day: its values are not in the template
_NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


@cache
def template_kinds() -> tuple[str, ...]:
    """Return the names of all messages that there is a template of, those of EMIF first.

    >>> len(template_kinds()), template_kinds()[-1]
    (34, 'UTILTS')
    """
    return (*MESSAGES, *TEMPLATE_KINDS)


def template_uses(kind: str) -> tuple[tuple[str, str], ...]:
    """Return what a message may be used for: each process with its role, or each market with a process of its guide.

    Args:
        kind: Name of a message.

    >>> template_uses("UpdateThirdPartyAccess")
    (('622', 'AG'),)
    """
    if kind in TEMPLATE_KINDS:
        return edifact_uses(kind)
    return tuple(dict.fromkeys((head.brs, head.role) for head in heads(kind)))


def template(
    kind: str,
    *,
    full: bool = False,
    process: str | None = None,
    role: str | None = None,
    version: str | None = None,
    profile: str | None = None,
) -> dict[str, Any]:
    """Return the plain data of a message of *kind* with nothing filled in but what is always the same.

    Args:
        kind: Name of a message of EMIF, such as ``RequestStartOfSupply``, or type of one of EDIFACT, such as ``MSCONS``.
        full: With all parts that the message may have, not only with those that it must have.
        process: Process of EMIF (``BRS-NO-101`` or ``101``), or of the guide; the first one of the message if None.
        role: Role in the process context of EMIF; the first one of the process if None.
        version: EMIF version, the current one if None; or version or directory of a guide.
        profile: Market of an EDIFACT message; the first one that has a guide if None.

    Returns:
        Plain data with ``null`` where a value belongs, and before each field a comment: a key that begins with ``//``.

    Raises:
        BuildError: There is no such message; the error says what there is.

    >>> template("RequestEndOfSupply", process="211")["payload_mp_event"]["//end_of_occurrence"]
    'required; a date and time with its zone, such as 2026-01-31T00:00:00+01:00; instant at which the supply is to end'
    """
    if kind in TEMPLATE_KINDS:
        if role is not None:
            raise BuildError("a message of EDIFACT names no role", "role")
        return edifact_template(kind, full=full, process=process, version=version, profile=profile)
    if kind not in MESSAGES:
        near = near_names(kind, template_kinds(), count=4) if isinstance(kind, str) else []
        hint = f"; did you mean {one_of(near)}?" if near else ""
        raise BuildError(f"no message {quoted(kind, 60)}{hint}", "kind")
    if profile is not None:
        raise BuildError("a message of EMIF has no profile", "profile")
    return _emif_template(kind, full=full, process=process, role=role, version=version)


class _First(random.Random):
    """No chance: the first of what may be chosen, and nothing that may be left out; numbers differ all the same."""

    def random(self) -> float:
        """Return a number above every probability of the generator."""
        return 0.99

    def getrandbits(self, k: int, /) -> int:
        """Return bits, from which whole numbers are made, and not from `random`."""
        return super().getrandbits(k)

    def choice(self, seq: Any) -> Any:
        """Return the first."""
        return seq[0]

    def choices(
        self, population: Any, weights: Any = None, *, cum_weights: Any = None, k: int = 1
    ) -> list[Any]:
        """Return several by their number, whatever their weights."""
        del weights, cum_weights
        return [population[self.randrange(len(population))] for _ in range(k)]


def _emif_template(
    kind: str, *, full: bool, process: str | None, role: str | None, version: str | None
) -> dict[str, Any]:
    head, filler, least = draw_message(
        kind, _First(kind), now=_NOW, process=process, role=role, version=version, full=False
    )
    message = least
    if full:
        _, _, message = draw_message(
            kind, _First(kind), now=_NOW, process=head.brs, role=head.role, version=version, full=True
        )
    walk = _Walk(version=filler.version, shape=filler.shape)
    parts = walk.aggregate(type(message), to_dict(message), to_dict(least), path="", filled=True)
    header, context = parts["header"], parts["process_energy_context"]
    header["document_type"] = head.document_type
    context["energy_business_process"] = head.process
    context["energy_business_process_role"] = head.role
    return {"kind": kind, **parts}


_REQUIRED, _BY_PROCESS, _USUAL, _OPTIONAL = "required", "required by the process", "usual", "optional"


@attrs.frozen(kw_only=True)
class _Walk:
    """One walk over the parts of a message, beside their declarations.

    Attributes:
        version: EMIF version.
        shape: What the process asks for, by paths from the payload on.
    """

    version: str
    shape: Shape

    def aggregate(
        self, cls: type[Aggregate], data: Any, least: Any, *, path: str, filled: bool
    ) -> dict[str, Any]:
        """Return the fields of an aggregate with a comment before each.

        Args:
            cls: The class.
            data: Plain data of a message that has all fields of the template.
            least: Plain data of one that has those alone which are required.
            path: Names of the standard from the payload on.
            filled: What is always the same is filled in; not in a part that may be left out.
        """
        fields: dict[str, Any] = {}
        choices = _choices(cls, self.version)
        required = least if isinstance(least, Mapping) else {}
        for declared in in_version(cls, self.version):
            if declared.field not in data:
                continue
            place = f"{path}/{declared.name}".lstrip("/")
            other = [name for name in choices.get(declared.choice or "", ()) if name != declared.field]
            label = self.label(declared, place, is_usual=declared.field in required)
            words = [
                label,
                *([f"or instead of it {' or '.join(other)}"] if other else []),
                *self.words(declared, place),
                _meaning(cls, declared.field),
            ]
            fields[f"{COMMENT}{declared.field}"] = "; ".join(filter(None, words))
            fields[declared.field] = self.part(
                declared,
                data[declared.field],
                required.get(declared.field),
                path=path,
                filled=filled and label != _OPTIONAL,
            )
        return fields

    def label(self, declared: Declaration, path: str, *, is_usual: bool) -> str:
        """Return whether a field is required, by whom, or left to the sender."""
        if declared.min:
            return _REQUIRED
        if self.shape.asks_for(path):
            return _BY_PROCESS
        return _USUAL if is_usual else _OPTIONAL

    def part(self, declared: Declaration, data: Any, least: Any, *, path: str, filled: bool) -> Any:
        """Return a part: an aggregate, a list with one of its items, a row, or null."""
        if declared.is_columns:
            return [_row(data[0])]
        if declared.many:
            return [self.item(declared, data[0], least[0] if least else None, path=path, filled=filled)]
        return self.item(declared, data, least, path=path, filled=filled)

    def item(self, declared: Declaration, data: Any, least: Any, *, path: str, filled: bool) -> Any:
        """Return one value of a part."""
        if declared.is_simple:
            return self.leaf(declared, f"{path}/{declared.name}".lstrip("/"), filled=filled)
        cls = next(
            AGGREGATES[name]
            for name in (_versioned(declared, self.version).type, *declared.types())
            if set(data) <= {field.name for field in attrs.fields(AGGREGATES[name])}
        )
        # the paths of the process tables begin below the payload
        is_top = not path and declared.name in _OUTSIDE | _payload_names()
        below = "" if is_top else f"{path}/{declared.name}".lstrip("/")
        return self.aggregate(cls, data, least, path=below, filled=filled)

    def leaf(self, declared: Declaration, path: str, *, filled: bool) -> Any:
        """Return a value that is always the same, else null; a value with attributes is an object of both."""
        content = SIMPLE_CONTENTS.get(declared.type)
        names = [] if content is None else _attribute_names(content)
        if names:
            return dict.fromkeys(names)
        codes = self.codes(declared, path)
        return codes[0] if filled and len(codes) == 1 else None

    def codes(self, declared: Declaration, path: str) -> list[str]:
        """Return the codes that may stand at a place, none for a value that is no code."""
        if declared.fixed is not None:
            return [declared.fixed]
        content = SIMPLE_CONTENTS.get(declared.type)
        simple = SIMPLE_TYPES[declared.type if content is None else content.base]
        if not simple.codes:
            return list(self.shape.values.get(path, ()))
        listed = [code.value for code in code_list(simple.name).in_version(self.version)]
        allowed = self.shape.values.get(path)
        return [code for code in listed if allowed is None or code in allowed]

    def words(self, declared: Declaration, path: str) -> list[str]:
        """Return what a value looks like, nothing for an aggregate."""
        if not declared.is_simple and not declared.is_columns:
            return []
        words = [expected_words(declared, self.version)]
        if path in self.shape.values:
            words.append(f"here {' or '.join(self.codes(declared, path))}")
        return words


def _row(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a block with its comments: position and quantity, or volume and amount."""
    meanings = meanings_of(PriceObservation if "balance_volume" in data else Observation)
    row: dict[str, Any] = {}
    for name in [
        name for name in data if name in {"position", "quantity", "balance_volume", "balance_amount"}
    ]:
        row[f"{COMMENT}{name}"], row[name] = f"required; {lowered(meanings[name])}", None
    return row


_OUTSIDE = frozenset({"Header", "ProcessEnergyContext"})


@cache
def _payload_names() -> frozenset[str]:
    return frozenset(
        [
            declared.name
            for cls in MESSAGES.values()
            for declared in in_version(cls, CURRENT_VERSION)
            if declared.name not in _OUTSIDE
        ]
    )


def _versioned(declared: Declaration, version: str) -> Declaration:
    return declared.in_version(version) or declared


def _choices(cls: type[Aggregate], version: str) -> dict[str, list[str]]:
    choices: dict[str, list[str]] = {}
    for declared in in_version(cls, version):
        if declared.choice:
            choices.setdefault(declared.choice, []).append(declared.field)
    return choices


def _attribute_names(content: SimpleContent) -> list[str]:
    """Return the keys of a value that needs an object: an identifier of several agencies, a quantity with attributes."""
    first = content.attributes[0].name if content.attributes else ""
    if not first:
        return []
    if first not in {"listAgencyIdentifier", "schemeAgencyIdentifier"}:
        return [
            "quantity",
            *(re.sub(r"(?<=[a-z])([A-Z])", r"_\1", use.name).lower() for use in content.attributes),
        ]
    is_inferred = SIMPLE_TYPES[content.base].codes or len(code_list(content.attributes[0].type).codes) == 1
    key = "list_agency_identifier" if first == "listAgencyIdentifier" else "scheme_agency_identifier"
    return [] if is_inferred else ["value", key]


def _meaning(cls: type[Aggregate], field: str) -> str:
    return lowered(meanings_of(cls).get(field, ""))

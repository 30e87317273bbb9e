"""From arguments to a message: where each stands, what fills the rest, and faults by the names of the arguments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

import attrs

from edielkit.building.customers import Address, Customer
from edielkit.emif.declare import Message
from edielkit.emif.values import XmlDateTime
from edielkit.emif.write.building import build
from edielkit.errors import Faults, InvalidIdentifierError
from edielkit.identifiers import KINDS
from edielkit.market_time import OSLO, Period, day_period
from edielkit.plain_values import quoted, words_of
from edielkit.process_rules.data import Combination, combinations, every_combination
from edielkit.suggest import one_of

__all__ = ("Argument", "Head", "assembled", "expect")

_CANCELLATION = "E02"
# the roles of a balance supplier
_SUPPLIERS = frozenset({"DDQ", "SLR", "BSL"})
_GENERAL = {
    "identification": "header.identification",
    "created": "header.creation",
    "sender": "header.juridical_sender_energy_party.identification",
    "physical_sender": "header.physical_sender_energy_party.identification",
    "recipient": "header.juridical_recipient_energy_party.identification",
    "request_positive_acknowledgement": "header.request_positive_acknowledgement",
}
# what the process tables fill, and the argument that chooses it
_OWN = (
    ("header.document_type", "process"),
    ("process_energy_context.energy_business_process", "process"),
    ("process_energy_context.energy_business_process_role", "role"),
)
_PARTIES = ("sender", "physical_sender", "recipient")


class Head(TypedDict):
    """What every message says of itself.

    Attributes:
        identification: UUID of the message in lower case.
        created: Aware instant of creation.
        sender: GLN of the party in whose name the message is sent.
        recipient: GLN of Elhub.
        physical_sender: GLN of the party that really sends; the sender without it.
        request_positive_acknowledgement: Ask for a positive answer, where the process allows it.
    """

    identification: str
    created: dt.datetime
    sender: str
    recipient: str
    physical_sender: NotRequired[str]
    request_positive_acknowledgement: NotRequired[bool]


@attrs.frozen
class Argument:
    """An argument with its place in the message.

    Attributes:
        name: Its name.
        value: Its value, None where none is given.
        path: The field that it fills.
        kind: Kind of identifier (`edielkit.identifiers`), empty for another value.
    """

    name: str
    value: Any
    path: str
    kind: str = ""


def expect(value: Any, kind: type, name: str, faults: Faults) -> Any:
    """Return *value* if it is of a class, None if it is not there; else None with its fault kept."""
    if value is None or isinstance(value, kind):
        return value
    faults.add(f"expected a value of {kind.__name__}, found {words_of(value)}", name)
    return None


def assembled(
    kind: str,
    process: str,
    arguments: Sequence[Argument],
    head: Mapping[str, Any],
    *,
    role: str | None = None,
    cancels: str | None = None,
    supplier: str = "",
    faults: Faults | None = None,
) -> Any:
    """Return the message that arguments describe.

    Args:
        kind: Name of the message.
        process: Process, ``BRS-NO-101`` or ``101``.
        arguments: What fills its payload.
        head: The arguments of `Head`.
        role: Role of the sender; the only one of the process if None.
        cancels: Identification of the request that this one cancels or rolls back.
        supplier: The field of the balance supplier, which a supplier that sends fills itself.
        faults: What is wrong with arguments already.

    Raises:
        BuildError: Something is missing or wrong; the error names every faulty argument.
    """
    gathered = faults or Faults()
    combination = _combination(kind, process, role, cancels, gathered)
    listed = [*_head_arguments(head, gathered), *arguments]
    chosen_role = _role(combination, role, gathered)
    sender = head.get("sender")
    if supplier and chosen_role in _SUPPLIERS and not any(a.path == supplier and a.value for a in listed):
        listed.append(Argument("sender", sender, supplier, "gln"))
    plain: dict[str, Any] = {
        "header": {"document_type": _code(combination)},
        "process_energy_context": {
            "energy_business_process": f"BRS-NO-{_short(process)}",
            "energy_business_process_role": chosen_role,
            "energy_industry_classification": "23",
        },
    }
    for argument in listed:
        value = _plain(argument.value, argument.name, gathered)
        _check_identifier(argument, gathered)
        if value is not None:
            _put(plain, argument.path, value)
    return _built(kind, plain, listed, gathered)


def _short(process: Any) -> str:
    return process[:40].removeprefix("BRS-NO-") if isinstance(process, str) else ""


def _combination(
    kind: str, process: Any, role: str | None, cancels: str | None, faults: Faults
) -> Combination | None:
    """Return the document type and the roles of a message in its process, or None with a fault."""
    sent = [c for c in combinations(kind, _short(process)) if c.way in {"in", "both"}]
    if not sent:
        there = dict.fromkeys(
            brs
            for (name, brs), rows in every_combination().items()
            if name == kind and any(row.way in {"in", "both"} for row in rows)
        )
        faults.add(f"expected a process of {kind}: {one_of(there)}; found {quoted(process)}", "process")
        return None
    fitting = [c for c in sent if (c.document_type == _CANCELLATION) is (cancels is not None)]
    if not fitting:
        faults.add(
            f"{kind} of BRS-NO-{_short(process)} cancels nothing"
            if cancels is not None
            else "expected the identification of the request that is cancelled or rolled back",
            "cancels",
        )
        return sent[0]
    return next((c for c in fitting if role in c.roles), fitting[0])


def _role(combination: Combination | None, role: Any, faults: Faults) -> str | None:
    """Return the role of the sender, or None with a fault."""
    if combination is None or combination.roles == ("*",):
        return role if isinstance(role, str) else None
    if role is None and len(combination.roles) == 1:
        return combination.roles[0]
    if isinstance(role, str) and role in combination.roles:
        return role
    faults.add(f"expected {one_of(combination.roles)}, found {quoted(role)}", "role")
    return None


def _code(combination: Combination | None) -> dict[str, str] | None:
    if combination is None:
        return None
    return {"value": combination.document_type, "list_agency_identifier": combination.agency}


def _head_arguments(head: Mapping[str, Any], faults: Faults) -> Iterable[Argument]:
    for name in head:
        if name not in _GENERAL:
            faults.add(f"no such argument; expected {one_of(_GENERAL)}", name)
    for name, path in _GENERAL.items():
        value = head.get(name)
        if name == "physical_sender" and value is None:
            # it is the sender's fault when that is none
            yield Argument("sender", head.get("sender"), path)
        else:
            yield Argument(name, value, path, "gln" if name in _PARTIES else "")


# -- values


def _plain(value: Any, name: str, faults: Faults) -> Any:
    """Return an argument as plain data; a day is its midnight in Norway."""
    try:
        if isinstance(value, dt.datetime):
            return XmlDateTime.of(value).text
        if isinstance(value, dt.date):
            return XmlDateTime.of(day_period(value).start.astimezone(OSLO)).text
        if isinstance(value, Period):
            return {"start": XmlDateTime.of(value.start).text, "end": XmlDateTime.of(value.end).text}
    except (ValueError, OverflowError):
        faults.add("expected an instant with its time zone, or a day of the years 1000 to 9999", name)
        return None
    return f"{value:f}" if isinstance(value, Decimal) and value.is_finite() else value


def _check_identifier(argument: Argument, faults: Faults) -> None:
    if not argument.kind or not isinstance(argument.value, str):
        return
    try:
        KINDS[argument.kind].validate(argument.value)
    except InvalidIdentifierError as error:
        faults.add(str(error), argument.name)


def check_customer(customer: Any, name: str, faults: Faults) -> Customer | None:
    """Return an end user with a number that is one, or None with what is wrong."""
    checked: Customer | None = expect(customer, Customer, name, faults)
    if checked is None:
        if customer is None:
            faults.add("expected a value of Customer, found nothing", name)
        return None
    check_person_or_organisation(checked.identification, f"{name}.identification", faults)
    if expect(checked.address, Address, f"{name}.address", faults) is None and checked.address is None:
        faults.add("expected a value of Address, found nothing", f"{name}.address")
    return checked


def check_person_or_organisation(number: Any, name: str, faults: Faults) -> None:
    """Keep what is wrong with the number of an end user; the text never repeats it."""
    length = len(number) if isinstance(number, str) else 0
    kind = {9: "organisation_number", 11: "birth_number"}.get(length)
    if kind is None:
        faults.add("expected an organisation number of 9 digits or a birth number of 11 digits", name)
        return
    try:
        KINDS[kind].validate(number)
    except InvalidIdentifierError as error:
        faults.add(str(error), name)


def _put(plain: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a path, whose lists have one item."""
    *way, last = path.split(".")
    place: Any = plain
    for step in way:
        name = step.removesuffix("[0]")
        part = place.setdefault(name, [{}] if step != name else {})
        place = part[0] if step != name else part
    name = last.removesuffix("[0]")
    if name == last or name not in place:
        place[name] = [value] if name != last else value


# -- faults


def _built(kind: str, plain: dict[str, Any], arguments: Sequence[Argument], faults: Faults) -> Message:
    named = {field for error in faults for field, _ in error.faults}
    if "process" in named:
        # which roles a process has is asked of one that there is
        named.add("role")
    with faults:
        message = build(kind, plain)
    renamed, missing = Faults(), []
    for error in faults:
        for field, words in error.faults:
            name = field if field in named else _named(field, arguments)
            if name is None:
                missing.append(field)
            # what was not taken is not missing besides
            elif field in named or not _is_below(name, named):
                renamed.add(words, name)
    renamed.raise_all()
    _missing_parts(missing, arguments).raise_all()
    assert isinstance(message, Message)
    return message


def _missing_parts(fields: Iterable[str], arguments: Sequence[Argument]) -> Faults:
    """Return what is wrong with parts that are missing with all that they hold, none of which has to be there by itself."""
    faults = Faults()
    for field in fields:
        held = dict.fromkeys(a.name.partition(".")[0] for a in arguments if _holds(field, a))
        faults.add(f"expected {one_of(held)}, found none", next(iter(held)))
    return faults


def _holds(field: str, argument: Argument) -> bool:
    return argument.path.startswith((f"{field}.", f"{field}["))


def _is_below(name: str, named: Iterable[str]) -> bool:
    return any(name == field or name.startswith(f"{field}.") for field in named)


def _named(field: str, arguments: Sequence[Argument]) -> str | None:
    """Return the argument that fills a field, with what is below it; None for a part that holds arguments."""
    inside = [a for a in arguments if field == a.path or field.startswith((f"{a.path}.", f"{a.path}["))]
    if inside:
        argument = max(inside, key=lambda a: len(a.path))
        return f"{argument.name}{field[len(argument.path) :]}".removesuffix(".value")
    if any(_holds(field, a) for a in arguments):
        return None
    return next((name for path, name in _OWN if field == path or field.startswith(f"{path}.")), field)

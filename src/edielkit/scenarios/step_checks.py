"""What a step of a scenario brought, held against the mapping ``expect``: messages, answers, states, values, reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import attrs

from edielkit.hub.engine.hub import Hub
from edielkit.hub.engine.receiving import Receipt
from edielkit.market_time import Period
from edielkit.scenarios.clock import Moments
from edielkit.scenarios.expecting import (
    Expected,
    compare,
    expected_messages,
    result_differences,
    state_differences,
)
from edielkit.scenarios.message_facts import Facts
from edielkit.scenarios.names import Cast
from edielkit.scenarios.payloads import differences, facts_of_values, read_facts
from edielkit.scenarios.reading import Fields
from edielkit.scenarios.series import product_of

__all__ = ("ANY", "Came", "Expectation", "Stage")

# Whatever is sent is as expected.
ANY = "any"


class Stage(Protocol):
    """What expectations look at."""

    hub: Hub
    cast: Cast
    moments: Moments
    ids: dict[str, str]


@attrs.define(kw_only=True)
class Came:
    """What a step brought."""

    title: str
    outcome: list[str] = attrs.field(factory=list)
    receipt: Receipt | None = None
    messages: tuple[Facts, ...] | None = None
    answer: tuple[Facts, ...] | None = None
    refused: str = ""
    troubles: list[str] = attrs.field(factory=list)
    result: Any = None


class Expectation:
    """The mapping ``expect`` of a step; what it does not say is that all goes well and nothing is sent."""

    def __init__(self, stage: Stage, fields: Fields) -> None:
        self._stage = stage
        self._said = fields.fields("expect")

    def differences(self, came: Came, sent: Sequence[Facts]) -> Iterator[str]:
        """Yield what did not go as expected."""
        yield from self._receipt(came)
        if self._said.any("sent") != ANY:
            yield from self._messages("sent", sent, "sent", always=True)
        yield from self._messages("messages", came.messages or (), "polled")
        yield from self._messages("answer", came.answer or (), "answered")
        yield from result_differences(self._said.fields("result"), came.result, self._stage.cast.name_of)
        yield from self._state()
        yield from self._phases()
        yield from self._values()
        yield from self._exchange()
        self._said.done()

    def _receipt(self, came: Came) -> Iterator[str]:
        said, receipt = self._said, came.receipt
        fault, reasons, refused = said.text("fault"), said.texts("reasons"), said.text("refused")
        if receipt is not None:
            group = receipt.code_group
            if (fault or "") != group:
                wanted = f"a SOAP fault of group {fault}" if fault else "no SOAP fault"
                yield f"expected {wanted}; came {f'one of group {group}' if group else 'none'}"
            if reasons is not None and tuple(reasons) != receipt.reasons:
                shown = ", ".join(receipt.reasons) or "none"
                yield f"expected the reasons {', '.join(reasons) or 'none'}; came {shown}"
        if refused is None and came.refused:
            yield f"expected the hub to do so; it refuses: {came.refused}"
        elif refused is not None and refused not in came.refused:
            yield f"expected a refusal with {refused!r}; came {came.refused or 'none'!r}"
        elif refused is not None and not came.refused:
            yield f"expected a refusal with {refused!r}; came none"

    def _messages(
        self, key: str, came: Sequence[Facts], where: str, *, always: bool = False
    ) -> Iterator[str]:
        expected = expected_messages(self._said, key, self._stage.moments)
        if expected is None:
            if not always:
                return
            expected = ()
        yield from compare(expected, came, where=where)
        self._bind(expected, came)

    def _bind(self, expected: Sequence[Expected], came: Sequence[Facts]) -> None:
        """Keep the identifications of expected messages that are given a name."""
        for each in expected:
            found = next((one for one in came if not list(each.differences(one))), None)
            if each.name and found is not None:
                self._stage.ids[each.name] = found.plain["header"]["identification"]

    def _state(self) -> Iterator[str]:
        stage = self._stage
        for fields in self._said.items("state") or ():
            name = fields.needed("point")
            day = stage.moments.day(fields.text("on", "today") or "today", fields.at("on"))
            point = stage.hub.point(stage.cast.gsrn(name, fields.at("point")))
            yield from state_differences(fields, point, day, stage.cast.name_of)
            fields.done()

    def _values(self) -> Iterator[str]:
        """Yield how what the hub holds of channels is not as expected."""
        stage = self._stage
        for fields in self._said.items("values") or ():
            said = read_facts(fields, stage.moments)
            as_of = fields.text("as of")
            product = product_of(fields)
            fields.done()
            if not {"point", "first", "last"} <= set(said):
                raise fields.wrong("expected a point, and a day or first and last")
            found = stage.hub.values(
                stage.cast.gsrn(said["point"], fields.at("point")),
                product,
                said.get("direction", "Out"),
                Period(said["first"], said["last"]),
                kind=said.get("kind", ""),
                as_of=None if as_of is None else stage.moments.instant(as_of, fields.at("as of")),
            )
            for words in differences([said], [facts_of_values(said, found)]):
                yield f"expected other values of {said['point']}: {words}"

    def _exchange(self) -> Iterator[str]:
        """Yield how the day's check of exchange points differs; what is wrong beside the named points is no matter."""
        said = self._said.fields("exchange")
        if not list(said):
            return
        stage = self._stage
        day = stage.moments.day(said.needed("day"), said.at("day"))
        report = stage.hub.exchange_report(day)
        wanted, names = said.texts("found") or (), said.texts("points") or ()
        found = tuple(
            f"{each['code']} {name} {each['direction']}".rstrip()
            for each in ({} if report is None else report).get("findings", ())
            if (name := stage.cast.name_of(each["point"])) in names or not names
        )
        said.done()
        if report is None:
            yield f"expected the exchange of {day} to be judged; it is not"
        elif sorted(wanted) != sorted(found):
            shown = ", ".join(found) or "nothing"
            yield f"expected the check of exchange to find {', '.join(wanted) or 'nothing'}; it finds {shown}"

    def _phases(self) -> Iterator[str]:
        phases = self._said.fields("process")
        for name in phases:
            if name not in self._stage.ids:
                raise phases.wrong(f"no message {name!r} has been sent", name)
            process, wanted = self._stage.hub.process(self._stage.ids[name]), phases.needed(name)
            found = "none" if process is None else process.phase.value
            if found != wanted:
                yield f"expected the process that {name} began to be {wanted!r}; it is {found!r}"

"""What a step of a scenario brought, held against the mapping ``expect``: messages, answers, states, values, reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import attrs

from edielkit.hub.engine.hub import Hub
from edielkit.hub.engine.receiving import Receipt
from edielkit.market_time import Period
from edielkit.scenarios.clock import ScenarioClock
from edielkit.scenarios.expectations import (
    ExpectedMessage,
    compare,
    expected_messages,
    result_differences,
    state_differences,
)
from edielkit.scenarios.message_facts import MessageFacts
from edielkit.scenarios.names import MarketNames
from edielkit.scenarios.payload_facts import differences, facts_of_values, read_facts
from edielkit.scenarios.scenario_fields import Fields
from edielkit.scenarios.series_values import product_of

__all__ = ("ANY", "Expectation", "PlayState", "StepResult")

# Whatever is sent is as expected.
ANY = "any"


class PlayState(Protocol):
    """What expectations look at."""

    hub: Hub
    names: MarketNames
    clock: ScenarioClock
    ids: dict[str, str]


@attrs.define(kw_only=True)
class StepResult:
    """What a step brought."""

    title: str
    outcome: list[str] = attrs.field(factory=list)
    receipt: Receipt | None = None
    messages: tuple[MessageFacts, ...] | None = None
    answer: tuple[MessageFacts, ...] | None = None
    refused: str = ""
    faults: list[str] = attrs.field(factory=list)
    result: Any = None

    def refuse(self, error: Exception) -> StepResult:
        """Note that the hub refuses what the step asks for, and return the result."""
        self.refused, self.outcome = str(error), [f"the hub refuses: {error}"]
        return self


class Expectation:
    """The mapping ``expect`` of a step; what it does not say is that all goes well and nothing is sent."""

    def __init__(self, play: PlayState, fields: Fields) -> None:
        self._play = play
        self._fields = fields.fields("expect")

    def differences(self, result: StepResult, sent: Sequence[MessageFacts]) -> Iterator[str]:
        """Yield what did not go as expected."""
        yield from self._receipt(result)
        if self._fields.any("sent") != ANY:
            yield from self._messages("sent", sent, "sent", always=True)
        yield from self._messages("messages", result.messages or (), "polled")
        yield from self._messages("answer", result.answer or (), "answered")
        yield from result_differences(self._fields.fields("result"), result.result, self._play.names.name_of)
        yield from self._state()
        yield from self._phases()
        yield from self._values()
        yield from self._exchange()
        self._fields.done()

    def _receipt(self, result: StepResult) -> Iterator[str]:
        expected, receipt = self._fields, result.receipt
        fault, reasons, refused = expected.text("fault"), expected.texts("reasons"), expected.text("refused")
        if receipt is not None:
            group = receipt.code_group
            if (fault or "") != group:
                wanted = f"a SOAP fault of group {fault}" if fault else "no SOAP fault"
                yield f"expected {wanted}; came {f'one of group {group}' if group else 'none'}"
            if reasons is not None and tuple(reasons) != receipt.reasons:
                shown = ", ".join(receipt.reasons) or "none"
                yield f"expected the reasons {', '.join(reasons) or 'none'}; came {shown}"
        if refused is None and result.refused:
            yield f"expected the hub to do so; it refuses: {result.refused}"
        elif refused is not None and refused not in result.refused:
            yield f"expected a refusal with {refused!r}; came {result.refused or 'none'!r}"
        elif refused is not None and not result.refused:
            yield f"expected a refusal with {refused!r}; came none"

    def _messages(
        self, key: str, actual: Sequence[MessageFacts], where: str, *, always: bool = False
    ) -> Iterator[str]:
        expected = expected_messages(self._fields, key, self._play.clock)
        if expected is None:
            if not always:
                return
            expected = ()
        yield from compare(expected, actual, where=where)
        self._bind(expected, actual)

    def _bind(self, expected: Sequence[ExpectedMessage], actual: Sequence[MessageFacts]) -> None:
        """Keep the identifications of expected messages that are given a name."""
        for message in expected:
            match = next(
                (candidate for candidate in actual if not list(message.differences(candidate))), None
            )
            if message.name and match is not None:
                self._play.ids[message.name] = match.plain["header"]["identification"]

    def _state(self) -> Iterator[str]:
        play = self._play
        for fields in self._fields.items("state") or ():
            name = fields.needed("point")
            day = play.clock.day(fields.text("on", "today") or "today", fields.at("on"))
            point = play.hub.point(play.names.gsrn(name, fields.at("point")))
            yield from state_differences(fields, point, day, play.names.name_of)
            fields.done()

    def _values(self) -> Iterator[str]:
        """Yield how what the hub holds of channels is not as expected."""
        play = self._play
        for fields in self._fields.items("values") or ():
            expected = read_facts(fields, play.clock)
            as_of = fields.text("as of")
            product = product_of(fields)
            fields.done()
            if not {"point", "first", "last"} <= set(expected):
                raise fields.wrong("expected a point, and a day or first and last")
            series = play.hub.values(
                play.names.gsrn(expected["point"], fields.at("point")),
                product,
                expected.get("direction", "Out"),
                Period(expected["first"], expected["last"]),
                kind=expected.get("kind", ""),
                as_of=None if as_of is None else play.clock.instant(as_of, fields.at("as of")),
            )
            for words in differences([expected], [facts_of_values(expected, series)]):
                yield f"expected other values of {expected['point']}: {words}"

    def _exchange(self) -> Iterator[str]:
        """Yield how the day's check of exchange points differs; what is wrong beside the named points is no matter."""
        expected = self._fields.fields("exchange")
        if not list(expected):
            return
        play = self._play
        day = play.clock.day(expected.needed("day"), expected.at("day"))
        report = play.hub.exchange_report(day)
        wanted, names = expected.texts("found") or (), expected.texts("points") or ()
        findings = tuple(
            f"{finding['code']} {name} {finding['direction']}".rstrip()
            for finding in ({} if report is None else report).get("findings", ())
            if (name := play.names.name_of(finding["point"])) in names or not names
        )
        expected.done()
        if report is None:
            yield f"expected the exchange of {day} to be checked; it is not"
        elif sorted(wanted) != sorted(findings):
            shown = ", ".join(findings) or "nothing"
            yield f"expected the check of exchange to find {', '.join(wanted) or 'nothing'}; it finds {shown}"

    def _phases(self) -> Iterator[str]:
        phases = self._fields.fields("process")
        for name in phases:
            if name not in self._play.ids:
                raise phases.wrong(f"no message {name!r} has been sent", name)
            process, wanted = self._play.hub.process(self._play.ids[name]), phases.needed(name)
            phase = "none" if process is None else process.phase.value
            if phase != wanted:
                yield f"expected the process that {name} began to be {wanted!r}; it is {phase!r}"

"""A scenario played on a hub: each step is done, and what came of it is held against what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.emif.declare import Message
from edielkit.emif.soap import SoapDocument
from edielkit.errors import UnforeseenError
from edielkit.findings import Finding
from edielkit.hub.core.ids import Ids
from edielkit.hub.core.queues import PollResult, Queue
from edielkit.hub.engine.hub import Hub
from edielkit.hub.engine.receiving import Receipt
from edielkit.market_time import local_time
from edielkit.process_rules.data import combinations
from edielkit.scenarios.clock import ScenarioClock
from edielkit.scenarios.message_facts import facts_of
from edielkit.scenarios.payload_parts import StepInput
from edielkit.scenarios.playback import Event, Playback
from edielkit.scenarios.scenario import LONGEST, Scenario, first_day
from edielkit.scenarios.scenario_fields import Fields
from edielkit.scenarios.step_checks import ANY, Expectation, StepResult
from edielkit.scenarios.step_messages import KINDS, build_message
from edielkit.scenarios.step_reports import REPORTS, ReportQuery

__all__ = ("describe_findings", "play")

_QUEUES: Mapping[str, Queue] = MappingProxyType(
    {"market": Queue.MARKET_PROCESSES, "metering": Queue.METERING_VALUES}
)


def play(scenario: Scenario, *, validate: bool = True) -> Playback:
    """Play a scenario on a hub of its own and return its story.

    Args:
        scenario: The scenario.
        validate: Validate every message from the hub at level business; what is found is a difference.

    Raises:
        ScenarioError: A step has no meaning.
    """
    player = _Player(scenario, validate=validate)
    events = tuple(player.step(number) for number in range(len(scenario.steps)))
    return Playback(title=scenario.title, processes=scenario.processes, events=events, hub=player.hub)


def describe_findings(document: Message | SoapDocument, *, now: dt.datetime) -> list[str]:
    """Return what `edielkit.validate` finds in a message from the hub at level business, in words.

    Args:
        document: A message, the answer of a service, or a SOAP fault.
        now: Instant of validation.
    """
    from edielkit.emif.write.document import serialize_document
    from edielkit.verbs import validate

    report = validate(serialize_document(document), now=now, level="business")
    name = document.kind() if isinstance(document, Message) else document.element or "SOAP fault"
    return [f"{name} breaks {finding.code}: {finding.message}" for finding in report]


def _oslo(instant: dt.datetime) -> str:
    return local_time(instant).strftime("%Y-%m-%d %H:%M")


class _Player:
    """A hub, a clock, and the names of what has been said so far."""

    def __init__(self, scenario: Scenario, *, validate: bool) -> None:
        self.scenario, self.names, self.validating = scenario, scenario.names, validate
        self.hub = Hub(scenario.names.market, config=scenario.config, ids=Ids(scenario.title))
        self.clock = ScenarioClock(first_day(scenario), scenario.start)
        self.ids: dict[str, str] = {}
        self.bytes: dict[str, bytes] = {}
        self.results: dict[str, PollResult] = {}
        self._own_ids = Ids(f"parties of {scenario.title}")

    def new_id(self) -> str:
        """Return an identification for a message of a party."""
        identification, self._own_ids = self._own_ids.take()
        return identification

    def step(self, number: int) -> Event:
        """Do one step."""
        fields = Fields(self.scenario.steps[number], f"steps[{number}]")
        self._set_clock(fields)
        verb = self._verb(fields)
        sent_before, cases_before = len(self.hub.sent), len(self.hub.failure_cases())
        try:
            result = VERBS[verb](self, fields)
        except UnforeseenError as error:
            result = StepResult(title=verb).refuse(error)
        result.faults += [
            f"the hub did not foresee this, failure case {case['number']}: {case['reason']}"
            for case in self.hub.failure_cases()[cases_before:]
        ]
        from_hub = self.hub.sent[sent_before:]
        sent = tuple(
            attrs.evolve(
                facts_of(outgoing.message, self.names, self.ids, outgoing.queue.value),
                role=outgoing.role,
                to=self.names.name_of(outgoing.party),
            )
            for outgoing in from_hub
        )
        if self.validating:
            result.faults += [
                f"the hub's own message: {words}"
                for outgoing in from_hub
                for words in describe_findings(outgoing.message, now=self.clock.now)
            ]
        differences = [*Expectation(self, fields).differences(result, sent), *result.faults]
        note = " ".join((fields.text("note") or "").split())
        fields.done()
        return Event(
            number=number + 1,
            when=self.clock.now,
            title=result.title,
            note=note,
            outcome=tuple(result.outcome),
            sent=sent,
            differences=tuple(differences),
            place=fields.place,
            whatever=fields.fields("expect").any("sent") == ANY,
        )

    def _set_clock(self, fields: Fields) -> None:
        at = fields.text("at")
        if at is not None:
            self.turn(fields, "at", at)

    def turn(self, fields: Fields, key: str, text: str) -> None:
        """Set the clock to the instant that *text* names."""
        now = self.clock.instant(text, fields.at(key))
        if now < self.clock.now:
            raise fields.wrong(
                f"expected a time from {_oslo(self.clock.now)} on, found {_oslo(now)}: time goes forward only",
                key,
            )
        if now > self.scenario.start + LONGEST:
            raise fields.wrong(f"expected a time of at most {LONGEST.days} days after the start", key)
        self.clock = attrs.evolve(self.clock, now=now)

    def _verb(self, fields: Fields) -> str:
        verbs = [verb for verb in VERBS if verb in fields]
        if len(verbs) != 1:
            there = f"none of them in {', '.join(fields)[:80]!r}" if any(fields) else "nothing"
            named = " and ".join(verbs) or there
            raise fields.wrong(f"expected one of {', '.join(VERBS)}; found {named}")
        return verbs[0]

    def remember(self, fields: Fields, identification: str, data: bytes | None = None) -> None:
        """Keep what a step made under the name that it gives."""
        name = fields.text("as")
        if name is not None:
            if name in self.ids:
                raise fields.wrong(f"{name!r} is taken", "as")
            self.ids[name] = identification
            if data is not None:
                self.bytes[name] = data

    def take_in(self, data: bytes, title: str) -> StepResult:
        """Let the hub receive bytes, and put its receipt into words."""
        receipt = self.hub.receive(data, now=self.clock.now)
        result = StepResult(title=title, receipt=receipt, outcome=list(_receipt_texts(receipt)))
        if receipt.response is not None:
            result.answer = tuple(
                facts_of(message, self.names, self.ids) for message in receipt.response.messages
            )
            result.outcome += [f"answers in the call: {answer}" for answer in result.answer] or [
                "answers: nothing waits"
            ]
        if self.validating:
            for document in (receipt.response, receipt.fault):
                if document is not None:
                    words = describe_findings(document, now=self.clock.now)
                    result.faults += [f"the hub's own answer: {text}" for text in words]
        return result


def _receipt_texts(receipt: Receipt) -> Iterator[str]:
    if receipt.fault is not None:
        fault = receipt.fault.fault
        assert fault is not None
        yield f"the hub refuses the call: SOAP fault of group {fault.code_group}, {fault.description!r}"
    elif receipt.report.errors:
        yield "the hub takes it in, and rejects it:"
    else:
        yield "the hub takes it in"
    yield from (_why(error) for error in receipt.report.errors)


def _why(finding: Finding) -> str:
    """Return a finding with the meaning of its reason code."""
    if finding.reason is None:
        return f"why: {finding.code}, {finding.message}"
    from edielkit.codes import code_list

    codes = code_list("Elhub_ResponseReasonCode")
    meaning = codes[finding.reason.code].name if finding.reason.code in codes else ""
    detail = f" ({meaning})" if meaning else ""
    return f"why: {finding.reason.code}{detail}, {finding.code}: {finding.message}"


# -- the verbs


def _send(player: _Player, fields: Fields) -> StepResult:
    kind = fields.needed("send")
    if kind not in KINDS:
        raise fields.wrong(f"expected one of {', '.join(KINDS)}; found {kind!r}", "send")
    who = fields.needed("from")
    sender = player.names.gln(who, fields.at("from"))
    brs = fields.needed("process")
    role = fields.text("role") or _usual_role(player, who, kind, brs)
    step_input = StepInput(
        fields=fields,
        names=player.names,
        clock=player.clock,
        ids=player.ids,
        sender=sender,
        role=role,
        brs=brs,
        new_id=player.new_id,
        keep=player.ids.__setitem__,
    )
    physical, to = fields.text("by"), fields.text("to")
    message = build_message(
        kind,
        step_input,
        identification=step_input.identification_of("identification") or player.new_id(),
        physical=sender if physical is None else player.names.gln(physical, fields.at("by")),
        recipient=player.scenario.config.gln if to is None else player.names.gln(to, fields.at("to")),
    )
    data = _bytes(message)
    whole: Any = message
    player.remember(fields, whole.header.identification, data)
    facts = facts_of(message, player.names, player.ids)
    parts = [f"{who} sends {kind} {facts.type}, process {brs}"]
    series = len(facts.payloads)
    parts += [f"{series} series"] if series > 1 else [f"for {facts.point}"] if facts.point else []
    parts += [f"day {facts.day}"] if facts.day else []
    parts += [f"about {facts.reference}"] if facts.reference else []
    return player.take_in(data, ", ".join(parts))


def _usual_role(player: _Player, who: str, kind: str, brs: str) -> str:
    """Return the role that a party has without being asked: one that fits the message, DDQ or DDM before others."""
    party = player.names.parties.get(who)
    held = party.roles if party is not None else frozenset()
    fitting = frozenset(
        role
        for combination in combinations(kind, brs)
        if combination.way != "out"
        for role in combination.roles
    )
    roles = held & fitting or held
    return next((usual for usual in ("DDQ", "DDM") if usual in roles), min(roles, default="DDQ"))


def _bytes(message: Message) -> bytes:
    from edielkit.emif.write.document import serialize_document
    from edielkit.emif.write.writer import OnFault

    return serialize_document(message, on_fault=OnFault.KEEP)


def _again(player: _Player, fields: Fields) -> StepResult:
    name = fields.needed("again")
    if name not in player.bytes:
        raise fields.wrong(
            f"expected one of {', '.join(player.bytes) or 'none yet'}; found {name!r}", "again"
        )
    return player.take_in(player.bytes[name], f"the same message comes again: {name}")


def _file(player: _Player, fields: Fields) -> StepResult:
    name = fields.needed("file")
    if name not in player.scenario.files:
        raise fields.wrong(f"no file {name!r} is there", "file")
    return player.take_in(player.scenario.files[name], f"the file {name} comes in")


def _poll(player: _Player, fields: Fields) -> StepResult:
    who = fields.needed("poll")
    party, by = player.names.gln(who, fields.at("poll")), fields.text("by")
    queue = fields.text("queue", "market") or "market"
    if queue not in _QUEUES:
        raise fields.wrong(f"expected one of {', '.join(_QUEUES)}; found {queue!r}", "queue")
    step_result = StepResult(title=f"{by or who} polls" + (f" for {who}" if by else ""), messages=())
    try:
        result = player.hub.poll(
            party,
            fields.text("role"),
            _QUEUES[queue],
            now=player.clock.now,
            sender=None if by is None else player.names.gln(by, fields.at("by")),
        )
    except (PermissionError, ValueError) as error:
        return step_result.refuse(error)
    if result is None:
        step_result.outcome.append("nothing waits")
        return step_result
    player.results[who] = result
    step_result.messages = tuple(facts_of(message, player.names, player.ids) for message in result.messages)
    step_result.outcome += [f"gets {message}" for message in step_result.messages]
    if player.validating:
        step_result.faults += describe_findings(result.document, now=player.clock.now)
    return step_result


def _acknowledge(player: _Player, fields: Fields) -> StepResult:
    who = fields.needed("acknowledge")
    if who not in player.results:
        raise fields.wrong(f"expected a poll before: {who!r} has polled nothing yet", "acknowledge")
    receipt = player.hub.acknowledge_poll(player.results[who], now=player.clock.now)
    return StepResult(
        title=f"{who} acknowledges what it polled", receipt=receipt, outcome=list(_receipt_texts(receipt))
    )


def _wait(player: _Player, fields: Fields) -> StepResult:
    player.turn(fields, "wait", fields.needed("wait"))
    player.hub.advance(player.clock.now)
    return StepResult(title="time passes")


def _call(player: _Player, fields: Fields) -> StepResult:
    name, spaced = fields.needed("call").replace(" ", "_"), fields.fields("with")
    written = Fields({key.replace(" ", "_"): spaced.any(key) for key in spaced}, spaced.place)
    arguments = {key: _argument(player, written, key) for key in written}
    who = fields.text("from")
    step_result = StepResult(title=f"{who or 'somebody'} calls {name.replace('_', ' ')} at the portal")
    try:
        result = player.hub.portal(player.clock.now).call(name, arguments)
    except (TypeError, ValueError) as error:
        # the name stands for nothing then, which is no fault of the scenario's
        fields.text("as")
        return step_result.refuse(error)
    step_result.outcome.append("".join(("the hub does so", *_result_texts(player, result))))
    step_result.result = result
    if isinstance(result, str):
        player.remember(fields, result)
    return step_result


def _result_texts(player: _Player, result: Any) -> Iterator[str]:
    """Yield what a call gave, when that is a few names with values."""
    if isinstance(result, Mapping) and all(isinstance(value, (str, int)) for value in result.values()):
        words = ", ".join(f"{name} {player.names.name_of(str(value))}" for name, value in result.items())
        yield f": {words}"


def _argument(player: _Player, fields: Fields, key: str) -> Any:
    argument = fields.any(key)
    if isinstance(argument, (list, tuple)):
        return [
            {name: _value(player, str(value), name, fields) for name, value in item.items()}
            if isinstance(item, Mapping)
            else _value(player, str(item), key, fields)
            for item in argument
        ]
    return None if argument is None else _value(player, str(argument), key, fields)


_TRUTHS = {"yes": True, "no": False, "true": True, "false": False}
_DAYS = frozenset({"back_to", "change_date", "day", "end", "move_in_date", "start", "until"})
_INSTANTS = frozenset({"begins", "ends"})
_NUMBERS = frozenset({"number"})
_HUB = "the hub"


def _value(player: _Player, text: str, key: str, fields: Fields) -> Any:
    if key in _DAYS:
        return player.clock.day(text, fields.at(key)).isoformat()
    if key in _INSTANTS:
        return player.clock.instant(text, fields.at(key)).isoformat()
    if key in _NUMBERS and text.isdecimal():
        return int(text)
    if text == _HUB:
        return player.scenario.config.gln
    if text in player.names.customers:
        return str(player.names.customers[text].identification)
    if text in player.names.parties:
        return player.names.parties[text].gln
    if text in player.names.areas:
        return player.names.areas[text].identification
    return player.ids.get(text) or player.names.points.get(text) or _TRUTHS.get(text.lower(), text)


def _report(player: _Player, fields: Fields) -> StepResult:
    name, who = fields.needed("report"), fields.text("from")
    if name not in REPORTS:
        raise fields.wrong(f"expected one of {', '.join(REPORTS)}; found {name!r}", "report")
    query = ReportQuery(fields=fields, hub=player.hub, names=player.names, clock=player.clock, ids=player.ids)
    about = next((words for key in ("area", "price area", "job") if (words := fields.text(key))), "")
    result = StepResult(
        title=f"{who or 'somebody'} reads the report {name}" + (f" of {about}" if about else "")
    )
    try:
        result.result = REPORTS[name].read(query)
    except (PermissionError, ValueError) as error:
        return result.refuse(error)
    result.outcome += REPORTS[name].describe(query, result.result)
    return result


def _look(_player: _Player, fields: Fields) -> StepResult:
    return StepResult(title=fields.needed("look"))


VERBS: Mapping[str, Callable[[_Player, Fields], StepResult]] = MappingProxyType(
    {
        "send": _send,
        "again": _again,
        "file": _file,
        "poll": _poll,
        "acknowledge": _acknowledge,
        "wait": _wait,
        "call": _call,
        "report": _report,
        "look": _look,
    }
)

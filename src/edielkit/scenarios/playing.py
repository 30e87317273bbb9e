"""A scenario played on a hub: each step is done, and what came of it is held against what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.emif.declare import Message
from edielkit.emif.soap import SoapDocument
from edielkit.findings import Finding
from edielkit.hub.core.ids import Ids
from edielkit.hub.core.queues import PollResult, Queue
from edielkit.hub.engine.hub import Hub
from edielkit.hub.engine.receiving import Receipt
from edielkit.process_rules.data import combinations
from edielkit.scenarios.clock import Moments
from edielkit.scenarios.message_facts import facts_of
from edielkit.scenarios.messages import KINDS, made
from edielkit.scenarios.parts import Saying
from edielkit.scenarios.playback import Happening, Story
from edielkit.scenarios.reading import Fields
from edielkit.scenarios.reports import REPORTS, Asking
from edielkit.scenarios.scenario import Scenario, first_day
from edielkit.scenarios.step_checks import ANY, Came, Expectation

__all__ = ("play", "troubles_of")

_QUEUES: Mapping[str, Queue] = MappingProxyType(
    {"market": Queue.MARKET_PROCESSES, "metering": Queue.METERING_VALUES}
)


def play(scenario: Scenario, *, judge: bool = True) -> Story:
    """Play a scenario on a hub of its own and return its story.

    Args:
        scenario: The scenario.
        judge: Validate every message from the hub at level business; what is found is a difference.

    Raises:
        ScenarioError: A step has no meaning.
    """
    player = _Player(scenario, judge=judge)
    happenings = tuple(player.step(number) for number in range(len(scenario.steps)))
    return Story(title=scenario.title, processes=scenario.processes, happenings=happenings, hub=player.hub)


def troubles_of(document: Message | SoapDocument, *, now: dt.datetime) -> list[str]:
    """Return what `edielkit.validate` finds in a message from the hub at level business, in words.

    Args:
        document: A message, the answer of a service, or a SOAP fault.
        now: Instant of judgement.
    """
    from edielkit.emif.read.document import serialize_document
    from edielkit.verbs import validate

    report = validate(serialize_document(document), now=now, level="business")
    name = document.kind() if isinstance(document, Message) else document.element or "SOAP fault"
    return [f"{name} breaks {each.code}: {each.message}" for each in report]


class _Player:
    """A hub, a clock, and the names of what has been said so far."""

    def __init__(self, scenario: Scenario, *, judge: bool) -> None:
        self.scenario, self.cast, self.judge = scenario, scenario.cast, judge
        self.hub = Hub(scenario.cast.market, config=scenario.config, ids=Ids(scenario.title))
        self.moments = Moments(first_day(scenario), scenario.start)
        self.ids: dict[str, str] = {}
        self.bytes: dict[str, bytes] = {}
        self.results: dict[str, PollResult] = {}
        self._own_ids = Ids(f"parties of {scenario.title}")

    def new_id(self) -> str:
        """Return an identification for a message of a party."""
        found, self._own_ids = self._own_ids.take()
        return found

    def step(self, number: int) -> Happening:
        """Do one step."""
        fields = Fields(self.scenario.steps[number], f"steps[{number}]")
        self._set_clock(fields)
        verb = self._verb(fields)
        sent_before = len(self.hub.sent)
        came = VERBS[verb](self, fields)
        outgoing = self.hub.sent[sent_before:]
        sent = tuple(
            attrs.evolve(
                facts_of(each.message, self.cast, self.ids, each.queue.value),
                role=each.role,
                to=self.cast.name_of(each.party),
            )
            for each in outgoing
        )
        if self.judge:
            came.troubles += [
                f"the hub's own message: {words}"
                for each in outgoing
                for words in troubles_of(each.message, now=self.moments.now)
            ]
        differences = [*Expectation(self, fields).differences(came, sent), *came.troubles]
        note = " ".join((fields.text("note") or "").split())
        fields.done()
        return Happening(
            number=number + 1,
            when=self.moments.now,
            title=came.title,
            note=note,
            outcome=tuple(came.outcome),
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
        now = self.moments.instant(text, fields.at(key))
        if now < self.moments.now:
            raise fields.wrong("time goes forward only", key)
        self.moments = attrs.evolve(self.moments, now=now)

    def _verb(self, fields: Fields) -> str:
        found = [verb for verb in VERBS if verb in fields]
        if len(found) != 1:
            there = f"none of them in {', '.join(fields)[:80]!r}" if any(fields) else "nothing"
            named = " and ".join(found) or there
            raise fields.wrong(f"expected one of {', '.join(VERBS)}; found {named}")
        return found[0]

    def remember(self, fields: Fields, identification: str, data: bytes | None = None) -> None:
        """Keep what a step made under the name that it gives."""
        name = fields.text("as")
        if name is not None:
            if name in self.ids:
                raise fields.wrong(f"{name!r} is taken", "as")
            self.ids[name] = identification
            if data is not None:
                self.bytes[name] = data

    def take_in(self, data: bytes, title: str) -> Came:
        """Let the hub receive bytes, and put its receipt into words."""
        receipt = self.hub.receive(data, now=self.moments.now)
        came = Came(title=title, receipt=receipt, outcome=list(_receipt_words(receipt)))
        if receipt.response is not None:
            came.answer = tuple(facts_of(each, self.cast, self.ids) for each in receipt.response.messages)
            came.outcome += [f"answers in the call: {each}" for each in came.answer] or [
                "answers: nothing waits"
            ]
        if self.judge:
            for each in (receipt.response, receipt.fault):
                if each is not None:
                    words = troubles_of(each, now=self.moments.now)
                    came.troubles += [f"the hub's own answer: {one}" for one in words]
        return came


def _receipt_words(receipt: Receipt) -> Iterator[str]:
    if receipt.fault is not None:
        fault = receipt.fault.fault
        assert fault is not None
        yield f"the hub refuses the call: SOAP fault of group {fault.code_group}, {fault.description!r}"
    elif receipt.report.errors:
        yield "the hub takes it in, and rejects it:"
    else:
        yield "the hub takes it in"
    yield from (_why(each) for each in receipt.report.errors)


def _why(each: Finding) -> str:
    """Return a finding with the meaning of its reason code."""
    if each.reason is None:
        return f"why: {each.code}, {each.message}"
    from edielkit.codes import code_list

    codes = code_list("Elhub_ResponseReasonCode")
    meaning = codes[each.reason.code].name if each.reason.code in codes else ""
    said = f" ({meaning})" if meaning else ""
    return f"why: {each.reason.code}{said}, {each.code}: {each.message}"


# -- the verbs


def _send(player: _Player, fields: Fields) -> Came:
    kind = fields.needed("send")
    if kind not in KINDS:
        raise fields.wrong(f"expected one of {', '.join(KINDS)}; found {kind!r}", "send")
    who = fields.needed("from")
    sender = player.cast.gln(who, fields.at("from"))
    brs = fields.needed("process")
    role = fields.text("role") or _usual_role(player, who, kind, brs)
    saying = Saying(
        fields=fields,
        cast=player.cast,
        moments=player.moments,
        ids=player.ids,
        sender=sender,
        role=role,
        brs=brs,
        new_id=player.new_id,
        keep=player.ids.__setitem__,
    )
    physical, to = fields.text("by"), fields.text("to")
    message = made(
        kind,
        saying,
        identification=saying.known("identification") or player.new_id(),
        physical=sender if physical is None else player.cast.gln(physical, fields.at("by")),
        recipient=player.scenario.config.gln if to is None else player.cast.gln(to, fields.at("to")),
    )
    data = _bytes(message)
    whole: Any = message
    player.remember(fields, whole.header.identification, data)
    said = facts_of(message, player.cast, player.ids)
    parts = [f"{who} sends {kind} {said.type}, process {brs}"]
    series = len(said.payloads)
    parts += [f"{series} series"] if series > 1 else [f"for {said.point}"] if said.point else []
    parts += [f"day {said.day}"] if said.day else []
    parts += [f"about {said.reference}"] if said.reference else []
    return player.take_in(data, ", ".join(parts))


def _usual_role(player: _Player, who: str, kind: str, brs: str) -> str:
    """Return the role that a party has without being asked: one that fits the message, DDQ or DDM before others."""
    party = player.cast.parties.get(who)
    held = party.roles if party is not None else frozenset()
    fitting = frozenset(role for each in combinations(kind, brs) if each.way != "out" for role in each.roles)
    roles = held & fitting or held
    return next((each for each in ("DDQ", "DDM") if each in roles), min(roles, default="DDQ"))


def _bytes(message: Message) -> bytes:
    from edielkit.emif.read.document import serialize_document
    from edielkit.emif.write.writer import OnFault

    return serialize_document(message, on_fault=OnFault.KEEP)


def _again(player: _Player, fields: Fields) -> Came:
    name = fields.needed("again")
    if name not in player.bytes:
        raise fields.wrong(
            f"expected one of {', '.join(player.bytes) or 'none yet'}; found {name!r}", "again"
        )
    return player.take_in(player.bytes[name], f"the same message comes again: {name}")


def _file(player: _Player, fields: Fields) -> Came:
    name = fields.needed("file")
    if name not in player.scenario.files:
        raise fields.wrong(f"no file {name!r} is there", "file")
    return player.take_in(player.scenario.files[name], f"the file {name} comes in")


def _poll(player: _Player, fields: Fields) -> Came:
    who = fields.needed("poll")
    party, by = player.cast.gln(who, fields.at("poll")), fields.text("by")
    queue = fields.text("queue", "market") or "market"
    if queue not in _QUEUES:
        raise fields.wrong(f"expected one of {', '.join(_QUEUES)}; found {queue!r}", "queue")
    came = Came(title=f"{by or who} polls" + (f" for {who}" if by else ""), messages=())
    try:
        result = player.hub.poll(
            party,
            fields.text("role"),
            _QUEUES[queue],
            now=player.moments.now,
            sender=None if by is None else player.cast.gln(by, fields.at("by")),
        )
    except PermissionError as error:
        came.refused, came.outcome = str(error), [f"the hub refuses: {error}"]
        return came
    if result is None:
        came.outcome.append("nothing waits")
        return came
    player.results[who] = result
    came.messages = tuple(facts_of(each, player.cast, player.ids) for each in result.messages)
    came.outcome += [f"gets {each}" for each in came.messages]
    if player.judge:
        came.troubles += troubles_of(result.document, now=player.moments.now)
    return came


def _acknowledge(player: _Player, fields: Fields) -> Came:
    who = fields.needed("acknowledge")
    if who not in player.results:
        raise fields.wrong(f"{who!r} has polled nothing yet", "acknowledge")
    receipt = player.hub.acknowledge_poll(player.results[who], now=player.moments.now)
    return Came(
        title=f"{who} acknowledges what it polled", receipt=receipt, outcome=list(_receipt_words(receipt))
    )


def _wait(player: _Player, fields: Fields) -> Came:
    player.turn(fields, "wait", fields.needed("wait"))
    player.hub.advance(player.moments.now)
    return Came(title="time passes")


def _call(player: _Player, fields: Fields) -> Came:
    name, said = fields.needed("call").replace(" ", "_"), fields.fields("with")
    spaced = Fields({key.replace(" ", "_"): said.any(key) for key in said}, said.place)
    arguments = {key: _argument(player, spaced, key) for key in spaced}
    who = fields.text("from")
    came = Came(title=f"{who or 'somebody'} calls {name.replace('_', ' ')} at the portal")
    try:
        result = player.hub.call(name, now=player.moments.now, **arguments)
    except (TypeError, ValueError) as error:
        came.refused, came.outcome = str(error), [f"the hub refuses: {error}"]
        return came
    came.outcome.append("".join(("the hub does so", *_result_words(player, result))))
    came.result = result
    if isinstance(result, str):
        player.remember(fields, result)
    return came


def _result_words(player: _Player, result: Any) -> Iterator[str]:
    """Yield what a call gave, when that is a few names with values."""
    if isinstance(result, Mapping) and all(isinstance(each, (str, int)) for each in result.values()):
        words = ", ".join(f"{name} {player.cast.name_of(str(each))}" for name, each in result.items())
        yield f": {words}"


def _argument(player: _Player, said: Fields, key: str) -> Any:
    found = said.any(key)
    if isinstance(found, (list, tuple)):
        return [
            {name: _value(player, str(value), name, said) for name, value in each.items()}
            if isinstance(each, Mapping)
            else _value(player, str(each), key, said)
            for each in found
        ]
    return None if found is None else _value(player, str(found), key, said)


_TRUTHS = {"yes": True, "no": False, "true": True, "false": False}
_DAYS = frozenset({"back_to", "change_date", "day", "end", "start", "until"})
_NUMBERS = frozenset({"number"})
_HUB = "the hub"


def _value(player: _Player, text: str, key: str, said: Fields) -> Any:
    if key in _DAYS:
        return player.moments.day(text, said.at(key)).isoformat()
    if key in _NUMBERS and text.isdecimal():
        return int(text)
    if text == _HUB:
        return player.scenario.config.gln
    if text in player.cast.customers:
        return str(player.cast.customers[text].identification)
    if text in player.cast.parties:
        return player.cast.parties[text].gln
    if text in player.cast.areas:
        return player.cast.areas[text].identification
    return player.ids.get(text) or player.cast.points.get(text) or _TRUTHS.get(text.lower(), text)


def _report(player: _Player, fields: Fields) -> Came:
    name, who = fields.needed("report"), fields.text("from")
    if name not in REPORTS:
        raise fields.wrong(f"expected one of {', '.join(REPORTS)}; found {name!r}", "report")
    asking = Asking(fields=fields, hub=player.hub, cast=player.cast, moments=player.moments, ids=player.ids)
    about = next((words for key in ("area", "price area", "job") if (words := fields.text(key))), "")
    came = Came(title=f"{who or 'somebody'} reads the report {name}" + (f" of {about}" if about else ""))
    try:
        came.result = REPORTS[name].ask(asking)
    except (PermissionError, ValueError) as error:
        came.refused, came.outcome = str(error), [f"the hub refuses: {error}"]
        return came
    came.outcome += REPORTS[name].tell(asking, came.result)
    return came


def _look(_player: _Player, fields: Fields) -> Came:
    return Came(title=fields.needed("look"))


VERBS: Mapping[str, Callable[[_Player, Fields], Came]] = MappingProxyType(
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

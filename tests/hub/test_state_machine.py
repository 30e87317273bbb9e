"""Many suppliers, grid companies and third parties at once: what must hold whatever they send, and in which order."""

from __future__ import annotations

import contextlib
import datetime as dt
import pickle
import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.support.hub_fixtures import (
    AGENT,
    ANNA,
    AREA,
    BERIT,
    CARL,
    EMPTY,
    GRID,
    LAST,
    MORNING,
    NEIGHBOUR,
    NEW,
    NEXT_DOOR,
    OLD,
    POINT,
    PROFILED,
    QUIET,
    THIRD,
    faults_of,
    gsrn,
    hub,
    master_data,
    uuid,
)
from tests.support.hub_profiled import Meter
from tests.support.hub_updates import Speaker
from tests.support.walk_steps import done, number_of

import edielkit
from edielkit.hub import Hub, ProcessPhase, Queue
from edielkit.hub.core.journal import dump, load
from edielkit.hub.core.state_tables import PROCESSES
from edielkit.hub.core.timeline import same_contracts, troubles
from edielkit.market_time import day_period, local_day

PLACES, PEOPLE = (POINT, EMPTY, QUIET, PROFILED, NEXT_DOOR), (ANNA, BERIT, CARL)
POINTS = st.sampled_from(PLACES)
SUPPLIERS = st.sampled_from((OLD, NEW, THIRD))
GRIDS = st.sampled_from((GRID, NEIGHBOUR))
USERS = st.sampled_from(PEOPLE)
DAYS = st.integers(-8, 8)
# points that are made on the way (BRS-NO-121)
MADE = tuple(gsrn(n) for n in range(601, 609))
OWNERS = {POINT: GRID, EMPTY: GRID, QUIET: GRID, PROFILED: GRID, NEXT_DOOR: NEIGHBOUR} | dict.fromkeys(
    MADE, GRID
)
EVERYBODY = (OLD, NEW, THIRD, LAST, GRID, NEIGHBOUR, AGENT)
LETTERS = ("301", "311", "311", "317", "317", "601", "601 answer", "602", "611")
FITTING = ("101", "102", "103", "104", "104", "123", "201", "201", "202", "202", "211", "211")
ACTIVE, INACTIVE, TERMINATED = "E22", "E23", "E31"
# what may be sent of a point's status and whether anybody lives there, and what takes a status back
FOLLOWING = {
    (ACTIVE, True): ("214", "302", "402"),
    (ACTIVE, False): ("212", "302"),
    (INACTIVE, True): ("122", "213"),
    (INACTIVE, False): ("122", "213"),
}
UNDONE = {ACTIVE: ("132",), INACTIVE: ("223",), TERMINATED: ("224",)}


class Market(RuleBasedStateMachine):
    """A market whose parties send what they like."""

    def __init__(self) -> None:
        super().__init__()
        self.hub = hub(seed="machine")
        self.start = self.hub.snapshot()
        self.say = Speaker()
        self.meter = Meter(count=1 << 17)
        self.now = MORNING
        self.fetched: Counter[str] = Counter()
        self.delivered: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.letters: list[str] = []
        self.wrote: set[str] = set()
        self.involved: dict[str, set[str]] = {owner: {OWNERS[owner]} for owner in OWNERS}
        self.note_parties()

    @property
    def today(self) -> dt.date:
        """The Norwegian day that it is."""
        return local_day(self.now)

    def day(self, count: int) -> dt.date:
        """Return the day that lies *count* days ahead."""
        return self.today + dt.timedelta(days=count)

    @property
    def places(self) -> list[str]:
        """The points that there are by now."""
        return [name for name in OWNERS if self.hub.point(name) is not None]

    def note_parties(self) -> None:
        """Remember who has had anything to do with a point."""
        for identification in self.places:
            timeline = self.hub.point(identification).timeline
            self.involved[identification] |= {s.supplier for s in timeline.supplies}
            self.involved[identification] |= {a.party for a in timeline.accesses}

    def send(self, message: Any, target: str) -> Any:
        """Let a party send a message about a point; return the receipt."""
        self.now += dt.timedelta(minutes=7)
        sender = str(message.header.juridical_sender_energy_party.identification)
        self.involved[target].add(sender)
        receipt = self.hub.receive(message, now=self.now)
        assert receipt.accepted, receipt.fault
        self.passed[number_of(message)] += receipt.passed
        self.note_parties()
        return receipt

    @rule(
        brs=st.sampled_from(("101", "102", "103", "104")), who=SUPPLIERS, place=POINTS, user=USERS, days=DAYS
    )
    def starts(self, brs: str, who: str, place: str, user: str, days: int) -> None:
        """A supplier asks for a start."""
        days = abs(days) if brs in {"101", "102"} else -abs(days)
        self.send(
            self.say.start(brs, self.day(days), sender=who, target=place, user=user, now=self.now), place
        )

    @rule(who=GRIDS, place=POINTS, user=USERS, days=DAYS)
    def moves_in(self, who: str, place: str, user: str, days: int) -> None:
        """A grid company reports a move-in."""
        self.send(
            self.say.start(
                "123", self.day(days), sender=who, role="DDM", target=place, user=user, now=self.now
            ),
            place,
        )

    @rule(brs=st.sampled_from(("201", "202")), who=SUPPLIERS, place=POINTS, days=st.integers(1, 8))
    def ends(self, brs: str, who: str, place: str, days: int) -> None:
        """A supplier ends a supply; a 202 gives the supplier of last resort the supply, if only until it is replaced."""
        if brs == "202":
            # it may be told and be replaced at one midnight, which no look at the state afterwards can see
            self.involved[place].add(LAST)
        self.send(self.say.end(brs, self.day(days), sender=who, target=place, now=self.now), place)

    @rule(brs=st.sampled_from(FITTING), place=POINTS, pick=st.integers(0, 30), who=SUPPLIERS, user=USERS)
    def contracts_that_fit(self, brs: str, place: str, pick: int, who: str, user: str) -> None:
        """A start or an end by whom, of whom and on the day that there is something to start or end."""
        day = self.today + dt.timedelta(days=1 + pick % (5 if brs in {"201", "202"} else 8))
        if brs in {"101", "201", "202", "211"}:
            # whom a contract on that day is of
            eve = day - dt.timedelta(days=1)
            supplied = [name for name in PLACES if self.hub.point(name).supply(eve) is not None]
            place = supplied[pick % len(supplied)] if supplied else place
        point = self.hub.point(place)
        if brs == "104":
            resorts = [
                (name, supply.start)
                for name in PLACES
                for supply in self.hub.point(name).timeline.supplies
                if supply.role == "SLR" and self.hub.point(name).supply(supply.start) is supply
            ]
            place, day = resorts[pick % len(resorts)] if resorts else (place, self.day(-(pick % 5)))
            point = self.hub.point(place)
        elif brs == "103":
            day = self.day(-(pick % 5))
        elif brs == "123":
            day = self.day(-(pick % 4))
        eve = day - dt.timedelta(days=brs in {"201", "202", "211"})
        occupancy, supply = point.occupancy(eve), point.supply(eve)
        lives = None if occupancy is None else str(occupancy.customer.identification)
        if brs in {"201", "202", "211"}:
            grid = brs == "211"
            sender = OWNERS[place] if grid else who if supply is None else supply.supplier
            self.involved[place].add(LAST)
            message = self.say.end(
                brs,
                day,
                sender=sender,
                role="DDM" if grid else "DDQ",
                target=place,
                user=lives or user,
                now=self.now,
            )
        else:
            grid = brs == "123"
            stays = brs in {"101", "104"}
            others = [number for number in PEOPLE if number != lives]
            message = self.say.start(
                brs,
                day,
                sender=OWNERS[place] if grid else who,
                role="DDM" if grid else "DDQ",
                target=place,
                user=(lives or user) if stays else others[pick % len(others)],
                now=self.now,
            )
        self.send(message, place)

    @rule(kind=st.sampled_from(LETTERS), who=SUPPLIERS, place=POINTS)
    def writes(self, kind: str, who: str, place: str) -> None:
        """A party changes its customer's data, reads a meter, says what a point uses, writes, answers, or looks a point up."""
        point = self.hub.point(POINT)
        supply = point.supply(self.today)
        supplier = who if supply is None else supply.supplier
        message: Any
        if kind == "301":
            message = self.say.customer_update(self.today, sender=supplier)
        elif kind == "601":
            message = self.say.letter(sender=supplier)
            self.wrote.add(supplier)
            self.letters.append(str(message.header.identification))
        elif kind == "601 answer":
            if not self.letters:
                return
            message = self.say.reply(self.letters[-1])
            self.wrote.add(GRID)
        elif kind == "602":
            message = self.say.letter_to_hub()
            self.wrote.add(OLD)
        elif kind == "311":
            profiled = self.hub.point(PROFILED).supply(self.day(-1))
            reading = self.meter.reading(day_period(self.day(-1)).start)
            sender = who if profiled is None else profiled.supplier
            message = self.meter.readings(self.now, reading, sender=sender)
            place = PROFILED
        elif kind == "317":
            volume = (place, self.today, [(1000 + len(self.hub.journal), "Manual", None)])
            message = self.meter.annual(self.now, volume, sender=OWNERS[place])
        else:
            message = self.say.look_up(point=place)
        self.send(message, place if kind in {"311", "317", "611"} else POINT)

    @rule(place=POINTS, days=st.integers(0, 8))
    def moves_out(self, place: str, days: int) -> None:
        """A grid company reports a move-out, or corrects its day."""
        self.send(
            self.say.end("211", self.day(days), sender=OWNERS[place], role="DDM", target=place, now=self.now),
            place,
        )

    @rule(
        brs=st.sampled_from(("122", "132", "212", "213", "214", "223", "224", "302", "402")),
        place=POINTS,
        days=st.integers(-2, 2),
    )
    def updates(self, brs: str, place: str, days: int) -> None:
        """A grid company changes a point."""
        self.send(
            self.say.update(brs, self.day(days), sender=OWNERS[place], target=place, now=self.now), place
        )

    @rule(which=st.integers(0, 90), pick=st.integers(0, 90))
    def updates_what_fits(self, which: int, pick: int) -> None:
        """A grid company gives a point one of the statuses that may follow, or takes the last one back."""
        place = self.places[which % len(self.places)]
        point = self.hub.point(place)
        last, status = point.statuses[-1], point.status(self.today)
        occupied = point.occupancy(self.today) is not None
        undo = [(brs, last.start) for brs in UNDONE.get(last.status, ()) if len(point.statuses) > 1]
        may = [(brs, self.today) for brs in FOLLOWING.get((status, occupied), ())] + 3 * undo
        if may:
            brs, day = may[pick % len(may)]
            message = self.say.update(brs, day, sender=OWNERS[place], target=place, now=self.now)
            receipt = self.send(message, place)
            # a stay to come keeps the status, and a profiled point is activated with the facts of its meter alone
            free = place != PROFILED and not any(
                stay.end is None or stay.end > day for stay in point.timeline.occupancies
            )
            # what the days allow is not foretold here
            late = last.start > self.today or receipt.reasons == ("EH003",)
            assert receipt.passed or not free or late, (brs, day, receipt.words)

    @rule(place=st.sampled_from((*PLACES, *MADE)), days=st.integers(-2, 0))
    def makes_a_point(self, place: str, days: int) -> None:
        """A grid company makes a metering point, or one that is there already, which is refused."""
        is_there = self.hub.point(place) is not None
        message = self.say.update(
            "121", self.day(days), target=place, area=AREA, data=master_data(), now=self.now
        )
        receipt = self.send(message, place)
        assert receipt.passed != is_there, receipt.words
        assert is_there or self.hub.point(place).status(self.day(days)) == "E23"

    @rule(place=st.sampled_from((*PLACES, *MADE)), days=st.integers(-2, 0))
    def takes_a_new_point_back(self, place: str, days: int) -> None:
        """There is no message that takes a new metering point back (BRS-NO-131): nothing changes."""
        before = self.hub.point(place)
        message = self.say.update("131", self.day(days), document_type="E67", target=place, now=self.now)
        self.now += dt.timedelta(minutes=7)
        receipt = self.hub.receive(message, now=self.now)
        assert not receipt.passed
        assert before == self.hub.point(place)
        self.passed["131 refused"] += 1

    @precondition(lambda self: self.hub.snapshot().table(PROCESSES))
    @rule(data=st.data())
    def takes_back(self, data: st.DataObject) -> None:
        """The initiator cancels or rolls back one of its processes; a rollback restores the contracts."""
        self.take_back(lambda options, label: data.draw(st.sampled_from(options), label=label))

    def take_back(self, choose: Callable[[Sequence[Any], str], Any]) -> None:
        """Cancel or roll back a process that *choose* picks of a list."""
        processes = list(self.hub.snapshot().table(PROCESSES).values())
        rollback = {"101": "111", "102": "111", "103": "111", "104": "111", "123": "133"}
        ends = {"201": "221", "202": "221", "211": "222"}
        # mostly what there is something left to take back of, of each kind alike
        alive = [
            p
            for p in processes
            if p.phase in {ProcessPhase.DONE, ProcessPhase.WAITING} and p.brs in {*rollback, *ends}
        ]
        numbers = sorted({p.brs for p in alive})
        if numbers and choose((True, True, False), "fits"):
            brs = choose(numbers, "number")
            processes = [p for p in alive if p.brs == brs]
        process = choose(processes, "process")
        back = {**rollback, **ends}.get(process.brs)
        if back is None:
            return
        # only these may be cancelled at all: process components 1, 10 and 22
        cancels = process.brs in {"101", "102", "201", "202", "211"}
        done = process.phase is ProcessPhase.DONE
        brs = choose((process.brs, back, back if done else process.brs) if cancels else (back,), "brs")
        make = self.say.start if process.brs in rollback else self.say.end
        message = make(
            brs,
            process.day,
            sender=process.initiator,
            role=process.role,
            target=process.point,
            reference=process.identification,
            user=str(process.request.payload_mp_event.consumer_involved_customer_party.identification),
            now=self.now,
        )
        self.send(message, process.point)
        after = self.hub.process(process.identification)
        if process.phase is ProcessPhase.DONE and after.phase is ProcessPhase.ROLLED_BACK:
            assert same_contracts(process.before, self.hub.point(process.point).timeline)

    @rule(indicator=st.sampled_from(("Add", "Update", "Delete")), place=POINTS)
    def asks_for_access(self, indicator: str, place: str) -> None:
        """A third party asks for access, changes or ends it."""
        self.send(self.say.access(indicator, target=place), place)

    @rule(user=USERS, future=st.booleans(), full=st.booleans(), days=st.none() | st.integers(1, 8))
    def chooses_at_the_portal(self, user: str, future: bool, full: bool, days: int | None) -> None:
        """An end user gives a third party access to all points, and perhaps to those to come."""
        own = [
            point.identification
            for point in self.hub.points()
            if (occupancy := point.occupancy(self.today)) and str(occupancy.customer.identification) == user
        ]
        self.hub.call(
            "authorise_by_url",
            now=self.now,
            client_id=AGENT,
            request_id=uuid(900_000),
            customer=user,
            points=own,
            scope="Full" if full else "Limited",
            end=None if days is None else self.day(days).isoformat(),
            future=future,
        )
        self.note_parties()

    @rule(user=USERS, days=st.none() | st.integers(1, 8), place=st.none() | POINTS)
    def takes_access_back(self, user: str, days: int | None, place: str | None) -> None:
        """An end user ends an access at once, or sets its end; nobody else's is touched."""
        before = {
            name: self.hub.point(name).timeline.accesses
            for name in self.places
            if not self.lives(name, user) or place not in {None, name}
        }
        call = "withdraw_access" if days is None else "set_access_end"
        more = {} if days is None else {"end": self.day(days).isoformat()}
        with contextlib.suppress(ValueError):
            self.hub.call(call, now=self.now, customer=user, party=AGENT, point=place, **more)
            if days is None:
                assert all(
                    self.hub.point(name).access(AGENT, self.today) is None
                    for name in self.places
                    if self.lives(name, user) and place in {None, name}
                )
        assert before == {name: self.hub.point(name).timeline.accesses for name in before}
        assert all(row["until"] for row in self.hub.waiting_requests(user))

    def lives(self, name: str, user: str) -> bool:
        """Tell whether somebody lives in a point today."""
        occupancy = self.hub.point(name).occupancy(self.today)
        return occupancy is not None and str(occupancy.customer.identification) == user

    @rule()
    def comes_back(self) -> None:
        """A hub of the stored state, and one of the journal, are the same hub."""
        snapshot = self.hub.snapshot()
        assert snapshot == Hub.restore(pickle.loads(pickle.dumps(snapshot))).snapshot()
        assert snapshot == Hub.replay(self.start, load(dump(self.hub.journal))).snapshot()

    @rule(old=SUPPLIERS, new=SUPPLIERS, days=st.integers(0, 5))
    def moves_a_portfolio(self, old: str, new: str, days: int) -> None:
        """The hub moves a supplier's points to another."""
        if old != new:
            self.hub.call("move_portfolio", now=self.now, old=old, new=new, day=self.day(days).isoformat())
            self.note_parties()

    @rule(who=st.sampled_from((OLD, NEW, GRID, AGENT)), what=st.sampled_from(("MDCU", "MDMP")), place=POINTS)
    def asks(self, who: str, what: str, place: str) -> None:
        """A party asks for master data."""
        role = {GRID: "DDM", AGENT: "AG"}.get(who, "DDQ")
        self.send(self.say.ask(what, sender=who, role=role, target=place), place)

    @rule(yes=st.booleans())
    def answers_a_third_party(self, yes: bool) -> None:
        """The end user answers what waits."""
        for process in self.hub.snapshot().table(PROCESSES).values():
            if process.phase is not ProcessPhase.AWAITING_APPROVAL:
                continue
            occupancy = self.hub.point(process.point).occupancy(self.today)
            if yes and occupancy is not None:
                number = str(occupancy.customer.identification)
                self.hub.call(
                    "approve_access", now=self.now, identification=process.identification, customer=number
                )
            else:
                self.hub.call("refuse_access", now=self.now, identification=process.identification)
            self.note_parties()

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        """Deadlines fire."""
        self.now += dt.timedelta(hours=hours)
        self.hub.advance(self.now)
        self.note_parties()

    @rule(who=st.sampled_from(EVERYBODY), acknowledges=st.booleans())
    def polls(self, who: str, acknowledges: bool) -> None:
        """A party polls, and stores what it gets or not."""
        result = self.hub.poll(who, now=self.now)
        again = self.hub.poll(who, now=self.now)
        assert result == again
        if result is None:
            return
        for message in result.messages:
            assert who == str(message.header.juridical_recipient_energy_party.identification)
        if acknowledges:
            assert self.hub.acknowledge_poll(result, now=self.now).accepted
            self.delivered.update(message.header.identification for message in result.messages)

    @invariant()
    def nothing_is_unforeseen(self) -> None:
        """The hub has met nothing that it did not foresee."""
        assert () == self.hub.failure_cases()

    @invariant()
    def contracts_fit_together(self) -> None:
        """At most one supplier at any instant, no overlaps, every supply in an occupancy."""
        for identification in self.places:
            assert [] == troubles(self.hub.point(identification).timeline)

    @invariant()
    def nobody_is_told_without_a_right(self) -> None:
        """What is about a point goes to its grid company, its suppliers, its third parties and who asked."""
        for outgoing in self.hub.sent[self.fetched["seen"] :]:
            # what is about no point answers who wrote to the hub
            concerned = self.involved[outgoing.point] if outgoing.point else self.wrote
            assert outgoing.party in concerned, (outgoing.party, outgoing.message)
            event = getattr(outgoing.message, "payload_mp_event", None)
            assert event is None or getattr(event, "consumer_involved_customer_party", True) is not None
        self.fetched["seen"] = len(self.hub.sent)

    def teardown(self) -> None:
        """Everything is delivered exactly once, is valid, and comes again in a replay."""
        for who in EVERYBODY:
            for queue in Queue:
                while (result := self.hub.poll(who, queue=queue, now=self.now)) is not None:
                    self.delivered.update(message.header.identification for message in result.messages)
                    assert self.hub.acknowledge_poll(result, now=self.now).accepted
        assert Counter(outgoing.message.header.identification for outgoing in self.hub.sent) == self.delivered
        for outgoing in self.hub.sent:
            assert [] == faults_of(outgoing.message, self.now)
        replayed = Hub.replay(self.start, load(dump(self.hub.journal)))
        assert self.hub.snapshot() == replayed.snapshot()
        assert [edielkit.serialize(outgoing.message) for outgoing in self.hub.sent] == [
            edielkit.serialize(outgoing.message) for outgoing in replayed.sent
        ]
        assert uuid(0) not in self.delivered


# Each step of a walk with its weight, and what its arguments are drawn from.
STEPS: dict[str, tuple[int, dict[str, Sequence[Any]]]] = {
    "starts": (
        4,
        {
            "brs": ("101", "102", "103", "104"),
            "who": (OLD, NEW, THIRD),
            "place": PLACES,
            "user": PEOPLE,
            "days": range(-8, 9),
        },
    ),
    "moves_in": (1, {"who": (GRID, NEIGHBOUR), "place": PLACES, "user": PEOPLE, "days": range(-8, 9)}),
    "ends": (2, {"brs": ("201", "202"), "who": (OLD, NEW, THIRD), "place": PLACES, "days": range(1, 9)}),
    "moves_out": (1, {"place": PLACES, "days": range(9)}),
    "updates": (
        2,
        {
            "brs": ("122", "132", "212", "213", "214", "223", "224", "302", "402"),
            "place": PLACES,
            "days": range(-2, 3),
        },
    ),
    "contracts_that_fit": (
        16,
        {"brs": FITTING, "place": PLACES, "pick": range(31), "who": (OLD, NEW, THIRD), "user": PEOPLE},
    ),
    "writes": (
        6,
        {
            "kind": LETTERS,
            "who": (OLD, NEW, THIRD),
            "place": PLACES,
        },
    ),
    "take_back": (8, {}),
    "updates_what_fits": (10, {"which": range(91), "pick": range(91)}),
    "makes_a_point": (2, {"place": (*PLACES, *MADE), "days": range(-2, 1)}),
    "takes_a_new_point_back": (1, {"place": (*PLACES, *MADE), "days": range(-2, 1)}),
    "asks_for_access": (4, {"indicator": ("Add", "Update", "Delete"), "place": PLACES}),
    "chooses_at_the_portal": (
        1,
        {"user": PEOPLE, "future": (True, False), "full": (True, False), "days": (None, *range(1, 9))},
    ),
    "takes_access_back": (1, {"user": PEOPLE, "days": (None, *range(1, 9)), "place": (None, *PLACES)}),
    "moves_a_portfolio": (1, {"old": (OLD, NEW, THIRD), "new": (OLD, NEW, THIRD), "days": range(6)}),
    "asks": (3, {"who": (OLD, NEW, GRID, AGENT), "what": ("MDCU", "MDMP"), "place": PLACES}),
    "answers_a_third_party": (4, {"yes": (True, True, False)}),
    "time_passes": (4, {"hours": range(1, 61)}),
    "polls": (3, {"who": EVERYBODY, "acknowledges": (True, False)}),
    "comes_back": (1, {}),
}


def walk(seed: int, steps: int) -> Counter[str]:
    """Take *steps* at random, with every invariant held after each; return how many of each kind, and what processes became."""
    market, drawn = Market(), random.Random(seed)
    names = list(STEPS)
    drawn_names = drawn.choices(names, [STEPS[name][0] for name in names], k=steps)
    for name in drawn_names:
        if name == "take_back":
            if market.hub.snapshot().table(PROCESSES):
                market.take_back(lambda options, _label: drawn.choice(options))
        else:
            getattr(market, name)(
                **{argument: drawn.choice(values) for argument, values in STEPS[name][1].items()}
            )
        market.nothing_is_unforeseen()
        market.contracts_fit_together()
        market.nobody_is_told_without_a_right()
    market.teardown()
    processes = market.hub.snapshot().table(PROCESSES).values()
    ends = Counter(f"{process.brs} {process.phase.value}" for process in processes)
    return Counter(drawn_names) + ends + done(processes, market.passed)


@pytest.mark.parametrize("seed", range(3))
def test_a_walk(seed):
    """Some dozens of steps of every kind, of a fixed seed."""
    walk(seed, 40)


WALKS = settings(
    max_examples=12,
    stateful_step_count=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


class LongMarket(Market):
    """The same market over many long walks."""


Market.TestCase.settings = settings(WALKS, max_examples=4, stateful_step_count=60)
TestMarket = Market.TestCase
LongMarket.TestCase.settings = WALKS
TestLongMarket = pytest.mark.slow(LongMarket.TestCase)

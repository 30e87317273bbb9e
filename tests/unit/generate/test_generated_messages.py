"""Generated messages: valid, the same for a seed, and of everything that there is."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import subprocess
import sys

import pytest

import edielkit
from edielkit.edifact.check.guides import guide_names
from edielkit.emif.messages import MESSAGES
from edielkit.errors import BuildError
from edielkit.generate import generate_message, generate_messages, message_kinds
from edielkit.generate.edifact_messages import edifact_kinds, guides_for
from edielkit.generate.emif_messages import heads
from edielkit.process_rules import MemoryContext
from edielkit.process_rules.data import every_combination

NOW = dt.datetime(2026, 3, 30, 11, 37, tzinfo=dt.UTC)
# an ordinary day; the hour that comes twice; the minutes about a year's end; the night of the spring change; a leap day
NOWS = (
    NOW,
    dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC),
    dt.datetime(2026, 12, 31, 22, 59, 59, tzinfo=dt.UTC),
    dt.datetime(2025, 3, 30, 1, tzinfo=dt.UTC),
    dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC),
)
# the announced versions are in no release yet, and validate says so
ANNOUNCED = "XSD050"


def findings(generated):
    """Return what validate says of a generated message, in its own market and without one."""
    version = None if generated.profile else generated.version
    return [
        (finding.code, finding.message)
        for context in (MemoryContext.from_dict(generated.context), None)
        for finding in edielkit.validate(
            generated.data,
            now=generated.now,
            version=version,
            profile=generated.profile or None,
            context=context,
        )
        if finding.code != ANNOUNCED
    ]


def drawn(rng):
    """Return a message of anything."""
    kind = rng.choice(message_kinds())
    version = rng.choice(MESSAGES[kind].versions()) if kind in MESSAGES else None
    return generate_message(
        kind, seed=rng.random(), now=rng.choice(NOWS), version=version, full=rng.random() < 0.5
    )


@pytest.mark.parametrize("full", [False, True], ids=["few", "full"])
@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_of_each_process_and_role_is_valid(kind, full):
    """Every kind of EMIF in every process, in each role that has a part in it."""
    for head in heads(kind):
        generated = generate_message(kind, now=NOW, process=head.brs, role=head.role, full=full)
        assert (head.brs, head.role) == (generated.process, generated.role)
        assert [] == findings(generated), head


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_of_each_version_is_valid(kind):
    """Every kind of EMIF in every version that has it."""
    for version in MESSAGES[kind].versions():
        assert [] == findings(generate_message(kind, now=NOW, version=version, full=True)), version


@pytest.mark.parametrize("kind", edifact_kinds())
def test_a_message_of_each_guide_is_valid(kind):
    """Every message of EDIFACT by every guide and process, and its market is seen."""
    for guide in guides_for(kind):
        generated = generate_message(
            kind,
            now=NOW,
            profile=guide.profile,
            version=guide.directory,
            process=guide.process or None,
            full=True,
        )
        assert [] == findings(generated), guide
        assert guide.profile == edielkit.detect(generated.data).profile


def test_random_messages_are_valid():
    """Any kind, process, version, guide and instant."""
    rng = random.Random(20261129)
    for _ in range(150):
        generated = drawn(rng)
        assert [] == findings(generated), generated.kind


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_ten_thousand_messages_are_valid(part):
    """Five hundred of each part: no finding at level business, with their own market as context."""
    rng = random.Random(f"10000 {part}")
    for number in range(500):
        generated = drawn(rng)
        assert [] == findings(generated), (part, number, generated.kind)


def test_every_process_of_the_tables_is_served():
    """No row of the table of headers is left out, and no guide."""
    served = {(kind, head.brs) for kind in MESSAGES for head in heads(kind)}

    assert {pair for pair in every_combination() if pair[1] != "*"} <= served
    assert set(guide_names()) == {
        (guide.profile, guide.message_type, guide.directory)
        for kind in edifact_kinds()
        for guide in guides_for(kind)
    }


def test_the_same_seed_gives_the_same_bytes_in_every_process():
    """No order of a set or a hash gets into a message."""
    code = (
        "import datetime as dt, hashlib, sys\n"
        "from edielkit.generate import generate_message, message_kinds\n"
        "now = dt.datetime(2026, 3, 30, 11, 37, tzinfo=dt.UTC)\n"
        "data = b''.join(generate_message(k, seed=1, now=now, full=True).data for k in message_kinds())\n"
        "print(hashlib.sha256(data).hexdigest())\n"
    )
    here = b"".join(generate_message(kind, seed=1, now=NOW, full=True).data for kind in message_kinds())
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )

    assert hashlib.sha256(here).hexdigest() == ran.stdout.strip()


def test_another_seed_gives_another_message():
    """Messages of one run differ, and a longer run begins as a shorter one does."""
    first = [generated.data for generated in generate_messages("CollectedData", 6, seed=3, now=NOW)]

    assert 6 == len(set(first))
    assert first[:2] == [
        generated.data for generated in generate_messages("CollectedData", 2, seed=3, now=NOW)
    ]


def test_a_full_message_has_every_part():
    """What may stand in a message of BRS-NO-302 is there."""
    generated = generate_message("RequestUpdateMasterDataMeteringPoint", now=NOW, process="302", full=True)
    payload = edielkit.parse(generated.data).payload_master_data_mp_event[0]

    assert payload.mp_taxation_profile.vat_code
    assert payload.metering_installation_meter_facility.constant
    assert payload.measurement_definition


@pytest.mark.parametrize(
    ("kind", "arguments", "field", "words"),
    [
        ("CollectedDatas", {}, "kind", "did you mean CollectedData"),
        ("CollectedData", {"process": "101"}, "process", "expected a process of CollectedData: 313"),
        ("CollectedData", {"process": "313", "role": "DDQ"}, "role", "DDE"),
        ("NotifySharedProduction", {"version": "2.3"}, "version", "2.3 has no message"),
        ("CollectedData", {"version": "9"}, "version", "9 has no message"),
        ("CollectedData", {"profile": "no"}, "profile", "no profile"),
        ("MSCONS", {"profile": "fi"}, "profile", "expected a profile of MSCONS"),
        ("UTILTS", {"process": "E99"}, "process", "E66"),
        ("PRODAT", {"version": "D.96A"}, "version", "E2SE6A"),
        ("MSCONS", {"role": "DDQ"}, "role", "no role"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(kind, arguments, field, words):
    """The field, and what would be right."""
    with pytest.raises(BuildError, match=words) as error:
        generate_message(kind, now=NOW, **arguments)

    assert field == error.value.field


def test_an_instant_needs_its_zone():
    """A naive time is no instant."""
    with pytest.raises(ValueError, match="time zone"):
        generate_message("MSCONS", now=dt.datetime(2026, 1, 1))

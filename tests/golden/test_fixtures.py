"""The good EMIF fixtures are good, and pass through every verb unchanged."""

from __future__ import annotations

import datetime as dt
import gzip
import json

import pytest
from tests.support.paths import ROOT

import edielkit
from edielkit.emif.messages import MESSAGES
from edielkit.verbs import creation_time

FOLDER = ROOT / "fixtures" / "emif"
NOW = dt.datetime(2026, 2, 2, 9, tzinfo=dt.UTC)
FILES = sorted(path for path in FOLDER.rglob("*") if path.is_file())


@pytest.fixture(params=FILES, ids=lambda p: p.relative_to(FOLDER).as_posix())
def data(request):
    """Give the bytes of one good fixture."""
    return request.param.read_bytes()


def test_accepted_without_a_finding(data):
    """A good message gets no finding at level codes, not even a warning; a version that is announced is said to be.

    An answer that holds no message is empty: nothing was there to check.
    """
    report = edielkit.validate(data, level="codes")

    assert (["XSD050"] if report.version == "EI-270" else []) == [finding.code for finding in report]
    assert (edielkit.Verdict.ACCEPTED if report.kind else edielkit.Verdict.EMPTY) is report.verdict


def test_accepted_on_its_own_day(data):
    """At the instant of its creation a good message breaks no rule of its process."""
    report = edielkit.validate(data, now=creation_time(data) or NOW)

    assert () == report.errors


def test_parse_serialize_parse_is_the_identity(data):
    """What is read is written, and read again as the same value."""
    document = edielkit.parse(data)
    written = edielkit.serialize(document)

    assert document == edielkit.parse(written)
    assert written == edielkit.serialize(edielkit.parse(written))


def test_plain_data_loses_nothing(data):
    """Plain data passes through JSON and becomes the same value."""
    document = edielkit.parse(data)
    plain = json.loads(json.dumps(edielkit.to_dict(document)))

    assert document == edielkit.from_dict(plain["kind"], plain)


def test_every_kind_has_a_fixture():
    """All 28 messages of EMIF are there."""
    kinds = {edielkit.detect(path.read_bytes()).message for path in FILES}

    assert 28 == len(MESSAGES)
    assert set(MESSAGES) == kinds - {None}


def test_fixtures_are_read_whatever_their_encoding():
    """The same message in other encodings and prefix styles is the same value."""
    folder = FOLDER / "encodings"
    original = edielkit.parse((FOLDER / "query" / "ResponseFromElhub.xml").read_bytes())

    for path in folder.glob("*.xml"):
        assert original == edielkit.parse(path.read_bytes()), path.name


def test_gzip_fixture_holds_the_plain_one():
    """The compressed fixture is the plain one."""
    packed = (FOLDER / "encodings" / "collected-data.xml.gz").read_bytes()

    assert (FOLDER / "metering" / "CollectedData.xml").read_bytes() == gzip.decompress(packed)

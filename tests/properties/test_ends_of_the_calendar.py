"""Times on the last day that Python's calendar has, which ends an hour later in Norway: data like any other, to every command."""

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.cli.app import run

_TIME = re.compile(rb"20\d\d-[01]\d-[0-3]\dT[\d:]+(?:Z|[+-]\d\d:\d\d)|(?<=:)20\d{10}(?=:203)")
LAST = {True: (b"9999-12-31T23:00:00Z", b"9999-12-31T23:59:59Z"), False: (b"999912312300", b"999912312359")}
MESSAGES = [
    FIXTURES / name
    for name in (
        "exchange/march-hours.xml",
        "emif/metering/CollectedData.xml",
        "emif/market/RequestStartOfSupply.xml",
        "emif/masterdata/RequestUpdateMasterDataMeteringPoint.xml",
        "emif/query/RequestDataFromElhub.xml",
        "edifact/mscons-no-four-hours.edi",
        "edifact/utilts-se-quarters.edi",
    )
]
COMMANDS = (
    ("show",),
    ("show", "--all", "--values"),
    ("validate",),
    ("validate", "--format", "html"),
    ("exchange", "check"),
    ("exchange", "check", "--format", "html"),
    ("exchange", "balance", "--format", "html"),
    ("convert", "--to", "csv"),
    ("convert", "--to", "json"),
    ("explain",),
    ("upgrade", "--to", "EI-270"),
)


def _at_the_end(data):
    """Yield the message with each of its times in turn as one of the last ones."""
    for time in _TIME.finditer(data):
        for last in LAST[b"T" in time[0]]:
            yield data[: time.start()] + last + data[time.end() :]


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_no_check_breaks_off_at_the_last_day(path):
    """Each rule says what it says of any time."""
    for data in _at_the_end(path.read_bytes()):
        assert [] == [finding.message for finding in edielkit.validate(data) if finding.code == "SYS001"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_breaks_off_at_the_last_day(command, tmp_path, monkeypatch):
    """What is shown is the time of Norway, or the one that is written where Norway has no such year."""
    monkeypatch.chdir(tmp_path)
    for path in MESSAGES:
        for data in list(_at_the_end(path.read_bytes()))[:12]:
            Path("message.xml").write_bytes(data)
            with (
                redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")),
                redirect_stderr(io.StringIO()),
            ):
                assert run([*command, "message.xml"]) in range(4)

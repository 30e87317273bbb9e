"""The page on versions is run: its commands print what it shows, its Python too."""

from __future__ import annotations

import re
import shlex

import pytest
from tests.support.paths import ROOT

PAGE = (ROOT / "docs" / "how-to" / "prepare-for-a-version.md").read_text("utf-8")
MASTER = ROOT / "fixtures/emif/masterdata/RequestUpdateMasterDataMeteringPoint.xml"
VALUES = ROOT / "fixtures/emif/metering/CollectedData.xml"
WIND = b'<abie:MeteringPointSubTypeProduction listAgencyIdentifier="89">Z05</abie:MeteringPointSubTypeProduction>'


@pytest.fixture
def outbox(tmp_path, monkeypatch):
    """Stand beside the folder of the page: values, and master data of a wind farm."""
    (tmp_path / "outbox").mkdir()
    data = re.sub(rb"<abie:MeteringPointSubTypeConsumption .*?Consumption>", WIND, MASTER.read_bytes())
    (tmp_path / "outbox" / "plant.xml").write_bytes(data)
    (tmp_path / "outbox" / "values.xml").write_bytes(VALUES.read_bytes())
    monkeypatch.chdir(tmp_path)


def test_the_commands_print_what_the_page_shows(edielkit, outbox):
    """The calendar runs, the impact is the page's."""
    calendar, impact = re.findall(r"```console\n\$ (.*?)```", PAGE, re.DOTALL)
    assert 0 == edielkit(*shlex.split(calendar)[1:]).status
    command, _, output = impact.partition("\n")

    assert output == edielkit(*shlex.split(command)[1:]).text


def test_the_python_of_the_page_runs(outbox, capsys):
    """And prints what stands below it."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (output,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)

    exec(compile(code, "page", "exec"), {})

    assert output == capsys.readouterr().out

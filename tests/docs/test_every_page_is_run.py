"""Every page with commands or Python is run by a test that is named here, or says why not: a new page fails until it is listed."""

from __future__ import annotations

import gzip
import io
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from tests.support.paths import FIXTURES, ROOT

from edielkit.cli.app import run

DOCS = ROOT / "docs"
# the test that runs a page: a module below tests, which names it
RUN_BY = {
    "explanation/exactness": "docs/test_pages_run.py",
    "explanation/time-and-clock-change": "docs/test_pages_run.py",
    "explanation/trust": "docs/test_pages_run.py",
    "how-to/README": "docs/test_every_page_is_run.py",
    "how-to/actors-asyncio-and-threads": "docs/test_pages_run.py",
    "how-to/anonymise": "docs/test_pages_run.py",
    "how-to/answer-and-explain": "docs/test_every_page_is_run.py",
    "how-to/build-messages": "docs/test_build_page.py",
    "how-to/build-mscons": "cli/commands/test_build.py",
    "how-to/check-with-a-context": "docs/test_every_page_is_run.py",
    "how-to/compare-messages": "cli/test_compare_howto.py",
    "how-to/convert": "docs/test_pages_run.py",
    "how-to/extend-edielkit": "docs/test_pages_run.py",
    "how-to/extract-a-portfolio": "cli/test_hub_tutorial.py",
    "how-to/from-mscons-to-elhub": "docs/test_pages_run.py",
    "how-to/from-the-test-environment": "docs/test_test_environment_page.py",
    "how-to/generate-a-market": "cli/test_market_howto.py",
    "how-to/generate-test-messages": "docs/test_pages_run.py",
    "how-to/hub-as-a-server": "docs/test_hub_server_page.py",
    "how-to/prepare-for-a-version": "cli/test_version_howto.py",
    "how-to/read-into-polars-duckdb-spark": "docs/test_pages_run.py",
    "how-to/set-up-an-exchange-point": "docs/test_pages_run.py",
    "how-to/test-exchange-points": "unit/testing/test_plugin.py",
    "how-to/test-how-you-get-values": "unit/testing/test_plugin.py",
    "how-to/test-with-the-hub": "unit/testing/test_plugin.py",
    "how-to/test-your-own-system": "unit/testing/test_example_project.py",
    "how-to/tokens-and-data": "docs/test_hub_server_page.py",
    "how-to/validate-in-ci": "docs/test_every_page_is_run.py",
    "reference/extraction": "cli/commands/test_hub_extract.py",
    "reference/series": "docs/test_series_page.py",
    "reference/value-files": "docs/test_pages_run.py",
    "tutorial/answers": "cli/test_answers_tutorial.py",
    "tutorial/exchange": "cli/test_exchange_tutorial.py",
    "tutorial/first-steps": "docs/test_pages_run.py",
    "tutorial/hub": "cli/test_hub_tutorial.py",
    "tutorial/hub-demo": "cli/test_hub_tutorial.py",
    "tutorial/hub-values": "cli/test_hub_tutorial.py",
}
# pages that no test runs, and why
NOT_RUN = {
    "how-to/checking-service": "curl at a port: tests/server/test_checking.py asks each verb in each form",
    "how-to/exchange": "files of the reader's own: the tutorial on exchange points runs the same commands",
    "reference/hub-reports": "a function of eight lines that writes rows as CSV",
}
# pages whose commands are about files that the reader has
OWN_FILES = ("how-to/README", "how-to/answer-and-explain", "how-to/validate-in-ci")


def test_every_page_is_run_or_says_why_not():
    """No page is forgotten, none is listed that is not there, and each test names its page."""
    blocks = re.compile(r"^ *```(?:python|console|bash|sh)\n", re.MULTILINE)
    pages = {
        str(path.relative_to(DOCS).with_suffix(""))
        for path in DOCS.glob("*/*.md")
        if blocks.search(path.read_text("utf-8"))
    }
    unnamed = [
        page
        for page, test in RUN_BY.items()
        if Path(page).name not in (ROOT / "tests" / test).read_text("utf-8")
    ]

    assert pages == {*RUN_BY, *NOT_RUN}
    assert [] == unnamed
    assert not RUN_BY.keys() & NOT_RUN.keys()


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Give a folder with post that came, that goes out, and answers to it."""
    good, faulty = FIXTURES / "emif/metering/CollectedData.xml", FIXTURES / "broken/edifact-unt-count.edi"
    refused = FIXTURES / "broken/emif-decimal-comma.xml"
    for folder in ("inbox", "outbox", "samples"):
        (tmp_path / folder).mkdir()
        for path in (good, faulty, refused):
            shutil.copy(path, tmp_path / folder)
    (tmp_path / "archive" / "2021").mkdir(parents=True)
    (tmp_path / "archive" / "2021" / "old.xml.gz").write_bytes(gzip.compress(good.read_bytes(), mtime=0))
    shutil.copy(good, tmp_path / "values.xml")
    shutil.copy(refused, tmp_path / "message.xml")
    monkeypatch.chdir(tmp_path)
    run(["acknowledge", str(faulty), str(refused), "-o", "made"])
    for path in Path("made").iterdir():
        path.rename(f"answer{path.suffix}")


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("page", OWN_FILES)
def test_the_commands_on_files_of_the_reader_run(page, monkeypatch, capsysbinary):
    """Each with a status of 0 or 1: the files have findings."""
    text = (DOCS / f"{page}.md").read_text("utf-8")
    lines = [
        line
        for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
        for line in re.findall(r"^\$ (edielkit .*)", block, re.MULTILINE)
    ]
    for line in lines:
        command = re.split(r" > | \|\| ", line)[0]
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        status = run(shlex.split(command, comments=True)[1:])
        printed, error = capsysbinary.readouterr()
        assert status in {0, 1}, (line, error.decode())
        assert printed or error, line
    assert lines


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    "page", ["how-to/README", "how-to/answer-and-explain", "how-to/check-with-a-context"]
)
def test_the_python_on_files_of_the_reader_runs(page, capsys):
    """One block after the other."""
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", (DOCS / f"{page}.md").read_text("utf-8"), re.DOTALL):
        exec(compile(code, page, "exec"), names)
    printed = capsys.readouterr().out

    assert "answer" not in page or "XSD020" in printed or "<" in printed

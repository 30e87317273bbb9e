"""Several processes give what one gives: the same bytes in the same order, and the same exit status."""

from __future__ import annotations

import os
import signal

import pytest
from tests.support.fast_documents import message, text

from edielkit.cli import jobs
from edielkit.cli.usage_error import UsageError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@pytest.fixture
def folder(tmp_path):
    """A folder with messages of either wire, some faulty, one unreadable."""
    for number in range(6):
        (tmp_path / f"message-{number}.xml").write_bytes(text(message(count=2, per=24, seed=number)))
    (tmp_path / "message-2.xml").write_bytes(text(message(count=2, per=24)).replace(b"PT1H", b"PT7H"))
    (tmp_path / "message-4.xml").write_bytes(b"<a>")
    return tmp_path


@pytest.mark.parametrize("style", ["text", "json", "sarif", "junit"])
def test_validate_in_several_processes(edielkit, folder, style):
    """Reports, with the lines that they show, stand in the order of the inputs."""
    arguments = ("validate", str(folder), "--now", "2026-02-02T06:00:00Z", "--format", style)
    single = edielkit(*arguments)

    assert 1 == single.status
    assert single == edielkit(*arguments, "--jobs", "3")
    assert single == edielkit(*arguments, "--jobs", "0")


def test_convert_in_several_processes(edielkit, folder, tmp_path):
    """Files and what is said of each input are the same."""
    outputs = [tmp_path / f"out-{count}" for count in (1, 3)]
    results = [
        edielkit("convert", folder, "--to", "csv", "--jobs", count, "-o", output)
        for count, output in zip((1, 3), outputs, strict=True)
    ]
    single, several = ({file.name: file.read_bytes() for file in output.iterdir()} for output in outputs)

    assert 5 == len(single)
    assert single == several
    assert results[0].err.replace("out-1", "out-3") == results[1].err
    assert [result.status for result in results] == [2, 2]


def test_results_come_in_order():
    """The results of many inputs stand in their order, and nothing is worked on far ahead."""
    assert [n * n for n in range(50)] == list(jobs.in_order(lambda n: n * n, range(50), 2))
    assert ["a"] == list(jobs.in_order(str, ["a"], 4))


def _fails(number: int) -> int:
    if number == 3:
        raise UsageError("no third")
    return number


def test_an_error_stands_where_its_input_stands():
    """What came before an error is given out; then the error is raised as in one process."""
    for count in (1, 2):
        results = jobs.in_order(_fails, range(6), count)
        assert [0, 1, 2] == [next(results) for _ in range(3)]
        with pytest.raises(UsageError, match="no third"):
            next(results)


def test_a_process_that_is_ended_from_outside():
    """A process that the system ends is said to have been ended."""
    with pytest.raises(UsageError, match="fewer --jobs"):
        list(jobs.in_order(lambda _: os.kill(os.getpid(), signal.SIGKILL), range(4), 2))

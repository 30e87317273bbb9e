"""Files that a command reads: pipes, devices, what has no end, and what a folder holds beside files."""

from __future__ import annotations

import os
import threading

import pytest

from edielkit.cli import open_files

GOOD = "emif/metering/CollectedData.xml"
PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")


@pytest.fixture(autouse=True)
def _nowhere(tmp_path, monkeypatch):
    """Leave the folder of the repository, whose settings are a file that commands read."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def pipe(tmp_path):
    """Give a function that writes content into a pipe with a name, once."""

    def piped(content):
        path = tmp_path / f"pipe{len(writers)}.xml"
        os.mkfifo(path)
        writers.append(threading.Thread(target=path.write_bytes, args=(content,), daemon=True))
        writers[-1].start()
        return path

    writers = []
    return piped


@PIPES
@pytest.mark.parametrize(
    "command", [("validate",), ("show",), ("convert", "--to", "csv"), ("upgrade", "--to", "EI-270")]
)
def test_a_pipe_says_what_its_file_says(edielkit, fixtures, pipe, command):
    """``<(command)`` and /dev/stdin of a shell: nothing is read of it beforehand."""
    content = (fixtures / GOOD).read_bytes()

    of_pipe, of_file = edielkit(*command, pipe(content)), edielkit(*command, "-", stdin=content)

    assert of_pipe.status == of_file.status
    assert len(of_pipe.out.splitlines()) == len(of_file.out.splitlines()) > 0


@PIPES
def test_an_archive_in_a_pipe_is_opened(edielkit, fixtures, pipe, tmp_path):
    """A zip by its first bytes, though they can be read once only."""
    import zipfile

    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        archive.write(fixtures / GOOD, "one.xml")
        archive.write(fixtures / GOOD, "two.xml")

    assert "two.xml" in edielkit("validate", pipe((tmp_path / "some.zip").read_bytes())).text


@PIPES
@pytest.mark.parametrize("asked", ["", "*.xml"], ids=["folder", "pattern"])
def test_what_cannot_be_read_in_a_folder_stops_nothing_else(edielkit, fixtures, tmp_path, asked):
    """A pipe nobody writes to and a link to nothing are told, the message beside them is looked at, and the status is 2."""
    os.mkfifo(tmp_path / "a.xml")
    (tmp_path / "b.xml").symlink_to("nowhere")
    (tmp_path / "c.xml").write_bytes((fixtures / GOOD).read_bytes())

    ran = edielkit("validate", tmp_path / asked)

    assert 2 == ran.status
    assert "c.xml" in ran.text
    assert (
        "a.xml: cannot be read: it is no file but a pipe or a device, which is read if it is named" in ran.err
    )
    assert "b.xml: cannot be read: no such file or folder" in ran.err


@PIPES
def test_a_folder_of_which_nothing_can_be_read(edielkit, tmp_path):
    """Is not one without messages."""
    os.mkfifo(tmp_path / "a.xml")

    ran, by_pattern = edielkit("validate", tmp_path), edielkit("validate", tmp_path / "*.xml")

    assert (2, 2) == (ran.status, by_pattern.status)
    assert "no file in this folder can be read" in ran.err
    assert "no file that matches can be read" in by_pattern.err


@PIPES
def test_what_has_no_end_is_refused(edielkit, fixtures, pipe, monkeypatch):
    """Before the memory is full; standard input as well."""
    content = (fixtures / GOOD).read_bytes()
    monkeypatch.setattr(open_files, "MOST_STREAMED", len(content) - 1)
    monkeypatch.setattr(open_files, "_PIECE", 100)

    for ran in (edielkit("validate", pipe(content)), edielkit("validate", "-", stdin=content)):
        assert 2 == ran.status
        assert (
            f"it tells no size, and of such at most {len(content) - 1} bytes are read; put it into a file"
            in ran.err
        )


def test_as_much_as_is_read_is_read(edielkit, fixtures, monkeypatch):
    """The bound itself is no fault, neither of a stream nor of a file."""
    content = (fixtures / GOOD).read_bytes()
    monkeypatch.setattr(open_files, "MOST_STREAMED", len(content))
    monkeypatch.setattr(open_files, "MOST_BYTES", len(content))

    assert 0 == edielkit("validate", "-", stdin=content).status
    assert 0 == edielkit("validate", fixtures / GOOD).status


def test_a_file_that_is_too_large_is_refused_by_its_size(edielkit, fixtures, monkeypatch):
    """Nothing of it is read."""
    size = (fixtures / GOOD).stat().st_size
    monkeypatch.setattr(open_files, "MOST_BYTES", size - 1)

    ran = edielkit("validate", fixtures / GOOD)

    assert 2 == ran.status
    assert f"{size} bytes, at most {size - 1} are read" in ran.err

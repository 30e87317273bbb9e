"""Files are written whole or not at all, never over what a command reads, over others only when that is asked for."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.support.paths import FIXTURES, ROOT

import edielkit.cli.output.files as module
from edielkit.cli.output.files import make_folder, require_file, require_folder, write_file, write_files
from edielkit.cli.usage_error import UsageError

OLD, NEW = b"old bytes", b"the new bytes"
MESSAGE = FIXTURES / "edifact/mscons-no-four-hours.edi"
posix = pytest.mark.skipif(
    os.name == "nt", reason="modes, devices, links for all and SIGKILL are those of POSIX"
)


@pytest.fixture
def target(tmp_path):
    """Give a file that is there."""
    path = tmp_path / "target.xml"
    path.write_bytes(OLD)
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_whole(tmp_path):
    """From bytes or from pieces; the size comes back, and nothing else is left in the folder."""
    assert 13 == write_file(tmp_path / "a", NEW)
    assert 13 == write_file(tmp_path / "b", iter([NEW[:4], NEW[4:]]))

    assert ["a", "b"] == names(tmp_path)
    assert [NEW, NEW] == [(tmp_path / name).read_bytes() for name in ("a", "b")]


@posix
def test_the_mode_of_a_new_file_is_that_of_the_shell(tmp_path):
    """A file that others may read by umask may be read; one that is replaced keeps its mode."""
    previous = os.umask(0o027)
    try:
        write_file(tmp_path / "a", NEW)
    finally:
        os.umask(previous)
    assert 0o640 == (tmp_path / "a").stat().st_mode & 0o777

    (tmp_path / "a").chmod(0o604)
    write_file(tmp_path / "a", OLD, force=True)
    assert 0o604 == (tmp_path / "a").stat().st_mode & 0o777


def test_a_file_that_is_there_needs_force(target):
    """Unless it holds the very bytes."""
    with pytest.raises(UsageError, match="there is a file of that name; --force replaces it"):
        write_file(target, NEW)
    assert OLD == target.read_bytes()

    assert len(OLD) == write_file(target, OLD)
    write_file(target, NEW, force=True)
    assert NEW == target.read_bytes()
    assert ["target.xml"] == names(target.parent)


def test_a_file_that_comes_meanwhile_is_not_replaced(tmp_path, monkeypatch):
    """Between the look and the last step somebody else has written it."""
    target, link = tmp_path / "target", os.link

    def late(source, destination):
        target.write_bytes(OLD)
        link(source, destination)

    monkeypatch.setattr(module.os, "link", late)
    with pytest.raises(UsageError, match="there is a file"):
        write_file(target, NEW)

    assert (["target"], OLD) == (names(tmp_path), target.read_bytes())


def test_a_file_system_without_hard_links(tmp_path, monkeypatch):
    """The file is renamed there."""

    def refused(*_arguments):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(module.os, "link", refused)
    write_file(tmp_path / "a", NEW)

    assert (["a"], NEW) == (names(tmp_path), (tmp_path / "a").read_bytes())


@posix
@pytest.mark.parametrize("to", ["other.xml", "nowhere.xml"])
def test_a_symbolic_link_is_not_followed(target, to):
    """It is refused; with force the link itself gives way."""
    other, link = target.parent / "other.xml", target.parent / "link.xml"
    other.write_bytes(OLD)
    link.symlink_to(target.parent / to)

    with pytest.raises(UsageError, match="there is a symbolic link of that name"):
        write_file(link, OLD)
    write_file(link, NEW, force=True)

    assert (False, NEW, OLD) == (link.is_symlink(), link.read_bytes(), other.read_bytes())


def test_a_folder_and_a_place_that_is_not_there_are_refused(tmp_path):
    """In one sentence each."""
    with pytest.raises(UsageError, match="it is a folder"):
        write_file(tmp_path, NEW, force=True)
    with pytest.raises(UsageError, match="cannot be written: no such file or folder"):
        write_file(tmp_path / "none" / "a", NEW)


@posix
def test_devices_and_streams_are_written_to(tmp_path, capfd):
    """They are no files: nothing is put in their place."""
    write_file("/dev/null", NEW)
    write_file("/dev/stdout", NEW)
    assert not Path("/dev/null").is_file()
    assert NEW == capfd.readouterr().out.encode()


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["fsync", "link", "content"])
@pytest.mark.parametrize("force", [False, True])
def test_what_stops_the_writing_leaves_the_old_file(tmp_path, monkeypatch, error, step, force):
    """A full disk and Ctrl-C: before, while and after the bytes are written."""
    target = tmp_path / "target"
    if force:
        target.write_bytes(OLD)

    def stop(*_arguments):
        raise error

    def content():
        yield NEW
        if step == "content":
            stop()

    monkeypatch.setattr(module.os, "fsync" if step == "fsync" else "link", stop)
    monkeypatch.setattr(module.Path, "replace", stop)
    with pytest.raises((UsageError, KeyboardInterrupt)):
        write_file(target, content(), force=force)

    assert (["target"], OLD) == (names(tmp_path), target.read_bytes()) if force else [] == names(tmp_path)


def test_of_several_files_none_is_written_where_one_is_refused(tmp_path):
    """The last is there already."""
    (tmp_path / "b").write_bytes(OLD)

    with pytest.raises(UsageError, match="b: there is a file"):
        write_files(tmp_path, [("a", NEW), ("b", NEW)])
    assert ["b"] == names(tmp_path)

    write_files(tmp_path, [("a", NEW), ("b", OLD)])
    assert ["a", "b"] == names(tmp_path)


# -- the commands


@posix
@pytest.mark.parametrize("how", ["itself", "hard link", "symbolic link", "other spelling", "standard input"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_an_input_is_never_written_over(edielkit, tmp_path, monkeypatch, how, force):
    """By whatever name."""
    source, target = tmp_path / "source.edi", tmp_path / "target.edi"
    shutil.copy(MESSAGE, source)
    before = source.read_bytes()
    if how == "hard link":
        os.link(source, target)
    elif how == "symbolic link":
        target.symlink_to(source)
    else:
        target = {"other spelling": tmp_path / "." / ".." / tmp_path.name / "source.edi"}.get(how, source)
    if how == "standard input":
        with source.open("rb") as opened:
            result = subprocess.run(
                [sys.executable, "-m", "edielkit", "convert", "-", "--to", "csv", "-o", target, *force],
                stdin=opened, capture_output=True, check=False, text=True,
            )  # fmt: skip
        status, err = result.returncode, result.stderr
    else:
        ran = edielkit("convert", source, "--to", "csv", "-o", target, *force)
        status, err = ran.status, ran.err

    assert (2, True) == (status, "is read by this command; write to another file" in err)
    assert before == source.read_bytes()


def test_what_is_read_beside_the_message_is_no_target_either(edielkit, tmp_path, fixtures):
    """A file of options counts as an input."""
    points = tmp_path / "points.csv"
    points.write_text("point\n707057500090000172\n")

    ran = edielkit(
        "exchange", "fill", fixtures / "exchange/one-direction-alone.xml", "--points", points,
        "-o", points, "--force",
    )  # fmt: skip

    assert (2, True) == (ran.status, "points.csv: is read by this command" in ran.err)


def test_one_command_writes_a_file_once(edielkit, fixtures, tmp_path):
    """Two options that name one file are a mistake."""
    ran = edielkit(
        "exchange", "fill", fixtures / "exchange/one-direction-alone.xml",
        "--point", "707057500090000172", "--losses", tmp_path / "a", "-o", tmp_path / "a", "--force",
    )  # fmt: skip

    assert (2, True) == (ran.status, "has been written by this command already" in ran.err)


COMMANDS = {
    "build": ("build", "PollForData", "--from", "{folder}/poll.json", "-o", "{target}"),
    "convert": ("convert", MESSAGE, "--to", "json", "-o", "{target}"),
    "losses": ("convert", MESSAGE, "--to", "json", "-o", "{folder}/new", "--losses", "{target}"),
    "picture": ("hub", "demo", "--picture", "{target}"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_writes_asks_for_force(edielkit, fixtures, target, command):
    """What is there stays; with --force it is replaced."""
    poll = edielkit("show", "--json", fixtures / "emif/common/PollForData.xml").out
    (target.parent / "poll.json").write_bytes(poll)
    arguments = [str(word).format(folder=target.parent, target=target) for word in COMMANDS[command]]

    ran = edielkit(*arguments)
    assert (2, True) == (ran.status, "--force replaces it" in ran.err)
    assert OLD == target.read_bytes()

    assert 0 == edielkit(*arguments, "--force").status
    assert OLD != target.read_bytes()


def test_no_module_writes_files_by_itself():
    """All of the package goes through the one that does it with care; pytest writes the snapshots that it is asked for."""
    import re

    writes = re.compile(
        r"(?<!super\(\))\.write_(bytes|text)\(|open\([^)]*[\"'][wxa]b?\+?[\"']|os\.(replace|rename)\(|mkstemp"
    )
    modules = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "src").rglob("*.py"))
        if writes.search(path.read_text(encoding="utf-8"))
    ]

    # what stands for a standard stream that is closed is no file; the certificates of a server: created as new files that only their owner reads, never over one that is there
    assert [
        "src/edielkit/cli/closed_streams.py",
        "src/edielkit/cli/output/files.py",
        "src/edielkit/server/certificates.py",
        "src/edielkit/testing/snapshots.py",
    ] == modules


# -- kill -9

_WRITER = """
import sys
from edielkit.cli.output.files import write_file
print(flush=True)
while True:
    for byte in b"ab":
        write_file(sys.argv[1], (bytes([byte]) * 50_000 for _ in range(20)), force=True)
"""
KILLS = 12


@posix
@pytest.mark.slow
def test_kill_9_leaves_the_old_file_or_the_new(tmp_path):
    """At any instant of a writer that never rests."""
    target, moments = tmp_path / "target", random.Random(16)
    target.write_bytes(b"a" * 1_000_000)
    for _ in range(KILLS):
        writer = subprocess.Popen([sys.executable, "-c", _WRITER, target], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(moments.uniform(0, 0.05))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()

        content = target.read_bytes()
        assert (1_000_000, 1) == (len(content), len(set(content)))


@posix
@pytest.mark.slow
def test_kill_9_of_a_command_leaves_the_old_file_or_the_new(tmp_path):
    """At instants from its start to its end."""
    arguments = [sys.executable, "-m", "edielkit", "convert", MESSAGE, "--to", "csv", "--force", "-o"]
    subprocess.run([*arguments, tmp_path / "whole"], check=True)
    took = time.monotonic()
    subprocess.run([*arguments, tmp_path / "whole"], check=True)
    took = time.monotonic() - took
    target, new = tmp_path / "target", (tmp_path / "whole").read_bytes()
    target.write_bytes(OLD)
    for kill in range(KILLS):
        command = subprocess.Popen([*arguments, target])
        time.sleep(took * (0.4 + 0.6 * kill / KILLS))
        command.send_signal(signal.SIGKILL)
        command.wait()

        assert target.read_bytes() in {OLD, new}


def test_what_cannot_be_written_to_is_told_before_the_work(tmp_path, target):
    """A folder of a file's name, a file that stands where a folder should, a folder that is missing, a link."""
    link = tmp_path / "link"
    link.symlink_to(target)
    for require, output, text in (
        (require_file, link, "there is a symbolic link of that name; --force replaces it"),
        (require_file, tmp_path, "cannot be written: it is a folder"),
        (require_file, target / "below", "cannot be written: a part of the path is a file"),
        (require_file, tmp_path / "missing" / "file", "cannot be written: there is no folder"),
        (require_folder, target, "cannot be written: expected a folder"),
        (require_folder, target / "a" / "b", "cannot be written: expected a folder"),
    ):
        with pytest.raises(UsageError, match=text):
            require(output)
    assert OLD == target.read_bytes()
    assert ["link", "target.xml"] == names(tmp_path)


def test_what_can_be_written_to_is_left_as_it_is(tmp_path, target):
    """A new file, one to be replaced, a folder that is there or will be made: nothing of the trial stays behind."""
    for output, options in (
        (None, {}),
        ("-", {}),
        (tmp_path / "new", {}),
        (target, {"force": True}),
        (target, {}),
    ):
        require_file(output, **options)
    require_folder(tmp_path)
    require_folder(tmp_path / "a" / "b")
    assert ["target.xml"] == names(tmp_path)
    assert OLD == target.read_bytes()


@posix
def test_a_folder_that_takes_no_file_is_told_before_the_work(tmp_path, monkeypatch):
    """Whether by its mode, a disk that may only be read, or for want of space: it is tried."""
    full = OSError(errno.EROFS, os.strerror(errno.EROFS))

    def opened(_path, _mode):
        raise full

    monkeypatch.setattr(Path, "open", opened)
    for act in (require_folder, make_folder):
        with pytest.raises(UsageError, match="cannot be written: the disk can only be read"):
            act(tmp_path)


@posix
def test_devices_that_take_bytes_are_written_to_and_disks_are_not(monkeypatch):
    """As /dev/null; what would empty a disk is refused even to the one who may."""
    require_file("/dev/null")
    write_file("/dev/null", NEW)
    monkeypatch.setattr(Path, "is_block_device", lambda _: True)
    for act in (require_file, lambda path: write_file(path, NEW)):
        with pytest.raises(UsageError, match="cannot be written: it is a disk"):
            act("/dev/null")
    monkeypatch.undo()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="cannot be written: permission denied"):
        require_file("/dev/null")

"""Messages that come at once are written together, carried out in the order of the writing, and answered each with its own."""

from __future__ import annotations

import datetime as dt
import time
from threading import Event, Thread

import pytest

from edielkit.hub import JournalEntry, Receipt
from edielkit.server.intake import Intake
from edielkit.server.journal_file import StateFileError

NOW = dt.datetime(2026, 2, 2, tzinfo=dt.UTC)


class Book:
    """A journal and a hub that note what they are told, each as soon as it may."""

    def __init__(self):
        self.begun, self.written, self.carried_out = 0, [], []
        self.may_write, self.may_work = Event(), Event()
        self.may_write.set()
        self.may_work.set()

    def write(self, messages):
        self.begun += 1
        assert self.may_write.wait(10)
        if b"poison" in messages:
            raise StateFileError("no room")
        self.written.append(tuple(messages))
        return [JournalEntry(now=NOW, kind="receive", arguments={"data": data}) for data in messages]

    def carry_out(self, entry):
        assert self.may_work.wait(10)
        data = entry.arguments["data"]
        self.carried_out.append(data)
        if data == b"refused":
            raise ValueError("the hub refuses")
        return receipt_of(data)


def receipt_of(data):
    """Return a receipt that tells what it is of."""
    return Receipt(accepted=len(data) % 2 == 0)


@pytest.fixture
def book():
    return Book()


@pytest.fixture
def intake(book):
    return Intake(book.write, book.carry_out)


def taking(intake, *messages):
    """Take messages in, a thread each; return the threads, and the answers as they come."""
    answers = {}

    def take(data):
        try:
            answers[data] = intake.take(data)
        except (StateFileError, ValueError) as error:
            answers[data] = type(error)

    threads = [Thread(target=take, args=(data,)) for data in messages]
    for thread in threads:
        thread.start()
    return threads, answers


def until(condition):
    """Wait until something is so."""
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


def join(*threads):
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def take_behind_a_first(intake, book, *messages):
    """Take messages in while one is on its way to the disk; return the answers."""
    book.may_write.clear()
    threads, _ = taking(intake, b"first")
    until(lambda: book.begun == 1)
    others, answers = taking(intake, *messages)
    until(lambda: len(intake._waiting) == len(messages))
    book.may_write.set()
    join(*threads, *others)
    return answers


def test_what_waits_is_written_in_one_transaction(intake, book):
    """The second transaction holds all that came while the first was on its way to the disk."""
    messages = [b"%d" % number for number in range(5, 25)]
    answers = take_behind_a_first(intake, book, *messages)

    assert [len(written) for written in book.written] == [1, 20]
    assert book.carried_out == [data for written in book.written for data in written]
    assert answers == {data: receipt_of(data) for data in messages}


def test_the_next_is_written_while_the_hub_works(intake, book):
    """What is on the disk already waits for the hub alone, and is carried out behind what was written before."""
    book.may_work.clear()
    threads, _ = taking(intake, b"first")
    until(lambda: book.written == [(b"first",)])
    others, _ = taking(intake, b"second")
    until(lambda: len(book.written) == 2)
    assert book.carried_out == []

    book.may_work.set()
    join(*threads, *others)
    assert book.carried_out == [b"first", b"second"]


def test_what_cannot_be_written_keeps_no_other_out(intake, book):
    """Of a transaction that fails each message is written by itself, and who sent the one that fails is told."""
    answers = take_behind_a_first(intake, book, b"before", b"poison", b"refused", b"behind")

    assert sorted(book.carried_out) == [b"before", b"behind", b"first", b"refused"]
    assert answers == {
        b"before": receipt_of(b"before"),
        b"poison": StateFileError,
        b"refused": ValueError,
        b"behind": receipt_of(b"behind"),
    }


def test_who_is_alone_is_in_nobodys_way(intake, book):
    """Nobody else writes or works meanwhile; who is alone may take something in, and what waits goes with it."""
    with intake.alone():
        threads, answers = taking(intake, b"late")
        until(lambda: len(intake._waiting) == 1)
        assert intake.take(b"own") == receipt_of(b"own")
        assert book.carried_out == [b"late", b"own"]
    join(*threads)
    assert answers == {b"late": receipt_of(b"late")}


def test_nobody_waits_for_what_was_never_written(book):
    """An error of another kind reaches whoever brought something, and the next goes on."""
    errors = iter([MemoryError()])

    def write(messages):
        for error in errors:
            raise error
        return book.write(messages)

    intake = Intake(write, book.carry_out)
    with pytest.raises(MemoryError):
        intake.take(b"first")
    assert intake.take(b"second") == receipt_of(b"second")
    assert book.carried_out == [b"second"]

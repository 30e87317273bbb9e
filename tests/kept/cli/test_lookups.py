"""What is looked up and compared: codes, rules, answers explained beside their originals, and messages side by side."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_commands import answers_of_commands, fixture_files
from tests.support.kept_inputs import small_inputs

CODES = """
    codes
    nb codes
    codes --json
    codes --wire edifact
    codes --wire emif --json
    codes changes
    nb codes changes
    codes changes --json
    codes changes x
    codes BRSIdentification
    nb codes BRSIdentification
    codes BRSIdentification --json
    codes BRSIdentification BRS-NO-313
    nb codes BRSIdentification BRS-NO-313
    codes BRSIdentification BRS-NO-313 --json
    codes BRSIdentification BRS-NO-31
    codes BRSIdentification qqqqqqqq
    codes Elhub_ResponseReasonCode EH003
    nb codes Elhub_ResponseReasonCode EH003
    nb codes Elhub_ResponseReasonCode
    codes 6063
    nb codes 6063
    codes 6063 136
    nb codes 6063 136
    codes 6063 136 --wire emif
    codes 6063 --wire edifact --json
    codes DDQ
    nb codes DDQ
    codes DDQ --wire emif --json
    codes DDQ DDQ
    codes utveksling
    nb codes utveksling
    codes --find exchange
    codes --find "supplier" --wire emif
    codes --find qqqqqqqq
    codes --find EH0033
    codes --find ""
    codes EH00
    codes brsidentification
    codes Elhub_RoleType
    rules
    nb rules
    rules --json
    rules XSD020
    nb rules XSD020
    rules XSD020 --json
    rules xsd020
    rules BRS313
    nb rules BRS313
    rules EH075
    rules EH075 --json
    rules E87
    nb rules E87
    rules --find period
    nb rules --find periode
    rules period --severity warning
    rules --severity info
    rules --severity error --trust inferred
    rules --trust memory
    rules --trust limit --json
    rules XSD020 --severity info
    rules BRS313 --severity info
    rules qqqqqqqq
    rules XSD0200
    rules ""
    rules SER105 --find XSD020
    rules EH0755
"""
EXPLAINED = """
    explain ack.xml
    nb explain ack.xml
    explain ack.xml --json
    explain accepted.xml
    explain reject.xml
    nb explain reject.xml
    explain reject.xml --original start.xml
    nb explain reject.xml --original start.xml
    explain reject.xml --original one
    explain reject.xml --original one --json
    explain reject.xml --original four.edi
    explain reject.xml --original text.txt
    explain reject.xml --original none
    explain reject.xml --original box.zip
    explain confirm.xml --original start.xml
    explain fault.xml
    nb explain fault.xml
    explain fault.xml --original values.xml
    explain fault.xml --original one
    explain aperak.edi
    nb explain aperak.edi
    explain aperak.edi --json
    explain yes.edi
    explain contrl.edi
    nb explain contrl.edi
    explain short.edi
    explain contrl.edi --original four.edi
    explain contrl.edi --original four.edi --json
    explain made/bad.1.Acknowledgement.xml --original emif-several-faults.xml
    nb explain made/bad.1.Acknowledgement.xml --original emif-several-faults.xml
    explain made/bad.1.Acknowledgement.xml --original emif-several-faults.xml --json
    explain made/bad.1.Acknowledgement.xml --original made --now message
    explain made/bad.1.Acknowledgement.xml --original pair
    explain made/bad.1.Acknowledgement.xml --original pair --json
    explain made/bad.1.Acknowledgement.xml --original pair2
    explain made/no.1.CONTRL.edi --original edifact-unt-count.edi
    nb explain made/no.1.CONTRL.edi --original edifact-unt-count.edi
    explain made/no.1.CONTRL.edi --original edifact-unt-count.edi --json --now 2026-03-02T10:00:00Z
    explain values.xml
    explain four.edi
    explain emif-truncated.xml
    explain text.txt
    explain empty.xml
    explain polled.xml nothing.xml
    explain polled.xml
    explain nothing.xml
    explain EH003
    nb explain EH003
    explain EH003 --json
    explain E87
    explain 313
    explain qqqqqqqq
    explain utveksling
    explain EH0033
    explain -
    explain no-such.xml
    explain box.zip
    explain both.edi
    explain reject.xml --format html
    nb explain made/bad.1.Acknowledgement.xml --original emif-several-faults.xml --format html

"""
COMPARED = """
    diff values.xml values.xml
    nb diff values.xml values.xml
    diff values.xml bom.xml
    diff values.xml quarters.xml
    nb diff values.xml quarters.xml
    diff values.xml quarters.xml --all
    diff values.xml quarters.xml --series
    diff values.xml quarters.xml --format json
    diff values.xml changed.xml
    nb diff values.xml changed.xml
    diff values.xml changed.xml --format json
    diff values.xml changed.xml --series
    diff values.xml changed.xml --ignore Creation --ignore Header/Identification
    diff values.xml changed.xml --ignore Nothing
    diff values.xml values.xml.gz
    diff values.xml box.zip
    diff values.xml one
    diff one box.zip
    diff start.xml other.xml
    diff start.xml other.xml --personal
    nb diff start.xml other.xml
    diff start.xml other.xml --format json
    diff start.xml end.xml
    diff four.edi two.edi
    diff four.edi two.edi --ignore DTM+137 --ignore BGM/number
    nb diff four.edi two.edi
    diff four.edi fewer.edi
    diff four.edi fewer.edi --series
    diff four.edi fewer.edi --format json
    diff four.edi utilts.edi
    diff pair.xml pair.edi
    nb diff pair.xml pair.edi
    diff pair.xml pair.edi --series
    diff pair.xml four.edi
    diff pair.edi fewer.edi --series
    diff prodat.edi aperak.edi
    diff values.xml request.xml
    diff values.xml empty.xml
    diff values.xml text.txt
    diff emif-truncated.xml values.xml
    diff values.xml no.xml
    diff values.xml -
    diff - values.xml
    diff polled.xml values.xml
    diff index.xml reading.xml
    diff index.xml reading.xml --series
    diff sums.xml notify.xml
    diff master.xml lookup.xml
    diff spring.xml autumn.xml --series
    diff spring.edi four.edi --series
    diff user.csv values.xml
    diff contrl.edi short.edi
"""


def answers() -> Iterator[Answer]:
    """Yield the answer to each command."""
    files = _more_inputs()
    yield from answers_of_commands(CODES, {})
    yield from answers_of_commands(EXPLAINED, files, stdin="reject.xml")
    yield from answers_of_commands(COMPARED, files, stdin="values.xml")


def _more_inputs() -> dict[str, bytes]:
    """Return the inputs with answers to some of them, and with messages that differ a little."""
    files = small_inputs()
    refused, edifact = files["emif-several-faults.xml"], files["edifact-unt-count.edi"]
    return {
        **files,
        **fixture_files({"pair.xml": "pairs/no-march-hours.xml", "pair.edi": "pairs/no-march-hours.edi"}),
        "made/bad.1.Acknowledgement.xml": _answer_to(refused),
        "made/no.1.CONTRL.edi": _answer_to(edifact),
        "pair/first.xml": refused,
        "pair/second.xml": refused.replace(b"\n", b"\n\n", 1),
        "pair2/first.xml": refused,
        "pair2/second.xml": refused,
        "changed.xml": files["values.xml"]
        .replace(b">E13<", b">E30<")
        .replace(b"<abie:Metered>1", b"<abie:Metered>2", 1),
        "other.xml": files["start.xml"]
        .replace(b"</abie:GivenName>", b"x</abie:GivenName>")
        .replace(b">DDQ<", b">SLR<"),
        "fewer.edi": files["four.edi"].replace(b"QTY+136:1", b"QTY+136:2", 1),
    }


def _answer_to(data: bytes) -> bytes:
    import datetime as dt
    import uuid
    from itertools import count

    from edielkit import serialize, validate
    from edielkit.answers import answer

    numbers = count(1)
    now = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
    answers = answer(data, validate(data, now=now), now=now, new_id=lambda: str(uuid.UUID(int=next(numbers))))
    return serialize(answers.messages[0])


def test_answers_are_the_kept_ones():
    """Status, output and errors."""
    assert_kept(__file__, answers())

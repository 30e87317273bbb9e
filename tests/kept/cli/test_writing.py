"""What the commands write that make messages of small inputs: other forms, answers, harmless ones, and those from plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_commands import answers_of_commands
from tests.support.kept_inputs import small_inputs

from edielkit import parse, to_dict

CONVERTED = """
    convert values.xml --to json
    convert values.xml --to mscons --profile no
    convert values.xml --to notify-validated-data --process BRS-NO-313 --role DDQ --document-type E66
    convert values.xml --to csv
    convert values.xml quarters.xml --to csv -o out
    convert values.xml quarters.xml --to csv
    convert values.xml --to mscons --profile no --now 2026-03-02T10:00:00Z
    convert values.xml --to mscons --profile no --now 2026-03-02T10:00:00Z -o out.edi --losses losses.json
    nb convert values.xml --to mscons --profile no --now 2026-03-02T10:00:00Z
    convert values.xml --to mscons --profile no --now 2026-03-02T10:00:00Z --by-agreement --carrier obis
    convert values.xml --to mscons --profile se --now 2026-03-02T10:00:00Z --carrier product
    convert values.xml --to mscons --profile de --process-id 13025 --document-type Z48 --now 2026-03-02T10:00:00Z
    convert values.xml --to mscons --profile dk --carrier lines --line-direction Out --now 2026-03-02T10:00:00Z --reference R1 --application-reference TL
    convert values.xml --to mscons
    convert values.xml --to mscons --profile no --now 2026-03-02T10:00:00Z --unit MWH --test --answer
    convert values.xml --to mscons --profile no --now 2026-03-02T10:00:00Z --refuse CNV001
    convert values.xml --to mscons --profile no --now 2026-03-02T10:00:00Z --refuse XYZ
    convert values.xml --to utilts --now 2026-03-02T10:00:00Z
    nb convert values.xml --to utilts --now 2026-03-02T10:00:00Z
    convert values.xml --to utilts --document-type E66 --role MDR --reason E88 --point-type E17 --now 2026-03-02T10:00:00Z
    convert values.xml --to collected-data
    convert values.xml --to notify-validated-data --now 2026-03-02T10:00:00Z --process BRS-NO-313 --role DDQ --document-type E66
    convert exchange.xml --to mscons --profile no --carrier areas --areas A B --now 2026-03-02T10:00:00Z
    convert exchange.xml --to mscons --profile no --join --sign in --now 2026-03-02T10:00:00Z
    convert exchange.xml --to csv
    convert index.xml annual.xml reading.xml --to csv -o out
    convert index.xml --to mscons --profile no --now 2026-03-02T10:00:00Z
    convert four.edi --to collected-data --document-type E13 --process BRS-NO-313 --role DDE --now 2026-03-02T10:00:00Z
    convert four.edi --to collected-data
    nb convert four.edi --to collected-data
    convert four.edi --to collected-data --document-type E13 --process BRS-NO-313 --role DDE --now 2026-03-02T10:00:00Z --direction Out --registered message
    convert four.edi --to collected-data --document-type E13 --process BRS-NO-313 --role DDE --now 2026-03-02T10:00:00Z --direction Out --registered 2026-03-02T10:00:00Z
    convert four.edi --to collected-data --document-type E13 --process BRS-NO-313 --role DDE --now 2026-03-02T10:00:00Z --channel 1001=8716867000030/Out --registered message
    convert four.edi --to collected-data --channel 1001
    convert four.edi --to csv
    convert four.edi --to json
    convert four.edi --to mscons
    convert two.edi --to collected-data --document-type E13 --process BRS-NO-313 --role DDE --now 2026-03-02T10:00:00Z --direction Out --registered message --product 8716867000030 -o out
    convert two.edi --to collected-data --document-type E13 --process BRS-NO-313 --role DDE --now 2026-03-02T10:00:00Z --direction Out --registered message --product 8716867000030 --gather
    convert products.edi areas.edi dk.edi --to csv -o out
    convert de.edi --to collected-data --document-type E13 --process BRS-NO-313 --role DDE --now 2026-03-02T10:00:00Z --validation V001 --estimation E001 --registered message
    convert de.edi --to collected-data --document-type E13 --process BRS-NO-313 --role DDE --now 2026-03-02T10:00:00Z --party 7080009990116=7080009800019 --point 1=2
    convert ch.edi utilts.edi months.edi --to csv -o out
    convert utilts.edi --to notify-validated-data --now 2026-03-02T10:00:00Z --process BRS-NO-313 --role DDQ --document-type E66 --sender 7080003824349 --recipient 7080009800019 --registered message
    convert user.csv --to csv --metering-point 707057500000000008
    convert user.csv --to csv
    convert sheet.csv --to collected-data --direction Out --sender 7080009800019 --recipient 7080003824349 --document-type E13 --process BRS-NO-313 --role DDE --now 2026-06-03T10:00:00Z --registered 2026-06-03T10:00:00Z
    convert sheet.csv --to collected-data --direction Out
    convert autumn.csv --to csv --metering-point 707057500000000008 --clock ordered
    convert energy.json --to csv
    convert energy.json --to mscons --profile no --sender 7080009800019 --recipient 7080009800026 --now 2026-06-03T10:00:00Z
    convert bad.csv --to csv
    convert bad.csv sheet.csv --to csv -o out
    convert text.txt --to csv
    convert empty.xml --to csv
    convert start.xml --to csv
    convert start.xml --to json
    convert start.xml values.xml --to csv -o out
    convert ack.xml --to mscons --profile no
    convert emif-truncated.xml --to csv
    convert emif-truncated.xml values.xml --to csv -o out
    convert edifact-truncated.edi --to csv
    convert series-hole.edi series-double.edi --to csv -o out
    convert box.zip values.xml.gz --to csv -o out
    convert one --to csv -o out
    convert values.xml --to csv -o four.edi
    convert values.xml --to csv -o four.edi --force
    convert values.xml --to csv -o one
    convert values.xml --to csv -o values.xml --force
    convert - --to csv
    convert none --to csv
    convert no.xml --to csv
    convert values.xml --to csv --losses losses.json
    convert values.xml --to mscons --profile no --qualifier estimated=56 --now 2026-03-02T10:00:00Z
    convert values.xml --to mscons --profile no --qualifier estimated --now 2026-03-02T10:00:00Z
    convert values.xml --to mscons --profile no --qualifier guessed=56 --now 2026-03-02T10:00:00Z
    convert values.xml --to mscons --profile no --sender A:B:C --recipient 7080009800026 --now 2026-03-02T10:00:00Z
    convert values.xml --to mscons --profile no --physical-sender 123 --now 2026-03-02T10:00:00Z
"""
ANSWERED = """
    acknowledge values.xml --now message
    nb acknowledge values.xml four.edi --now message
    acknowledge emif-several-faults.xml edifact-unt-count.edi
    acknowledge values.xml --now message --positive
    acknowledge values.xml --now message --no-positive
    acknowledge start.xml end.xml --now message
    acknowledge start.xml --now message --positive
    acknowledge emif-several-faults.xml --now message
    nb acknowledge emif-several-faults.xml --now message
    acknowledge emif-several-faults.xml emif-truncated.xml edifact-truncated.edi edifact-unt-count.edi --now 2026-03-02T10:00:00Z -o out
    acknowledge values.xml --now message -o out
    acknowledge values.xml values.xml.gz box.zip one --now message --positive -o out
    acknowledge emif-truncated.xml text.txt cut.xml.gz empty.xml --now 2026-03-02T10:00:00Z
    acknowledge four.edi two.edi --now 2026-03-02T10:00:00Z --positive
    acknowledge four.edi --now 2026-03-02T10:00:00Z --profile se --level syntax
    acknowledge edifact-three-messages-one-wrong.edi edifact-missing-unz.edi --now 2026-03-02T10:00:00Z
    acknowledge utilts.edi prodat.edi contrl.edi aperak.edi --now 2026-03-02T10:00:00Z --positive
    acknowledge known.xml --now 2026-03-02T10:00:00Z --context context.json
    acknowledge ser105.xml edi010.edi new.xml --now 2026-03-02T10:00:00Z
    acknowledge - --now message --positive
    acknowledge - --now message --positive -o out
    acknowledge none
    acknowledge fault.xml ack.xml poll.xml request.xml --now message --positive
    acknowledge values.xml --now message -o four.edi
"""
CHANGED = """
    upgrade values.xml --to EI-270
    upgrade values.xml start.xml annual.xml --to EI-270
    nb upgrade values.xml start.xml annual.xml --to EI-270
    upgrade new.xml --to 2.4.3
    upgrade new.xml --to 2.4.3 --all
    upgrade new.xml --to 2.3 --format json
    upgrade shared.xml values.xml --to 2.3
    upgrade shared.xml --to EI-1763 --format json
    upgrade four.edi --to EI-270
    upgrade four.edi values.xml --to EI-270
    nb upgrade four.edi values.xml text.txt --to EI-270
    upgrade emif-truncated.xml emif-several-faults.xml --to EI-270
    upgrade many.xml master.xml lookup.xml customer.xml third.xml --to EI-270
    upgrade none --to 2.3
    anonymise values.xml four.edi -o out --key "a key of the tests"
    nb anonymise values.xml start.xml -o out --key "a key of the tests"
    anonymise values.xml start.xml customer.xml -o out --key "a key of the tests" --check
    anonymise start.xml emif-several-faults.xml -o out --key "a key of the tests" --check --all
    anonymise one box.zip values.xml.gz -o out --key "a key of the tests" --values scale
    anonymise one -o out --key "a key of the tests" --values reshape --format json --check
    anonymise values.xml -o out --key "a key of the tests" --shift-weeks 52 --format json
    anonymise values.xml spring.xml -o out --key "a key of the tests" --shift-weeks 1
    anonymise values.xml text.txt cut.xml.gz empty.xml picture.png -o out --key "a key of the tests"
    anonymise values.xml text.txt -o out --key "a key of the tests" --format json
    anonymise text.txt -o out --key-file context.json
    anonymise values.xml -o out --key-file context.json
    anonymise values.xml -o out --key short
    anonymise values.xml -o out
    anonymise values.xml -o out --key "a key of the tests" --key-file context.json
    anonymise values.xml -o out --key "a key of the tests" --shift-weeks 20000
    anonymise values.xml -o one --key "a key of the tests"
    anonymise one -o one/out --key "a key of the tests"
    anonymise values.xml -o four.edi --key "a key of the tests"
    anonymise - -o out --key "a key of the tests"
    anonymise emif-truncated.xml edifact-truncated.edi prodat.edi -o out --key "a key of the tests" --all
"""
BUILT = """
    build CollectedData --from values.json
    build CollectedData --from values.json -o out.xml
    build CollectedData --from values.json -o values.xml
    build CollectedData --from values.json -o values.xml --force
    build CollectedData --from values.json --emif-version EI-270
    build CollectedData
    build CollectedData --from empty.xml
    build CollectedData --from text.txt
    build CollectedData --from list.json
    build CollectedData --from twice.json
    build CollectedData --from deep.json
    build CollectedData --from digits.json
    build CollectedData --from latin.json
    build CollectedData --from half.json
    build CollectedData --from no.json
    build CollectedDat --from values.json
    build values.json
    build PollForData --from values.json
    nb build PollForData --from values.json
    build PollForData --from template.json
    nb build PollForData --from template.json
    build Interchange --from four.json
    build MSCONS --from four.json
    build MSCONS --from mscons.json
    nb build MSCONS --from mscons.json
    build SoapDocument --from request.json
    template --list
    template
    template PollForData
    nb template PollForData
    template CollectedData --process 312 --full -o out.json
    template CollectedData --process 312 -o values.xml
    template MSCONS --profile de --process 13025
    template MSCONS --python
    template PollForData --python
    template PollForDat
    template PollForData --process 313
    template CONTRL --version 2.2 --profile no
    generate message PollForData --now 2026-03-02T10:00:00Z
    generate message PollForData --now 2026-03-02T10:00:00Z --count 3 -o out
    generate message CollectedData --now 2026-03-02T10:00:00Z --process 312 --role DDE --full --seed 7 --with-context -o out
    nb generate message CollectedData --now 2026-03-02T10:00:00Z --count 2 --seed 7 --with-context -o out
    generate message MSCONS --profile no --now 2026-03-02T10:00:00Z -o out
    generate message PollForData --now 2026-03-02T10:00:00Z --count 2
    generate message PollForData --now 2026-03-02T10:00:00Z --with-context
    generate message PollForDat --now 2026-03-02T10:00:00Z
    generate message PollForData --now 2026-03-02T10:00:00Z --process 313
    generate message PollForData --now message
    generate message PollForData
    generate message PollForData --now 2026-03-02T10:00:00Z -o one
    generate message PollForData --now 2026-03-02T10:00:00Z -o four.edi
    generate fault SER105
    generate fault SER105 -o out
    generate fault EH073 -o out
    nb generate fault EH073
    generate fault SER105 XSD001 -o out
    generate fault --list
    nb generate fault --list
    generate fault
    generate fault COD002
    generate fault NONE
    generate fault BRS313-02 -o one --force
    generate market --points 10 -o out --days 2026-02-02
    generate market --points 20 -o out --days 2026-02-02..2026-02-03 --as tables --resolution hour --seed 3
    nb generate market --points 10 -o out --days 2026-02-02 --as scenario
    generate market --points 10 -o out --days 2026-02-03..2026-02-02
    generate market --points 10 -o out --days 2026-02-30
    generate market --points 10 -o out --days today
    generate market --points 8001 -o out --as scenario
    generate market --points 10 -o one
    generate market --points 10 -o four.edi
    examples
    nb examples
    examples out --only pears
"""


def answers() -> Iterator[Answer]:
    """Yield the answer to each command."""
    yield from answers_of_commands(CONVERTED, small_inputs(), stdin="values.xml")
    yield from answers_of_commands(ANSWERED, small_inputs(), stdin="values.xml")
    yield from answers_of_commands(CHANGED, small_inputs(), stdin="start.xml")
    yield from answers_of_commands(BUILT, _plain_inputs(), stdin="values.json")


def _plain_inputs() -> dict[str, bytes]:
    """Return the inputs with plain data beside them, good and bad."""
    files = small_inputs()
    values, four, request = (
        to_dict(parse(files[name])) for name in ("values.xml", "four.edi", "request.xml")
    )
    texts = {
        "values.json": json.dumps(values, default=str),
        "four.json": json.dumps(four, default=str),
        "request.json": json.dumps(request, default=str),
        "list.json": "[1]",
        "twice.json": '{"header": {"a": 1, "a": 2}}',
        "deep.json": "[" * 100_000,
        "digits.json": f'{{"a": {"1" * 401}}}',
        "half.json": '{"header": ',
        "template.json": '{"kind": "PollForData", "//header": "required", "header": {"identification": null, "document_typ": 7}, "x": []}',
        "mscons.json": '{"profile": "no", "document": "D1", "series": [{"metering_point": "1", "values": [1, "x"]}]}',
    }
    return {
        **files,
        **{name: text.encode() for name, text in texts.items()},
        "latin.json": '{"a": "\u00e5"}'.encode("latin-1"),
    }


def test_answers_are_the_kept_ones():
    """Status, output, errors and files."""
    assert_kept(__file__, answers())

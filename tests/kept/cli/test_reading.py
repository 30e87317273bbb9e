"""What `validate` and `show` say of small inputs: every option, every kind of input, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_commands import answers_of_commands
from tests.support.kept_inputs import small_inputs

VALIDATED = """
    validate values.xml four.edi --now message
    nb validate values.xml four.edi emif-several-faults.xml --now message
    validate emif-several-faults.xml --now message
    validate emif-several-faults.xml --now message --all
    validate emif-several-faults.xml --now message --format json
    validate emif-several-faults.xml --now message --format sarif
    validate emif-several-faults.xml --now message --format junit
    validate one --now message --format json
    validate one --now message --format sarif
    validate one --now message --format junit
    validate one --now message --format junit --all
    validate one --now message
    validate one/*.xml --now message
    validate one values.xml one/values.xml --show-files
    validate box.zip values.xml.gz cut.xml.gz --now message
    validate box.zip values.xml.gz cut.xml.gz --now message --format json
    validate box.zip --now message -q
    validate emif-truncated.xml --now message
    validate emif-truncated.xml edifact-truncated.edi text.txt picture.png --now message --format json
    validate empty.xml --now message
    validate empty.xml values.xml --now message
    nb validate empty.xml text.txt picture.png --now message
    validate text.txt --now message
    validate none
    validate no-such-file.xml
    validate value.xml
    validate no-such/*.xml
    validate ""
    validate - --now message
    validate - --now message --format json
    validate emif-wrong-order.xml --now message
    validate emif-in-utf-16.xml --now message
    validate emif-unknown-code.xml --now message --level schema
    validate emif-unknown-code.xml --now message --level syntax
    validate emif-unknown-code.xml --now message --level codes
    validate emif-doctype.xml emif-not-a-message.xml --now message
    validate emif-check-digit.xml --now message --select IDN --all
    validate emif-check-digit.xml --now message --ignore IDN
    validate emif-check-digit.xml --now message --ignore idn002
    validate emif-several-faults.xml --now message --select NONE
    validate emif-several-faults.xml --now message --fail-on warning
    validate emif-several-faults.xml --now message --fail-on info -q
    validate one emif-several-faults.xml edifact-truncated.edi --now message -q
    nb validate one emif-several-faults.xml edifact-truncated.edi --now message -q
    validate one emif-several-faults.xml edifact-truncated.edi --now message --statistics
    nb validate one emif-several-faults.xml edifact-truncated.edi --now message --statistics
    validate one emif-several-faults.xml edifact-truncated.edi --now message --worst-first -q --all
    validate one emif-several-faults.xml edifact-truncated.edi --now message --worst-first --statistics --all
    validate one emif-several-faults.xml --now message --worst-first --format json
    validate edifact-unt-count.edi edifact-missing-unz.edi edifact-three-messages-one-wrong.edi --now message
    nb validate edifact-unt-count.edi edifact-character-outside-unoa.edi --now message
    validate edifact-text-between-messages.edi series-hole.edi series-march-96-quarters.edi series-double.edi --now message
    validate series-double.edi --now message --all --format text
    validate two.edi --now message --profile no
    validate de.edi --now message --profile se
    validate ch.edi dk.edi se.edi utilts.edi prodat.edi --now message
    validate contrl.edi aperak.edi both.edi --now 2026-03-01T00:00:00Z
    validate known.xml --now 2026-03-02T10:00:00Z --context context.json
    validate known.xml --now 2026-03-02T10:00:00Z
    validate known.xml --now 2026-03-02T10:00:00Z --all
    validate known.xml --now 2026-03-02T10:00:00Z --context text.txt
    validate known.xml --now 2026-03-02T10:00:00Z --context nothing-there.json
    validate new.xml --now 2026-03-02T10:00:00Z
    validate new.xml --now 2026-03-02T10:00:00Z --emif-version EI-270
    validate new.xml --now 2026-03-02T10:00:00Z --emif-version 2.3
    validate ser105.xml edi010.edi --now 2026-03-02T10:00:00Z
    validate ser105.xml --now 2020-03-02T10:00:00+01:00
    validate emif-several-faults.xml one --now message --write-baseline base.json
    validate emif-several-faults.xml --now message --write-baseline values.xml
    validate emif-several-faults.xml --now message --write-baseline values.xml --force
    validate emif-several-faults.xml --now message --baseline text.txt
    validate emif-several-faults.xml --now message --baseline no-such.json
    validate values.xml --now 2026-02-30T00:00:00Z
    validate values.xml --now 2026-02-02
    validate values.xml --now 2026-02-02T00:00:00
    validate values.xml --now soon
    validate user.csv energy.json --now message
    validate request.xml polled.xml nothing.xml fault.xml --now message
    validate many.xml --now 2026-03-02T10:00:00Z --format json
    valider values.xml
    validate ser105.xml values.xml
    nb validate ser105.xml values.xml -q
    validate emif-several-faults.xml edifact-truncated.edi text.txt --format html
    nb validate emif-several-faults.xml --format html --all
    validate one --format html
    validates values.xml
    nb qqqqqq
"""
SHOWN = """
    show values.xml
    nb show values.xml
    show quarters.xml spring.xml
    show autumn.xml
    nb show exchange.xml
    show index.xml annual.xml reading.xml withdrawn.xml
    nb show index.xml annual.xml
    show notify.xml
    show sums.xml
    show prices.xml
    nb show prices.xml
    show start.xml
    show start.xml --personal
    nb show start.xml
    show reject.xml confirm.xml end.xml ack.xml accepted.xml poll.xml
    show master.xml
    nb show master.xml
    show customer.xml
    show customer.xml --personal
    show shared.xml lookup.xml third.xml
    nb show shared.xml
    show fault.xml polled.xml nothing.xml request.xml
    show bom.xml values.xml.gz box.zip
    show many.xml
    show many.xml --all
    show many.xml --values
    show new.xml
    show four.edi
    nb show four.edi
    show two.edi areas.edi
    show products.edi
    show products.edi --values
    show products.edi --values --all
    show spring.edi --code In=1009 --code Out=1010
    show de.edi ch.edi
    show ch.edi --values
    show places.edi
    show dk.edi
    show dk.edi --code In=1001 --code Out=1002 --values
    show se.edi utilts.edi
    nb show utilts.edi months.edi
    show prodat.edi
    nb show prodat.edi --personal
    show aperak.edi yes.edi contrl.edi short.edi
    show both.edi
    show four.edi --segments
    nb show four.edi --segments
    show de.edi --segments
    show prodat.edi --segments
    show utilts.edi --segments --all
    show utilts.edi --segments
    show both.edi contrl.edi --segments
    show edifact-three-messages-one-wrong.edi --segments
    show edifact-unt-count.edi edifact-missing-unz.edi
    show values.xml --segments
    show values.xml --json
    show ack.xml poll.xml --json
    show four.edi --json
    show contrl.edi --json
    show emif-several-faults.xml --json
    show emif-truncated.xml
    show emif-truncated.xml values.xml
    show edifact-truncated.edi
    show text.txt
    show empty.xml
    show picture.png
    show cut.xml.gz
    show emif-wrong-order.xml emif-unknown-code.xml emif-in-utf-16.xml emif-doctype.xml emif-not-a-message.xml
    show series-hole.edi series-double.edi series-march-96-quarters.edi
    show exchange.xml --point 707057500000000008
    show exchange.xml --values
    nb show exchange.xml --values
    show exchange.xml --points text.txt
    show exchange.xml --points no.csv
    show exchange.xml --code Up=1
    show exchange.xml --point 123
    show user.csv
    nb show user.csv
    show user.csv --metering-point 707057500000000008
    show user.csv --metering-point 707057500000000008 --values
    show autumn.csv --metering-point 707057500000000008
    show autumn.csv --metering-point 707057500000000008 --clock ordered
    show autumn.csv --metering-point 707057500000000008 --clock normal
    show sheet.csv
    show sheet.csv --json
    show sheet.csv --resolution PT1H --source-unit kWh
    show sheet.csv --column quantity=kWh
    show sheet.csv --column quantity=Mengde
    show sheet.csv --column quantity
    show sheet.csv --source-unit stones
    show spring.csv
    show energy.json
    nb show energy.json
    show energy.json --json
    show bad.csv
    nb show bad.csv
    show - --personal
    show values.xml --format html --json
    show exchange.xml ch.edi start.xml --format html
    nb show exchange.xml user.csv --format html --metering-point 707057500000000008
    show values.xml --format html --personal --all
    show none
"""


def answers() -> Iterator[Answer]:
    """Yield the answer to each command."""
    yield from answers_of_commands(VALIDATED, small_inputs(), stdin="values.xml")
    yield from answers_of_commands(SHOWN, small_inputs(), stdin="start.xml")


def test_answers_are_the_kept_ones():
    """Status, output, errors and files."""
    assert_kept(__file__, answers())

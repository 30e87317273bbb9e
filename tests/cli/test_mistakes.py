"""Mistakes that people make at the command line, in Python, in scenarios and when they build: each answer says what would be right.

A wrong path, option, file, encoding, key, type or date: the status is the right one, a word of the answer is what helps,
and nobody is shown what only a programmer of this package understands.
"""

from __future__ import annotations

import datetime as dt
import errno
import io
import json
import re
import shlex
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import attrs
import click
import pytest
from tests.support.paths import FIXTURES

import edielkit as package
from edielkit import Observations, TimeSeries, catalogue, codes
from edielkit.cli import open_files
from edielkit.cli.app import cli
from edielkit.edifact.write.build import build_interchange
from edielkit.edifact.write.mscons import mscons
from edielkit.emif import messages
from edielkit.identifiers import gsrn
from edielkit.market_time import Period, day_period
from edielkit.os_errors import os_words
from edielkit.pages import report_page
from edielkit.scenarios import read_scenario
from edielkit.series import Observation, Status
from edielkit.translation import catalogue as catalogue_of

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
RAW = re.compile(
    r"Traceback|\b(?:Key|Type|Value|Attribute|Index|Name|Unicode\w*|JSONDecode)Error\b|\[Errno|<class '|object at 0x|found b'|codec can't|Expecting |not a valid integer range"
)

AT_THE_COMMAND_LINE = [
    # arguments, exit status, a word of the answer
    ("valdate x", 2, "did you mean validate"),
    ("Validate x", 2, "did you mean validate"),
    ("chek x", 2, "no command"),
    ("anonymize x", 2, "anonymise"),
    ("", 2, "Usage"),
    ("validate", 2, "Missing argument"),
    ("validate nothere.xml", 2, "no such file"),
    ("validate *.doc", 2, "nothing matches"),
    ("validate nothing", 3, "nothing"),
    ("validate --levl codes good.xml", 2, "--level"),
    ("validate --level code good.xml", 2, "codes"),
    ("validate --profile NO good.edi", 2, "'no'"),
    ("validate --profile norway good.edi", 2, "'no'"),
    ("validate --format yaml good.xml", 2, "sarif"),
    ("validate --now yesterday good.xml", 2, "instant"),
    ("validate --now 2026-02-30T00:00:00Z good.xml", 2, "instant"),
    ("validate --now 2026-02-02 good.xml", 2, "instant"),
    ("validate --now 2026-02-02T06:00:00 good.xml", 2, "zone"),
    ("validate --level Business good.xml", 2, "Did you mean 'business'?"),
    ("validate --html good.xml", 2, "--format html"),
    ("validate --fail-on fatal good.xml", 2, "warning"),
    ("validate --emif-version 2.5 good.xml", 2, "2.4.3"),
    ("validate --context nothere.json good.xml", 2, "nothere.json"),
    ("validate --context bad.json good.xml", 2, "JSON"),
    ("validate --context context.json good.xml", 2, "expected"),
    ("validate --select XYZ good.xml", 2, "no rule"),
    ("validate --ignore SER999 good.xml", 2, "no rule"),
    ("validate --baseline nothere good.xml", 2, "nothere"),
    ("validate --baseline notes.txt good.xml", 2, "baseline"),
    ("validate --config nothere.toml good.xml", 2, "nothere.toml"),
    ("validate --config bad.toml good.xml", 2, "TOML"),
    ("validate --config odd.toml good.xml", 2, "level"),
    ("validate --config type.toml good.xml", 2, "list of texts"),
    ("validate --jobs many good.xml", 2, "integer"),
    ("validate --jobs -1 good.xml", 2, "range"),
    ("validate --lang no good.xml", 0, "godkjent"),
    ("validate empty.xml", 1, "empty"),
    ("validate page.html", 1, "HTML"),
    ("validate book.xlsx", 1, "zip"),
    ("validate doc.pdf", 1, "PDF"),
    ("validate mail.eml", 1, "e-mail"),
    ("validate data.json", 1, "JSON"),
    ("validate notes.txt", 1, "UNA"),
    ("validate cut.xml", 1, "cut off"),
    ("validate cut.gz", 1, "Gzip"),
    ("validate latin.xml", 1, "found element 'a'"),
    ("validate utf16.xml", 1, "found element 'a'"),
    ("validate points.csv", 1, "CSV"),
    ("show nothere.xml", 2, "no such file"),
    ("show", 2, "PATH"),
    ("show notes.txt", 2, "UNA"),
    ("show --segments good.xml", 2, "EDIFACT"),
    ("show --format pdf good.xml", 2, "html"),
    ("show --code Inn=1 good.edi", 2, "In=CODE"),
    ("show --point 123 good.xml", 2, "18"),
    ("show --points nothere.csv good.xml", 2, "nothere.csv"),
    ("show --points points.bad.csv good.xml", 2, "point"),
    ("convert good.xml", 2, "--to"),
    ("convert good.xml --to xml", 2, "mscons"),
    ("convert nothere.xml --to mscons", 2, "no such file"),
    ("convert notes.txt --to json", 2, "UNA"),
    ("convert good.xml --to mscons", 2, "--profile"),
    ("convert good.edi --to collected-data", 2, "missing"),
    ("convert good.xml --to mscons --profile no -o taken.xml", 2, "--force"),
    ("convert good.xml --to mscons --profile no -o nothere/x.edi", 2, "nothere"),
    ("convert start.xml --to mscons --profile no", 2, "expected CollectedData"),
    ("convert good.xml --to mscons --profile no --party A", 2, "OLD=NEW"),
    ("convert good.xml --to mscons --profile no --channel X", 2, "CODE=PRODUCT"),
    ("convert good.xml --to mscons --profile no --prepared now", 2, "No such option '--prepared'"),
    ("template", 2, "--list"),
    ("template RequestStartOfSuply", 2, "RequestStartOfSupply"),
    ("template RequestStartOfSupply --process 999", 2, "101"),
    ("template RequestStartOfSupply --role XXX", 2, "DDQ"),
    ("template MSCONS --profile xx", 2, "no"),
    ("build", 2, "Missing argument"),
    ("build CollectedDat --from bad.json", 2, "not JSON"),
    ("build CollectedData --from nothere.json", 2, "nothere.json"),
    ("build CollectedData --from bad.json", 2, "JSON"),
    ("build CollectedData --from list.json", 2, "JSON object"),
    ("build CollectedData --from dup.json", 2, "twice"),
    ("build CollectedData --from key.json", 2, "header"),
    ("build CollectedData --from latin.json", 2, "UTF-8"),
    ("build CollectedData", 2, "nothing to build from"),
    ("build CollectedData --from data.json", 2, "header"),
    ("generate", 2, "Usage"),
    ("generate mesage X", 2, "message"),
    ("generate message Collected --now 2026-03-02T10:00:00Z", 2, "CollectedData"),
    ("generate message CollectedData --count x", 2, "integer"),
    ("generate message CollectedData --count 3", 2, "-o"),
    ("generate message CollectedData --process 101", 2, "313"),
    ("generate fault XSD999", 2, "no rule"),
    ("generate fault", 2, "--all"),
    ("generate market --points 0 -o m", 2, "range"),
    ("generate market --days 2026-02-30 -o m", 2, "day"),
    ("generate market --days tomorrow -o m", 2, "2026-02-02"),
    ("anonymise good.xml", 2, "--output"),
    ("anonymise good.xml --key short -o h", 2, "8 bytes"),
    ("anonymise good.xml --key-file nothere -o h", 2, "nothere"),
    ("anonymise good.xml --key 12345678 --key-file bad.key -o h", 2, "not both"),
    ("anonymise folder --key 1234567890 -o folder/h", 3, "nothing"),
    ("diff good.xml", 2, "SECOND"),
    ("diff good.xml nothere.xml", 2, "no such file"),
    ("diff good.xml notes.txt", 2, "UNA"),
    ("diff good.xml start.xml", 1, "differ"),
    ("codes EH0003", 2, "EH003"),
    ("codes Elhub_DocumentTyp", 2, "Elhub_DocumentType"),
    ("codes Elhub_DocumentType E99", 2, "no code"),
    ("codes Elhub_DocumentType E666", 2, "did you mean"),
    ("codes --wire xml", 2, "emif"),
    ("codes E66 Elhub_DocumentType", 2, "a code of Elhub_DocumentType"),
    ("codes xyzzy-nothing", 2, "no code"),
    ("exchange", 2, "Usage"),
    ("exchange chek net.xml", 2, "check"),
    ("exchange check nothere.xml", 2, "no such file"),
    ("exchange check net.xml --points short.csv", 2, "18 digits"),
    ("exchange check net.xml --points form.csv", 2, "two-channels"),
    ("exchange check net.xml --points excel.csv", 2, "spreadsheet"),
    ("exchange check good.xml", 3, "no metering point has both"),
    ("exchange check net.xml --tolerance x", 2, "number"),
    ("exchange split net.xml", 2, "--sign"),
    ("exchange split net.xml --sign positive", 2, "import-positive"),
    ("exchange balance good.xml", 3, "grid area"),
    ("exchange balance net.xml --resolution PT2H", 2, "PT"),
    ("acknowledge nothere.xml", 2, "no such file"),
    ("acknowledge notes.txt", 1, ""),
    ("acknowledge good.xml --now today", 2, "instant"),
    ("explain good.xml", 2, "holds no answer"),
    ("explain nothere.xml", 2, "no such file"),
    ("explain EH0003", 2, "EH003"),
    ("explain EH3", 2, "did you mean EH003?"),
    ("explain good.xml --original nothere.xml", 2, "no such file"),
    ("rules XSD999", 2, "no rule"),
    ("rules EH0333", 2, "no rule"),
    ("rules --severity fatal", 2, "warning"),
    ("rules --trust none", 2, "sourced"),
    ("examples folder --only emiff", 2, "emif"),
    ("upgrade good.xml", 2, "--to"),
    ("upgrade --to 3.0 good.xml", 2, "2.4.3"),
    ("upgrade --to EI-270 good.edi", 2, "EMIF"),
    ("upgrade --to EI-270 nothere", 2, "no such file"),
    ("hub", 2, "Usage"),
    ("hub rn x.yml", 2, "run"),
    ("hub run nothere.yml", 2, "nothere.yml"),
    ("hub run bad.yml", 2, "YAML"),
    ("hub run list.yml", 2, "expected"),
    ("hub run empty.yml", 2, "scenario"),
    ("hub run steps.yml", 3, "nothing"),
    ("hub run key.yml", 2, "market"),
    ("hub run verb.yml", 2, "send"),
    ("hub run market.yml", 2, "small"),
    ("hub run date.yml", 2, "expected"),
    ("hub run message.yml", 2, "RequestStartOfSupply"),
    ("hub run process.yml", 2, "old supplier"),
    ("hub run party.yml", 2, "supplier"),
    ("hub run alias.yml", 2, "alias"),
    ("hub run tabs.yml", 2, "tabs"),
    ("hub run two.yml", 2, "once"),
    ("hub run nothing", 2, "no file"),
    ("hub replay nothere", 2, "no such file"),
    ("hub demo nostory", 2, "switch"),
    ("hub picture steps.yml --area x --day 2026-02-30", 2, "day"),
    ("hub serve --port x", 2, "integer"),
    ("hub serve --market nothere", 2, ""),
    ("hub serve --clock fast", 2, ""),
    ("serve --port 99999999", 2, "range"),
    ("hub extract nothere --old a --new b --date 2026-01-01", 2, ""),
    ("valider good.xml", 2, "did you mean validate"),
    ("vis good.xml", 2, "did you mean show"),
    ("hjelp", 2, "--help"),
    ("help validate", 2, "--help"),
    ("version", 2, "--version"),
    ("check good.xml", 2, "did you mean validate"),
    ("forklar EH003", 2, "did you mean explain"),
    ("compare good.xml start.xml", 2, "did you mean diff"),
    ("--lang nb valider good.xml", 2, "mente du validate"),
    ("validate good.xml --lang sv", 2, "'nb'"),
    ("validate good.xml --lang", 2, "--lang"),
    ("validate good.xlm", 2, "did you mean good.xml"),
    ("validate Good.XML", 2, "did you mean good.xml"),
    ("validate folder/good.xlm/x", 2, "no folder 'folder/good.xlm'"),
    ("validate http://example.com/x.xml", 2, "fetch it first"),
    ("validate ~/good.xml", 2, "in quotes"),
    ("validate good.xml -o report.html", 2, "> FILE"),
    ("validate good.xml --now 02.03.2026", 2, "2026-02-02T06:00:00Z"),
    ("validate good.xml --now=1772445600", 2, "instant"),
    ("validate good.xml --level business,codes", 2, "'codes'"),
    ("convert good.xml net.xml --to csv", 2, "the folder, or a pattern in quotes"),
    ("convert good.xml out.csv --to csv", 2, "-o out.csv"),
    ("build CollectedData data.json", 2, "--from data.json"),
    ("template CollectedData x.json", 2, "-o x.json"),
    ("rules XSD001 x.txt", 2, "> x.txt"),
    ("codes a b c", 2, "takes LIST CODE alone"),
    ("serve x", 2, "takes options alone"),
    ("show --json --format html good.xml", 2, "give one of them"),
    ("show --segments --json good.edi", 2, "give one of them"),
    ("explain EH003 --json --format html", 2, "give one of them"),
    ("validate gone.xml", 2, "a link to 'nothere.xml'"),
    ("validate good.xml --jobs x", 2, "valid integer"),
    ("validate good.xml --format pdf", 2, "'html'"),
    ("validate good.xml --version", 2, "--emif-version"),
    ("validate good.xml >", 2, "no such file"),
    ("validate --config table.toml good.xml", 2, "did you mean [validate]"),
    ("validate --config level.toml good.xml", 2, "level.toml: level: expected"),
    ("validate --context points.json good.xml", 2, "metering_points"),
    ("validate --baseline good.xml good.xml", 2, "--write-baseline"),
    ("validate good.xml --write-baseline folder", 2, "folder"),
    ("validate table.csv", 1, "found '"),
    ("validate once.zip", 1, "UNA or UNB"),
    ("validate twice.zip", 1, "found a zip"),
    ("validate old.xls", 1, "Office"),
    ("validate picture.png", 1, "picture"),
    ("validate twice.xml", 1, "one document in a file"),
    ("validate lower.edi", 1, "UNA or UNB"),
    ("validate alone.edi", 1, "UNB at the start"),
    ("validate amp.xml", 1, "&amp;"),
    ("validate dtd.xml", 1, "document type"),
    ("validate login.xml", 1, "found a web"),
    ("validate feed.xml", 1, "EMIF"),
    ("validate space.xml", 1, "XSD020"),
    ("convert good.xml --to MSCONS", 2, "'mscons'"),
    ("convert good.xml --to csv -o nowhere/x.csv", 2, "no folder 'nowhere'"),
    ("convert good.xml --to csv -o taken.xml", 2, "--force"),
    ("convert good.xml --to csv -o folder", 0, "written: folder/good.csv"),
    ("convert start.xml --to csv", 3, "json holds any message"),
    ("convert good.xml --to mscons --partners x", 2, "--party"),
    ("build good.xml", 2, "--from good.xml"),
    ("build CollectedData --from comma.json", 2, "line 1, column 8: expected no comma behind the last part"),
    ("build CollectedData --from single.json", 2, "line 1, column 2: expected a name in double quotes"),
    ("build CollectedData --from words.json", 2, "expected a value"),
    ("build RequestStartOfSupply --from date.json", 2, "YYYY-MM-DD"),
    ("build MSCONS --from mscons.json", 2, "expected a day such as 2026-03-29"),
    ("build MSCONS --from short.json", 2, "expected 23 values"),
    ("template startofsupply", 2, "RequestStartOfSupply"),
    ("template mscons", 2, "did you mean MSCONS"),
    ("template RequestStartOfSupply --role ddq", 2, "DDQ"),
    ("generate messages CollectedData", 2, "Did you mean 'message'"),
    ("generate message collecteddata", 2, "did you mean CollectedData"),
    ("generate message CollectedData --now 2026-03-02", 2, "zone"),
    ("generate fault SER", 2, "did you mean"),
    ("generate market --points -1 -o m", 2, "range"),
    ("generate market --points 10 --days 2026-02-05..2026-02-01 -o m", 2, "1 to 3660 days"),
    ("generate market --points 10 --days 2026-02-02", 2, "--output"),
    ("anonymise good.xml --key 1234567890 -o start.xml", 2, "expected a folder"),
    ("anonymise good.xml --key-file folder -o h", 2, "folder"),
    ("anonymise good.xml --key 1234567890 --values x -o h", 2, "'keep'"),
    ("acknowledge good.xml -o start.xml", 2, "expected a folder"),
    ("acknowledge folder", 3, "nothing"),
    ("examples good.xml", 2, "expected a folder"),
    ("exchange net.xml", 2, "net.xml"),
    ("exchange fill net.xml", 2, "--points"),
    ("exchange check net.xml --points empty.xml", 2, "columns"),
    ("exchange check net.xml --points good.xml", 2, "'point'"),
    ("exchange check points.csv", 1, "CSV"),
    ("explain xyzzy", 2, "no file, no code and no rule"),
    ("explain EH999", 2, "did you mean"),
    ("codes elhub_documenttype", 2, "Elhub_DocumentType"),
    ("codes Elhub_DocumentType e66", 2, "did you mean E66"),
    ("upgrade --from 2.3 good.xml", 2, "--to"),
    ("upgrade --to ei-270 good.xml", 2, "'EI-270'"),
    ("show good.xml --format yaml", 2, "'html'"),
    ("show --segments good.xml", 2, "for EDIFACT"),
    ("show good.xml --lines 3", 2, "--lines"),
    ("show points.csv", 2, "CSV"),
    ("diff good.xml good.edi start.xml", 2, "start.xml"),
    ("diff folder nothing", 3, "nothing"),
    ("hub run expected.yml", 2, "did you mean 'expect'"),
    ("hub run days.yml", 2, "day 1 06:00"),
    ("hub run hour.yml", 2, "time of the day"),
    ("hub run number.yml", 2, "names with values"),
    ("hub run quote.yml", 2, "quotes"),
    ("hub run latin.yml", 2, "UTF-8"),
    ("hub run good.xml", 2, "names with values"),
    ("hub run folder", 2, ".yml"),
    ("hub run step.yml", 2, "did you mean steps.yml"),
    ("hub serve --scenario x", 2, "--scenario"),
    ("hub picture steps.yml", 2, "--area"),
    ("serve --port -1", 2, "range"),
    ("validate ''", 2, "an empty path"),
    ("validate good.xml ''", 2, "an empty path"),
    ("build CollectedData --from ''", 2, "an empty path"),
    ("explain ''", 2, "an empty path"),
    ("convert good.xml --to csv -o ''", 2, "an empty name"),
    ("validate good.xml --write-baseline ''", 2, "an empty name"),
    ("acknowledge good.xml -o ''", 2, "an empty name"),
    ("examples ''", 2, "an empty name"),
    ("rules ''", 2, "no rule"),
    ("codes ''", 2, "no code"),
    ("validate good.xml --fail-on error,warning", 2, "Did you mean 'warning'?"),
    ("validate good.xml --fail-on error,warning --lang nb", 2, "Mente du 'warning'?"),
    ("validate --config good.xml good.xml", 2, "line 1, column 1: expected a heading such as [validate]"),
    ("validate --config good.xml good.xml --lang nb", 2, "linje 1, kolonne 1: forventet en overskrift"),
    ("validate --config latin.json good.xml", 2, "TOML"),
    ("validate good.xml --now 2026-13-01T00:00:00Z", 2, "2026-02-02T06:00:00Z"),
    ("validate good.xml --jobs 2.5 --lang nb", 2, "'2.5' er ikke gyldig"),
    ("validate --baseline folder good.xml", 2, "it is a folder"),
    ("validate bom.edi", 0, "byte order mark"),
    ("validate utf16.message.xml", 1, "expected UTF-8, found utf-16"),
    ("convert good.xml --to mscons --profile no --sender 12345", 2, "13 digits"),
    ("convert good.xml --to mscons --profile no --recipient 70800099902155", 2, "13 digits"),
    ("convert good.xml --to mscons --profile no --party 7080009990116=", 2, "OLD=NEW"),
    ("convert good.xml --to mscons --profile no --channel 1001=8716867000030/Ut", 2, "PRODUCT/Out"),
    ("anonymise good.xml -o h", 2, "a key of your own"),
    ("exchange check net.xml --tolerance -1", 2, "zero or more"),
    ("exchange check net.xml --tolerance 0.12345", 2, "three decimals"),
    ("diff good.xml points.csv --lang nb", 2, "forventet en melding, i XML (den begynner med <)"),
    ("show good.xml --lines --lang nb", 2, "Mente du en av: "),
    ("show good.xml --point 707057599900010012x", 2, "18"),
    ("template --list --prosess 101", 2, "--process"),
    ("template CollectedData --process BRS-NO-3130", 2, "313"),
    ("build CollectedData --from good.edi", 2, "line 1, column 1"),
    ("build CollectedData --emif-version 2.4 --from key.json", 2, "2.4.3"),
    ("generate message CollectedData --now 01.02.2026", 2, "2026-02-02T06:00:00Z"),
    ("generate message MSCONS --profile fi", 2, "'se'"),
    ("upgrade --to 2.3 good.edi", 2, "EDIFACT"),
    ("upgrade 2.3 --to 2.3", 2, "no such file"),
    ("hub run setting.yml", 2, "did you mean 'values since'"),
    ("hub run nobody.yml", 2, "grid company"),
    ("hub run back.yml", 2, "forward only"),
    ("hub run many.yml", 2, "names with values"),
    ("hub run word.yml", 2, "names with values"),
    ("hub run leap.yml", 2, "expected a day"),
    ("hub run call.yml", 1, "did you mean 'rerun_settlement'?"),
    ("hub picture steps.yml --area north --day yesterday", 2, "2026-02-02"),
]  # fmt: skip

IN_PYTHON = [
    # a call, what it raises, a word of it
    ("edielkit.parse('good.xml')", "TypeError", "read_bytes"),
    ("edielkit.parse(Path('good.xml'))", "TypeError", "read_bytes"),
    ("edielkit.parse('<a/>')", "TypeError", "encode"),
    ("edielkit.parse(io.BytesIO(b''))", "TypeError", "read"),
    ("edielkit.parse(None)", "TypeError", "bytes"),
    ("edielkit.parse(b'')", "ParseError", "empty"),
    ("edielkit.parse(b'hello')", "ParseError", "UNA"),
    ("edielkit.parse(b'<a')", "ParseError", "well-formed"),
    ("edielkit.validate('good.xml')", "TypeError", "read_bytes"),
    ("edielkit.validate(Path('x'))", "TypeError", "read_bytes"),
    ("edielkit.validate(b'', level='all')", "ValueError", "business"),
    ("edielkit.validate(DATA, level='Codes')", "ValueError", "codes"),
    ("edielkit.validate(DATA, now=dt.datetime(2026, 1, 1))", "ValueError", "aware"),
    ("edielkit.validate(DATA, now='2026-01-01')", "TypeError", "datetime"),
    ("edielkit.validate(EDI, profile='norway')", "ValueError", "no"),
    ("edielkit.validate(DATA, context={})", "TypeError", "context"),
    ("edielkit.detect('x')", "TypeError", "read_bytes"),
    ("edielkit.convert(DATA, 'mscons', options=None)", "TypeError", "expected edielkit.conversion.Options as options, found NoneType"),
    ("edielkit.read_series('x')", "TypeError", "read_bytes"),
    ("list(edielkit.read_series(b'hello'))", "ParseError", "UNA"),
    ("edielkit.read_table(Path('x'))", "TypeError", "read_bytes"),
    ("edielkit.parse_message(DATA, 'CollectedData')", "TypeError", "class"),
    ("edielkit.parse_message(DATA, dict)", "TypeError", "message"),
    ("edielkit.parse_message(DATA, messages.RequestStartOfSupply)", "ParseError", "CollectedData"),
    ("edielkit.serialize(None)", "TypeError", "message"),
    ("edielkit.serialize({})", "TypeError", "message"),
    ("edielkit.serialize(MESSAGE, version='9')", "BuildError", "version 9"),
    ("edielkit.serialize(attrs.evolve(MESSAGE, header=None))", "BuildError", "Header"),
    ("edielkit.from_dict('CollectedDat', {})", "BuildError", "CollectedData"),
    ("edielkit.from_dict('CollectedData', [])", "BuildError", "object"),
    ("edielkit.from_dict('CollectedData', {'hedder': {}})", "BuildError", "header"),
    ("edielkit.to_dict(b'x')", "TypeError", "message"),
    ("edielkit.to_dict('x')", "TypeError", "message"),
    ("edielkit.acknowledge(DATA, None, now=NOW, new_id=ids)", "TypeError", "report"),
    ("edielkit.acknowledge(DATA, edielkit.validate(DATA, now=NOW), now=dt.datetime(2026,1,1), new_id=ids)", "ValueError", "zone"),
    ("edielkit.acknowledge('x', edielkit.validate(DATA, now=NOW), now=NOW, new_id=ids)", "TypeError", "bytes"),
    ("edielkit.upgrade(DATA, '3.0')", "ValueError", "2.4.3"),
    ("edielkit.upgrade('x', 'EI-270')", "TypeError", "bytes"),
    ("Observations.metered([1.5])", "TypeError", "value 0"),
    ("Observations.metered(['1', 'x'])", "ValueError", "value 1"),
    ("Observations.metered(['1', '1.2345'])", "ValueError", "three decimals"),
    ("Observations.metered([None])", "ValueError", "value 0"),
    ("Observations.metered(['1,5'])", "ValueError", "'1,5'"),
    ("Observations.metered(['NaN'])", "ValueError", "finite"),
    ("Observations.metered([10**13])", "ValueError", "fifteen"),
    ("Observations.of([Observation(1, Decimal(1), Status.ESTIMATED, 'V999x')])", "ValueError", "value 0"),
    ("Observations.of([Observation(1, Decimal(1), validation='X')])", "ValueError", "V001"),
    ("Observations.metered([1])[5]", "IndexError", "5"),
    ("TimeSeries.of([1]*24, period=day_period(dt.date(2026,3,29)), resolution='PT1H')", "ValueError", "23 values"),
    ("TimeSeries.of([1], period=day_period(dt.date(2026,1,1)), resolution='1h')", "ValueError", "PT1H"),
    ("TimeSeries.of([1]*24, period=day_period(dt.date(2026,1,1)), resolution='PT1H', direction='out')", "ValueError", "Out"),
    ("TimeSeries(observations=Observations.metered([1])).instants()", "ValueError", "period"),
    ("day_period('2026-01-01')", "TypeError", "date"),
    ("Period(dt.datetime(2026,1,1), dt.datetime(2026,1,2))", "ValueError", "aware"),
    ("codes.code_list('DurationCode')", "UnknownCodeListError", "DurationCodeType"),
    ("catalogue.get('SER999')", "KeyError", "SER"),
    ("gsrn.validate('123')", "InvalidIdentifierError", "18"),
    ("gsrn.validate('70705750000000001X')", "InvalidIdentifierError", "place 18"),
    ("gsrn.validate('707057500000000011')", "InvalidIdentifierError", "check digit"),
    ("read_scenario({})", "ScenarioError", "steps"),
    ("read_scenario('x.yml')", "ScenarioError", "names with values"),
    ("read_scenario({'scenario': 'x', 'market': 'smal', 'steps': []})", "ScenarioError", "small"),
    ("catalogue_of('sv')", "ValueError", "nb"),
    ("report_page([], now=NOW, language='no')", "ValueError", "nb"),
    ("edielkit.validate(DATA, version=2.3)", "TypeError", "'2.4.3'"),
    ("edielkit.validate(DATA, now=dt.date(2026, 1, 1))", "TypeError", "datetime"),
    ("edielkit.parse([DATA])", "TypeError", "bytes"),
    ("edielkit.parse_all(None)", "TypeError", "bytes"),
    ("Observations.metered('123')", "TypeError", "a list"),
    ("Observations.metered(None)", "TypeError", "a list"),
    ("Observations.metered({1: 2})", "TypeError", "in order"),
    ("Observations.metered([True])", "TypeError", "value 0"),
    ("Observations.metered(['1 000'])", "ValueError", "finite"),
    ("day_period(None)", "TypeError", "date"),
    ("codes.find(None)", "TypeError", "text"),
    ("gsrn.validate(707057500000000018)", "TypeError", "expected a text"),
    ("mscons(['x'], profile='no', document='D', sender='7080009990116', recipient='7080009990215', created=NOW)", "BuildError", "TimeSeries"),
    ("build_interchange([MESSAGE], sender='7080009990116', recipient='7080009990215', reference='R', prepared=NOW)", "BuildError", "message of EDIFACT"),
    ("build_interchange([], sender='7080009990116', recipient='7080009990215', reference='R', prepared=NOW)", "BuildError", "at least one"),
]  # fmt: skip


def stand(tmp):
    """Write the files of the mistakes into a folder."""
    shutil.copy(FIXTURES / "emif/metering/CollectedData.xml", tmp / "good.xml")
    shutil.copy(FIXTURES / "emif/market/RequestStartOfSupply.xml", tmp / "start.xml")
    shutil.copy(FIXTURES / "edifact/mscons-no-four-hours.edi", tmp / "good.edi")
    shutil.copy(FIXTURES / "exchange/net.points.csv", tmp / "points.csv")
    shutil.copy(FIXTURES / "exchange/net.xml", tmp / "net.xml")
    (tmp / "empty.xml").write_bytes(b"")
    (tmp / "page.html").write_bytes(b"<!doctype html><html><body>hi</body></html>")
    (tmp / "book.xlsx").write_bytes(b"PK\x03\x04rest")
    (tmp / "doc.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp / "mail.eml").write_bytes(b"From: a@b\r\nTo: c@d\r\nSubject: x\r\n\r\nhi\r\n")
    (tmp / "data.json").write_bytes(b'{"a": 1}')
    (tmp / "notes.txt").write_bytes(b"hello there")
    (tmp / "cut.xml").write_bytes((tmp / "good.xml").read_bytes()[:600])
    (tmp / "cut.gz").write_bytes(b"\x1f\x8b\x08\x00broken")
    (tmp / "latin.xml").write_bytes(
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00e5</a>'.encode("latin-1")
    )
    (tmp / "utf16.xml").write_bytes('<?xml version="1.0"?><a/>'.encode("utf-16"))
    (tmp / "folder").mkdir()
    (tmp / "gone.xml").symlink_to("nothere.xml")
    (tmp / "nothing").mkdir()
    (tmp / "bad.toml").write_text("[validate\n")
    (tmp / "odd.toml").write_text('[validate]\nlevl = "x"\n')
    (tmp / "type.toml").write_text("[validate]\nselect = 3\n")
    (tmp / "bad.json").write_text("{not json")
    (tmp / "list.json").write_text("[1, 2]")
    (tmp / "dup.json").write_text('{"header": {}, "header": {}}')
    (tmp / "key.json").write_text('{"hedder": {}}')
    (tmp / "latin.json").write_bytes('{"a": "\u00e5"}'.encode("latin-1"))
    (tmp / "bad.yml").write_text("a: [1\n")
    (tmp / "list.yml").write_text("- 1\n")
    (tmp / "empty.yml").write_text("")
    (tmp / "steps.yml").write_text("scenario: x\nmarket: small\nsteps: []\n")
    (tmp / "key.yml").write_text("scenario: x\nmarkt: small\nsteps:\n  - wait: day 1\n")
    (tmp / "verb.yml").write_text("scenario: x\nmarket: small\nsteps:\n  - sned: RequestStartOfSupply\n")
    (tmp / "market.yml").write_text("scenario: x\nmarket: smal\nsteps:\n  - wait: day 1 07:00\n")
    (tmp / "date.yml").write_text("scenario: x\nmarket: small\nsteps:\n  - wait: 31.02.2026\n")
    (tmp / "message.yml").write_text(
        "scenario: x\nmarket: small\nsteps:\n  - {send: RequestStartOfSuply, process: '101', from: supplier}\n"
    )
    (tmp / "process.yml").write_text(
        "scenario: x\nmarket: small\nsteps:\n  - {send: RequestStartOfSupply, process: '999', from: supplier}\n"
    )
    (tmp / "party.yml").write_text(
        "scenario: x\nmarket: small\nsteps:\n  - {send: RequestStartOfSupply, process: '101', from: suplier}\n"
    )
    (tmp / "alias.yml").write_text("a: &x 1\nb: *x\n")
    (tmp / "tabs.yml").write_text("scenario: x\n\tmarket: small\n")
    (tmp / "two.yml").write_text("scenario: x\nscenario: y\n")
    (tmp / "points.bad.csv").write_text("punkt\n1\n")
    (tmp / "short.csv").write_text("point\n12345\n")
    (tmp / "digit.csv").write_text("point\n707057500000000011\n")
    (tmp / "form.csv").write_text("point,form\n707057500000000018,three\n")
    (tmp / "excel.csv").write_text("point\n7.07E+17\n")
    (tmp / "taken.xml").write_text("x")
    (tmp / "bad.key").write_text("short")
    (tmp / "context.json").write_text('{"point": {}}')
    (tmp / "bom.edi").write_bytes(b"\xef\xbb\xbf" + (tmp / "good.edi").read_bytes())
    (tmp / "utf16.message.xml").write_bytes((tmp / "good.xml").read_bytes().decode().encode("utf-16"))
    good, message = (tmp / "good.xml").read_bytes(), (tmp / "good.edi").read_bytes()
    (tmp / "twice.xml").write_bytes(good + good)
    (tmp / "space.xml").write_bytes(
        good.replace(b"<abie:Quantity>", b"<abie:Quantity> ").replace(b"1.247", b"1,247")
    )
    (tmp / "amp.xml").write_bytes(good.replace(b"</", b"&</", 1))
    (tmp / "lower.edi").write_bytes(message.lower())
    (tmp / "alone.edi").write_bytes(b"UNH+1+MSCONS:D:96A:UN:E2NO01'BGM+7+X+9'UNT+3+1'")
    (tmp / "table.csv").write_text('"a";"b"\n1;2\n')
    (tmp / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest")
    (tmp / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\nrest")
    (tmp / "latin.yml").write_bytes("scenario: bl\u00e5\n".encode("latin-1"))
    for name, member in (("once.zip", "notes.txt"), ("twice.zip", "once.zip")):
        with zipfile.ZipFile(tmp / name, "w") as archive:
            archive.write(tmp / member, member)
    step = "scenario: x\nmarket: small\nsteps:\n  - "
    mscons = {"sender": "7080009990116", "recipient": "7080009990215", "document": "D", "reference": "R", "created": "2026-03-30T06:30+02:00"}  # fmt: skip
    series = {"metering_point": "707057599900010012", "values": ["1", "2"], "product": "1501"}
    for name, text in {
        "dtd.xml": "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "login.xml": "<html><body>Login</body></html>",
        "feed.xml": "<rss version='2.0'></rss>",
        "table.toml": "[validat]\nlevel = 'codes'\n",
        "level.toml": "[validate]\nlevel = 'code'\n",
        "points.json": '{"points": {}}',
        "comma.json": '{"a": 1,}',
        "single.json": "{'a': 1}",
        "words.json": '{"a": ja}',
        "date.json": '{"header": {"creation": "01.02.2026"}}',
        "mscons.json": json.dumps({**mscons, "series": [{**series, "day": "29.03.2026"}]}),
        "short.json": json.dumps({**mscons, "series": [{**series, "day": "2026-03-29"}]}),
        "expected.yml": f"{step}{{wait: day 1 07:00, expct: {{x: 1}}}}\n",
        "days.yml": f"{step}wait: dag 1\n",
        "hour.yml": f"{step}wait: day 1 25:00\n",
        "number.yml": "scenario: x\nmarket: small\nsteps: 3\n",
        "setting.yml": "scenario: x\nmarket: small\nconfig: {values snce: 2026-01-01}\nsteps:\n  - wait: day 1 07:00\n",
        "nobody.yml": f"{step}{{send: CollectedData, process: '313', from: grid}}\n",
        "back.yml": f"{step}{{at: day 1 07:00, wait: day 0 06:00}}\n",
        "many.yml": f"{step}{{wait: day 1 07:00, expect: {{messages: many}}}}\n",
        "word.yml": f"{step}just text\n",
        "leap.yml": f"{step}wait: 2026-02-29 07:00\n",
        "call.yml": f"{step}call: rerun setlement\n",
        "quote.yml": 'scenario: "x\nmarket: small\n',
    }.items():
        (tmp / name).write_text(text)


@pytest.fixture(scope="module")
def stood(tmp_path_factory):
    """Make the folder once: no mistake changes what is in it."""
    folder = tmp_path_factory.mktemp("mistakes")
    stand(folder)
    return folder


@pytest.fixture
def folder(stood, monkeypatch):
    """Go to a folder with good files and with those that people take for one."""
    monkeypatch.chdir(stood)


# of a table that takes a while, in parts: each is a test that workers may share
PARTS = 8


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("part", range(PARTS))
def test_at_the_command_line(edielkit, part):
    """The status, a word that helps, and nothing of Python."""
    poor = []
    for arguments, status, word in AT_THE_COMMAND_LINE[part::PARTS]:
        ran = edielkit(*shlex.split(arguments))
        answer = ran.err + ran.out.decode()
        if status != ran.status or word not in answer or RAW.search(answer):
            poor.append(f"{arguments}\n  expected {status} and {word!r}, found {ran.status}: {answer[:400]}")

    assert [] == poor, "\n".join(poor)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("call", "error", "word"), IN_PYTHON, ids=[row[0] for row in IN_PYTHON])
def test_in_python(call, error, word):
    """The error is of the right kind, and says what would be right."""
    data = (FIXTURES / "emif" / "metering" / "CollectedData.xml").read_bytes()
    names = {
        "attrs": attrs, "catalogue": catalogue, "catalogue_of": catalogue_of, "codes": codes, "dt": dt, "io": io, "edielkit": package,
        "build_interchange": build_interchange, "gsrn": gsrn, "mscons": mscons, "messages": messages, "read_scenario": read_scenario, "report_page": report_page,
        "day_period": day_period, "Decimal": Decimal, "Observation": Observation, "Observations": Observations, "Path": Path,
        "Period": Period, "Status": Status, "TimeSeries": TimeSeries, "DATA": data, "MESSAGE": package.parse(data), "NOW": NOW,
        "EDI": (FIXTURES / "edifact" / "mscons-no-four-hours.edi").read_bytes(), "ids": lambda: "6f2a4d3e-1f6c-4c39-9d5c-0a2a5c2b7b10",
    }  # fmt: skip

    with pytest.raises(Exception, match=re.escape(word)) as raised:
        eval(call, names)

    assert error in [kind.__name__ for kind in type(raised.value).__mro__]


def test_there_are_three_hundred():
    """And half as many again, each its own."""
    assert 300 <= len({row[0] for row in (*AT_THE_COMMAND_LINE, *IN_PYTHON)})


def options_of(command):
    """Yield each command below *command* that has options of two forms, by its words."""
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        if isinstance(below, click.Group):
            yield from ((name, *words) for words in options_of(below))
        elif {"--json", "--format"} <= {option for parameter in below.params for option in parameter.opts}:
            yield (name,)


@pytest.mark.usefixtures("folder")
def test_two_forms_at_once(edielkit):
    """No command that has --json and --format lets one of them win silently."""
    commands = list(options_of(cli))

    assert [("show",), ("explain",)] == commands
    for words in commands:
        ran = edielkit(*words, "good.xml", "--json", "--format", "text")
        assert 2 == ran.status
        assert "ask for different forms; give one of them" in ran.err


def test_words_of_the_system():
    """What a file or a port is refused for is said in words of this package, and in both languages."""
    texts = catalogue_of("nb").texts
    words = {number: os_words(OSError(number, "")) for number in errno.errorcode}

    assert [] == [
        said for number, said in words.items() if said not in texts and said != f"[Errno {number}] "
    ]
    assert "ingen tilgang" == texts[words[errno.EACCES]]


@pytest.mark.usefixtures("folder")
def test_what_the_system_refuses_in_bokmal(edielkit, monkeypatch):
    """A file that may not be read, a part of a path that is a file, a disk that is full."""
    for number, words in (
        (errno.EACCES, "kan ikke leses: ingen tilgang"),
        (errno.ENOTDIR, "en del av stien er en fil"),
    ):
        monkeypatch.setattr(open_files, "_content", lambda *_, number=number: _refuse(number))
        ran = edielkit("validate", "good.xml", "--lang", "nb")
        assert words in ran.err


def _refuse(number):
    raise OSError(number, "English")

"""Input that wants to hurt: every one ends in a ParseError or in findings, soon, small, and without the network."""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from tests.support.paths import FIXTURES

import edielkit
from edielkit.detected import Kind
from edielkit.emif.check.schemas import second_schema
from edielkit.emif.read.xml import attributes_of, parse_tree
from edielkit.errors import ParseError
from edielkit.findings import Report, Verdict

NAMESPACE = "urn:no:elhub:emif:metering:CollectedData:v2"
ABIE = "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
HEAD = f'<rsm:CollectedData xmlns:rsm="{NAMESPACE}" xmlns:abie="{ABIE}">'.encode()
TAIL = b"</rsm:CollectedData>"
WHOLE = HEAD + TAIL
LATE = b"<!--" + b"x" * 70_000 + b"-->"
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10))
    + b"]>"
)
PAYLOAD, PAYLOAD_END = b"<rsm:PayloadEnergyTimeSeries>", b"</rsm:PayloadEnergyTimeSeries>"
GOOD = b'<abie:Observation Sequence="1"><abie:Metered>1</abie:Metered></abie:Observation>'


def _attributes(count: int) -> bytes:
    return b"".join(b' a%d="1"' % n for n in range(count))


def _declarations(count: int) -> bytes:
    return b"".join(b' xmlns:a%d="urn:%d"' % (n, n) for n in range(count))


@cache
def _bomb() -> bytes:
    packer = zlib.compressobj(wbits=31)
    blanks = b" " * (1 << 20)
    return b"".join(
        (packer.compress(b"<a>"), *(packer.compress(blanks) for _ in range(1024)), packer.flush())
    )


# name -> (how to make it, code of its first finding)
CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "SYS010"),
    "white space only": (lambda: b" \r\n\t" * 100_000, "SYS010"),
    "a NUL": (lambda: b"\0", "EDI001"),
    "a NUL in an element": (lambda: b"<a>\0</a>", "XSD001"),
    "ten million NULs": (lambda: b"\0" * 10_000_000, "EDI001"),
    "billion laughs": (lambda: LAUGHS + b"<x>&k;</x>", "XSD002"),
    "billion laughs after a long comment": (lambda: LATE + LAUGHS + b"<x>&k;</x>", "XSD002"),
    "billion laughs in an attribute": (lambda: LATE + LAUGHS + b'<x y="&k;"/>', "XSD002"),
    "quadratic blowup": (
        lambda: LATE + b'<!DOCTYPE x [<!ENTITY a "' + b"y" * 100_000 + b'">]><x>' + b"&a;" * 10_000 + b"</x>",
        "XSD002",
    ),
    "external entity": (
        lambda: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        "XSD002",
    ),
    "external entity after a long comment": (
        lambda: LATE + b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        "XSD002",
    ),
    "parameter entity": (
        lambda: LATE + b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a"> %a;]><x/>',
        "XSD002",
    ),
    "external subset": (lambda: LATE + b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/a"><x/>', "XSD002"),
    "DOCTYPE in UTF-16": (
        lambda: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16"),
        "XSD002",
    ),
    "DOCTYPE in UTF-16 without a mark": (lambda: "<!DOCTYPE x><x/>".encode("utf-16-be"), "XSD002"),
    "DOCTYPE after a comment": (lambda: b"<!-- x --><?y z?>\n<!DOCTYPE x><x/>", "XSD002"),
    "undeclared entity": (lambda: HEAD + b"&nbsp;" + TAIL, "XSD001"),
    "10,000 levels": (lambda: HEAD + b"<a>" * 10_000 + b"</a>" * 10_000 + TAIL, "XSD003"),
    "200 levels": (lambda: HEAD + b"<a>" * 200 + b"</a>" * 200 + TAIL, "XSD010"),
    "200 levels of a stranger": (lambda: b"<a>" * 200 + b"</a>" * 200, "XSD004"),
    "gigabyte in a megabyte": (_bomb, "SYS012"),
    "50,000 members": (lambda: gzip.compress(b"<a>") * 50_000, "XSD003"),
    "200,000 empty members": (lambda: gzip.compress(b"") * 200_000, "SYS010"),
    "truncated gzip": (lambda: gzip.compress(WHOLE)[:-5], "SYS012"),
    "broken gzip": (lambda: b"\x1f\x8b\x08\x00" + b"\xff" * 100, "SYS012"),
    "gzip in gzip": (lambda: gzip.compress(gzip.compress(WHOLE)), "SYS011"),
    "truncated XML": (lambda: HEAD + b"<rsm:Header>", "XSD001"),
    "UTF-16 without a mark": (lambda: WHOLE.decode().encode("utf-16-le"), "XSD001"),
    "EBCDIC": (
        lambda: ('<?xml version="1.0" encoding="cp037"?>' + WHOLE.decode()).encode("cp037"),
        "EDI001",
    ),
    "unknown encoding": (lambda: b'<?xml version="1.0" encoding="no-such"?>' + WHOLE, "XSD001"),
    "wrong encoding": (lambda: b'<?xml version="1.0" encoding="UTF-16"?>' + WHOLE + b"\xff", "XSD001"),
    "huge attribute": (lambda: HEAD[:-1] + b' x="' + b"y" * 20_000_000 + b'">' + TAIL, "XSD003"),
    "large attribute": (lambda: HEAD[:-1] + b' x="' + b"y" * 5_000_000 + b'">' + TAIL, "XSD011"),
    "100,000 attributes": (lambda: HEAD[:-1] + _attributes(100_000) + b">" + TAIL, "XSD031"),
    "huge text": (lambda: HEAD + b"<rsm:Header>" + b"y" * 20_000_000 + b"</rsm:Header>" + TAIL, "XSD003"),
    "large text": (lambda: HEAD + b"<rsm:Header>" + b"y" * 9_000_000 + b"</rsm:Header>" + TAIL, "XSD011"),
    "huge name": (lambda: b"<" + b"a" * 60_000 + b"/>", "XSD003"),
    "1,000,000 comments": (lambda: HEAD + b"<!---->" * 1_000_000 + TAIL, "XSD011"),
    "1,000,000 comments in front": (lambda: b"<!---->" * 1_000_000 + WHOLE, "XSD011"),
    "1,000,000 instructions": (lambda: HEAD + b"<?a?>" * 1_000_000 + TAIL, "XSD011"),
    "100,000 namespaces": (lambda: HEAD[:-1] + _declarations(100_000) + b">" + TAIL, "XSD011"),
    "100,000 namespaces and 1000 strangers": (
        lambda: HEAD[:-1] + _declarations(100_000) + b">" + b"<a99999:x/>" * 1000 + TAIL,
        "XSD010",
    ),
    "100,000 strangers": (lambda: HEAD + b"<x/>" * 100_000 + TAIL, "XSD010"),
    "100,000 strangers in a body": (
        lambda: (
            f'<s:Envelope xmlns:s="{SOAP}"><s:Body>'.encode() + b"<x/>" * 100_000 + b"</s:Body></s:Envelope>"
        ),
        "XSD005",
    ),
    "faults behind 50,000 values": (
        lambda: HEAD + PAYLOAD + GOOD * 50_000 + b"<abie:Observation/>" * 2000 + PAYLOAD_END + TAIL,
        "XSD011",
    ),
    "numbers of millions of digits": (
        lambda: (
            HEAD
            + PAYLOAD
            + b'<abie:Observation Sequence="'
            + b"1" * 5_000_000
            + b'"><abie:Metered>'
            + b"1" * 5_000_000
            + b"</abie:Metered></abie:Observation>"
            + PAYLOAD_END
            + TAIL
        ),
        "XSD011",
    ),
    "schemaLocation on the network": (
        lambda: (
            HEAD[:-1]
            + b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="'
            + NAMESPACE.encode()
            + b' http://127.0.0.1:9/a.xsd">'
            + TAIL
        ),
        "XSD011",
    ),
}
each_case = pytest.mark.parametrize("name", CASES)


@pytest.fixture
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("_no_network")
@each_case
def test_ends_in_findings(name: str) -> None:
    """The verbs give a Kind, a Report with findings, and a value or a ParseError of the same code."""
    make, code = CASES[name]
    data = make()
    assert isinstance(edielkit.detect(data), Kind)
    report = edielkit.validate(data)
    assert isinstance(report, Report)
    assert code == report.findings[0].code
    assert all("\n" not in f.message and len(f.message) < 500 for f in report)
    if report.verdict is Verdict.UNREADABLE:
        with pytest.raises(ParseError) as caught:
            edielkit.parse(data)
        assert code == caught.value.code
    else:
        assert edielkit.parse(data) is not None


_MEASURE = """
import json, pathlib, resource, sys, time
import edielkit

def memory(name):
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) << 10

sys.path.insert(0, {folder!r})
from test_xml import CASES, WHOLE
edielkit.validate(WHOLE), edielkit.parse(WHOLE)
data = CASES[{name!r}][0]()
limit = memory("VmSize") + (600 << 20)
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
pathlib.Path("/proc/self/clear_refs").write_text("5")
here = memory("VmRSS")
times = []
for verb in (edielkit.detect, edielkit.validate):
    began = time.process_time()
    verb(data)
    times.append(time.process_time() - began)
grown = memory("VmHWM") - here
print(json.dumps([max(times), grown >> 20]))
"""


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="only Linux tells the memory of a process"
)
@each_case
def test_is_soon_done_and_small(name: str) -> None:
    """In a process of its own with bounded memory, a verb needs little time and memory; the asked is 1 s and 200 MB."""
    code = _MEASURE.format(folder=str(Path(__file__).parent), name=name)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert 0 == done.returncode, done.stderr[-500:]
    seconds, megabytes = json.loads(done.stdout)
    # three times what is asked: other work shares the machine
    assert seconds < 3
    assert megabytes <= 200


def test_encodings_that_are_right() -> None:
    """A document in another encoding that XML knows is read."""
    text = WHOLE.decode()
    plain = edielkit.parse(WHOLE)
    for data in (
        f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16"),
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode("latin-1"),
        b"\xef\xbb\xbf" + WHOLE,
        b"\n" + WHOLE,
    ):
        assert plain == edielkit.parse(data)


def test_a_message_in_a_soap_header_is_none() -> None:
    """A message where none belongs does not lend its values to one that stands in its place."""
    series = (
        PAYLOAD
        + b'<abie:Observation Sequence="%d"><abie:Metered>%d</abie:Metered></abie:Observation>'
        + PAYLOAD_END
    )
    wrapper = '<m:CollectedDataRequest xmlns:m="urn:no:elhub:emif:wsdl:meteringvalues:v2">'
    data = b"".join(
        (
            f'<s:Envelope xmlns:s="{SOAP}"><s:Header>'.encode(),
            HEAD + series % (1, 111) + TAIL,
            f"</s:Header><s:Body>{wrapper}".encode(),
            b"<y>" + HEAD + series % (2, 222) + TAIL + b"</y>",
            HEAD + series % (3, 333) + TAIL,
            b"</m:CollectedDataRequest></s:Body></s:Envelope>",
        )
    )
    document = edielkit.parse(data)
    assert [333_000] == [int(s.observations.quantity[0]) for s in edielkit.read_series(data)]
    assert "111" in document.header
    assert "222" in document.extra[0]


@pytest.mark.usefixtures("_no_network")
def test_schema_location_is_never_opened(tmp_path: Path) -> None:
    """A schema that the document points at changes nothing, on the network or in a file."""
    other = tmp_path / "other.xsd"
    other.write_text(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{NAMESPACE}"/>'
    )
    for place in ("http://127.0.0.1:9/other.xsd", other.as_uri(), str(other), "ftp://127.0.0.1:9/x"):
        hint = f'xsi:schemaLocation="{NAMESPACE} {place}" xsi:noNamespaceSchemaLocation="{place}"'
        data = HEAD[:-1] + f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {hint}>'.encode() + TAIL
        assert [f.message for f in edielkit.validate(WHOLE)] == [f.message for f in edielkit.validate(data)]
        assert not second_schema("CollectedData", "2.4.3").is_valid(etree.fromstring(data))


MESSAGE = (FIXTURES / "emif" / "metering" / "CollectedData.xml").read_bytes()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (MESSAGE.replace(b"<rsm:Header>", b"A & B<rsm:Header>", 1), "expected '&amp;' for the sign &"),
        (MESSAGE.replace(b"<rsm:Header>", b"A&B <rsm:Header>", 1), "expected '&amp;' for the sign &"),
        (MESSAGE + MESSAGE, "expected one document in a file"),
        (MESSAGE + b"<a/>", "expected one document in a file, found more after its end"),
        (b"\n" + MESSAGE, "expected one document in a file, found the begin of another, or text before the first"),
        (MESSAGE[: MESSAGE.rindex(b"</rsm:CollectedData>")], "the end of the file: it is cut off"),
        (MESSAGE[: MESSAGE.rindex(b" Sequence")], "or the file is cut off"),
    ],
)  # fmt: skip
def test_slips_of_people_are_said_in_plain_words(data, words):
    """A bare &, two messages in one file, a file that is cut off: what is wrong, and what would be right."""
    (finding,) = edielkit.validate(data).findings

    assert "XSD001" == finding.code
    assert words in finding.message


@pytest.mark.parametrize("count", [3, 500])
def test_many_attributes_are_read_as_few_are(count):
    """Names, values and their order are those that libxml2 gives one by one."""
    names = " ".join(f'a{n}="{n}&amp;&#10;"' for n in range(count))
    node = etree.fromstring(f'<x xmlns:b="urn:b" {names} b:c="æ" xml:lang="nb"/>'.encode())

    assert attributes_of(node) == [(str(name), str(value)) for name, value in node.items()]


def test_many_attributes_are_named_as_few_are():
    """Names with their namespaces and values, in the order of the document."""
    data = (
        b'<a xmlns:x="urn:x" x:b="&lt;" ' + b" ".join(b'c%d="%d"' % (n, n) for n in range(99)) + b' x:d=""/>'
    )
    expected = [("{urn:x}b", "<"), *((f"c{n}", str(n)) for n in range(99)), ("{urn:x}d", "")]
    assert attributes_of(parse_tree(data)) == expected

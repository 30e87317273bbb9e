"""What holds for any bytes and any segments of the EDIFACT wire."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.support.edifact_messages import BODY, UNA, UNB, interchange, message

from edielkit.edifact.check.interchanges import check
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import DEFAULT, Segment, Separators
from edielkit.edifact.write.writer import interchange_to_bytes, to_bytes
from edielkit.errors import ParseError

HEAD = (UNA + UNB).encode()
pieces = st.sampled_from([b"UNA:+.? '", b"UNB+UNOC:3+A+B+260101:0000+R'", b"UNB+UNOW:4'", b"UNG+A'", b"UNH+1+MSCONS:D:96A:ZZ:EDIEL2'", b"QTY+136:1'",
                          b"UNT+2+1'", b"UNE+1+G'", b"UNZ+1+R'", b"?", b"'", b"+", b":", b"\n", b" ", b"\xff", b"\xc3\xa6", b"LIN", b"DTM+137:1:203'"])  # fmt: skip
hostile = st.lists(st.one_of(pieces, st.binary(max_size=8)), max_size=25).map(b"".join)
anything = st.one_of(st.binary(max_size=200), hostile, hostile.map(lambda tail: HEAD + tail))


@settings(max_examples=200, deadline=None)
@given(anything)
@example(b"UNA:+.? '")
@example(HEAD + b"?")
@example(b"UNAAAAAAAAUNB")
@example(b"UNA:+.? 'UNZ'X'UNG")
@example(b"UNA:+.? 'UNZ'X'UNH+1")
@example(HEAD + b"UNA:+.?")
def test_any_bytes_give_tokens_or_a_parse_error(data):
    """Reading raises nothing but ParseError, and loses no byte."""
    try:
        tokens = tokenize(data)
    except ParseError:
        return
    assert data == tokens.to_bytes()
    interchanges, _ = parse_interchanges(data)
    assert interchanges
    assert data == b"".join(interchange_to_bytes(parsed) for parsed in interchanges)


@settings(max_examples=200, deadline=None)
@given(anything)
def test_checking_never_raises(data):
    """Any bytes get a report, and every finding stands inside the input."""
    report = check(data)
    assert all(0 <= (f.position.offset or 0) <= len(data) for f in report.findings)
    assert not any(f.code == "SYS001" for f in report.findings)


signs = st.sampled_from([DEFAULT, Separators(";", "*", ",", "\\", " ", "~", explicit=True), Separators("\x1f", "\x1d", ".", "?", " ", "\x1c")])  # fmt: skip
text = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("æøåÆØÅß§"), max_size=8)
segments = st.builds(
    lambda tag, rows: Segment.of(tag, *rows),
    st.from_regex(r"[A-Z][A-Z0-9]{2}", fullmatch=True).filter(lambda tag: not tag.startswith("UN")),
    st.lists(st.lists(text, min_size=1, max_size=4), max_size=5),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(segments, max_size=8), signs)
def test_what_is_written_reads_back(built, separators):
    """Segments of any values come back equal, whatever the service characters."""
    unb = Segment.of("UNB", ("UNOC", "3"), "A", "B", ("260101", "0000"), "R")
    data = separators.una + to_bytes([unb, *built], separators)
    tokens = tokenize(data)
    assert (unb, *built) == tokens.segments[1:]
    assert not {"EDI014", "EDI011", "EDI006"} & {f.code for f in tokens.findings}
    for segment in tokens.segments[1:]:
        for i, row in enumerate(segment.elements, 1):
            for j, value in enumerate(row, 1):
                raw = data[segment.at(i, j) :]
                assert raw.startswith(to_bytes([Segment("X", ((value,),))], separators)[2:-1])


body = st.lists(st.sampled_from([*BODY.split("'")[:-1], "XXX+1", "CCI+++Z04", "PIA+5+1:SRW"]), max_size=14)


@settings(max_examples=150, deadline=None)
@given(body)
def test_every_segment_is_in_the_tree_once(rows):
    """Whatever order segments come in, the walk neither loses nor doubles one."""
    from edielkit.edifact.check.directory.layouts import layout
    from edielkit.edifact.check.totals_and_codes import walk

    (parsed,), _ = parse_interchanges(interchange(message("".join(row + "'" for row in rows))))
    tree, _ = walk(parsed.messages[0], layout("MSCONS", "D.96A"))
    placed = sorted(segment.offset for _, segment in tree.paths())
    assert [s.offset for s in parsed.messages[0].segments] == placed

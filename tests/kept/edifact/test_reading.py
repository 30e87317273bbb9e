"""What is read of small interchanges: segments and their places, envelopes, messages and their parts, plain data, and back again."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import chain, cycle, product

from tests.support.changed_inputs import changed
from tests.support.edifact_mutations import bases_by_hand, mutated
from tests.support.edifact_values_changed import component_changed
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called, table_of, text_of_value

import edielkit
from edielkit.edifact.as_dict import message_to_dict
from edielkit.edifact.charset import CHARSETS, encode, faults
from edielkit.edifact.compat import interchange_from_pydifact, interchange_to_pydifact
from edielkit.edifact.from_dict import message_from_dict
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.messages import Message, read_message
from edielkit.edifact.profiles import detect_profile, profile_of
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.detect import detect_edifact, first_creation, preparation
from edielkit.edifact.read.envelopes import read_envelopes, terminators, wrapped_at
from edielkit.edifact.read.releases import split_released, unreleased
from edielkit.edifact.read.tokenizer import message_segments, tokenize
from edielkit.edifact.segments import LEVEL_B, Limits, Segment, Separators, place, regular_start, tag_name
from edielkit.edifact.write.writer import interchange_to_bytes, to_bytes
from edielkit.errors import ParseError

# changed inputs of each base, in both ways
COUNT = 1
LONGEST = 1200
LIMITS = (
    None,
    Limits(max_segments=9),
    Limits(max_segment_bytes=30),
    Limits(max_parts=6),
    Limits(max_bytes=700),
    Limits(max_segments=1, max_parts=1),
)
PROPERTIES = (
    "syntax_id", "syntax_version", "sender", "sender_qualifier", "sender_subaddress", "recipient", "recipient_qualifier",
    "recipient_subaddress", "prepared", "reference", "application_reference", "ack_request", "agreement", "test",
)  # fmt: skip
ENVELOPES = (
    b"UNB+UNOC:3+A:14:SUB+B:ZZ:OTHER+240605:0715+R+PW+APP+P+1+AGREED+1'UNZ+0+R'",
    b"UNB+UNOB:4+A+B+20240605:0715+R++++0++0'UNZ+0+R'",
    b"UNB'UNZ'",
    b"UNB+UNOC:3+A+B+240605:0715+R'UNG+MSCONS+A+B+240605:0715+G1+UN+D:96A'UNH+1+MSCONS:D:96A:UN:X+CAR+2:C'BGM+7'UNT+3+1'UNE+1+G1'UNZ+1+R'",
    b"UNB+UNOC:3+A+B+240605:0715+R'UNH+1+MSCONS:D:96A:UN:X++1:F'UNT+2+1'UNH+1+MSCONS:D:96A:UN:X++x:F'UNT+2+1'UNZ+2+R'",
    b"UNB\x1dUNOB\x1f2\x1dA\x1dB\x1d240605\x1f0715\x1dR\x1cUNH\x1d1\x1dMSCONS\x1fD\x1cUNT\x1d2\x1d1\x1cUNZ\x1d1\x1dR\x1c",
    b"UNA;*,\\ ~UNB*UNOC;3*A*B*240605;0715*R~UNH*1*MSCONS;D;96A~FTX*AAO***a\\~b~UNT*3*1~UNZ*1*R~",
    b"UNA:+.?*'UNB+UNOC:4+A+B+20240605:0715+R'UNH+1+MSCONS:D'FTX+AAO*B+a?*b'UNT+3+1'UNZ+1+R'",
    b"\xef\xbb\xbf\r\n UNA:+.? '\r\nUNB+UNOY:4+\xc3\xa6+B+20240605:0715+R'\r\nUNZ+0+R'\r\n\r\n",
    b"UNA:+.? 'UNB+UNOC:3+A+B+990229:2400+R'UNZ+0+R'UNB+UNOC:3+A+B+000229:0000+S'UNZ+0+S'",
    b"UNA:+.? 'UNA:+,? 'UNB+UNOC:3+A+B+240605:0715+R'UNZ+0+R'",
    b"UNA:+.?", b"UNA:+.? ", b"UNA:+.? 'UNB", b"UNA::.? 'UNB::", b"UNA:+.:'UNB+UNOC:3'", b"UNAAAAAAAUNB", b"", b" ", b"UN", b"UNB", b"UNB+", b"\x00UNB+UNOC:3'",
    b"UNB+UNOC:3+?'?+?:??+B'UNZ+0'", b"UNB+UNOC:3+A+B+1:1+R?'", b"UNB+UNOC:3+A+B+1:1+R??'UNZ'", b"UNB+UNOC:3+A+B?", b"'UNB+UNOC:3+A'", b"UNB+UNOC:3''UNZ'",
    b"UNB+UNOC:3+A+B+240605:0715+R'UNH+1+X:D'UNH+2+X:D'UNT+2+2'UNZ+9+Q'NAD+X'UNE+1+1'UNT+1+1'",
    b"UNB+UNOC:3+A+B+240605:0715+R'UNG+X'UNG+Y'UNE+0+Y'UNH+1+X:D'UNZ+1+R'UNT+2+1'UNB+UNOC:3+C+D+1:1+Z'UNH+5+Y:D'",
    b"UNH+1+X:D'UNT+2+1'", b"UNH+1+X:D'UNT+2+1'UNZ+1+R'", b"UNB+unoc:3+a+b+1:1+r'UNZ+0+r'", b"UNB+UNOA:1+a\xe6+B+1:1+R'UNZ+0+R'", b"UNB+UNOX:4+\x1b$B+B+1:1+R'UNZ+0+R'",
    b"UNB+UNOQ:5+A\x7f\x85\x01+B+1:1+R'UNZ+0+R'", b"UNB+UNOC:3+A+B+1:1+R'\nABCDEFGHIJ+x'A+b'AB+'1234'?A+b'UNZ+0+R'",
)  # fmt: skip


def answers() -> Iterator[Answer]:
    """Yield what is read of each input."""
    for (case, data), limits in zip(inputs(), cycle(LIMITS), strict=False):
        yield Answer(case, (*_syntax(data, limits), *_messages(data)))
    for data, limits in product(ENVELOPES, LIMITS[:4]):
        yield Answer(f"{data!r} {limits}", _syntax(data, limits))
    for data in ENVELOPES:
        yield Answer(f"in pydifact {data!r}", (called(_in_pydifact, data),))
    yield from _characters()
    yield from _segments()


def inputs() -> Iterator[tuple[str, bytes]]:
    """Yield small inputs, as they are and changed."""
    bases = [data for data in bases_by_hand() if len(data) < LONGEST]
    yield from chain(
        ((f"{case} whole", data) for case, data in changed(bases, 1, lambda _, data: data)),
        ((f"{case} changed", data) for case, data in changed(bases, COUNT, mutated)),
        ((f"{case} parts", data) for case, data in changed(bases, COUNT, component_changed)),
    )


def _syntax(data: bytes, limits: Limits | None) -> Iterator[str]:
    """Yield what tokenizer and assembler say, and what differs where bodies are not read at once."""
    yield called(tokenize, data, limits=limits)
    yield called(
        lambda: (
            detect_edifact(data),
            first_creation(data),
            preparation(data),
            regular_start(data),
            terminators(data),
        )
    )
    try:
        interchanges, findings = parse_interchanges(data, limits=limits)
    except ParseError as error:
        yield f"{error} {error.position}"
        return
    yield text_of_value([_properties(interchange) for interchange in interchanges])
    yield text_of_value(
        (findings, wrapped_at(data, interchanges), [_envelope(interchange) for interchange in interchanges])
    )
    unread, others = read_envelopes(data, limits=limits, least=0)
    bodies = [message.unread is not None for interchange in unread for message in interchange.messages]
    yield f"unread {bodies}, the same {unread == interchanges}: {text_of_value(others)}"
    written = [called(interchange_to_bytes, interchange) for interchange in interchanges]
    yield f"{repr(data) == ''.join(written)} {written if limits is None else ''} {called(edielkit.to_dict, interchanges[0])}"


def _in_pydifact(data: bytes) -> object:
    """Return an interchange as it is after a way through pydifact, and its segments there."""
    interchange = edielkit.parse_all(data)[0]
    assert isinstance(interchange, Interchange)
    # pydifact warns of segments without elements
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        there = interchange_to_pydifact(interchange)
        again = interchange_from_pydifact(there)
    return (
        [(segment.tag, segment.elements) for segment in there.segments],
        tuple(again.segments),
        again.separators,
    )


def _properties(interchange: Interchange) -> list[object]:
    profile = detect_profile(interchange)
    return [profile and profile.code, *(getattr(interchange, name) for name in PROPERTIES)]


def _envelope(interchange: Interchange) -> list[object]:
    """Return what properties of messages and groups say, and how the parts of the interchange stand in each other."""
    messages = [
        (
            *(
                raw.reference,
                raw.type,
                raw.version,
                raw.release,
                raw.agency,
                raw.association,
                raw.directory,
                raw.common_access_reference,
            ),
            *(raw.split, raw.is_empty, raw.index, len(raw.body), raw.unt, profile_of(raw, interchange.unb)),
        )
        for raw in interchange.messages
    ]
    groups = [
        (group.reference, len(group.messages), [segment.tag for segment in group.segments])
        for group in interchange.groups
    ]
    return [
        messages,
        groups,
        [type(item).__name__ for item in interchange.content],
        interchange.unz,
        len(interchange.leading),
        interchange.trailing,
    ]


def _messages(data: bytes) -> Iterator[str]:
    """Yield the typed messages, and what they are as plain data and read back."""
    try:
        (interchange, *_), _ = parse_interchanges(data)
    except ParseError:
        return
    for raw in list(interchange.messages)[:1]:
        typed = read_message(raw)
        if typed is None:
            yield "no typed message"
            continue
        yield f"{text_of_value(typed)} {_times(typed)}"
        yield f"{typed.segments() == raw.segments} {to_bytes(typed.write())!r}"
        mapping = message_to_dict(typed)
        again = called(message_from_dict, mapping) == text_of_value(typed)
        rewritten = called(
            lambda: (
                interchange_to_bytes(edielkit.from_dict("Interchange", edielkit.to_dict(interchange))) == data
            )
        )
        yield f"{mapping} {again} {rewritten}"


def _times(typed: Message) -> str:
    profile = profile_of(typed)
    accepted = getattr(typed, "accepted", None)
    parties = [called(getattr(typed, "party", str), role) for role in ("MR", "FR", "DO")]
    spans = [called(typed.time, function) for function in ("137", "324")]
    return text_of_value(
        (
            profile,
            typed.clock(profile),
            typed.instant("137", profile),
            typed.instant("163"),
            accepted,
            parties,
            spans,
        )
    )


def _characters() -> Iterator[Answer]:
    bodies = [bytes((byte,)) for byte in range(0, 256, 3)]
    bodies += [
        b"",
        b"ABC",
        b"abc'",
        b"a\x00b\x1f",
        b"\xc3\xa6",
        b"\xff\xc3",
        b"\x9f\x80A",
        b"A\xe6\x01a",
        b"#@[]{}",
        b"\x1b$B0!",
        b"Z9 .,-()/=!\"%&*;<>'+:?",
    ]
    texts = [
        "",
        "ABC",
        "abc",
        "\xe6",
        "\u0142",
        "\u20ac",
        "\x7f",
        "\x85",
        "A\nB",
        "\u0416",
        "\u05d0",
        "\u4e00",
        "\ud800",
        "#",
        "Z9 .,-()/=!\"%&*;<>'+:?",
    ]
    for code in (*CHARSETS, "UNOQ", ""):
        yield Answer(
            f"characters {code}",
            (
                table_of(faults, product(bodies, [code], (b"", b"\x1d\n"))),
                table_of(encode, product(texts, [code])),
                text_of_value(CHARSETS[code].clean if code in CHARSETS else None),
            ),
        )


def _segments() -> Iterator[Answer]:
    places = [*product(range(5), range(4))]
    raws = (
        b"QTY+136:12.5:KWH'\r\n", b"FTX+AAO+?+:a?'b:c++what?'s'", b"LIN'", b"LIN", b"NAD+A:B:C+:D:+E'", b"NAD++'", b"BGM+7:::+D?+1?:+9'x",
    )  # fmt: skip
    for raw in raws:
        segment = tokenize(b"UNB+UNOC:3'" + raw).segments[-1]
        yield Answer(
            f"segment {raw!r}",
            (
                text_of_value(segment),
                table_of(segment.get, places),
                table_of(segment.at, places),
                table_of(place, ((segment, *row) for row in places)),
                table_of(segment.place, places),
                text_of_value((segment.tail, message_segments(b"UNB+UNOC:3'", b"UNH+1+X:D'" + raw))),
            ),
        )
    tags = ("UNA", "QTY", "QTY136", "Testesen", "ABCDEFGHIJ", "A1B2C3D4E5", "\xe6\xf8\xe5a", "", "abc-defg")
    yield Answer("tags", (table_of(tag_name, ((tag,) for tag in tags)),))
    signs = (
        Separators(),
        LEVEL_B,
        Separators(decimal=","),
        Separators(reserved="*"),
        Separators(release=""),
        Separators(component=";", element="*", terminator="~"),
    )
    parts = ("plain", "a+b", "a:b", "a?b", "a'b", "a*b", "a;b", "\xe6", "\u0142", "", "a\x1db")
    for number, separators in enumerate(signs):
        segments = [Segment.of("FTX", "AAO", ("", part), "", (part, "", "x", "")) for part in parts]
        yield Answer(
            f"separators {number}",
            (
                text_of_value((separators.una, separators.service, separators.are_usual)),
                table_of(
                    to_bytes,
                    product(
                        [[segment] for segment in segments], [separators], ("UNOA", "UNOC", "UNOY", "UNOQ")
                    ),
                ),
                table_of(to_bytes, [([Segment("UNA", separators=separators), segments[0]], separators)]),
                table_of(
                    split_released,
                    product(("a+b?+c++d??+", "", "+", "a"), [separators.element], [separators.release]),
                ),
                table_of(unreleased, product(("a?+b??c?", "", "a\\+b"), (separators.release, "\\", ""))),
            ),
        )
    built = (("",), ("", ""), ("a", "", ("b", "", ""), ""), ((), ("", "x")), (("", ""), "y"))
    yield Answer("built", (table_of(Segment.of, (("LIN", *row) for row in built)),))


def test_what_is_read_is_the_kept():
    """Segments, envelopes, messages, plain data and bytes."""
    assert_kept(__file__, answers())

"""An interchange in words: who, when, and what each message says; or segment by segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

import attrs

from edielkit.cli.language import label, translate
from edielkit.cli.output.code_text import SEGMENT_NAMES, component_name, edifact_meaning
from edielkit.cli.output.instant_texts import instant_text, period_text
from edielkit.cli.output.masking import code_text, masked_elements
from edielkit.cli.output.series_lines import series_lines, totals_line
from edielkit.cli.output.show_pairs import SideBySide
from edielkit.cli.output.terminal import dim, filled, pairs, strong
from edielkit.edifact.interchange import FunctionalGroup, Interchange, RawMessage
from edielkit.edifact.messages import Mscons, Utilts, read_message
from edielkit.edifact.messages.message import Part, Time, Trailer
from edielkit.edifact.profiles import detect_profile
from edielkit.edifact.segments import Segment, tag_name
from edielkit.edifact.series.typed import series
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.series import TimeSeries

__all__ = ("envelope_lines", "interchange_facts", "interchange_lines", "segment_lines", "segment_text")

# The detail section of a message of series is shown as series.
_SERIES_FIELDS = frozenset({"deliveries", "transactions"})


def interchange_lines(
    interchange: Interchange, *, personal: bool, most: int | None, beside: SideBySide
) -> Iterator[str]:
    """Yield the lines of an interchange.

    Args:
        interchange: The interchange.
        personal: Show personal data.
        most: How many series or parts of a message to show; all if None.
        beside: What to show side by side.
    """
    profile = _profile(interchange)
    yield f"{strong('Interchange')} {code_text(interchange.reference, personal=personal)}  {dim(_syntax(interchange, profile, personal=personal))}"
    yield from pairs(interchange_facts(interchange, personal=personal))
    messages = interchange.messages
    every: list[TimeSeries] = []
    for message in messages if most is None else messages[:most]:
        yield ""
        yield from _message_lines(
            message,
            _profile(interchange, message),
            personal=personal,
            most=most,
            directions=beside.directions,
            every=every,
        )
    if most is not None and most < len(messages):
        yield ""
        yield translate(f"… {len(messages) - most} more messages; --all shows them")
    # the directions of a point may stand in two messages
    yield from beside.lines(every, most)


def _profile(interchange: Interchange, message: RawMessage | None = None) -> str | None:
    profile = detect_profile(interchange, message)
    return profile.code if profile else None


def _heading(message: RawMessage, *, personal: bool) -> str:
    kind = code_text(message.type or "message", personal=personal)
    return f"{strong(kind)} {code_text(message.reference, personal=personal)}"


def _directory(message: RawMessage, *, personal: bool) -> str:
    return code_text(message.directory, personal=personal)


def _syntax(interchange: Interchange, profile: str | None, *, personal: bool) -> str:
    code = partial(code_text, personal=personal)
    return f"EDIFACT {code(interchange.syntax_id)}:{code(interchange.syntax_version)}, " + (
        translate(f"profile {profile}" if profile else "no known profile")
    )


def interchange_facts(interchange: Interchange, *, personal: bool = False) -> Iterator[tuple[str, str]]:
    """Yield label and value of what the header of an interchange says.

    Args:
        interchange: The interchange.
        personal: Show names that stand where a code or an identification is due.
    """
    code = partial(code_text, personal=personal)
    yield "from", _party(code(interchange.sender), code(interchange.sender_qualifier))
    yield "to", _party(code(interchange.recipient), code(interchange.recipient_qualifier))
    yield "prepared", _prepared(interchange, personal=personal)
    yield "application", code(interchange.application_reference)
    wishes = [
        *([label("test")] if interchange.test else []),
        *([translate("a CONTRL is wanted")] if interchange.ack_request else []),
    ]
    yield "flags", ", ".join(wishes)
    yield "messages", str(len(interchange.messages))


def _party(identification: str, qualifier: str) -> str:
    meaning = edifact_meaning("0007", qualifier)
    return f"{identification}{f' ({label(meaning)})' if meaning else f' ({qualifier})' if qualifier else ''}"


def _prepared(interchange: Interchange, *, personal: bool) -> str:
    text = interchange.prepared
    # 0017 has two or four digits of the year, 0019 four of the time of day
    if not text.isdigit() or len(text) not in {10, 12}:
        unb = interchange.unb
        parts = () if unb is None else (unb.get(4), unb.get(4, 2))
        return " ".join(code_text(part, personal=personal) for part in parts).strip()
    long = "20" + text if len(text) == 10 else text
    time = f"{long[:4]}-{long[4:6]}-{long[6:8]} {long[8:10]}:{long[10:]}"
    return translate(f"{time} on the sender's clock")


def _message_lines(
    raw: RawMessage,
    profile: str | None,
    *,
    personal: bool,
    most: int | None,
    directions: Mapping[str, str],
    every: list[TimeSeries],
) -> Iterator[str]:
    """Yield the lines of a message, and add its series to *every*."""
    yield f"{_heading(raw, personal=personal)}  {dim(f'{_directory(raw, personal=personal)} {code_text(raw.association, personal=personal)}'.strip())}"
    typed = read_message(raw)
    if typed is None:
        yield translate("  this package has no type for it; its segments:")
        yield from segment_lines(raw.segments, raw.directory, personal=personal, most=most)
        return
    options = SeriesOptions(profile=profile, directions=directions)
    own = list(series(typed, options)) if isinstance(typed, (Mscons, Utilts)) else []
    yield from _part_lines(
        typed, raw.directory, "  ", typed.clock(profile), without=bool(own), personal=personal
    )
    for number, channel in enumerate(own if most is None else islice(own, most), 1):
        yield ""
        yield from series_lines(channel, number, personal=personal)
    if most is not None and len(own) > most:
        yield translate(f"  … {len(own) - most} more series; --all shows them")
    every += own
    if len(own) > 1:
        yield ""
        yield f"  {translate('together')}: {totals_line(own, personal=personal)}"


def _part_lines(
    part: Part, directory: str, indent: str, clock: Any, *, without: bool, personal: bool
) -> Iterator[str]:
    """Yield the parts below *part*; the depth is that of the message's type."""
    for field in attrs.fields(type(part)):
        kind = field.metadata.get("child")
        if kind is None or (without and field.name in _SERIES_FIELDS) or kind is Trailer:
            continue
        value = getattr(part, field.name)
        for child in () if value is None else (value,) if field.metadata["single"] else value:
            yield from filled(
                f"{dim(f'{child.TAG} ')}{_part_text(child, directory, clock, personal=personal)}",
                indent + "    ",
                first=indent,
            )
            yield from _part_lines(child, directory, indent + "  ", clock, without=False, personal=personal)


def _part_text(part: Part, directory: str, clock: Any, *, personal: bool) -> str:
    if isinstance(part, Time):
        function = code_text(part.function, personal=personal)
        return f"{_with_meaning('2005', function)}: {_time(part, clock, personal=personal)}"
    segment = part.own_segment()
    hidden = segment.elements if personal else masked_elements(segment.tag, segment.elements)
    texts = []
    for field in attrs.fields(type(part)):
        place = field.metadata.get("at")
        if place is None or not getattr(part, field.name):
            continue
        element, component = place
        text = hidden[element - 1][component - 1]
        code = component_name(segment.tag, directory, element, component)
        texts.append(f"{label(field.name.replace('_', ' '))} {_with_meaning(code, text)}")
    return ", ".join(texts) or label(SEGMENT_NAMES.get(segment.tag, ""))


def _with_meaning(data_element: str, text: str) -> str:
    meaning = edifact_meaning(data_element, text)
    return f"{text} ({label(meaning)})" if meaning else text


def _time(time: Time, clock: Any, *, personal: bool) -> str:
    try:
        return instant_text(time.instant(clock))
    except ValueError:
        pass
    try:
        return period_text(time.period(clock))
    except ValueError:
        text, form = (code_text(part, personal=personal) for part in (time.text, time.format))
        return f"{text} {translate('in format')} {_with_meaning('2379', form)}"


# -- segments


def segment_lines(
    segments: Any, directory: str, *, personal: bool, most: int | None, start: int = 1
) -> Iterator[str]:
    """Yield a line for each segment with its number, byte offset and meaning.

    Args:
        segments: The segments in order.
        directory: The directory of the message.
        personal: Show personal data.
        most: How many to show; all if None.
        start: Number of the first segment; 0 for segments of the envelope, which have none.
    """
    listed = list(segments)
    for number, segment in enumerate(listed if most is None else listed[:most], start):
        offset = "" if segment.offset is None else str(segment.offset)
        counted = str(number) if number else ""
        yield f"  {dim(f'{counted:>5} {offset:>8}')}  {segment_text(segment, personal=personal)}"
        meaning = "; ".join(
            [label(SEGMENT_NAMES.get(segment.tag, "unknown segment")), *_meanings(segment, directory)]
        )
        yield from filled(meaning, " " * 18, style="dim")
    if most is not None and len(listed) > most:
        yield translate(f"  … {len(listed) - most} more segments; --all shows them")


def segment_text(segment: Segment, *, personal: bool) -> str:
    """Return a segment as EDIFACT with the usual separators, for reading."""
    if personal:
        tag, elements = segment.tag, segment.elements
    else:
        tag, elements = tag_name(segment.tag), masked_elements(segment.tag, segment.elements)
    return "+".join([tag, *(":".join(element) for element in elements)])


def _meanings(segment: Segment, directory: str) -> Iterator[str]:
    for element, components in enumerate(segment.elements, 1):
        for component, text in enumerate(components, 1):
            code = component_name(segment.tag, directory, element, component)
            meaning = edifact_meaning(code, text) if code else ""
            if meaning:
                yield f"{text} = {label(meaning)}"


def envelope_lines(interchange: Interchange, *, personal: bool, most: int | None) -> Iterator[str]:
    """Yield all segments of an interchange, message by message, numbered as CONTRL counts them.

    Args:
        interchange: The interchange.
        personal: Show personal data.
        most: How many segments of a message to show; all if None.
    """
    head = [segment for segment in (interchange.una, interchange.unb) if segment]
    yield from _envelope(head, personal=personal)
    for part in interchange.content:
        if isinstance(part, Segment):
            yield from _envelope([part], personal=personal)
            continue
        messages = part.messages if isinstance(part, FunctionalGroup) else (part,)
        if isinstance(part, FunctionalGroup):
            yield from _envelope([part.ung], personal=personal)
        for message in messages:
            yield ""
            yield f"{_heading(message, personal=personal)}  {dim(_directory(message, personal=personal))}"
            yield from segment_lines(message.segments, message.directory, personal=personal, most=most)
        if isinstance(part, FunctionalGroup) and part.une:
            yield from _envelope([part.une], personal=personal)
    if interchange.unz:
        yield ""
        yield from _envelope([interchange.unz], personal=personal)


def _envelope(segments: list[Segment], *, personal: bool) -> Iterator[str]:
    for segment in segments:
        yield from segment_lines([segment], "", personal=personal, most=None, start=0)

"""What a change of the wire loses, and what its source could not say: on standard error, and as a JSON file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import click

from edielkit.cli.usage_error import Trouble
from edielkit.errors import ParseError
from edielkit.inputs import XmlInput, open_input

if TYPE_CHECKING:
    from edielkit.conversion import Loss

__all__ = ("Told", "is_faulty", "losses_option", "tell", "write_losses")

F = TypeVar("F", bound=Callable[..., Any])


@attrs.frozen
class Told:
    """What one input lost, and what its source did not say.

    Attributes:
        name: How the input is called.
        losses: What the target cannot hold.
        supplied: What the target has and the source could not say.
    """

    name: str
    losses: tuple[Loss, ...]
    supplied: tuple[Loss, ...]


def losses_option(function: F) -> F:
    """Add ``--losses``."""
    return click.option("--losses", "told", metavar="FILE", help="JSON file of all that is lost, and of all that the source could not say.")(function)  # fmt: skip


def is_faulty(name: str, data: bytes) -> bool:
    """Tell, and say on standard error, whether an interchange is not whole or breaks the syntax: values may be missing."""
    from edielkit.findings import Severity

    try:
        opened = open_input(data)
        if isinstance(opened, XmlInput):
            return False
        from edielkit.edifact.read.assembler import parse_interchanges

        _, findings = parse_interchanges(opened.content)
    except ParseError:
        return False
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        more = f" and {len(errors) - 1} more errors" if len(errors) > 1 else ""
        click.echo(
            f"{name}: values may be missing: {errors[0].code} {errors[0].message}{more}; see edielkit validate",
            err=True,
        )
    return bool(errors)


def tell(told: Told) -> None:
    """Say on standard error what was lost, then what the options supplied: equal ones of one kind in one line."""
    for each in (told.losses, told.supplied):
        for code, what, group in _groups(each):
            more = f" (and {len(group) - 1} more)" if len(group) > 1 else ""
            lead = "" if each is told.losses else "not said by the source: "
            first = group[0]
            click.echo(f"{told.name}: {code} {lead}{what}: {first.message}; {first.where}{more}", err=True)


def _groups(losses: Iterable[Loss]) -> list[tuple[str, str, list[Loss]]]:
    found: dict[tuple[str, str], list[Loss]] = {}
    for each in losses:
        found.setdefault((each.code, each.what), []).append(each)
    return [(code, what, group) for (code, what), group in found.items()]


def write_losses(told: Sequence[Told], file: str | None) -> None:
    """Write all of it as JSON, with the title of each kind.

    Raises:
        Trouble: The file cannot be written.
    """
    if file is None:
        return
    plain = [
        {"input": each.name, "losses": _plain(each.losses), "supplied": _plain(each.supplied)}
        for each in told
    ]
    try:
        Path(file).write_text(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise Trouble(f"{file}: cannot be written: {error.strerror}") from None


def _plain(losses: Iterable[Loss]) -> list[dict[str, str]]:
    return [
        {**attrs.asdict(each), "title": each.rule.title, "severity": each.rule.severity.value}
        for each in losses
    ]

"""What a change of the wire loses, and what its source could not say: on standard error, and as a JSON file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import click

from edielkit.cli.language import translate
from edielkit.cli.output.files import require_content, require_file, write_output
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.terminal import echo
from edielkit.inputs import Input

if TYPE_CHECKING:
    from edielkit.conversion import Loss

__all__ = (
    "InputLosses",
    "fault_words",
    "is_faulty",
    "losses_option",
    "print_losses",
    "require_losses",
    "write_losses",
)

F = TypeVar("F", bound=Callable[..., Any])


@attrs.frozen
class InputLosses:
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
    return click.option("--losses", "losses_file", metavar="FILE", help="JSON file of all that is lost, and of all that the source could not say.")(function)  # fmt: skip


def is_faulty(name: str, opened: Input, now: dt.datetime) -> bool:
    """Tell, and say on standard error, whether `validate` refuses an input: values may be missing or wrong.

    Args:
        name: How the input is called.
        opened: The input.
        now: Aware instant of the validation.
    """
    words = fault_words(name, opened, now)
    if words:
        echo([words], err=True)
    return bool(words)


def fault_words(name: str, opened: Input, now: dt.datetime, profile: str | None = None) -> str:
    """Return in words that `validate` refuses an input, empty when it does not.

    Args:
        name: How the input is called.
        opened: The input.
        now: Aware instant of the validation.
        profile: EDIFACT profile of a source that does not tell; None for none.
    """
    from edielkit.verbs import detect, validate

    if profile is not None:
        kind = detect(opened)
        profile = profile if kind.wire == "edifact" and not kind.profile else None
    errors = validate(opened, now=now, profile=profile).errors
    if not errors:
        return ""
    first = errors[0]
    others = [code for code in dict.fromkeys(finding.code for finding in errors) if code != first.code]
    also = f"; and {', '.join(others)}" if others else ""
    return translate(
        f"{name}: validate refuses it, and values may be missing or wrong: {first.code} {first.message}{also}; "
        "see edielkit validate"
    )


def print_losses(report: InputLosses) -> None:
    """Say on standard error what was lost, then what the options supplied: equal ones of one kind in one line."""
    # the name of a file stays as it is
    name = translate(report.name) if report.name == "the result" else report.name
    for lead, losses in (("", report.losses), ("not said by the source: ", report.supplied)):
        for code, what, group in _groups(losses):
            first = group[0]
            more = translate(f" (and {len(group) - 1} more)") if len(group) > 1 else ""
            lost, why, where = map(translate, (what, first.message, first.where))
            echo([f"{name}: {code} {translate(lead)}{lost}: {why}; {where}{more}"], err=True)


def _groups(losses: Iterable[Loss]) -> list[tuple[str, str, list[Loss]]]:
    groups: dict[tuple[str, str], list[Loss]] = {}
    for loss in losses:
        groups.setdefault((loss.code, loss.what), []).append(loss)
    return [(code, what, group) for (code, what), group in groups.items()]


def require_losses(reports: Sequence[InputLosses], file: str | None, *, force: bool = False) -> None:
    """Refuse a file that cannot be given the losses, before the message is written.

    Raises:
        UsageError: The file cannot be written.
    """
    if file is not None:
        require_file(file, force=force)
        require_content(file, _losses_json(reports), force=force)


def write_losses(reports: Sequence[InputLosses], file: str | None, *, force: bool = False) -> None:
    """Write all of it as JSON, with the title of each kind.

    Raises:
        UsageError: The file cannot be written.
    """
    if file is not None:
        write_output(file, _losses_json(reports), force=force)


def _losses_json(reports: Sequence[InputLosses]) -> bytes:
    inputs = [
        {"input": report.name, "losses": _as_dicts(report.losses), "supplied": _as_dicts(report.supplied)}
        for report in reports
    ]
    return f"{json_text(inputs)}\n".encode()


def _as_dicts(losses: Iterable[Loss]) -> list[dict[str, str]]:
    return [
        {**attrs.asdict(loss), "title": loss.rule.title, "severity": loss.rule.severity.value}
        for loss in losses
    ]

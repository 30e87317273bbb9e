"""The balance of grid areas and the exchange of each pair of them: as text, plain data, a page, a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from edielkit.cli.language import language, translate
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.reports import InputReport, in_language, text_lines
from edielkit.cli.output.terminal import columns, echo, strong, write_document
from edielkit.cli.usage_error import NothingThereError, UsageError

if TYPE_CHECKING:
    from edielkit.exchange import Balance, ExchangePoint, Reconciliation
    from edielkit.findings import Report
    from edielkit.series import TimeSeries

__all__ = ("balance_picture", "print_balance")


def print_balance(
    both: Report,
    series: Sequence[TimeSeries],
    points: Sequence[ExchangePoint],
    balanced: Balance,
    pairs: Reconciliation,
    *,
    style: str,
) -> None:
    """Print a balance.

    Args:
        both: The findings of the balance and of the pairs.
        series: The series that were balanced.
        points: The exchange points.
        balanced: The balance of each grid area.
        pairs: The exchange of each pair of grid areas.
        style: ``text``, ``json`` or ``html``.
    """
    if style == "json":
        write_document([json_text({**both.to_dict(), **_as_dict(balanced, pairs)})])
    elif style == "html":
        from edielkit.cli.output.html_exchange import balance_html

        write_document([balance_html(both, series, points, balanced, pairs)])
    else:
        echo(_lines(balanced, pairs))
        echo(text_lines([in_language(InputReport("balance", both))]))


def balance_picture(balance: Balance, area: str | None) -> str:
    """Return the hours of one grid area as SVG.

    Args:
        balance: The balance.
        area: EIC of the grid area; may be None where there is one alone.

    Raises:
        UsageError: The area is not in the balance, or there are several.
    """
    from edielkit.exchange import balance_svg

    names = [area_balance.area for area_balance in balance.areas]
    if not names:
        raise NothingThereError(
            "no series of a grid area to draw; --areas FILE says which area a point is in"
        )
    if area is None and len(names) != 1:
        raise UsageError(f"which grid area is to be drawn? say so with --area: {', '.join(names)}")
    wanted = area or names[0]
    if wanted not in names:
        raise UsageError(f"no grid area {wanted!r} in the balance, only {', '.join(names)}")
    return balance_svg(balance.of(wanted), language=language())


def _as_dict(balance: Balance, pairs: Reconciliation) -> dict[str, Any]:
    return {
        "areas": [
            {
                "area": area.area,
                "intervals": len(area.start),
                "seconds": area.seconds,
                **{name: str(amount) for name, amount in area.totals.items()},
                "estimate": None
                if area.estimate is None
                else str(Decimal(int(area.estimate.sum())).scaleb(-3)),
            }
            for area in balance.areas
        ],
        "pairs": [
            {
                "first": pair.first,
                "second": pair.second,
                "into_first": str(pair.into_first),
                "into_second": str(pair.into_second),
                "twice": str(pair.twice),
            }
            for pair in pairs.pairs
        ],
    }


def _lines(balance: Balance, pairs: Reconciliation) -> Iterator[str]:
    if balance.areas:
        head = tuple(map(translate, ("grid area", *balance.areas[0].totals)))
        yield strong("Balance in kWh")
        yield from columns([head, *((area.area, *map(str, area.totals.values())) for area in balance.areas)], indent="    ")  # fmt: skip
    if pairs.pairs:
        yield ""
        yield strong("Exchange in kWh")
        rows = [(pair.first, pair.second, str(pair.into_first), str(pair.into_second), str(pair.net_into_first), str(pair.twice)) for pair in pairs.pairs]  # fmt: skip
        yield from columns([tuple(map(translate, ("first", "second", "into first", "into second", "net into first", "twice"))), *rows], indent="    ")  # fmt: skip
    yield ""

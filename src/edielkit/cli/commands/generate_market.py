"""`edielkit generate market`: a whole market, invented, as messages, a scenario or tables."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from edielkit.cli.language import translate
from edielkit.cli.output.files import make_folder, require_folder, write_file
from edielkit.cli.output.terminal import echo
from edielkit.cli.shared_options import ParamType, force
from edielkit.cli.usage_error import EXIT_OK, UsageError
from edielkit.errors import BuildError

__all__ = ("market_command",)

_DAY = dt.timedelta(days=1)
_MOST_DAYS = 3660


class _Days(ParamType):
    """A day, or the first and the last of days that follow each other: ``FROM..TO``."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[dt.date]:
        """Return the days."""
        if isinstance(value, list):
            return value
        first, dots, last = str(value).partition("..")
        try:
            start = dt.date.fromisoformat(first)
            end = dt.date.fromisoformat(last) if dots else start
        except ValueError:
            self.fail("expected a day such as 2026-02-02, or two with .. between", param, ctx)
        count = (end - start).days + 1
        if not 1 <= count <= _MOST_DAYS:
            self.fail(f"expected 1 to {_MOST_DAYS} days, found {count}", param, ctx)
        return [start + n * _DAY for n in range(count)]


@click.command("market")
@click.option("--points", type=click.IntRange(10, 1_000_000), default=100, show_default=True, help="How many metering points.")  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same market and the same bytes.")  # fmt: skip
@click.option("--days", type=_Days(), metavar="FROM[..TO]", default="2026-02-02", show_default=True, help="Norwegian days, the last one too.")  # fmt: skip
@click.option("--as", "form", type=click.Choice(("messages", "scenario", "tables", "parquet")), default="messages", show_default=True, help="What to write.")  # fmt: skip
@click.option("--resolution", type=click.Choice(("mixed", "quarter", "hour")), default="mixed", show_default=True, help="Length of values: mixed has hours for most consumption and quarters for all else.")  # fmt: skip
@click.option("-o", "--output", metavar="DIR", required=True, help="Folder for the files.")
@force
def market_command(
    *, points: int, seed: int, days: list[dt.date], form: str, resolution: str, output: str, force: bool
) -> int:
    """Invent a market: parties, grid areas, metering points of all types, and values that balance.

    In every grid area and interval production and import are consumption, export and loss, to the thousandth. Persons,
    firms, parties and points have test numbers that name nobody. messages/DAY holds what the grid companies send,
    corrections/DAY what they correct on the second morning after, figures/DAY.csv what each area comes to; a scenario plays all of it
    with edielkit hub run DIR/market.yml. Exit status: 0 written, 2 could not run.
    """
    from edielkit.generate.market import generate_market
    from edielkit.generate.market.outputs import market_files

    require_folder(output)
    market = generate_market(points, seed=seed, resolution=resolution)
    folder, count, size = Path(output), 0, 0
    try:
        for name, pieces in market_files(market, days, form):
            target = folder / name
            make_folder(target.parent)
            # the same command makes them again: no file is worth the wait for the disk
            size += write_file(target, pieces, force=force, durable=False)
            count += 1
    except BuildError as error:
        raise UsageError(f"--days: {error.message}") from None
    except ValueError as error:
        raise UsageError(str(error)) from None
    echo([translate(f"{market.points} metering points in {len(market.areas)} grid areas: {count} files, {size} bytes, in {folder}")])  # fmt: skip
    return EXIT_OK

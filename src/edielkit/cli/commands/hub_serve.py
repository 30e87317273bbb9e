"""A hub behind its doors: what `edielkit hub serve` does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.cli.input.scenario_files import only_document
from edielkit.cli.language import translate
from edielkit.cli.open_files import STDIN
from edielkit.cli.output.files import make_folder
from edielkit.cli.usage_error import UsageError
from edielkit.market_time import local_day
from edielkit.suggest import near_names, one_of

if TYPE_CHECKING:
    from edielkit.cli.input.scenario_files import ScenarioDocument
    from edielkit.server.clocks import ClockSpeed

__all__ = ("ServeOptions", "make_certificates", "serve_hub")

# Source: the SoapUI projects of EMIF 2.4.3, one port a service from MarketProcesses to Query; every service answers at each.
SOAPUI_PORTS = (8080, 8081, 8082, 8083, 8084)


@attrs.frozen(kw_only=True)
class ServeOptions:
    """What the command line says.

    Attributes:
        market: File with the head of a scenario, name of a market, or None.
        host: Address to listen on.
        port: Port; 0 for any that is free.
        security: What the SOAP door asks of a message.
        certificates: Folder of `edielkit hub certificates`.
        clock: ``wall``, ``frozen`` or ``x60``.
        start: Day and time in Norway, or instant with its zone, at which the hub begins; None for that of the market.
        state: File in which everything that came in is kept.
        soapui: Listen on the ports of Elhub's SoapUI projects too.
    """

    market: str | None
    host: str
    port: int
    security: str
    certificates: str | None
    clock: str
    state: str | None
    start: str | None = None
    soapui: bool = False


def serve_hub(options: ServeOptions, say: Callable[[str], None]) -> None:
    """Serve a hub until the process is told to end.

    Args:
        options: What the command line says.
        say: Prints a line.

    Raises:
        UsageError: An option, the market or the state file cannot be used, or the extra is not installed.
    """
    try:
        from edielkit.server.running import ListenError, bind, serve
        from edielkit.server.settings import Security, ServerSettings
    except ModuleNotFoundError as error:
        raise _not_installed(error) from None
    from edielkit.scenarios import ScenarioError
    from edielkit.server.clocks import ClockSpeed

    document = _document(options.market)
    content, files = _head(options.market, document)
    try:
        clock = ClockSpeed.read(options.clock)
    except ValueError as error:
        raise UsageError(f"--clock: {error}") from None
    if options.security != "off" and options.certificates is None:
        raise UsageError("--security needs --certificates DIR, which edielkit hub certificates DIR makes")
    settings = ServerSettings(
        scenario=content,
        files=files,
        security=Security(options.security),
        certificates=None if options.certificates is None else Path(options.certificates),
        clock=clock,
        start=_start(options.start, clock),
        state=None if options.state is None else Path(options.state),
    )
    ports = dict.fromkeys((options.port, *(SOAPUI_PORTS if options.soapui else ())))
    with ExitStack() as listeners:
        try:
            sockets = [listeners.enter_context(bind(options.host, port)) for port in ports]
        except ListenError as error:
            raise UsageError(str(error)) from None
        try:
            serve(settings, sockets, say)
        except ScenarioError as error:
            refusal = f"{options.market}: {error.message}" if document is None else document.refusal(error)
            raise UsageError(refusal) from None


def _start(text: str | None, clock: ClockSpeed) -> dt.datetime | None:
    """Return the instant at which the hub begins, None for that of its market."""
    from edielkit.scenarios import ScenarioError
    from edielkit.scenarios.clock import ScenarioClock
    from edielkit.server.clocks import WALL, wall_now

    if text is None:
        return None
    if clock == WALL:
        raise UsageError(
            "--start needs --clock frozen or x60: the clock of the wall shows the time of the world"
        )
    now = wall_now()
    try:
        return ScenarioClock(local_day(now), now).instant(text)
    except ScenarioError:
        raise UsageError(
            f"--start: expected a day with a time, such as '2026-02-02 09:00', found {text[:40]!r}"
        ) from None


def make_certificates(folder: Path, market: str | None) -> Iterator[str]:
    """Write keys and certificates for the parties of a market; yield what to print.

    Args:
        folder: Folder for them.
        market: As in `ServeOptions`.

    Raises:
        UsageError: The market cannot be read, a file is there already, or the extra is not installed.
    """
    try:
        from edielkit.server.certificates import P12_PASSWORD, write_certificates
    except ModuleNotFoundError as error:
        raise _not_installed(error) from None
    from edielkit.scenarios import ScenarioError, read_scenario
    from edielkit.server.clocks import wall_now
    from edielkit.server.own_market import own_market

    document = _document(market)
    content, _ = _head(market, document)
    now = wall_now()
    try:
        parties = read_scenario(content or own_market(now)).names.parties.values()
    except ScenarioError as error:
        refusal = f"{market}: {error.message}" if document is None else document.refusal(error)
        raise UsageError(refusal) from None
    make_folder(folder)
    try:
        for path in write_certificates(folder, parties, now):
            yield str(path)
    except FileExistsError as error:
        raise UsageError(f"{error.filename}: is there already, and keys are not replaced") from None
    for party in parties:
        if not party.organisation_number:
            yield translate(
                f"{party.name}: no organisation number in the market; --security organisation refuses it"
            )
    yield translate(f"the password of the .p12 files is {P12_PASSWORD}")


def _not_installed(error: ModuleNotFoundError) -> UsageError:
    return UsageError(f"{error.name} is not installed: pip install 'edielkit[server]'")


def _document(market: str | None) -> ScenarioDocument | None:
    """Return the scenario of a file, None for the name of a market and for nothing."""
    from edielkit.scenarios import PRESETS

    if market is None or market in PRESETS:
        return None
    if market != STDIN and not Path(market).exists():
        near = near_names(market, PRESETS)
        right = f"did you mean {one_of(near)}?" if near else f"the markets are {', '.join(PRESETS)}"
        raise UsageError(f"{market}: no such file, and no market of this name; {right}")
    return only_document(market)


def _head(
    market: str | None, document: ScenarioDocument | None
) -> tuple[dict[str, Any] | None, dict[str, bytes]]:
    """Return the head of the scenario, with the files that its steps send."""
    if document is None:
        return None if market is None else {
            "scenario": f"the market {market}",
            "market": market,
            "steps": [],
        }, {}
    if not isinstance(document.content, dict):
        raise UsageError(f"{document.name}:1: expected parties, areas, customers, points")
    head = {"scenario": "a served market", "steps": [], **document.content}
    return head, dict(document.files())

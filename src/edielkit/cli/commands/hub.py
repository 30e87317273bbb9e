"""`edielkit hub`: scenarios of the reference hub played, a demonstration, and folders of messages replayed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import attrs
import click

from edielkit.cli.commands.hub_demo import DEMO_AREA, DEMO_DAY, STORIES, DemoStory, play_stories
from edielkit.cli.commands.hub_sent import SentMessages
from edielkit.cli.input.clock import DAY, INSTANT, Now
from edielkit.cli.input.scenario_files import ScenarioDocument, only_document, scenario_documents
from edielkit.cli.jobs import jobs_option
from edielkit.cli.language import translate
from edielkit.cli.output.files import require_file
from edielkit.cli.output.hub_picture import area_day_svg, write_area_day
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.story_lines import event_lines, names_of
from edielkit.cli.output.terminal import dim, echo, good, strong_name, wrapped, write_document, wrong
from edielkit.cli.shared_options import force
from edielkit.cli.usage_error import EXIT_FINDINGS, EXIT_OK, NothingThereError, UsageError

if TYPE_CHECKING:
    from edielkit.scenarios import Playback

__all__ = ("command",)


@click.group("hub")
def command() -> None:
    """Play with a hub that answers as Elhub does, in memory.

    A scenario is a YAML file: parties, metering points, messages in, time passing, and the messages that are expected
    out; edielkit examples DIR --only hub writes some of each process.
    """


@attrs.frozen
class _PlayedScenario:
    document: ScenarioDocument
    playback: Playback
    names: Collection[str]


def _play(document: ScenarioDocument) -> _PlayedScenario:
    from edielkit.scenarios import ScenarioError, play

    try:
        scenario = document.scenario()
        return _PlayedScenario(document, play(scenario), names_of(scenario.names))
    except ScenarioError as error:
        raise UsageError(document.refusal(error)) from None


# -- run


@command.command("run")
@click.argument("paths", metavar="SCENARIO...", nargs=-1, required=True)
@click.option("--format", "style", type=click.Choice(("text", "json", "junit")), default="text", show_default=True)  # fmt: skip
@click.option("--all", "whole", is_flag=True, help="Tell every story, not only those that went wrong.")
@click.option("-o", "--output", metavar="DIR", help="Folder for the messages that the hub sends, one below it for each scenario.")  # fmt: skip
@force
def run_command(*, paths: tuple[str, ...], style: str, whole: bool, output: str | None, force: bool) -> int:
    """Play scenarios, and tell what did not go as expected.

    SCENARIO is a file, a folder with .yml files, or - for standard input. A file may hold several scenarios, parted
    by lines of three hyphens. Every message from the hub is validated too. With -o they are saved: NUMBER.PARTY.MESSAGE.xml
    in the order in which they were sent, and the hub's journal. Exit status: 0 all went as expected,
    1 something did not, 2 a scenario cannot be understood, 3 none has a step.
    """
    failed = told = 0
    sent = None if output is None else SentMessages(Path(output), force=force)

    def played() -> Iterator[_PlayedScenario]:
        nonlocal failed, told
        for document in scenario_documents(paths):
            scenario = _play(document)
            told += len(scenario.playback.events)
            failed += not scenario.playback.ok
            if sent is not None:
                sent.save(scenario.playback)
            yield scenario

    styles: dict[str, Callable[[Iterable[_PlayedScenario]], Iterator[str]]] = {
        "text": _all_lines if whole else _text_lines,
        "json": _json_lines,
        "junit": _junit_lines,
    }
    (echo if style == "text" else write_document)(styles[style](played()))
    if not told:
        raise NothingThereError("no scenario has a step")
    return EXIT_FINDINGS if failed else EXIT_OK


def _text_lines(played: Iterable[_PlayedScenario], *, whole: bool = False) -> Iterator[str]:
    count = failed = 0
    for scenario in played:
        playback = scenario.playback
        count, failed = count + 1, failed + (not playback.ok)
        if whole or not playback.ok:
            yield from _playback_lines(scenario)
        else:
            yield f"{good('✓')} {playback.title}  {dim(scenario.document.name)}"
    yield ""
    fine = count - failed
    yield translate(f"{count} scenario{'' if count == 1 else 's'}: {fine} as expected, {failed} not")


def _all_lines(played: Iterable[_PlayedScenario]) -> Iterator[str]:
    return _text_lines(played, whole=True)


def _playback_lines(scenario: _PlayedScenario) -> Iterator[str]:
    playback = scenario.playback
    head = f"{good('✓') if playback.ok else wrong('✗')} {strong_name(playback.title)}"
    yield f"{head}  {dim(scenario.document.name)}"
    for event in playback.events:
        yield from event_lines(event, scenario.names, scenario.document)
    yield ""


def _json_lines(played: Iterable[_PlayedScenario]) -> Iterator[str]:
    scenarios = [{"file": scenario.document.name, **scenario.playback.to_dict()} for scenario in played]
    failed = sum(not scenario["ok"] for scenario in scenarios)
    summary = {"scenarios": len(scenarios), "failed": failed}
    yield json_text({"scenarios": scenarios, "summary": summary})


def _junit_lines(played: Iterable[_PlayedScenario]) -> Iterator[str]:
    scenarios = list(played)
    failed = sum(not scenario.playback.ok for scenario in scenarios)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="edielkit hub" tests="{len(scenarios)}" failures="{failed}" errors="0">'
    by_file: dict[str, list[_PlayedScenario]] = {}
    for scenario in scenarios:
        by_file.setdefault(scenario.document.name, []).append(scenario)
    for name, group in by_file.items():
        failures = sum(not scenario.playback.ok for scenario in group)
        yield f'  <testsuite name={quoteattr(name)} tests="{len(group)}" failures="{failures}" errors="0">'
        for scenario in group:
            yield from _case_lines(scenario)
        yield "  </testsuite>"
    yield "</testsuites>"


def _case_lines(scenario: _PlayedScenario) -> Iterator[str]:
    playback = scenario.playback
    head = f"    <testcase classname={quoteattr(scenario.document.name)} name={quoteattr(playback.title)}"
    if playback.ok:
        yield f"{head}/>"
        return
    yield f"{head}>"
    first = quoteattr(playback.differences[0])
    yield f"      <failure message={first}>{escape(_clean(str(playback)))}</failure>"
    yield "    </testcase>"


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


# -- demo


@command.command("demo")
@click.argument("name", metavar="[STORY]", type=click.Choice(STORIES), default=STORIES[0])
@click.option("--all", "whole", is_flag=True, help="Tell all five.")
@click.option("--picture", metavar="FILE", help="Draw the day of the grid area north as SVG, as it is settled in the end.")  # fmt: skip
@force
def demo_command(*, name: str, whole: bool, picture: str | None, force: bool) -> int:
    """Tell a story: by default that of two grid areas, whose settlement stops at a fault of an exchange point.

    STORY is values, or one of the small ones: switch (a change of supplier), date (a wrong one), move-in, rollback.
    """
    if picture is not None and name != STORIES[0] and not whole:
        raise UsageError(f"--picture is for the story {STORIES[0]}")
    require_file(picture, force=force)
    for story in play_stories(STORIES if whole else (name,)):
        echo(_story_lines(story))
        if not story.playback.ok:  # pragma: no cover  (a test plays the demo)
            return EXIT_FINDINGS
        if picture is not None and story.name == STORIES[0]:
            write_area_day(story.playback.hub, DEMO_AREA, DEMO_DAY, Path(picture), force=force)
            echo(["", translate(f"Drawn: {picture}")])
    echo(
        [
            "",
            translate(
                "Your own: edielkit hub run YOUR.yml; in a test: the fixture `hub` of edielkit's pytest plugin."
            ),
        ]
    )
    return EXIT_OK


def _story_lines(story: DemoStory) -> Iterator[str]:
    yield ""
    yield strong_name(f"━━ {story.playback.title}")
    yield from wrapped(" ".join(story.about.split()), "")
    yield ""
    for event in story.playback.events:
        yield from event_lines(event, story.names, brief=True)


# -- picture


@command.command("picture")
@click.argument("path", metavar="SCENARIO")
@click.option("--area", metavar="AREA", required=True, help="Grid area: its name in the market, or EIC.")
@click.option("--day", type=DAY, required=True, help="Usage day.")
@click.option("--as-of", type=INSTANT, help="Leave out values that came to the hub later.")
@click.option("-o", "--output", metavar="FILE", help="Write the picture there.  [default: standard output]")
@force
def picture_command(
    *, path: str, area: str, day: dt.datetime, as_of: Now | None, output: str | None, force: bool
) -> int:
    """Draw the day of a grid area as SVG: production, exchange in and out, consumption and loss, by the hour.

    SCENARIO is a file with one scenario, or -; the picture is of the values that the hub has at its end. Exit status:
    0 drawn, 1 the scenario does not go as expected, 2 could not run.
    """
    document = only_document(path)
    require_file(output, force=force)
    playback = _play(document).playback
    instant = None if as_of is None else as_of(b"")
    areas = document.scenario().names.areas
    if area not in areas and area not in {grid_area.identification for grid_area in areas.values()}:
        raise UsageError(f"--area: expected one of {', '.join(areas)} or an EIC; found {area[:40]!r}")
    eic = areas[area].identification if area in areas else area
    if output is None:
        echo(area_day_svg(playback.hub, eic, day.date(), instant).splitlines())
    else:
        write_area_day(playback.hub, eic, day.date(), Path(output), instant, force=force)
    if playback.ok:
        return EXIT_OK
    echo([translate(f"{path}: the scenario does not go as expected; see edielkit hub run {path}")], err=True)
    return EXIT_FINDINGS


# -- replay


@command.command("replay")
@click.argument("path", metavar="PATH")
@click.option("--market", metavar="FILE", help="YAML with parties, areas, customers, points, config as in a scenario.  [default: market.yml in the folder, else the small market]")  # fmt: skip
@click.option("--until", type=INSTANT, help="Let time pass until this instant after the last message.")
@click.option("-o", "--output", metavar="DIR", help="Folder for the hub's messages and the journal.  [default: they are listed]")  # fmt: skip
@force
def replay_command(
    *, path: str, market: str | None, until: Now | None, output: str | None, force: bool
) -> int:
    """Send the messages of a folder to a hub, in order, and give what it sends.

    PATH is a folder, or one file. Files come in the order of their names. One whose name begins with an instant such as 20260202T080000Z comes then,
    any other at the creation time that it states, or right after the one before it. A journal.jsonl in the folder, as an
    earlier replay wrote it, is played instead: the hub then sends the same bytes. Exit status: 0 replayed, 1 a message
    was refused or rejected, 2 could not run.
    """
    from edielkit.cli.commands.hub_replay import replay

    lines, clean = replay(
        Path(path),
        market,
        None if until is None else until(b""),
        None if output is None else Path(output),
        force=force,
    )
    echo(lines)
    return EXIT_OK if clean else EXIT_FINDINGS


# -- serve


@command.command("serve")
@click.argument("market", metavar="[MARKET]", required=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port; 0 for any that is free.")  # fmt: skip
@click.option("--security", type=click.Choice(("off", "verify", "organisation")), default="off", show_default=True, help="What the SOAP door asks: nothing, a signature, or that of the sender's organisation.")  # fmt: skip
@click.option("--certificates", metavar="DIR", help="Folder that edielkit hub certificates made.")
@click.option("--soapui", is_flag=True, help="Listen on 8080 to 8084 too, where Elhub's SoapUI projects look for the services.")  # fmt: skip
@click.option("--clock", metavar="CLOCK", default="wall", show_default=True, help="wall, frozen, or x60 for a minute each second.")  # fmt: skip
@click.option("--start", metavar="INSTANT", help="When the hub begins, such as '2026-02-02 09:00'; with --clock frozen or x60.  [default: now, or the market's own]")  # fmt: skip
@click.option("--state", metavar="FILE", help="Keep everything that comes in there, and go on with it.  [default: nothing is kept]")  # fmt: skip
def serve_command(**options: Any) -> int:
    """Serve a hub behind its doors: SOAP as Elhub's, and a control door for tests.

    MARKET is a YAML file with the head of a scenario (market, parties, areas, customers, points, config), whose steps
    are played first, or the name of a market: small, 'two areas', empty. Without it a small market of the server's own is
    served. It ends at SIGTERM or Ctrl-C. Exit status: 0 ended, 2 could not run. Needs edielkit[server].
    """
    from edielkit.cli.commands.hub_serve import ServeOptions, serve_hub

    serve_hub(ServeOptions(**options), lambda line: echo([translate(line)]))
    return EXIT_OK


# -- certificates


@command.command("certificates")
@click.argument("folder", metavar="DIR")
@click.argument("market", metavar="[MARKET]", required=False)
def certificates_command(*, folder: str, market: str | None) -> int:
    """Make a test authority, and keys for the hub and the parties of a market, for hub serve --security.

    MARKET is that of hub serve. DIR gets authority.pem, which clients of the hub trust, and for each party NAME.key and
    NAME.pem, and NAME.p12 with the password test, for Java and SoapUI. A certificate bears the organisation number of
    its party. No file is replaced. Exit status: 0 written, 2 could not run. Needs edielkit[server].
    """
    from edielkit.cli.commands.hub_serve import make_certificates

    echo(make_certificates(Path(folder), market))
    return EXIT_OK


# -- extract


@command.command("extract")
@click.argument("source", metavar="SOURCE")
@click.option("--market", metavar="FILE", help="YAML with the market of a folder, as for hub replay.")
@click.option(
    "--old", metavar="PARTY", required=True, help="Supplier that gives: GLN, or name in the market."
)
@click.option("--old-organisation", metavar="NUMBER", required=True, help="Its organisation number.")
@click.option(
    "--new", metavar="PARTY", required=True, help="Supplier that takes: GLN, or name in the market."
)
@click.option("--new-organisation", metavar="NUMBER", required=True, help="Its organisation number.")
@click.option(
    "--change-date", type=DAY, metavar="DAY", required=True, help="First day with the new supplier."
)
@click.option("--back-to", type=DAY, metavar="DAY", help="First day that is wanted.  [default: three years before the change]")  # fmt: skip
@click.option("--compression", type=click.Choice(("gzip", "zstd")), default="gzip", show_default=True, help="Of the files.")  # fmt: skip
@click.option("--now", type=INSTANT, help="When it is ordered.  [default: the last instant of the hub]")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("-o", "--output", metavar="DIR", required=True, help="Folder for the files, a month each.")
@jobs_option
@force
def extract_command(
    *,
    source: str,
    market: str | None,
    change_date: dt.datetime,
    back_to: dt.datetime | None,
    now: Now | None,
    style: str,
    output: str,
    jobs: int,
    force: bool,
    **order: str,
) -> int:
    """Extract the metering values of a portfolio that moved to another supplier.

    SOURCE is a scenario, or a folder with messages or a journal as for hub replay. Each file holds the interval values
    of a month as compressed CSV: of the settled channels of the points that moved, from each end user's last move-in.
    The first line of a file names its columns. Exit status: 0 written, 2 could not run.
    """
    from edielkit.cli.commands.hub_extract import ExtractionOrder, extract, job_lines

    asked = ExtractionOrder(
        **order,
        change_date=change_date.date(),
        back_to=None if back_to is None else back_to.date(),
        now=None if now is None else now(b""),
    )
    job = extract(source, market, asked, Path(output), jobs=jobs, force=force)
    if style == "text":
        echo(job_lines(job))
    else:
        write_document([json_text(job.to_dict())])
    return EXIT_OK

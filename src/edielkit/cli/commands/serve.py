"""`edielkit serve`: the library's verbs over HTTP."""

from __future__ import annotations

import click

from edielkit.cli.language import translate
from edielkit.cli.output.terminal import echo
from edielkit.cli.usage_error import EXIT_OK, UsageError

__all__ = ("command",)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8090, show_default=True, help="Port; 0 for any that is free.")  # fmt: skip
@click.option("--max-megabytes", type=click.IntRange(1, 1024), default=32, show_default=True, help="Largest message, packed and unpacked.")  # fmt: skip
@click.option("--max-seconds", type=click.IntRange(1, 3600), default=20, show_default=True, help="Longest time of a request.")  # fmt: skip
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="Requests at once; each has a process.")  # fmt: skip
def command(*, host: str, port: int, max_megabytes: int, max_seconds: int, processes: int) -> int:
    """Serve validate, show, convert, acknowledge, explain and anonymise over HTTP.

    POST the bytes of a message to /validate and so on; the answer is JSON, text or HTML, as Accept likes it. / is a
    page to drop a file on, /openapi.json says what may be asked. Nothing that comes in is stored or logged. It ends at
    SIGTERM or Ctrl-C. Exit status: 0 ended, 2 could not run. Needs edielkit[server].
    """
    try:
        from edielkit.server.checking.checker import CheckingLimits
        from edielkit.server.checking.door import create_checking_app
        from edielkit.server.running import ListenError, address_of, bind, serve_app
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed: pip install 'edielkit[server]'") from None
    limits = CheckingLimits(max_body=max_megabytes << 20, seconds=max_seconds, processes=processes)
    try:
        listener = bind(host, port)
    except ListenError as error:
        raise UsageError(str(error)) from None
    with listener:
        echo([translate(f"messages are checked at {address_of(listener)}/; Ctrl-C ends it")])
        serve_app(create_checking_app(limits), listener)
    return EXIT_OK

"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from edielkit.cli.open_files import read_file
from edielkit.cli.usage_error import UsageError

__all__ = (
    "EDIFACT_KINDS",
    "EMIF_KINDS",
    "PROFILES",
    "VERSIONS",
    "ParamType",
    "context",
    "emif_version",
    "force",
    "listed",
    "one_form",
    "paths",
)

if TYPE_CHECKING:
    ParamType = click.ParamType[Any]
else:
    ParamType = click.ParamType  # generic for the type checker only, in click before 8.3

F = TypeVar("F", bound=Callable[..., Any])

# The choices of options are spelled here so that --help loads no wire; a test holds them against the package.
VERSIONS = ("2.3", "2.4.3", "EI-270", "EI-1763")
PROFILES = ("no", "se", "dk", "de", "ch")
EMIF_KINDS = (
    "Acknowledgement",
    "CollectedData",
    "ConfirmEndOfSupply",
    "ConfirmStartOfSupply",
    "NotifyCustomerInformation",
    "NotifyEndOfSupply",
    "NotifyMeteringPointCharacteristics",
    "NotifySharedProduction",
    "NotifyStartOfSupply",
    "NotifyValidatedDataForBillingEnergy",
    "PollForData",
    "PriceVolumeCombinationForReconciliation",
    "RejectEndOfSupply",
    "RejectStartOfSupply",
    "RequestCollectedData",
    "RequestDataFromElhub",
    "RequestEndOfSupply",
    "RequestStartOfSupply",
    "RequestToElhub",
    "RequestToGridAccessProvider",
    "RequestUpdateCustomerInformation",
    "RequestUpdateMasterDataMeteringPoint",
    "RequestUpdateSharedProduction",
    "RequestUpfrontMeteringPointCharacteristics",
    "ResponseFromElhub",
    "ResponseFromGridAccessProvider",
    "ResponseUpfrontMeteringPointCharacteristics",
    "UpdateThirdPartyAccess",
)
EDIFACT_KINDS = ("APERAK", "CONTRL", "MSCONS", "PRODAT", "QUOTES", "UTILTS")


def listed(names: Iterable[str]) -> str:
    """Return names in a row for a help text.

    >>> listed(["a", "b"])
    'a, b'
    """
    return ", ".join(names)


def paths(function: F) -> F:
    """Add the argument PATH... for whatever can be read."""
    return click.argument("paths", metavar="PATH...", nargs=-1, required=True)(function)


class _ContextFile(ParamType):
    """A JSON file with what a company knows of its metering points."""

    name = "FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from edielkit.errors import BuildError
        from edielkit.process_rules import MemoryContext

        try:
            return MemoryContext.from_json(read_file(value))
        except BuildError as error:
            self.fail(f"{value}: {error}", param, ctx)


def context(function: F) -> F:
    """Add the option ``--context``."""
    return click.option(
        "--context",
        type=_ContextFile(),
        help="What you know of metering points (JSON): rules that need it are checked.  [default: not checked]",
    )(function)


def one_form(*names: str) -> Callable[[F], F]:
    """Refuse a command line that asks for several forms of the same output: one of them would be forgotten.

    Args:
        names: The parameters that choose the form, of which one may be given.
    """

    def decorated(function: F) -> F:
        @wraps(function)
        def checked(*args: Any, **values: Any) -> Any:
            ctx = click.get_current_context()
            asked = [
                _as_written(parameter, values[parameter.name])
                for parameter in ctx.command.params
                if parameter.name in names
                and ctx.get_parameter_source(parameter.name) is ParameterSource.COMMANDLINE
            ]
            if len(asked) > 1:
                raise UsageError(f"{' and '.join(asked)} ask for different forms; give one of them")
            return function(*args, **values)

        return checked  # type: ignore[return-value]  # it is called as the command is, whose type it stands for

    return decorated


def _as_written(parameter: click.Parameter, value: Any) -> str:
    return parameter.opts[0] if value is True else f"{parameter.opts[0]} {value}"


def emif_version(function: F) -> F:
    """Add the option ``--emif-version``."""
    return click.option(
        "--emif-version",
        type=click.Choice(VERSIONS),
        help="EMIF version to validate or write by.  [default: the one that the message needs]",
    )(function)


def force(function: F) -> F:
    """Add the option ``--force`` of commands that write files."""
    return click.option("--force", is_flag=True, help="Replace files that are there already.")(function)

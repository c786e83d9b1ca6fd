"""How the command line speaks: help in Dutch, one sentence for a fault, and three ways to end."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, NoReturn, ParamSpec, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console, RenderableType
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

from huisverbod.settings import Settings

REFUSED, WRONG_USAGE = 1, 2
EPILOG = "Uitkomst: 0 = goed, 1 = geweigerd of fouten gevonden, 2 = verkeerd gebruik van de opdracht."
WIDEST = 160
NO_DATABASE = (
    "De database is niet bereikbaar of niet bijgewerkt. Kijk HUISVERBOD_DATABASE na, of draai eerst: "
    "huisverbod migrate"
)
PHRASES = {
    "Invalid value: ": "",
    "Invalid value for ": "Dit klopt niet: ",
    "No such command ": "Er is geen opdracht ",
    "No such option: ": "Er is geen optie ",
    "Did you mean": "Bedoelt u",
    "(Possible options: ": "(Bedoelt u: ",
    "Missing argument ": "Hier ontbreekt ",
    "Missing option ": "Hier ontbreekt ",
    "Missing command": "Noem een opdracht",
    "Got unexpected extra arguments": "Dit is te veel:",
    "Got unexpected extra argument": "Dit is te veel:",
    "requires an argument": "heeft een waarde nodig",
    "does not exist": "bestaat niet",
    "Input should be a valid integer, unable to parse string as an integer": "dat is geen heel getal",
    ": file '": ": bestand '",
    "is a directory": "is een map",
    "is a file": "is een bestand",
}
"""What typer says of wrong usage, in Dutch; what is not here stays as it is."""

Proposal = Annotated[
    str, typer.Option("--procedure", help="Een voorstel, zoals 'wetsvoorstel'; zonder: de wet van nu.")
]
"""The option for a proposed law."""

Given = ParamSpec("Given")
Result = TypeVar("Result")

rich_utils.ARGUMENTS_PANEL_TITLE = "Wat u opgeeft"
rich_utils.OPTIONS_PANEL_TITLE = "Opties"
rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
rich_utils.REQUIRED_LONG_STRING = "[verplicht]"


class DutchCommand(TyperCommand):
    """A command that explains itself in Dutch."""

    def get_usage(self, ctx: Any) -> str:
        """The line with what can be typed."""
        return _dutch_usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the explanation."""
        return _dutch_help(super().get_help_option(ctx))


class DutchGroup(TyperGroup):
    """A group of commands that explains itself in Dutch."""

    def get_usage(self, ctx: Any) -> str:
        """The line with what can be typed."""
        return _dutch_usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the explanation."""
        return _dutch_help(super().get_help_option(ctx))


def _dutch_usage(line: str) -> str:
    dutch = line.replace("Usage:", "Gebruik:").replace("[OPTIONS]", "[OPTIES]")
    return dutch.replace("COMMAND [ARGS]...", "OPDRACHT ...")


def _dutch_help(option: Any) -> Any:
    if isinstance(option, TyperOption):
        option.help = "Toon deze uitleg."
    return option


def group(help: str) -> typer.Typer:
    """A group of commands; shows its help when no command is named."""
    return typer.Typer(
        help=help,
        epilog=EPILOG,
        cls=DutchGroup,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
    )


def command(
    app: typer.Typer, name: str | None = None, epilog: str = EPILOG
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Adds a function to a group as a command; `epilog` says what its ways to end mean."""
    return app.command(name, cls=DutchCommand, epilog=epilog)


def understood(read: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """What someone typed, as read; a ValueError becomes wrong usage in the same words."""
    try:
        return read(*given, **named)
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from fault


@contextmanager
def busy(sentence: str) -> Iterator[None]:
    """Shows on a terminal that work is going on; says nothing into a file."""
    with Console(stderr=True).status(sentence):
        yield


def show(tables: Iterable[RenderableType]) -> None:
    """Prints tables, as wide as the terminal; wide enough to read when there is none."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDEST)
    for table in tables:
        console.print(table)
        console.print()


def settings_sentences(fault: ValidationError) -> list[str]:
    """What is wrong with the environment; a fault that is not about it is ours and goes on."""
    if fault.title != Settings.__name__:
        raise fault
    return [f"HUISVERBOD_{str(error['loc'][0]).upper()}: {_said(error)}" for error in fault.errors()]


def _said(error: Mapping[str, Any]) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return "deze instelling klopt niet. Verbeter haar of haal haar weg."


def explain(fault: TyperException) -> NoReturn:
    """Ends wrong usage with one sentence and where to read more."""
    said = fault.format_message()
    for english, dutch in PHRASES.items():
        said = said.replace(english, dutch)
    context = getattr(fault, "ctx", None)
    typer.echo(said, err=True)
    if context is not None and "--help" not in said:
        typer.echo(f"Zie: {context.command_path} --help", err=True)
    sys.exit(WRONG_USAGE)


def end(*sentences: str) -> NoReturn:
    """Ends a refusal, a sentence a line."""
    for sentence in sentences:
        typer.echo(sentence, err=True)
    sys.exit(REFUSED)

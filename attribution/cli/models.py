"""``attribution models``: which language models are used."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from attribution.annotating.models import find_models, list_models
from attribution.commands.formats import outline
from attribution.commands.running import one_line_errors

models_app = typer.Typer(rich_markup_mode=None, help="Which language models are used, their scores and licence.")


@models_app.callback(invoke_without_command=True)
def _models(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@models_app.command("list")
def list_() -> None:
    """List the model packages that can be used here, a line each: name, version, size, folder."""
    with one_line_errors(sys.stderr):
        packages = list_models()
        if not packages:
            find_models()  # says what is missing and what to do
        for package in packages:
            print(f"{package.name}  {package.version}  {package.size / 1e6:.1f} MB  {package.directory}")


@models_app.command("info")
def info(name: Annotated[str | None, typer.Argument(metavar="[NAME|DIR]", show_default=False)] = None) -> None:
    """Print what a package's manifest says: version, licence, training data, scores."""
    with one_line_errors(sys.stderr):
        package = find_models(name)
        print(f"folder: {package.directory}")
        for key, value in package.manifest.items():
            if key != "files":
                print("\n".join(outline(key, value)))


@models_app.command("path")
def path(name: Annotated[str | None, typer.Argument(metavar="[NAME|DIR]", show_default=False)] = None) -> None:
    """Print the folder of the package that is used."""
    with one_line_errors(sys.stderr):
        print(find_models(name).directory)

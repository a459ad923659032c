"""The page to paste a story into: a plain form without a script, whose answer is the story's report."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import attribution
from attribution.serving.limits import Limits


def render_form(limits: Limits, *, token: bool, models: str | None, text: str = "", problem: str | None = None) -> str:
    """Return the page.

    Args:
        limits: named beside the fields.
        token: whether the form asks for one.
        models: what the models are called; None while they load.
        text: the story that was sent and could not be analysed, so that it is not lost.
        problem: why not.
    """
    return _environment().get_template("page.html.jinja").render(
        style=Markup(_style()),  # noqa: S704 - our own file
        words=limits.words,
        bytes=limits.body,
        token=token,
        models=models,
        text=text.replace("\x00", "\ufffd"),
        problem=problem,
        version=attribution.__version__,
    )  # fmt: skip


@cache
def form_policy() -> str:
    """Return the Content-Security-Policy of the page: its own style, its own form, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


@cache
def _style() -> str:
    return (files("attribution.serving") / "page.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("attribution.serving", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )

"""The templates of a message, in a sandbox: ours, and before them those that a route brings. Pure.

Whatever a template puts out is cleaned on its way, and escaped in HTML, so that no template can
forget it. Page text reaches them as data, never as a template.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from monitor.render.excerpts import Excerpt, Piece
from monitor.render.wording import sentence
from monitor.text.safe import clean

if TYPE_CHECKING:
    from jinja2 import Environment

Signs = tuple[tuple[str, str], tuple[str, str]]  # around removed words, around added ones
SIGNS: tuple[Signs, ...] = (
    (("[-", "-]"), ("{+", "+}")),
    (("⟦−", "−⟧"), ("⟦+", "+⟧")),
    (("⟪−", "−⟫"), ("⟪+", "+⟫")),
    (("⦗removed: ", "⦘"), ("⦗added: ", "⦘")),
)
NAMES = ("alert", "notice", "several")  # each as .txt.j2 and .html.j2


class Marked(str):
    """Plain text that is ready: pieces with our marks."""

    __slots__ = ()


def rendered(
    name: str, context: Mapping[str, Any], own: tuple[tuple[str, str], ...] = ()
) -> tuple[str, str]:
    """The plain and the HTML body. `own`: (file name, source) of templates that come before ours.

    Raises jinja2.TemplateError for an `own` one that does not work.
    """
    text = _environment(False, own).get_template(f"{name}.txt.j2").render(context)
    html = _environment(True, own).get_template(f"{name}.html.j2").render(context)
    return text.strip() + "\n", html


def page(name: str, context: Mapping[str, Any]) -> str:
    """A whole page of ours, not a message."""
    return _environment(True, ()).get_template(name).render(context)


@lru_cache(maxsize=16)
def _environment(html: bool, own: tuple[tuple[str, str], ...]) -> Environment:
    """Compiled once, they hold no state."""
    from jinja2 import ChoiceLoader, DictLoader, PackageLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # costs 50 ms; few calls render

    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([DictLoader(dict(own)), PackageLoader("monitor")]),
        autoescape=html,
        finalize=_cleaned,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"marks": marks, "sentence": sentence}
    return environment


def _cleaned(value: object) -> object:
    # Markup is what our macros put out; it is escaped already.
    ready = isinstance(value, Marked) or hasattr(value, "__html__")
    return clean(value) if isinstance(value, str) and not ready else value


def marks(pieces: tuple[Piece, ...], signs: Signs = SIGNS[0]) -> Marked:
    """Pieces as plain text: removed words in [-…-], added ones in {+…+}, or in other signs."""
    cut, add = signs
    around = {"insert": add, "delete": cut, "equal": ("", ""), "gap": ("", "")}
    line: list[str] = []
    for piece in pieces:
        before, after = around[piece.op]
        text = clean(piece.text)
        body = text.strip()
        lead = " " if text[:1] == " " else ""
        trail = " " if text[-1:] == " " and body else ""
        line.append(f"{lead}{before}{body}{after}{trail}" if body else text)
    return Marked(" ".join("".join(line).split()))


def signs_for(diff: Excerpt) -> Signs:
    """Signs that the page's own words do not hold: they must not look like ours, nor be altered."""
    text = "\n".join(
        piece.text
        for part in diff.parts
        for paragraph in part.paragraphs
        for piece in paragraph.pieces
    )
    free = (signs for signs in SIGNS if not any(s in text for pair in signs for s in pair))
    return next(free, SIGNS[-1])

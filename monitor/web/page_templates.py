"""The templates of the web pages and reports: what they put out is cleaned, and escaped in HTML."""

from __future__ import annotations

import re
from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from monitor.text.safe import clean, web_link

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def rendered(template: str, **values: Any) -> str:
    """One of the templates by itself: a report."""
    return template_of(template).render(**values)


def template_of(name: str) -> Template:
    """A template by its file's name."""
    return _environment(name.endswith(".html.j2")).get_template(name)


@lru_cache(maxsize=2)
def _environment(escaped: bool = True) -> Environment:
    """Whatever a template puts out is cleaned and escaped: page text cannot act."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    def cleaned(value: object) -> object:
        ready = hasattr(value, "__html__")
        return clean(value) if isinstance(value, str) and not ready else value

    environment = Environment(
        loader=PackageLoader("monitor.web"),
        autoescape=escaped,  # noqa: S701 - all but Markdown, which is for an editor, not a browser
        finalize=cleaned,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "days": _whole_days,
        "day": lambda at: f"{at.astimezone(UTC):%Y-%m-%d}" if at else "",
        "minute": lambda at: f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at else "",
        "link": web_link,
    }
    return environment


def _whole_days(text: object) -> Markup:
    """Text whose dates no line breaks."""
    from markupsafe import Markup, escape

    escaped = str(escape(clean(str(text))))
    return Markup(_DAY.sub(r'<span class="when">\g<0></span>', escaped))  # noqa: S704 - escaped

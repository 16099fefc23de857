"""What arrived, as a person receives it: in the terminal and as one HTML file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from rich.console import Console
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from monitor.demo.server import Delivery
from monitor.demo.story import Step
from monitor.model.results import CheckResult

_MARKS = re.compile(r"(\[-(?:(?!\[-).)*?-\])|(\{\+(?:(?!\{\+).)*?\+\})")
_HEADINGS = re.compile(r"^(?:WHAT .*|Section .*|Takes effect: .*|Act by: .*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Day:
    """One step as it went: what the checks came to and what arrived."""

    step: Step
    checks: tuple[tuple[datetime, CheckResult], ...]  # by the story's clock
    arrived: tuple[Delivery, ...]

    def by_channel(self, channel: str) -> list[Delivery]:
        """The deliveries to one channel in the order of their arrival."""
        return [delivery for delivery in self.arrived if delivery.channel == channel]

    def to_dict(self) -> dict[str, Any]:
        """Plain types for JSON: step, date, checks, alerts (as the chat got them)."""
        return {
            "step": self.step.number,
            "date": self.step.at.date().isoformat(),
            "site": self.step.site,
            "checks": [
                {"at": at.isoformat(), "watch": r.watch_id, "outcome": str(r.outcome)}
                for at, r in self.checks
            ],
            "alerts": [{"title": m.title, "text": m.body} for m in self.by_channel("chat")],
        }


def show_day(console: Console, day: Day, steps: int) -> None:
    """The step, what its checks came to, and the alerts as a chat would show them."""
    step = day.step
    date = f"{step.at.day} {step.at:%b %Y}"
    console.print()
    console.print(Rule(f"Step {step.number} of {steps} · {date} · {step.title}", style="bold"))
    console.print(Text(f"The site: {step.site}"))
    for line in _checks(day):
        console.print(Text("Checked:  ") + line)
    alerts = day.by_channel("chat")
    if not alerts:
        console.print(Text("Arrived:  nothing", style="dim"))
    for alert in alerts:
        body = Text(alert.body.strip())
        _paint(body)
        console.print(Panel(body, title="an alert", title_align="left", border_style="cyan"))


def _checks(day: Day) -> list[Text]:
    """One line per document: "User Agreement: 06:00 pending, 06:02 pending, 12:18 substantive"."""
    outcomes: dict[str, list[str]] = {}
    for at, result in day.checks:
        outcomes.setdefault(result.document, []).append(f"{at:%H:%M} {result.outcome}")
    return [Text(f"{document}: {', '.join(seen)}") for document, seen in outcomes.items()]


def _paint(body: Text) -> None:
    """Colour for the marks that plain text has anyway."""
    for match in _MARKS.finditer(body.plain):
        style = "red strike" if match[1] else "green underline"
        body.stylize(style, match.start() + 2, match.end() - 2)
        body.stylize("dim", match.start(), match.start() + 2)
        body.stylize("dim", match.end() - 2, match.end())
    body.highlight_regex(_HEADINGS, "bold")


def show_end(console: Console, days: Sequence[Day], html: str, command: str) -> None:
    """How many alerts came in how many steps, and where to look on. `command` calls monitor."""
    alerts = sum(len(day.by_channel("chat")) for day in days)
    silent = sum(not day.arrived for day in days)
    console.print()
    console.print(Rule(style="bold"))
    for line in (
        f"{alerts} alerts in {len(days)} steps; {silent} steps stayed silent.",
        f"As e-mails: {html}",
        "Look around (the history is kept):",
        f"  {command} changes",
        f"  {command} diff alderlink-generative-ai-faq",
    ):
        # Never folded: a path or a command that is cut in two cannot be copied.
        console.print(Text(line), soft_wrap=True)


def html_file(days: Sequence[Day]) -> str:
    """One page with every e-mail that arrived, under the day of the story it came on."""
    pages = Environment(
        loader=PackageLoader("monitor.demo", "site"), autoescape=True, undefined=StrictUndefined
    )
    shown = [
        {"step": day.step, "mails": [(m.title, _inner(m.body)) for m in day.by_channel("mail")]}
        for day in days
    ]
    styles = next((_style(m.body) for day in days for m in day.by_channel("mail")), Markup(""))
    return pages.get_template("alerts.html.j2").render(days=shown, styles=styles)


def _inner(html: str) -> Markup:
    """What is inside <body>: our own templates' output, in which all page text is escaped."""
    match = re.search(r"<body[^>]*>(.*)</body>", html, re.DOTALL)
    return Markup(match[1] if match else html)  # noqa: S704 - see above


def _style(html: str) -> Markup:
    match = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    return Markup(match[1] if match else "")  # noqa: S704 - our own sheet

"""A message in the form that a chat or push service has for it, through Apprise's own plugin.

Slack, Discord and Teams take a template of the user's; what we give stands in its place, for one
message. A template that the address names comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from monitor.render.brief import Brief
from monitor.render.payloads import discord, ntfy, slack, teams, telegram
from monitor.render.telling import Content

Said = Content | Brief


@dataclass(frozen=True, slots=True)
class Form:
    """What the plugin is called with, and what it is told before."""

    title: str
    body: str
    as_html: bool = False
    settings: tuple[tuple[str, Any], ...] = ()


def form(service: Any, said: Said) -> Form | None:
    """The message in this service's own form; None where it has none."""
    make = _FORMS.get(type(service).__name__)
    return make(service, said) if make is not None else None


@contextmanager
def set_for_now(service: Any, form: Form) -> Iterator[None]:
    """The service as the form needs it, and afterwards as it was."""
    missing = object()
    before = {name: service.__dict__.get(name, missing) for name, _ in form.settings}
    try:
        for name, value in form.settings:
            setattr(service, name, value)
        yield
    finally:
        for name, value in before.items():
            if value is missing:
                delattr(service, name)
            else:
                setattr(service, name, value)


class _Given:
    """Stands where Apprise keeps a template's file."""

    def __len__(self) -> int:
        return 1

    def __getitem__(self, place: int) -> _Given:
        return self

    def url(self, *_: Any, **__: Any) -> str:
        """Nothing of it is in an address."""
        return ""


def _templated(said: Said, payload: dict[str, Any], **more: Any) -> Form:
    settings = {"template": _Given(), "gen_payload": lambda *_, **__: payload, **more}
    return Form(said.line, said.line, settings=tuple(settings.items()))


def _slack(service: Any, said: Said) -> Form | None:
    if service.template or service.mode not in ("hook", "gov-hook", "bot"):
        return None  # a workflow takes text only
    made = slack.listing(said) if isinstance(said, Brief) else slack.blocks(said)
    return _templated(said, made, use_blocks=True)


def _discord(service: Any, said: Said) -> Form | None:
    if service.template:
        return None
    made = discord.listing(said) if isinstance(said, Brief) else discord.embed(said)
    return _templated(said, made)


def _teams(service: Any, said: Said) -> Form | None:
    if service.template:
        return None
    made = teams.listing(said) if isinstance(said, Brief) else teams.card(said)
    return _templated(said, made)


def _telegram(service: Any, said: Said) -> Form | None:
    if service.template:
        return None
    made = telegram.listing(said) if isinstance(said, Brief) else telegram.html(said)
    return Form("", made, as_html=True)


def _ntfy(service: Any, said: Said) -> Form:
    made = ntfy.listing(said) if isinstance(said, Brief) else ntfy.push(said)
    names = {5: "max", 4: "high", 3: "default", 2: "low", 1: "min"}
    settings: list[tuple[str, Any]] = []
    if service.priority == "default":  # what the address says comes first
        settings.append(("priority", names[made.priority]))
    if not service.click and made.click:
        settings.append(("click", made.click))
    if not service._NotifyNtfy__tags:
        settings.append(("_NotifyNtfy__tags", [made.tag]))
    return Form(made.title, made.text, settings=tuple(settings))


_FORMS: dict[str, Callable[[Any, Said], Form | None]] = {
    "NotifySlack": _slack,
    "NotifyDiscord": _discord,
    "NotifyWorkflows": _teams,
    "NotifyTelegram": _telegram,
    "NotifyNtfy": _ntfy,
}

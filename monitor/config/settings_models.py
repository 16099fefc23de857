"""The shapes of `notify` and `settings`; see models.py."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import (
    BeforeValidator,
    Field,
    field_validator,
    model_validator,
)

from monitor.config import values
from monitor.config.field_types import (
    KINDS,
    Address,
    Days,
    KindName,
    KnownKeys,
    Seconds,
    SeverityName,
    Text,
    Texts,
    YesNo,
    listed,
    schema,
    strings,
)
from monitor.model import (
    CONCURRENCY,
    HOST_PAUSE,
    KEEP_FETCHES,
    BrowserSettings,
    Digest,
    QuietHours,
)
from monitor.model.reading import READER_TIMEOUT


class RouteModel(KnownKeys):
    """Where alerts go, and which."""

    name: Text = Field(description="A name for this route.")
    urls: Annotated[list[str], BeforeValidator(listed), strings()] = Field(
        description="Apprise addresses (mailto://, slack://, …), best as ${SECRET}; empty ones are"
        " skipped."
    )
    kinds: Annotated[list[KindName], BeforeValidator(listed), strings({"enum": list(KINDS)})] = (
        Field(
            default=["substantive", "problem"],
            description="substantive, editorial; problem: a page that cannot be read any more, or"
            " can again. Default: substantive and problem.",
        )
    )
    classes: Texts = Field(
        default=[], description="Only changes of one of these classes (`monitor classes`)."
    )
    services: Texts = Field(default=[], description="Only these services.")
    tags: Texts = Field(default=[], description="Only watches with one of these tags.")
    severity: SeverityName = Field(default="low", description="The least severity that is sent.")
    reminders: Annotated[
        list[Annotated[int, Field(ge=0, le=365)]],
        BeforeValidator(listed),
        schema(type="array", items={"type": "integer", "minimum": 0, "maximum": 365}),
    ] = Field(
        default=[], description="Days before a deadline to send a reminder, such as [30, 7, 1]."
    )
    digest: Annotated[
        Digest | None,
        BeforeValidator(values.digest),
        schema(type="string", examples=["daily at 08:00 Europe/Paris"]),
    ] = Field(
        default=None,
        description="Gather all but what is critical: 'daily at 08:00 Europe/Paris', 'weekly on"
        " Monday at 08:00'.",
    )
    quiet: Annotated[
        QuietHours | None,
        BeforeValidator(values.quiet_hours),
        schema(type="string", examples=["22:00-07:00 Europe/Paris"]),
    ] = Field(
        default=None,
        description="Hours in which only what is critical is sent: '22:00-07:00 Europe/Paris'.",
    )
    per_hour: Annotated[int, Field(ge=2, le=1000)] = Field(
        default=20, description="Messages to one recipient in an hour; more become one list."
    )
    all_quiet: YesNo = Field(
        default=False, description="A word each week in which there was nothing else to say."
    )
    templates: Text | None = Field(
        default=None,
        description="Folder of templates (alert.txt.j2, …) that come before the built-in ones.",
    )
    unsubscribe: Address | None = Field(
        default=None,
        description="Web address for List-Unsubscribe in mails, before the mail address that is"
        " always there.",
    )


Channel = Literal[
    "chrome",
    "chrome-beta",
    "chrome-dev",
    "chrome-canary",
    "msedge",
    "msedge-beta",
    "msedge-dev",
    "msedge-canary",
    "chromium",
]


class BrowserModel(KnownKeys):
    """Which browser draws the pages that need one, and what it may take."""

    executable_path: Text | None = Field(
        default=None, description="A Chromium's file. Default: the first one that is found."
    )
    channel: Channel | None = Field(
        default=None,
        description="One that is installed, by the name that playwright knows: chrome, msedge.",
    )
    cdp: (
        Annotated[
            str, BeforeValidator(lambda v: values.cdp_address(v) if isinstance(v, str) else v)
        ]
        | None
    ) = Field(
        default=None,
        description="Address of one that runs elsewhere: http://browser:9222 or ws://….",
    )
    allow: Texts = Field(
        default=[],
        description="Hosts beside a page's own site that it may load from: [cdn.example.com,"
        " '*.example.net'], '*' for all. The usual script libraries always are.",
    )
    sandbox: Annotated[
        Literal["auto", "yes", "no"],
        BeforeValidator(lambda v: {True: "yes", False: "no"}.get(v, v) if v in (0, 1) else v),
        schema(enum=["auto", "yes", "no"]),
    ] = Field(
        default="auto",
        description="Chromium's own sandbox; auto: where the system has one for us.",
    )
    memory: Annotated[
        int,
        BeforeValidator(values.memory),
        schema(anyOf=[{"type": "integer"}, {"type": "string"}]),
    ] = Field(
        default=BrowserSettings().memory,
        description="What it and its processes may take; then the page fails. Default 1GB.",
    )


class SettingsModel(KnownKeys):
    """The program's own settings."""

    database: Text | None = Field(
        default=None, description="SQLAlchemy URL. Default: sqlite:///monitor.db beside this file."
    )
    snapshots: Text | None = Field(
        default=None,
        description="Folder of the raw pages, or s3://bucket/prefix. Default: ./snapshots.",
    )
    user_agent: Text | None = Field(default=None, description="How the fetcher introduces itself.")
    contact: Annotated[str, BeforeValidator(values.contact), schema(type="string")] | None = Field(
        default=None,
        description="Address at which a site's operators reach you, sent with every request: a web"
        " or a mail address.",
    )
    browser: BrowserModel = Field(
        default=BrowserModel(), description="The browser, where pages need one."
    )
    concurrency: Annotated[int, Field(ge=1, le=256)] = Field(
        default=CONCURRENCY, description="Pages fetched at once; always one at a time per host."
    )
    processes: Annotated[int, Field(ge=0, le=64)] = Field(
        default=0,
        description="Processes that read the pages; 0: one per core, 2 to 4.",
    )
    host_pause: Annotated[Seconds, Field(ge=0, le=3600)] = Field(
        default=HOST_PAUSE, description="Pause between two requests to one host."
    )
    severity: dict[str, SeverityName] = Field(
        default={}, description="Severity of changes by class: {ai-training: critical}."
    )
    web: Address | None = Field(
        default=None,
        description="Where the pages of `monitor web` or `monitor site` are read: alerts link"
        " there.",
    )
    heartbeat: Address | None = Field(
        default=None,
        description="Address to GET after each round, as healthchecks.io and the like expect.",
    )
    timestamp: Address | None = Field(
        default=None,
        description="A time stamping authority (RFC 3161) that stamps each sealed day.",
    )
    keep_fetches: Annotated[Days, Field(ge=7)] = Field(
        default=KEEP_FETCHES,
        description="How long each attempt is kept; of older runs of the same only some.",
    )
    log: Text | None = Field(default=None, description="text or json, and a level: 'json, debug'.")


class ReaderModel(KnownKeys):
    """A model that words the line of a change: any server with an OpenAI-compatible API."""

    url: Annotated[
        str, BeforeValidator(lambda v: values.server_address(v) if isinstance(v, str) else v)
    ] = Field(description="Where it answers: http://localhost:11434/v1, https://…/v1.")
    model: Text = Field(description="The model's name, as the server knows it.")
    key: str = Field(
        default="", description="The server's key, best as ${SECRET}. Default: none is sent."
    )
    timeout: Annotated[Seconds, Field(ge=1, le=300)] = Field(
        default=READER_TIMEOUT, description="How long an alert waits for its line. Default 30s."
    )

    @field_validator("key")
    @classmethod
    def _key(cls, value: str) -> str:
        if not re.fullmatch(r"[!-~]*", value.strip()):
            raise ValueError("expected a key of one line, without spaces")
        return value.strip()

    @model_validator(mode="after")
    def _unread(self) -> ReaderModel:
        if self.key and self.url.startswith("http:") and not values.is_inside(self.url):
            raise ValueError("expected https:// in 'url': the key would be sent for all to read")
        return self

"""The shape of watchlist.yaml as pydantic models. Also the source of its JSON Schema.

Every field is described here once: the text appears in editors (JSON Schema) and in the docs.
A value that needs more than its type is checked by a function of values.py.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from monitor.config import values
from monitor.config.field_types import (
    DURATION_PATTERN,
    KINDS,
    YES_NO,
    Address,
    Days,
    KindName,
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


def _range_or_text(value: Any) -> Any:
    if isinstance(value, dict):
        return RangeModel.model_validate(value)
    if isinstance(value, (str, RangeModel)):
        return value
    raise ValueError(
        "expected a CSS selector or {startBefore, startAfter, endBefore, endAfter}, "
        f"found {values.shown(value)}"
    )


class _Model(BaseModel):
    # Numbers where text is expected (`document: 2024`) are taken as text.
    model_config = ConfigDict(
        extra="forbid", coerce_numbers_to_str=True, populate_by_name=True, hide_input_in_errors=True
    )


class RangeModel(_Model):
    """The part of a page between two elements, each named by a CSS selector."""

    start_before: str = Field(
        default="", alias="startBefore", description="Begin with this element."
    )
    start_after: str = Field(
        default="", alias="startAfter", description="Begin after this element."
    )
    end_before: str = Field(default="", alias="endBefore", description="Stop before this element.")
    end_after: str = Field(default="", alias="endAfter", description="Stop after this element.")

    @model_validator(mode="after")
    def _bounded(self) -> RangeModel:
        if not (self.start_before or self.start_after or self.end_before or self.end_after):
            raise ValueError(
                "expected at least one of startBefore, startAfter, endBefore, endAfter"
            )
        return self


_RANGE = RangeModel.model_json_schema(by_alias=True)
Select = Annotated[
    list[Annotated[Any, BeforeValidator(_range_or_text)]],
    BeforeValidator(listed),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                _RANGE,
                {
                    "type": "array",
                    "items": {"anyOf": [{"type": "string"}, _RANGE]},
                },
            ]
        }
    ),
]


class SectionsModel(_Model):
    """Which sections of a page count, by their headings; * is a wildcard, case is ignored."""

    include: Texts = Field(default=[], description="Only these sections, with what is below them.")
    exclude: Texts = Field(default=[], description="Without these sections.")


class WatchOptions(_Model):
    """How a page is watched. All optional; `defaults` sets them for every watch."""

    every: Annotated[
        tuple[timedelta | None, str] | None,
        BeforeValidator(values.schedule),
        schema(type="string", examples=["6h", "1d", "0 9 * * 1-5"]),
    ] = Field(
        default=None,
        description="How often to look: a duration (6h, 1d) or a cron expression. Default 6h.",
    )
    timezone: Annotated[
        str | None, BeforeValidator(lambda v: values.timezone(str(v))), schema(type="string")
    ] = Field(
        default=None,
        description="Time zone of a cron expression, such as Europe/Berlin. Default UTC.",
    )
    jitter: Annotated[
        float | None,
        BeforeValidator(values.share),
        schema(anyOf=[{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string"}]),
    ] = Field(
        default=None, description="Share of the interval by which checks are spread. Default 10%."
    )
    select: Select | None = Field(
        default=None,
        description="CSS selectors of the content, or a range between two elements. Rarely needed.",
    )
    remove: Texts | None = Field(default=None, description="CSS selectors to cut out first.")
    sections: SectionsModel | None = Field(
        default=None, description="Sections to keep or leave out."
    )
    tags: Texts | None = Field(
        default=None, description="Words of your own, for filters and routes."
    )
    headers: (
        Annotated[
            dict[str, Any],
            schema(type="object", additionalProperties={"type": ["string", "number"]}),
        ]
        | None
    ) = Field(default=None, description="HTTP headers to send with the request.")
    notify: Texts | None = Field(
        default=None,
        description="Names of the routes for this watch. Default: every route that matches.",
    )
    keep: Literal["versions", "all"] | None = Field(
        default=None,
        description="Which raw pages are kept: those that matter (default) or every distinct one.",
    )
    confirm: Annotated[
        bool | timedelta | None,
        BeforeValidator(values.yes_no_or_duration),
        schema(anyOf=[*YES_NO, {"type": "string", "pattern": DURATION_PATTERN}]),
    ] = Field(
        default=None,
        description="See a new text twice before it counts (default), after this pause (2m), or not"
        " at all (no).",
    )
    fetch: Literal["auto", "plain", "browser"] | None = Field(
        default=None,
        description="How the page is asked for: plain; browser; or auto (default), by a browser"
        " where the plain answer is a shell that scripts fill.",
    )
    click: Texts | None = Field(
        default=None, description="CSS of what the browser clicks before it reads the page."
    )
    robots: (
        Annotated[
            bool,
            BeforeValidator(values.obeyed),
            schema(anyOf=[*YES_NO, {"enum": ["obey", "ignore"]}]),
        ]
        | None
    ) = Field(
        default=None,
        description="robots.txt: obey or ignore. Default ignore: see docs/watchlist.md.",
    )
    allow_private: YesNo | None = Field(
        default=None,
        description="May connect to private, loopback and link-local addresses. Default no.",
    )
    proxy: Annotated[str | None, BeforeValidator(values.proxy), schema(type="string")] = Field(
        default=None,
        description="http://, https:// or socks5:// proxy to fetch through, best as ${SECRET}; none"
        " for no proxy. Default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment.",
    )
    timeout: Annotated[Seconds, Field(gt=0, le=600)] | None = Field(
        default=None, description="For the whole fetch. Default 60s."
    )
    max_bytes: Annotated[
        int | None,
        BeforeValidator(values.size),
        schema(anyOf=[{"type": "integer"}, {"type": "string"}]),
    ] = Field(default=None, description="Largest page, decompressed. Default 8MB.")
    enabled: YesNo | None = Field(
        default=None, description="Set to no to pause without losing history."
    )

    @field_validator("headers")
    @classmethod
    def _headers(cls, value: dict[str, Any] | None) -> dict[str, str] | None:
        return None if value is None else dict(values.header(k, v) for k, v in value.items())


class VariantModel(_Model):
    """How one edition of a document is asked for; all else is as for the others."""

    url: Annotated[Address, schema(type="string", format="uri")] | None = Field(
        default=None, description="Where it stands, if elsewhere."
    )
    headers: (
        Annotated[
            dict[str, Any],
            schema(type="object", additionalProperties={"type": ["string", "number"]}),
        ]
        | None
    ) = Field(default=None, description="HTTP headers to send besides those of the watch.")
    proxy: Annotated[str | None, BeforeValidator(values.proxy), schema(type="string")] = Field(
        default=None, description="Proxy to fetch through, such as one in another country."
    )

    @field_validator("headers")
    @classmethod
    def _headers(cls, value: dict[str, Any] | None) -> dict[str, str] | None:
        return None if value is None else dict(values.header(k, v) for k, v in value.items())


class WatchModel(WatchOptions):
    """One document at one address."""

    service: Text = Field(description="Whose document it is: LinkedIn.")
    document: Text = Field(description="Which document it is: User Agreement.")
    url: Annotated[Address, schema(type="string", format="uri")] = Field(
        description="Where it stands."
    )
    pages: Annotated[list[Address], BeforeValidator(listed), strings()] = Field(
        default=[],
        description="Further pages of the same document: it is one version, of all of them.",
    )
    follow: Texts = Field(
        default=[],
        description="Links to further pages of the same document: CSS (nav.chapters a, a[rel=next])"
        " or a pattern of addresses (/terms/*).",
    )
    variants: dict[
        Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=40)],
        VariantModel,
    ] = Field(
        default={},
        description="Editions of the document, each with a history of its own as ID@NAME.",
    )
    id: (
        Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=120)] | None
    ) = Field(
        default=None,
        description="The name of its history. Default: service and document, such as "
        "linkedin-user-agreement. Give one before you rename either.",
    )


class RouteModel(_Model):
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


class BrowserModel(_Model):
    """Which browser draws the pages that need one, and what it may take."""

    executable_path: Text | None = Field(
        default=None, description="A Chromium's file. Default: the first one that is found."
    )
    channel: Text | None = Field(
        default=None, description="One that playwright knows by name: chrome, msedge."
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


class SettingsModel(_Model):
    """The program's own settings."""

    database: Text | None = Field(
        default=None, description="SQLAlchemy URL. Default: sqlite:///monitor.db beside this file."
    )
    snapshots: Text | None = Field(
        default=None, description="Folder of the raw pages. Default: snapshots beside this file."
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


class ReaderModel(_Model):
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


class Watchlist(_Model):
    """A watchlist of monitor: which pages to watch, how, and whom to tell."""

    settings: SettingsModel = Field(
        default=SettingsModel(), description="The program's own settings."
    )
    defaults: WatchOptions = Field(
        default=WatchOptions(), description="What holds for every watch."
    )
    notify: list[RouteModel] = Field(default=[], description="Where alerts go.")
    reader: ReaderModel | None = Field(
        default=None, description="An optional second reader that words the line. Off by default."
    )
    watches: list[WatchModel] = Field(default=[], description="The pages.")

    @field_validator("settings", "defaults", mode="before")
    @classmethod
    def _empty(cls, value: Any) -> Any:
        return {} if value is None else value

    @field_validator("notify", "watches", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return [] if value is None else value

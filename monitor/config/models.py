"""The shape of watchlist.yaml as pydantic models. Also the source of its JSON Schema.

Every field is described here once: the text appears in editors (JSON Schema) and in the docs.
A value that needs more than its type is checked by a function of values.py.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    StringConstraints,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from monitor.config import values
from monitor.config.field_types import (
    DURATION_PATTERN,
    YES_NO,
    Address,
    KnownKeys,
    Seconds,
    Text,
    Texts,
    YesNo,
    listed,
    schema,
    strings,
)
from monitor.config.settings_models import ReaderModel, RouteModel, SettingsModel


def _range_or_text(value: Any) -> Any:
    if isinstance(value, dict):
        return RangeModel.model_validate(value)
    if isinstance(value, (str, RangeModel)):
        return value
    raise ValueError(
        "expected a CSS selector or {startBefore, startAfter, endBefore, endAfter}, "
        f"found {values.shown(value)}"
    )


class RangeModel(KnownKeys):
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


class SectionsModel(KnownKeys):
    """Which sections of a page count, by their headings; * is a wildcard, case is ignored."""

    include: Texts = Field(default=[], description="Only these sections, with what is below them.")
    exclude: Texts = Field(default=[], description="Without these sections.")


class WatchOptions(KnownKeys):
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
    remove: Select | None = Field(
        default=None,
        description="CSS selectors to cut out first, or a range between two elements.",
    )
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


class VariantModel(KnownKeys):
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
        default_factory=list,  # a default that can change is copied for each watch, more slowly
        description="Further pages of the same document: it is one version, of all of them.",
    )
    follow: Texts = Field(
        default_factory=list,
        description="Links to further pages of the same document: CSS (nav.chapters a, a[rel=next])"
        " or a pattern of addresses (/terms/*).",
    )
    variants: dict[
        Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=40)],
        VariantModel,
    ] = Field(
        default_factory=dict,
        description="Editions of the document, each with a history of its own as ID@NAME.",
    )
    id: (
        Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=120)] | None
    ) = Field(
        default=None,
        description="The name of its history. Default: service and document, such as "
        "linkedin-user-agreement. Give one before you rename either.",
    )


class Watchlist(KnownKeys):
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

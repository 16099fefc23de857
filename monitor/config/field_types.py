"""The types of the watchlist's fields: how each is checked, here and by editors."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema

from monitor.config import values
from monitor.model import SEVERITIES, Kind

DURATION_PATTERN = r"^(\d+(\.\d+)?\s*[smhdwSMHDW]\s*)+$|^\$\{.*\}$"


def listed(value: Any) -> Any:
    """A single item stands for a list of one, nothing for none."""
    if value is None:
        return []
    return [value] if isinstance(value, (str, dict, int)) and not isinstance(value, bool) else value


def schema(**extra: Any) -> WithJsonSchema:
    """These keys for editors."""
    return WithJsonSchema(extra)


def strings(of: dict[str, Any] | None = None) -> WithJsonSchema:
    """One item or several, strings unless `of` says otherwise, for editors."""
    item = of or {"type": "string"}
    return WithJsonSchema({"anyOf": [item, {"type": "array", "items": item}]})


Text = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
    WithJsonSchema({"type": "string", "minLength": 1}),
]
Texts = Annotated[list[Text], BeforeValidator(listed), strings()]
Seconds = Annotated[
    float,
    BeforeValidator(values.seconds),
    schema(anyOf=[{"type": "number"}, {"type": "string", "pattern": DURATION_PATTERN}]),
]
Days = Annotated[
    float,
    BeforeValidator(values.days),
    schema(anyOf=[{"type": "number"}, {"type": "string", "pattern": DURATION_PATTERN}]),
]
# To an editor that goes by YAML 1.2, `yes` is a word.
YES_NO = ({"type": "boolean"}, {"enum": ["yes", "no", "on", "off"]})
YesNo = Annotated[bool, schema(anyOf=list(YES_NO))]
Address = Annotated[
    str, BeforeValidator(lambda v: values.web_address(v) if isinstance(v, str) else v)
]
# What a route may want: noise is never sent; "problem" is a page that can no longer be read.
KINDS = (str(Kind.SUBSTANTIVE), str(Kind.EDITORIAL), "problem")
KindName = Annotated[
    str, BeforeValidator(lambda v: values.one_of(v, KINDS)), schema(enum=list(KINDS))
]
SeverityName = Annotated[
    str, BeforeValidator(lambda v: values.one_of(v, SEVERITIES)), schema(enum=list(SEVERITIES))
]


class KnownKeys(BaseModel):
    """A mapping of the watchlist: a key that it does not know is a mistake."""

    # Numbers where text is expected (`document: 2024`) are taken as text.
    model_config = ConfigDict(
        extra="forbid", coerce_numbers_to_str=True, populate_by_name=True, hide_input_in_errors=True
    )

"""A server that uses the wrong charset for a while changes nothing of a policy."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.text.lost_letters import only_letters_lost

TEXT = (
    "You don’t have to agree – “Services” are what we offer.",
    "Wir löschen „Beiträge“ nach 30 Tagen – ohne Ausnahme.",
    "¿Qué datos? Vuestra dirección y teléfono, según el artículo 6.",
)


@pytest.mark.parametrize("text", TEXT)
@pytest.mark.parametrize("codec", ["ascii", "latin-1", "utf-8 read as cp1252"])
def test_letters_that_a_server_loses_are_no_change(text: str, codec: str) -> None:
    if codec.startswith("utf-8"):
        torn = text.encode().decode("cp1252", "replace")
    else:
        torn = text.encode(codec, "replace").decode(codec)
    rest = "".join(f"<p>Clause {n}: nothing of this is lost on its way.</p>" for n in range(9))
    one, other = (f"<h1>Terms</h1><h2>{t}</h2><p>{t}</p>{rest}" for t in (text, torn))
    assert compare(one, other).kind == "noise"
    assert compare(other, one).kind == "noise"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Costs 5 € a month", "Costs 6 ? a month"),
        ("We don’t sell data", "We do? sell data"),
        ("naïve", "naive"),
        ("für", "fur?"),
        ("Can I object? Yes", "Can I object! Yes"),
        ("pâté", "pàtè"),
    ],
)
def test_other_differences_stay(one: str, other: str) -> None:
    assert not only_letters_lost(one, other)

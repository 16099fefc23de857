"""Who waits at the moment, what came into a shop and what takes place beside the policy: none of it
alarms anybody, and a clause in the same words is told.
"""

from __future__ import annotations

import pytest

from tests.test_beside_the_policy import quiet
from tests.test_in_passing import kind, page


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Support load: light – 3 people in the queue", "Support load: heavy – 41 people in line"),
        (
            "Only 3 left of ‘Dusk’ – 12 gardeners are looking at it right now",
            "Only 1 left of ‘Dusk’ – 30 gardeners are looking at it right now",
        ),
        ("17 callers are ahead of you.", "4 callers are ahead of you."),
        ("8 others have this in their basket", "11 others have this in their basket"),
        ("Noch 6 Gäste in der Warteschlange", "Noch 14 Gäste in der Warteschlange"),
        ("23 guests are currently viewing this cabin", "9 guests are currently viewing this cabin"),
        ("5 personnes dans la file d’attente", "12 personnes dans la file d’attente"),
    ],
)
def test_how_many_wait_or_look_on_alarms_nobody(one: str, another: str) -> None:
    assert quiet(f"<p>{one}</p>", f"<p>{another}</p>")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2 people look at each photo.", "5 people look at each photo."),
        ("Each photo is checked: 2 people are looking at it.", "Photos are checked by software."),
        ("You lose your place after 30 minutes in the queue.", "You keep your place all day."),
        ("3 guards are watching this hall and film you.", "Nobody is watching this hall."),
    ],
)
def test_what_is_done_by_those_who_look_on_is_told(old: str, new: str) -> None:
    assert kind(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")) == "substantive"


def _list(heading: str, entries: str) -> str:
    items = "".join(f"<li>{entry}</li>" for entry in entries.split("/"))
    return f"<h3>{heading}</h3><ul>{items}</ul>"


@pytest.mark.parametrize(
    ("heading", "one", "another"),
    [
        ("New in the shop", "Carrot ‘Dusk’/Dwarf bean", "Maize ‘Night’/Dwarf bean"),
        ("New arrivals", "Wool socks/Tin mug", "Oak tray/Tin mug"),
        ("Recently added to our library", "Maps of Oslo/Old harbours", "Owls/Old harbours"),
        ("Neu im Sortiment", "Möhre Dämmerung/Zwergbohne", "Mais Nacht/Zwergbohne"),
        ("Just added to the catalogue", "Lantern/Rope/Kettle", "Rope/Kettle/Axe"),
    ],
)
def test_what_is_new_in_a_shop_alarms_nobody(heading: str, one: str, another: str) -> None:
    assert quiet(_list(heading, one), _list(heading, another))


@pytest.mark.parametrize(
    ("heading", "one", "another"),
    [
        ("New in the app", "Tin mug", "Tin mug/Face search"),
        ("Recently added", "Ardent Ltd", "Ardent Ltd/Bellows Inc."),
        ("New in the shop", "Tin mug", "Tin mug/We share your address with sellers"),
        ("New in our policy", "Cameras", "Cameras/Location"),
        ("Recently added to the list", "Ardent", "Ardent/Bellows"),
    ],
)
def test_what_is_new_in_what_people_agree_to_is_told(heading: str, one: str, another: str) -> None:
    assert kind(page(_list(heading, one)), page(_list(heading, another))) == "substantive"


@pytest.mark.parametrize(
    ("heading", "one", "another"),
    [
        ("Termine", "Sa 14.3. Saatgutbörse in Hamm", "Fr 3.4. Wir öffnen den Lehrgarten"),
        ("Upcoming events", "Sat 14 March: swap day", "Sun 22 March – we open the mill"),
        ("What’s on", "Friday, May 8: choir on the pier", "Sunday, May 17: a walk in the fog"),
        ("Agenda", "Vendredi 3 avril : bal au port", "Samedi 11 avril : marché aux cartes"),
    ],
)
def test_what_takes_place_alarms_nobody(heading: str, one: str, another: str) -> None:
    assert quiet(*(f"<h4>{heading}</h4><p>{text}</p>" for text in (one, another)))


@pytest.mark.parametrize(
    ("heading", "new"),
    [
        ("Termine", "Sa 3.4. Sie können nur noch per Brief widersprechen"),
        ("Upcoming events", "Sat 14 March: we share your routes with advertisers"),
        ("Agenda", "From 14 March the harbour is closed to guests without a pass."),
    ],
)
def test_what_holds_from_a_day_on_is_told_below_events_too(heading: str, new: str) -> None:
    before = f"<h4>{heading}</h4><p>The list is made by us.</p>"
    assert kind(page(before), page(f"{before}<p>{new}</p>")) == "substantive"


@pytest.mark.parametrize("of", ["season", "month", "hour"])
def test_a_word_of_the_season_alarms_nobody(of: str) -> None:
    words = (f"<b>Word of the {of}</b><p>Chitting: letting potatoes sprout.</p>", "Cold makes it.")
    assert quiet(words[0], words[0].replace("letting potatoes sprout.", words[1]))

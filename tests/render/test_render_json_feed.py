"""The feed as JSON Feed 1.1."""

from __future__ import annotations

import json

import msgspec
import render_samples as samples

from backfile.model import JsonFeedPage, card_of
from backfile.render import Renderer

HTTP = "https://archive.example/old/"


def rendered(page: JsonFeedPage) -> dict[str, object]:
    data = Renderer(samples.load_theme(), samples.SITE).page(page)
    value = json.loads(data)
    assert isinstance(value, dict)
    return value


def page(**changes: object) -> JsonFeedPage:
    values = {name: getattr(samples.feed(), name) for name in samples.feed().__struct_fields__}
    return JsonFeedPage(**{**values, "path": "feed.json", "url": "feed.json", **changes})


def test_it_has_what_the_format_requires() -> None:
    feed = rendered(page())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["home_page_url"], feed["feed_url"]) == (
        samples.SITE.title,
        HTTP,
        f"{HTTP}feed.json",
    )
    items = feed["items"]
    assert isinstance(items, list) and len(items) == 3
    for item, entry in zip(items, samples.feed().entries, strict=True):
        assert (item["id"], item["url"], item["title"]) == (entry.id, entry.absolute, entry.card.title)
        assert item["date_published"] == entry.published
        assert item["content_text"] == entry.card.deck
        assert "" not in item.values() or not entry.card.deck


def test_hostile_text_stays_text_and_an_empty_feed_is_one() -> None:
    entry = samples.feed().entries[0]
    facts = msgspec.structs.replace(entry.card.facts, title='a "b" </script>\x00\u202e & c', deck="")
    changed = msgspec.structs.replace(entry, card=card_of(facts))
    items = rendered(page(entries=(changed,)))["items"]
    assert isinstance(items, list)
    assert items[0]["title"] == facts.title
    assert items[0]["content_text"] == ""
    assert rendered(page(entries=()))["items"] == []

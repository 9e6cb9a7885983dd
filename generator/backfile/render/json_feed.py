"""A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from backfile.config import Site
from backfile.model import FeedEntry, JsonFeedPage
from backfile.render.links import absolute


def json_feed(page: JsonFeedPage, site: Site) -> dict[str, object]:
    """Return the feed as a value; what is unknown is left out."""
    values: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": page.title or site.title,
        "description": site.description,
        "home_page_url": absolute(site, page.home),
        "feed_url": absolute(site, page.url),
        "language": site.language,
        "items": [_item(entry, site) for entry in page.entries],
    }
    return {key: value for key, value in values.items() if value or key == "items"}


def _item(entry: FeedEntry, site: Site) -> dict[str, object]:
    card = entry.card
    image = card.thumb.variants[-1].path if card.thumb and card.thumb.variants else ""
    values: dict[str, object] = {
        "id": entry.id,
        "url": entry.absolute,
        "title": card.title,
        "summary": card.deck,
        "image": absolute(site, image) if image else "",
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": term.name} for term in card.authors],
        "language": card.lang,
    }
    found = {key: value for key, value in values.items() if value}
    # An item has to have a text; the article itself is what its page is for.
    return found | {"content_text": card.deck}

"""What is set here gives the three generators the same pages; all else is Pelican's default."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from pelican import signals  # type: ignore[import-not-found]

SITENAME = "Bench"
SITEURL = "https://example.org"
TIMEZONE = "UTC"
PATH = "content"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
DEFAULT_DATE_FORMAT = "%Y-%m-%d"
# Summaries are plain text, and names of tags stay what they are.
FORMATTED_FIELDS: list[str] = []
SLUGIFY_USE_UNICODE = True

ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
TAG_URL, AUTHOR_URL, CATEGORY_URL = "tags/{slug}/", "authors/{slug}/", "sources/{slug}/"
YEAR_ARCHIVE_URL, MONTH_ARCHIVE_URL = "{date:%Y}/", "{date:%Y}/{date:%m}/"
DAY_ARCHIVE_URL = "{date:%Y}/{date:%m}/{date:%d}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
TAG_SAVE_AS, AUTHOR_SAVE_AS = TAG_URL + "index.html", AUTHOR_URL + "index.html"
CATEGORY_SAVE_AS = CATEGORY_URL + "index.html"
YEAR_ARCHIVE_SAVE_AS, MONTH_ARCHIVE_SAVE_AS = (
    YEAR_ARCHIVE_URL + "index.html",
    MONTH_ARCHIVE_URL + "index.html",
)
DAY_ARCHIVE_SAVE_AS = DAY_ARCHIVE_URL + "index.html"

DIRECT_TEMPLATES = ["index", "tags", "authors", "categories", "archives", "sitemap", "404", "robots"]
TAGS_SAVE_AS, AUTHORS_SAVE_AS = "tags/index.html", "authors/index.html"
CATEGORIES_SAVE_AS, ARCHIVES_SAVE_AS = "sources/index.html", "dates/index.html"
SITEMAP_SAVE_AS, ROBOTS_SAVE_AS = "sitemap.xml", "robots.txt"

DEFAULT_PAGINATION = 20
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/p/{number}/", "{base_name}/p/{number}/index.html"),
)

FEED_MAX_ITEMS = 20
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
FEED_RSS = "feed.xml"
TAG_FEED_RSS, AUTHOR_FEED_RSS, CATEGORY_FEED_RSS = (
    TAG_URL + "feed.xml",
    AUTHOR_URL + "feed.xml",
    CATEGORY_URL + "feed.xml",
)


def _neighbours(generator: Any) -> None:
    """Tell every article which ones come before and after it: articles are sorted from the newest."""
    articles = generator.articles
    for newer, older in pairwise(articles):
        newer.older, older.newer = older, newer


def _register() -> None:
    signals.article_generator_finalized.connect(_neighbours)


PLUGINS = [SimpleNamespace(__name__="neighbours", register=_register)]

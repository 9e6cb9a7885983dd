"""Pages as closed values: a template sees one of these, the site, and nothing else."""

from __future__ import annotations

import msgspec

from backfile.model.calendars import Calendar, MonthBar, YearBar
from backfile.model.cards import Card, Term, pack_card, unpack_card
from backfile.model.content import Heading, Picture

# What the header leads to; an archive without sources has no page of them.
SECTIONS = ("dates", "tags", "authors", "sources")


class TermCount(msgspec.Struct, frozen=True, gc=False):
    """A term in an index or a side column, with its number of articles."""

    name: str
    url: str
    count: int


class Link(msgspec.Struct, frozen=True, gc=False):
    """A link to an article from another one's page."""

    title: str
    url: str
    day: str
    time: str
    lang: str
    note: tuple[str, ...] = ()


class DayGroup(msgspec.Struct, frozen=True, gc=False):
    """Cards of one day, newest first; day may be "" (undated), url is the day's page or ""; count is of the whole day."""

    day: str
    url: str
    cards: tuple[Card, ...]


class YearGroup(msgspec.Struct, frozen=True, gc=False):
    """Cards of one year, newest first; year is "" for undated ones."""

    year: str
    url: str
    cards: tuple[Card, ...]


class Pager(msgspec.Struct, frozen=True, gc=False):
    """Where a list goes on: addresses of the older, newer and newest part, "" where there is none."""

    older: str = ""
    newer: str = ""
    newest: str = ""


class Feed(msgspec.Struct, frozen=True, gc=False):
    """An Atom feed a page announces."""

    title: str
    url: str


class Page(msgspec.Struct, frozen=True, gc=False, kw_only=True, tag=True):
    """What every page knows. Subclasses add what one template shows.

    path: output file, such as "2024/07/index.html" (Unicode, NFC); url: its address below the site's root, percent-encoded,
    such as "2024/07/"; title: "" on home; feeds: besides the site's own; sections: what the header offers.
    """

    path: str
    url: str
    title: str = ""
    description: str = ""
    feeds: tuple[Feed, ...] = ()
    sections: tuple[str, ...] = SECTIONS


class HomePage(Page, frozen=True, gc=False, kw_only=True):
    """index.html: the holding, the spine, the newest articles by day.

    lead is shown first and may be missing from groups; anniversaries tells which days have a file of what was published on them,
    eight hexadecimal digits a month.
    """

    articles: int
    first: str
    last: str
    sources_count: int
    images_kept: int
    images_lost: int
    added: str
    spine: tuple[YearBar, ...]
    lead: Card | None
    groups: tuple[DayGroup, ...]
    pager: Pager
    tags: tuple[TermCount, ...]
    sources: tuple[TermCount, ...]
    undated: int = 0
    anniversaries: str = ""


class ListPage(Page, frozen=True, gc=False, kw_only=True):
    """p/N/: a full numbered part of the list of all articles."""

    number: int
    groups: tuple[DayGroup, ...]
    pager: Pager


class ArticlePage(Page, frozen=True, gc=False, kw_only=True):
    """One article. The HTML of its body is handed to render beside it; body is the digest of that HTML's markdown.

    pictures answer facts.images by number; links maps hrefs of the body to addresses on this site;
    related carry the shared tags as their note; absolute is the page's address with the site's base URL, "" without one.
    """

    card: Card
    byline: str
    place: str
    section: str
    updated: str
    original: str
    status: str
    reason: str
    added: str
    file: str
    sha256: str
    repairs: tuple[tuple[str, int], ...]
    characters: int
    tags: tuple[Term, ...]
    headings: tuple[Heading, ...]
    folded: bool
    cover: Picture | None
    pictures: tuple[Picture, ...]
    links: tuple[tuple[str, str], ...]
    previous: Link | None
    next: Link | None
    related: tuple[Link, ...]
    linked_from: tuple[Link, ...]
    absolute: str
    body: bytes


class DatesPage(Page, frozen=True, gc=False, kw_only=True):
    """dates/: every year with its months."""

    years: tuple[YearBar, ...]
    undated: int


class YearPage(Page, frozen=True, gc=False, kw_only=True):
    """2024/: its months as bars and as calendars; loose are articles dated by year only."""

    year: str
    count: int
    bars: tuple[MonthBar, ...]
    calendars: tuple[Calendar, ...]
    loose: tuple[Card, ...]
    older: str
    newer: str


class MonthPage(Page, frozen=True, gc=False, kw_only=True):
    """2024/07/: its days. days has every day with its page and its count, groups their articles in the same order.

    In a month too large for one page groups have only the first articles of each day.
    """

    month: str
    count: int
    groups: tuple[DayGroup, ...]
    days: tuple[tuple[str, str, int], ...]
    calendar: Calendar
    tags: tuple[TermCount, ...]
    older: str
    newer: str


class DayPage(Page, frozen=True, gc=False, kw_only=True):
    """2024/07/28/: its articles, oldest first."""

    day: str
    cards: tuple[Card, ...]
    older: str
    newer: str


class UndatedPage(Page, frozen=True, gc=False, kw_only=True):
    """undated/: articles without a date, by title."""

    cards: tuple[Card, ...]
    pager: Pager


class LetterGroup(msgspec.Struct, frozen=True, gc=False):
    """Terms under one letter (A to Z, or # for the rest); url is the letter's own page when the index is split, else ""."""

    letter: str
    url: str
    terms: tuple[TermCount, ...]
    count: int


class IndexPage(Page, frozen=True, gc=False, kw_only=True):
    """tags/, authors/, sources/ and their letter pages; kind is tags | authors | sources; letter is "" on the root.

    new: on the root of a long index, the names that came last, by the articles that gave them their pages;
    parts: of a letter with very many names, the first name and the address of each part; () when its list is whole.
    """

    kind: str
    letter: str
    total: int
    groups: tuple[LetterGroup, ...]
    top: tuple[TermCount, ...]
    new: tuple[Term, ...] = ()
    parts: tuple[Term, ...] = ()


class TermPage(Page, frozen=True, gc=False, kw_only=True):
    """A tag, author or source. number is 0 on the list's root; count, first, last, bars and side columns only there."""

    kind: str
    name: str
    number: int
    groups: tuple[YearGroup, ...]
    pager: Pager
    count: int = 0
    first: str = ""
    last: str = ""
    bars: tuple[MonthBar, ...] = ()
    tags: tuple[TermCount, ...] = ()
    authors: tuple[TermCount, ...] = ()
    sources: tuple[TermCount, ...] = ()
    images_kept: int = 0
    images_lost: int = 0


class LostPicture(msgspec.Struct, frozen=True, gc=False):
    """A picture that an article needs and that is lost or damaged.

    url is cut when it is very long; web: it is whole and leads somewhere; checked is the day of the last attempt or "".
    """

    url: str
    web: bool
    state: str
    reason: str
    checked: str


class LostGroup(msgspec.Struct, frozen=True, gc=False):
    """An article with pictures that are missing from it, or with those that a part of a list has room for."""

    article: Link
    pictures: tuple[LostPicture, ...]


class LostYear(msgspec.Struct, frozen=True, gc=False):
    """How many pictures are missing from how many articles of a year; year is "" for undated ones."""

    year: str
    url: str
    pictures: int
    articles: int


class LostPage(Page, frozen=True, gc=False, kw_only=True):
    """images/lost/: the years, newest first, with what is missing from their articles."""

    pictures: int
    articles: int
    years: tuple[LostYear, ...]


class LostYearPage(Page, frozen=True, gc=False, kw_only=True):
    """images/lost/2024/: what is missing from the articles of a year, newest first.

    year is "" for undated ones; number is 0 on the list's root; pictures and articles are counted only there.
    """

    year: str
    number: int
    groups: tuple[LostGroup, ...]
    pager: Pager
    pictures: int = 0
    articles: int = 0


class NotFoundPage(Page, frozen=True, gc=False, kw_only=True):
    """404.html, whose links are absolute below the base URL.

    files: in how many files the addresses are that it finds, 0 for none; tracking: which parameters of URLs mean nothing.
    """

    files: int = 0
    tracking: str = ""


class RedirectPage(Page, frozen=True, gc=False, kw_only=True):
    """A former address of an article; target is the new one, below the site's root."""

    target: str


class FeedEntry(msgspec.Struct, frozen=True, gc=False):
    """One article in a feed; id is a URN that stays when the site moves; published and updated are RFC 3339 with a zone."""

    card: Card
    id: str
    absolute: str
    published: str
    updated: str


class FeedPage(Page, frozen=True, gc=False, kw_only=True):
    """An Atom feed (RFC 4287); home is the address of what it follows, below the site's root."""

    home: str
    id: str
    updated: str
    entries: tuple[FeedEntry, ...]


class JsonFeedPage(FeedPage, frozen=True, gc=False, kw_only=True):
    """The feed of the whole archive as JSON Feed 1.1; only a site that knows its address has one, since items say theirs."""


class SitemapPage(Page, frozen=True, gc=False, kw_only=True):
    """sitemap.xml or one of its parts; urls are absolute with the last change's day or ""."""

    urls: tuple[tuple[str, str], ...]
    parts: tuple[str, ...] = ()


class TextPage(Page, frozen=True, gc=False, kw_only=True):
    """A small file whose text is the value itself: robots.txt, .nojekyll."""

    text: str


AnyPage = (
    HomePage
    | ListPage
    | ArticlePage
    | DatesPage
    | YearPage
    | MonthPage
    | DayPage
    | UndatedPage
    | IndexPage
    | TermPage
    | LostPage
    | LostYearPage
    | NotFoundPage
    | RedirectPage
    | FeedPage
    | JsonFeedPage
    | SitemapPage
    | TextPage
)

_encoder = msgspec.msgpack.Encoder(enc_hook=pack_card)
_decoder: msgspec.msgpack.Decoder[AnyPage] = msgspec.msgpack.Decoder(AnyPage, dec_hook=unpack_card)


def pack_page(page: AnyPage) -> bytes:
    """Return a page as bytes, the same for equal pages."""
    return _encoder.encode(page)


def unpack_page(packed: bytes) -> AnyPage:
    """Return the page of which pack_page made these bytes. Raises msgspec.DecodeError for any others."""
    return _decoder.decode(packed)

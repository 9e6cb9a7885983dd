"""Captures, articles, bodies and images as frozen values."""

from __future__ import annotations

import msgspec

# --- ingest: what a capture says -----------------------------------------------------------------------------------


class CaptureFile(msgspec.Struct, frozen=True):
    """The bytes of one file below content/sources/; file is its POSIX path below content/."""

    file: str
    sha256: str
    data: bytes


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """What a format's parser read in a capture, word for word; "" and () mean that the capture does not say.

    date and updated are as written; authors are only those the format declares as people;
    source is the publication or account; body is markdown with the damage still in it;
    extra are keys the format does not know, with their values as text;
    sha256 is that of the capture, of the article's own part where a capture holds several, or of both the capture and what
    a list beside it says;
    dialect says who wrote the body: "written" a person, in markdown; "html2text" that program; "converted" any other;
    plain: title and summary are plain text, so that a backslash in them is one;
    repairs counts what the parser had to mend to read the capture at all.
    """

    format: str
    file: str
    sha256: str
    title: str = ""
    date: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    source: str = ""
    place: str = ""
    section: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    cover: str = ""
    original: str = ""
    lang: str = ""
    slug: str = ""
    permalink: str = ""
    aliases: tuple[str, ...] = ()
    status: str = ""
    reason: str = ""
    body: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    dialect: str = "converted"
    plain: bool = False
    repairs: tuple[tuple[str, int], ...] = ()


# Lines of a body that holds nothing else: what stands above the first, and below the second, is folded on the page.
LEAD, TAIL = "<!-- backfile:lead -->", "<!-- backfile:tail -->"


# --- content/articles: what an article file says -------------------------------------------------------------------


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """Where an article file came from; all "" for one that a person wrote.

    added: when it was imported, ISO 8601; written: sha256 of the file's canonical form without this key;
    repairs: how often each repair of the converter was made; tags: "auto" when the tags were chosen at import.
    """

    format: str = ""
    file: str = ""
    sha256: str = ""
    added: str = ""
    written: str = ""
    tags: str = ""
    repairs: tuple[tuple[str, int], ...] = ()


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article file: front matter in the order of the fields, then the markdown body.

    date and updated are ISO 8601 as far as they are known: "2024-07-28T12:39:00+08:00", "2024-07-28", "2024-07", "2024"
    or "" (undated); permalink is "YYYY/MM/DD/slug" without slashes at its ends; status is
    published | draft | withdrawn | gone, "" meaning published.
    """

    id: str = ""
    title: str = ""
    date: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    byline: str = ""
    source: str = ""
    place: str = ""
    section: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    cover: str = ""
    original: str = ""
    lang: str = ""
    permalink: str = ""
    aliases: tuple[str, ...] = ()
    status: str = ""
    reason: str = ""
    capture: Capture = Capture()
    extra: tuple[tuple[str, str], ...] = ()
    body: str = ""


# --- markdown: what a body holds -----------------------------------------------------------------------------------


class Heading(msgspec.Struct, frozen=True, gc=False):
    """A heading of a body: level 2 to 6, id "s1", "s2" ... in order, text without markup."""

    level: int
    id: str
    text: str


class ImageReference(msgspec.Struct, frozen=True, gc=False):
    """One image of a body as written: its URL or path, and its alternative text."""

    url: str
    alt: str


class Facts(msgspec.Struct, frozen=True, gc=False):
    """What the rest of the build needs to know of a body without its HTML.

    images: the article's own in order, then the folded_images that stand in its folded tail and leader;
    characters counts CJK characters and letters and digits of other scripts (no blanks, no punctuation);
    minutes is the reading time, at least 1; deck is the first paragraphs' text, cut; links are the hrefs in order,
    each once; lang is the language its script suggests, "" when it has too few letters.
    """

    images: tuple[ImageReference, ...] = ()
    folded_images: int = 0
    headings: tuple[Heading, ...] = ()
    links: tuple[str, ...] = ()
    characters: int = 0
    minutes: int = 1
    deck: str = ""
    lang: str = ""
    folded: bool = False


class Body(msgspec.Struct, frozen=True, gc=False):
    """Clean HTML of a body and its facts.

    The HTML passed nh3 and then got four marks of our own, all comments (nh3 drops every comment of the text itself):
    ``<!--figure N-->`` in place of a paragraph that held only image N, ``<!--image N-->`` in place of an image inside text,
    ``<!--lead-->`` where the folded leader ends and ``<!--tail-->`` where the folded tail begins (at most one
    each). N counts ``facts.images`` from 0.
    Headings carry their ids; links are as written. hostility: why the body was not read as markdown, "" when it was.
    """

    html: str
    facts: Facts
    hostility: str = ""


class Look(msgspec.Struct, frozen=True, gc=False):
    """What a reader sees of a rendered text: letters and digits, pictures, links, headings, and what should not be there.

    literal: marks of markdown that stand in the text, with how often; soft_breaks: line ends between two Chinese or Japanese
    characters, which browsers show as blanks.
    """

    characters: int = 0
    images: int = 0
    links: int = 0
    headings: int = 0
    soft_breaks: int = 0
    literal: tuple[tuple[str, int], ...] = ()


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What the build keeps of one article file: its path below the site folder, digests, front matter (body left out).

    images: how many the body has; packed: the facts of the body as bytes, which take far less memory: an archive has very many
    entries, and few of them are looked at in one build.
    """

    path: str
    digest: bytes
    body: bytes
    article: Article
    images: int
    packed: bytes

    @property
    def facts(self) -> Facts:
        """The facts of the body, taken apart anew each time."""
        return _decode_facts(self.packed)


_encode_facts = msgspec.msgpack.Encoder().encode
_decode_facts = msgspec.msgpack.Decoder(Facts).decode


def entry_of(path: str, digest: bytes, body: bytes, article: Article, facts: Facts) -> Entry:
    """Return the entry of an article file."""
    return Entry(path, digest, body, article, len(facts.images), _encode_facts(facts))


# --- images --------------------------------------------------------------------------------------------------------


class Attempt(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the ledger: what became of one URL (or ``site:`` path) at one time.

    outcome: kept | damaged | lost; time: ISO 8601 UTC; reason: of a loss, in words; permanent: not to be asked again;
    rung: how it was got (store, local, origin, referer, size, wayback); media: the type the bytes show;
    tries: how often it was missed, this time included, which decides when to ask again;
    rungs: of a loss, what each place answered, as "rung: reason"; fingerprint: 16 hex digits that the same picture has at
    every size, "" when there are none; etag and modified: the validators of what was refused, for a conditional request.
    """

    url: str
    outcome: str
    time: str
    sha256: str = ""
    media: str = ""
    width: int = 0
    height: int = 0
    bytes: int = 0
    reason: str = ""
    status: int = 0
    permanent: bool = False
    rung: str = ""
    tries: int = 0
    rungs: tuple[str, ...] = ()
    fingerprint: str = ""
    etag: str = ""
    modified: str = ""


class Variant(msgspec.Struct, frozen=True, gc=False):
    """A picture re-encoded at one width; path is its output path, such as images/ab12...-720.webp."""

    width: int
    height: int
    path: str
    bytes: int


class Picture(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a page knows of one image.

    state: kept | damaged | lost | unasked; width and height are those of the largest variant, after rotation;
    variants ascend by width and are () unless kept; avif: the same sizes as AVIF, or (); colour is "#rrggbb", the mean;
    checked is the day of the last attempt.
    """

    url: str
    alt: str = ""
    state: str
    reason: str = ""
    checked: str = ""
    width: int = 0
    height: int = 0
    colour: str = ""
    animated: bool = False
    variants: tuple[Variant, ...] = ()
    avif: tuple[Variant, ...] = ()

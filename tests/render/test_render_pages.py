"""Every kind of page with the default theme: well-formed, linked relatively, nothing remote, nothing executable."""

from __future__ import annotations

import gzip
import json
import re
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import msgspec
import pytest
import render_samples as samples
from lxml import etree, html

from backfile.config import Site
from backfile.model import (
    AnyPage,
    DayPage,
    FeedPage,
    ListPage,
    LostPicture,
    NotFoundPage,
    Pager,
    Picture,
    SitemapPage,
    Term,
    TermCount,
    TextPage,
    card_of,
)
from backfile.render import Renderer

RENDERER = Renderer(samples.load_theme(), samples.SITE)
PAGES: tuple[tuple[AnyPage, str], ...] = samples.every_page()
HTML = [(p, b) for p, b in PAGES if p.path.endswith(".html")]
NAMES = [p.path for p, _ in HTML]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def parsed(page: AnyPage, body: str = "", renderer: Renderer = RENDERER) -> html.HtmlElement:
    return html.document_fromstring(renderer.page(page, body).decode())


def balanced(text: str) -> bool:
    """Whether every element that is opened is closed in order: the templates write no optional end tag."""
    text = re.sub(r"<script\b.*?</script>", "", text, flags=re.S)
    stack: list[str] = []
    for closing, name, own in re.findall(r"<(/?)([a-zA-Z][\w:-]*)(?:\"[^\"]*\"|[^\">])*?(/?)>", text):
        if closing:
            if not stack or stack.pop() != name:
                return False
        elif name not in VOID and not own:
            stack.append(name)
    return not stack


@pytest.mark.parametrize(("page", "body"), HTML, ids=NAMES)
def test_html_is_whole(page: AnyPage, body: str) -> None:
    text = RENDERER.page(page, body).decode()
    assert text.startswith("<!DOCTYPE html>")
    assert balanced(text)
    tree = html.document_fromstring(text)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert len(tree.xpath("//h1")) == 1
    assert len(tree.xpath("//title")) == 1
    for fragment in tree.xpath("//a[starts-with(@href, '#')]/@href"):
        assert fragment[1:] in ids
    for name in ("aria-labelledby", "for", "data-copy"):
        for target in tree.xpath(f"//@{name}"):
            assert target in ids
    levels = [int(h.tag[1]) for h in tree.xpath("//main//*[self::h1 or self::h2 or self::h3]")]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert "None" not in tree.text_content() and "Undefined" not in text


@pytest.mark.parametrize(("page", "body"), HTML, ids=NAMES)
def test_links_are_relative_and_nothing_remote_is_loaded(page: AnyPage, body: str) -> None:
    tree = parsed(page, body)
    home = f"https://archive.example/old/{page.url}"
    sources = tree.xpath("//@src | //link[@rel='stylesheet' or @rel='icon' or @rel='alternate']/@href")
    sources += [s.split()[0] for value in tree.xpath("//@srcset") for s in value.split(", ")]
    for source in sources:
        assert not urlsplit(source).scheme and not source.startswith("//"), source
        assert urljoin(home, source).startswith("https://archive.example/old/")
    for anchor in tree.xpath("//a[@href]"):
        href = anchor.get("href")
        if urlsplit(href).scheme:
            assert "noopener" in anchor.get("rel") and "external" in anchor.get("rel")
        else:
            assert href and not href.startswith("//")
            assert urljoin(home, href).startswith("https://archive.example/old/"), href
            if page.path != "404.html":
                assert not href.startswith("/")


@pytest.mark.parametrize(("page", "body"), HTML, ids=NAMES)
def test_budgets(page: AnyPage, body: str) -> None:
    data = RENDERER.page(page, body)
    tree = html.document_fromstring(data.decode())
    assert len(gzip.compress(data, mtime=0)) <= (15_000 if page.path.startswith("2024/07/28/a") else 10_000)
    assert len(tree.xpath("//*")) <= 1500
    images = tree.xpath("//body//img[@src]")
    assert all(i.get("width") and i.get("height") and i.get("srcset") and i.get("decoding") for i in images)
    assert all(i.get("alt") is not None for i in images)
    eager = [i for i in images if i.get("fetchpriority") == "high"]
    assert eager == images[:1]
    assert all(i.get("loading") == "lazy" for i in images[1:])


@pytest.mark.parametrize(("page", "body"), HTML, ids=NAMES)
def test_offline_copies_link_to_files(page: AnyPage, body: str) -> None:
    offline = Renderer(samples.load_theme(), msgspec.structs.replace(samples.SITE, base_url="file:"))
    for href in parsed(page, body, offline).xpath("//a/@href | //link[@rel='prev' or @rel='next']/@href"):
        if not urlsplit(href).scheme and not href.startswith("#"):
            assert not urlsplit(href).path.endswith("/"), href


def test_a_site_that_is_written_from_the_right_says_so() -> None:
    arabic = Renderer(samples.load_theme(), msgspec.structs.replace(samples.SITE, language="ar"))
    assert parsed(samples.home(), "", arabic).get("dir") == "rtl"
    assert parsed(samples.home()).get("dir") is None


def test_what_a_page_is_about_is_not_said_in_every_row() -> None:
    term = samples.term(kind="authors")
    name = next(c for g in term.groups for c in g.cards if c.authors).authors[0].name
    bare = tuple(
        msgspec.structs.replace(
            g,
            cards=tuple(
                card_of(
                    msgspec.structs.replace(c.facts, source=None, authors=(Term(name, ""), Term("甲", "")))
                )
                for c in g.cards
            ),
        )
        for g in term.groups
    )
    page = msgspec.structs.replace(term, name=name, groups=bare)
    rows = parsed(page).xpath("//ol[@class='rows']//small")
    assert rows and all(name not in row.text_content() and "甲" in row.text_content() for row in rows)
    assert all(" · " in row.text_content() for row in rows if row.xpath("span[@class='badge']"))


def test_a_day_without_hours_has_no_empty_rail() -> None:
    cards = tuple(samples.card(n, "2024-07-28", time="") for n in range(2))
    page = DayPage(
        path="2024/07/28/index.html", url="2024/07/28/", day="2024-07-28", cards=cards, older="", newer=""
    )
    assert not parsed(page).xpath("//p[@class='hour']") and parsed(page).xpath("//div[@class='day bare']")
    mixed = msgspec.structs.replace(page, cards=(cards[0], samples.card(2, "2024-07-28", time="12:00")))
    assert len(parsed(mixed).xpath("//p[@class='hour']")) == 2


def test_untitled_neighbours_are_called_so() -> None:
    previous = samples.article().previous
    assert previous is not None
    untitled = msgspec.structs.replace(previous, title="")
    page = samples.article(previous=untitled)
    assert parsed(page).xpath("string(//a[@rel='prev' and not(@class)]/span)") == "无题"


def test_not_found_page_links_below_the_base_path() -> None:
    page = NotFoundPage(path="404.html", url="404.html")
    hrefs = parsed(page).xpath("//a[not(starts-with(@href, '#'))]/@href | //link/@href | //script/@src")
    assert all(h.startswith("/old/") for h in hrefs)
    bare = Renderer(samples.load_theme(), msgspec.structs.replace(samples.SITE, base_url=""))
    assert "/assets/site.css" in parsed(page, "", bare).xpath("//link/@href")


def test_canonical_only_with_a_web_address() -> None:
    def canonical(site: Site) -> list[str]:
        tree = parsed(samples.home(), "", Renderer(samples.load_theme(), site))
        found = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
        return [str(f) for f in found]

    assert canonical(samples.SITE) == ["https://archive.example/old/"] * 2
    for base in ("", "file:"):
        assert canonical(msgspec.structs.replace(samples.SITE, base_url=base)) == []
    off = msgspec.structs.replace(samples.SITE.pages, canonical=False)
    assert canonical(msgspec.structs.replace(samples.SITE, pages=off)) == []


def test_equal_pages_give_equal_bytes_whatever_came_before() -> None:
    fresh = [Renderer(samples.load_theme(), samples.SITE).page(p, b) for p, b in PAGES]
    assert [RENDERER.page(p, b) for p, b in reversed(PAGES)] == fresh[::-1]


def hostile(value: object) -> object:
    """The same struct with every free text replaced by hostile text; addresses and dates stay."""
    if isinstance(value, Picture):
        return msgspec.structs.replace(
            value, alt=samples.HOSTILE, reason=samples.HOSTILE, url=samples.HOSTILE
        )
    if isinstance(value, LostPicture):
        url = f"https://img.example/{samples.HOSTILE}" if value.web else samples.HOSTILE
        return msgspec.structs.replace(value, reason=samples.HOSTILE, url=url)
    if isinstance(value, Term | TermCount):
        return msgspec.structs.replace(value, name=samples.HOSTILE)
    if isinstance(value, msgspec.Struct):
        free = {
            "title",
            "description",
            "name",
            "byline",
            "place",
            "section",
            "reason",
            "original",
            "file",
            "deck",
            "text",
            "note",
        }
        new = {}
        for field in value.__struct_fields__:
            old = getattr(value, field)
            new[field] = samples.HOSTILE if field in free and isinstance(old, str) else hostile(old)
        return msgspec.structs.replace(value, **new)
    if isinstance(value, tuple):
        return tuple(hostile(v) for v in value)
    return value


@pytest.mark.parametrize(("page", "body"), HTML, ids=NAMES)
def test_hostile_text_stays_text(page: AnyPage, body: str) -> None:
    changed = hostile(page)
    text = RENDERER.page(changed, body).decode()  # type: ignore[arg-type]
    plain = RENDERER.page(page, body).decode()
    assert balanced(text)
    assert "<script>alert" not in text and "{{7*7}}" in text and "49" not in text.replace(plain, "")[:0]
    scripts = html.document_fromstring(text).xpath("//script")
    assert len(scripts) == len(html.document_fromstring(plain).xpath("//script"))
    for element in html.document_fromstring(text).iter():
        assert not [a for a in element.attrib if a.lower().startswith("on")]


def test_the_policy_allows_the_head_script_alone() -> None:
    from base64 import b64encode
    from hashlib import sha256

    tree = parsed(samples.home())
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    inline = [s.text for s in tree.xpath("//script[not(@src) and not(@type)]")]
    assert len(inline) == 1
    assert f"'sha256-{b64encode(sha256(inline[0].encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'") and "unsafe-eval" not in policy
    assert "script-src 'self' 'sha256-" in policy and "script-src 'self' 'unsafe-inline'" not in policy


def test_redirect_leads_to_its_target() -> None:
    page = next(p for p, _ in PAGES if p.path == "old/place/index.html")
    tree = parsed(page)
    assert tree.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../../2024/07/28/article-1/"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [
        "https://archive.example/old/2024/07/28/article-1/"
    ]
    assert tree.xpath("//a/@href") == ["../../2024/07/28/article-1/"]


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("base", ["https://archive.example/old/", "", "file:"])
def test_feeds_parse_and_have_what_atom_requires(base: str) -> None:
    renderer = Renderer(samples.load_theme(), msgspec.structs.replace(samples.SITE, base_url=base))
    page = samples.feed()
    nasty = card_of(
        msgspec.structs.replace(
            page.entries[0].card.facts, title=samples.HOSTILE + "\x00\x0b\u202e\ufffe", deck="a\x08b"
        )
    )
    entries = tuple(
        msgspec.structs.replace(
            e, card=nasty if not n else e.card, absolute=e.absolute if base.startswith("http") else ""
        )
        for n, e in enumerate(page.entries)
    )
    data = renderer.page(msgspec.structs.replace(page, entries=entries))
    root = etree.fromstring(data)
    assert root.tag == ATOM + "feed"
    for item in (root, *root.findall(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert len(item.findall(ATOM + name)) == 1
    assert root.find(ATOM + "author") is not None
    titles = [e.findtext(ATOM + "title") for e in root.findall(ATOM + "entry")]
    assert titles[0] == samples.HOSTILE
    links = root.xpath("//*[local-name()='link']/@href")
    assert all(link and (not base.startswith("http") or link.startswith(base)) for link in links)
    assert len({e.findtext(ATOM + "id") for e in root.findall(ATOM + "entry")}) == 3


def test_sitemaps_parse() -> None:
    page = SitemapPage(
        path="sitemap.xml",
        url="sitemap.xml",
        urls=(("https://a.example/?x=1&y=2", "2024-07-28"), ("https://a.example/b/", "")),
    )
    root = etree.fromstring(RENDERER.page(page))
    assert [len(u) for u in root] == [2, 1]
    assert root[0][0].text == "https://a.example/?x=1&y=2"
    parts = msgspec.structs.replace(page, urls=(), parts=("sitemap-1.xml", "https://a.example/sitemap-2.xml"))
    root = etree.fromstring(RENDERER.page(parts))
    assert root.tag.endswith("sitemapindex")
    assert [p[0].text for p in root] == [
        "https://archive.example/old/sitemap-1.xml",
        "https://a.example/sitemap-2.xml",
    ]
    etree.fromstring(RENDERER.page(msgspec.structs.replace(page, urls=())))


def test_text_is_published_as_it_is() -> None:
    assert RENDERER.page(TextPage(path="robots.txt", url="robots.txt", text="旧\n")) == "旧\n".encode()


def test_english_site() -> None:
    renderer = Renderer(samples.load_theme(), samples.ENGLISH)
    tree = parsed(samples.home(), "", renderer)
    assert tree.get("lang") == "en"
    assert tree.xpath("string(//h1)") == "9,324 articles, 2014 to 2024"
    assert tree.xpath("//h3[@lang='zh-Hans']") and not tree.xpath("//h3[@lang='en']")
    one = samples.home(articles=1, first="2024", last="2024-07-28")
    assert parsed(one, "", renderer).xpath("string(//h1)") == "1 article, 2024"
    assert parsed(samples.month(), "", renderer).xpath("string(//h1)") == "July 2024"


def test_japanese_site() -> None:
    renderer = Renderer(samples.load_theme(), msgspec.structs.replace(samples.ENGLISH, language="ja-JP"))
    tree = parsed(samples.home(), "", renderer)
    assert tree.get("lang") == "ja-JP"
    assert tree.xpath("string(//h1)") == "記事9,324件、2014年から2024年まで"
    assert parsed(samples.month(), "", renderer).xpath("string(//h1)") == "2024年7月"


def test_a_language_the_theme_does_not_speak_has_its_own_dates() -> None:
    site = msgspec.structs.replace(samples.ENGLISH, language="fr")
    tree = parsed(samples.month(), "", Renderer(samples.load_theme(), site))
    assert tree.get("lang") == "fr"
    assert tree.xpath("string(//h1)") == "juillet 2024"


def test_empty_archive() -> None:
    page = samples.home(
        articles=0,
        first="",
        last="",
        sources_count=0,
        images_kept=0,
        images_lost=0,
        added="",
        spine=(),
        lead=None,
        groups=(),
        pager=Pager(),
        tags=(),
        sources=(),
        undated=0,
    )
    assert balanced(RENDERER.page(page).decode())
    assert isinstance(samples.feed(entries=()), FeedPage)
    etree.fromstring(RENDERER.page(samples.feed(entries=())))


def test_calendar_is_a_real_table_with_spoken_days() -> None:
    tree = parsed(samples.year())
    tables = tree.xpath("//table")
    assert len(tables) == 7
    assert len(tables[0].xpath(".//thead//th[@scope='col']")) == 7
    assert "1 月 1 日，7 篇" in tables[0].xpath(".//a/@aria-label")


def test_json_in_script_cannot_end_it() -> None:
    page = samples.article(card=samples.card(1, title="</script><!--\u2028&amp;"))
    text = RENDERER.page(page, "").decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert found and not set("<>&\u2028") & set(found[1])
    assert json.loads(found[1])["headline"] == "</script><!--\u2028&amp;"


def test_titles_say_the_date_in_words() -> None:
    pages = {p.path: p for p, _ in PAGES}
    for path, title in (
        ("2024/07/28/index.html", "2024 年 7 月 28 日 · 旧闻馆"),
        ("2024/07/index.html", "2024 年 7 月 · 旧闻馆"),
        ("p/12/index.html", "第 12 页 · 旧闻馆"),
        ("tags/index.html", "标签 · 旧闻馆"),
        ("index.html", "旧闻馆"),
    ):
        bare = msgspec.structs.replace(pages[path], title="")
        assert parsed(bare).xpath("string(//title)") == title


def test_the_lead_comes_first_in_its_day() -> None:
    groups = samples.days()
    page = samples.home(lead=groups[0].cards[2], groups=groups)
    entries = parsed(page).xpath("(//section[@class='day'])[1]//article")
    assert len(entries) == 3
    assert entries[0].get("class") == "entry lead"
    assert entries[0].xpath("string(.//h3)") == groups[0].cards[2].title


def test_numbered_parts_lead_to_their_neighbours() -> None:
    def ways(pager: Pager) -> list[tuple[str, str]]:
        page = ListPage(path="p/3/index.html", url="p/3/", number=3, groups=(), pager=pager)
        return [(a.text_content(), a.get("href")) for a in parsed(page).xpath("//nav[@class='pages']//a")]

    assert ways(Pager("p/2/", "p/4/", "./")) == [
        ("最新", "../../"),
        ("← 较新的文章", "../../p/4/"),
        ("较早的文章 →", "../../p/2/"),
    ]
    assert ways(Pager("p/2/", "./", "./")) == [
        ("← 较新的文章", "../../"),
        ("较早的文章 →", "../../p/2/"),
    ]


def test_every_string_is_used_and_every_used_string_exists() -> None:
    theme = samples.load_theme()
    from backfile.render.strings import parsed

    text = "".join(source for _, source in theme.templates)
    known = set(parsed(dict(theme.strings)["en"], "en"))
    dynamic = ("date.", "repair.", "terms.", "missing.", "figure.", "nav.", "pager.", "reason.")
    unused = {k for k in known if f'"{k}"' not in text and f"'{k}'" not in text and not k.startswith(dynamic)}
    assert unused == set()

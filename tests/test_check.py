from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backfile.check import check
from backfile.check.page import read_page

BASE = "https://news.example/archive/"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="{root}assets/site.css"><link rel="icon" href="{root}assets/icon.svg">
{head}
</head><body><a href="#main">Skip</a><main id="main"><h1>{title}</h1>
<a href="{root}">Home</a> <a href="{root}2024/07/">July</a> <a href="https://elsewhere.example/">Elsewhere</a>
{body}
</main></body></html>
"""
FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>Archive</title><updated>2024-07-28T00:00:00Z</updated>
<author><name>Archive</name></author><link rel="self" href="{base}feed.xml"/><link href="{base}"/>
{entries}</feed>
"""
ENTRY = (
    "<entry><id>urn:{0}</id><title>{0}</title><updated>2024-07-28T00:00:00Z</updated>"
    '<link rel="alternate" href="{1}2024/07/"/></entry>'
)
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'

Write = Callable[[str, str], None]


def page(root: str = "", head: str = "", body: str = "", title: str = "Title") -> str:
    return PAGE.format(root=root, head=head, body=body, title=title)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site" / "output"


@pytest.fixture
def write(output: Path) -> Write:
    """A writer into an output folder in which nothing is wrong."""

    def add(path: str, text: str) -> None:
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_text(text, encoding="utf-8")

    add("index.html", page(head=f'<link rel="canonical" href="{BASE}">'))
    add("2024/07/index.html", page("../../", head=f'<link rel="canonical" href="{BASE}2024/07/">'))
    add("404.html", page("/archive/"))
    add("assets/site.css", "body { background: url(icon.svg) } /* url(none.png) */")
    add("assets/icon.svg", '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>')
    add("feed.xml", FEED.format(base=BASE, entries=ENTRY.format("a", BASE) + ENTRY.format("b", BASE)))
    add("sitemap.xml", SITEMAP.format(f"<url><loc>{BASE}</loc></url><url><loc>{BASE}2024/07/</loc></url>"))
    add("robots.txt", f"User-agent: *\nSitemap: {BASE}sitemap.xml\n")
    return add


def messages(output: Path, base_url: str = BASE) -> list[str]:
    return [str(p) for p in check(output, base_url)]


def test_nothing_is_wrong(output: Path, write: Write) -> None:
    assert messages(output) == []


GOOD = [
    '<a href="../../2024/07/#main">x</a>',
    '<a href="#">x</a><a href="#top">x</a><a href="">x</a><a href="?q=1">x</a><a>x</a>',
    '<a href="./">x</a><a href="../07/">x</a><a href="index.html">x</a><a href="../../index.html#main">x</a>',
    '<a href="../../tags/%E5%8D%B0%E5%88%B7/">x</a><a href="../../tags/印刷/#%E5%8D%B0">x</a>',
    '<a href="/archive/2024/07/">x</a><a href="/archive/">x</a>',
    f'<a href="{BASE}2024/07/#main">x</a><a href="{BASE}">x</a><a href="{BASE[:-1]}">x</a>',
    '<a href="mailto:a@b.example">x</a><a href="//other.example/">x</a><a href="http://other.example/a b">x</a>',
    '<a href="#:~:text=Home">x</a>',
    '<img src="../../assets/icon.svg" width="1" height="20" alt="">',
    '<img src="data:image/gif;base64,AA" width="1" height="1" alt="x">',
    '<img srcset="../../assets/icon.svg 1x, ../../assets/icon.svg 2x" src="../../assets/icon.svg" width=10 height=10 alt>',
    "<p>unclosed<ul><li>one<li>two</ul><table><tr><td>1<td>2</table>",
    "<template><h1>x</h1><img alt=''><a href='nowhere/'>x</a></template>",
    "<svg viewBox='0 0 1 1'><path d='M0 0'/><g/></svg>",
    "<!-- <a href='nowhere/'>x</a> <div> -->",
    "<script>if (1 < 2) document.write('<a href=\"nowhere/\"><div>')</script>",
    "<pre>a &lt; b</pre><p>1 < 2 and 3 > 2</p>",
    "<a href='&#x2e;&#x2e;/07/'>x</a>",
    "<form action='../../'><input name=q></form>",
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle"}</script>',
    '<div title="a > b" data-x=\'<a href="nowhere/">\'>x</div>',
    "<button data-on='x' aria-label='on'>x</button>",
]


@pytest.mark.parametrize("body", GOOD)
def test_what_is_right_is_not_complained_of(output: Path, write: Write, body: str) -> None:
    write("tags/印刷/index.html", page("../../", body='<i id="印"></i>'))
    write("2024/07/index.html", page("../../", body=body))
    assert messages(output) == []


BAD = {
    '<a href="gone/">x</a>': "a link leads to 2024/07/gone/, which does not exist",
    '<a href="../../assets/gone.css">x</a>': "a link leads to assets/gone.css, which does not exist",
    '<a href="../../2024">x</a>': "a link leads to the folder 2024 without a slash at its end",
    '<a href="../../../x">x</a>': "a link leads to ../../../x, which lies above the site",
    '<a href="/elsewhere/">x</a>': "a link leads to /elsewhere/, which lies outside of the site's base /archive/",
    f'<a href="{BASE}gone/">x</a>': "a link leads to gone/, which does not exist",
    '<a href="%FF/">x</a>': "a link leads to %FF/, which is not percent-encoded UTF-8",
    '<a href="#gone">x</a>': "a link leads to #gone, which 2024/07/index.html does not have",
    '<a href="../../#gone">x</a>': "a link leads to #gone, which index.html does not have",
    '<a href="file:///etc/passwd">x</a>': "a link leads to file:///etc/passwd, which a reader's browser cannot open",
    '<a href=" JavaScript:alert(1)">x</a>': "a link runs a script:  JavaScript:alert(1)",
    '<a href="&#106;avascript:alert(1)">x</a>': "a link runs a script: javascript:alert(1)",
    '<p onclick="x()">x</p>': "<p> has a script in its attribute onclick",
    '<i id="a"></i><i id="a"></i>': "the id a is there twice",
    '<i id=""></i>': "the id '' is empty or has blanks",
    '<i id="a b"></i>': "the id 'a b' is empty or has blanks",
    '<img src="gone.webp" width="1" height="1" alt="">': "<img src> leads to 2024/07/gone.webp, which does not exist",
    '<img src="https://cdn.example/a.png" width="1" height="1" alt="">': "<img src> asks another host: https://cdn.example/a.png"
    " (a page may ask no other host for anything)",
    '<img src="../../assets/icon.svg" srcset="//cdn.example/a.png 2x" width="1" height="1" alt="">': "<img srcset> asks another"
    " host: //cdn.example/a.png (a page may ask no other host for anything)",
    '<script src="https://cdn.example/a.js"></script>': "<script src> asks another host: https://cdn.example/a.js"
    " (a page may ask no other host for anything)",
    '<link rel="preload" href="https://cdn.example/a">': "<link rel=preload> asks another host: https://cdn.example/a"
    " (a page may ask no other host for anything)",
    '<link rel="dns-prefetch" href="//cdn.example">': "<link rel=dns-prefetch> asks another host: //cdn.example"
    " (a page may ask no other host for anything)",
    '<p style="background: url(//cdn.example/a)">x</p>': "a style asks another host: //cdn.example/a"
    " (a page may ask no other host for anything)",
    "<style>@import 'https://cdn.example/a.css';</style>": "a style asks another host: https://cdn.example/a.css"
    " (a page may ask no other host for anything)",
    "<iframe src='https://other.example/'></iframe>": "<iframe src> asks another host: https://other.example/"
    " (a page may ask no other host for anything)",
    '<img src="../../assets/icon.svg" width="1" height="1">': 'an image has no alt text (alt="" says that it is decoration)',
    '<img src="../../assets/icon.svg" width="0" height="1" alt="">': "an image has no width"
    " (without it the page jumps while loading)",
    '<img width="1" height="1" alt="">': "an image has no src",
    "<h1>Two</h1>": "the page has 2 h1 instead of one",
    "<div>": "<div> is not closed before </main>",
    "</section>": "</section> closes nothing",
    "<b>bold": "<b> is not closed before </main>",
    "<textarea>": "<textarea> is not closed",
    "<p class=a class=b>x</p>": "",  # not looked at: nothing depends on it
    "<a href='./' href='../'>x</a>": "<a> has the attribute href twice",
    '<base href="/">': "<base> changes what every link means (take it out of the template)",
    '<script type="application/ld+json">{"@type": "X"}</script>': "JSON-LD has no @context or no @type",
    '<script type="application/ld+json">[1]</script>': "JSON-LD has no @context or no @type",
    '<script type="application/ld+json">{</script>': "JSON-LD cannot be read: Expecting property name enclosed in double"
    " quotes: line 1 column 2 (char 1)",
    '<meta http-equiv="refresh" content="0; url=gone/">': "a redirect leads to 2024/07/gone/, which does not exist",
    f'<meta property="og:image" content="{BASE}gone.png">': "<meta og:image> leads to gone.png, which does not exist",
    '<link rel="canonical" href="https://other.example/">': "the canonical link is https://other.example/, which lies outside"
    f" of {BASE}",
    f'<link rel="canonical" href="{BASE}">': "the canonical link names the root",
    f'<link rel="canonical" href="{BASE}gone/">': "the canonical link leads to gone/, which does not exist",
    '<link rel="canonical" href="./">': "the canonical link is not an absolute address",
}


@pytest.mark.parametrize("body", BAD)
def test_what_is_wrong_is_found(output: Path, write: Write, body: str) -> None:
    write("2024/07/index.html", page("../../", body=body))
    found = messages(output)
    expected = BAD[body]
    line = "" if expected.startswith("the page has") else ":7"
    # An unclosed element shows at the line where its parent ends, or swallows the rest of the page.
    places = [f"2024/07/index.html{place}: {expected}" for place in (line, ":8")]
    if not expected:
        assert found == []
    elif body == "<textarea>":
        assert places[0] in found
    else:
        assert len(found) == 1
        assert found[0] in places


def test_the_head_of_a_page(output: Path, write: Write) -> None:
    write("2024/07/index.html", "<html><head><title> </title></head><body><p>x</body></html>")
    assert messages(output) == [
        "2024/07/index.html: <html> has no lang",
        "2024/07/index.html: the page does not begin with <!doctype html>",
        "2024/07/index.html: the page has 0 h1 instead of one",
        "2024/07/index.html:1: the title is empty",
    ]


def test_a_redirect_page_names_its_target(output: Path, write: Write) -> None:
    head = '<meta http-equiv="refresh" content="0; url=../2024/07/"><link rel="canonical" href="{}">'
    write("old/index.html", page("../", head=head.format(f"{BASE}2024/07/")))
    assert messages(output) == []
    write("old/index.html", page("../", head=head.format(f"{BASE}old/")))
    assert messages(output) == ["old/index.html:4: the canonical link names old/"]


def test_without_an_address_only_relative_links_are_followed(output: Path, write: Write) -> None:
    (output / "404.html").unlink()
    assert messages(output, "") == []
    write("2024/07/index.html", page("../../", body='<a href="/2024/07/">x</a><a href="/gone/">x</a>'))
    assert messages(output, "file:") == ["2024/07/index.html:7: a link leads to gone/, which does not exist"]


def test_a_base_path_that_is_not_ascii(output: Path, write: Write) -> None:
    for name in ("404.html", "feed.xml", "sitemap.xml", "robots.txt"):
        (output / name).unlink()
    write("index.html", page())
    write(
        "2024/07/index.html",
        page("../../", body='<a href="/%E6%A1%A3/2024/07/">x</a><a href="/档/gone/">x</a>'),
    )
    found = messages(output, "https://news.example/%E6%A1%A3")
    assert found == ["2024/07/index.html:7: a link leads to gone/, which does not exist"]


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("@import 'https://cdn.example/a.css'", "url() asks another host: https://cdn.example/a.css"),
        ('a { background: url("//cdn.example/a.png") }', "url() asks another host: //cdn.example/a.png"),
        ("a { background: URL( gone.png ) }", "url() leads to assets/gone.png, which does not exist"),
        ("a { background: url(data:image/png;base64,AA) }", ""),
        ("a { mask: url('icon.svg') }", ""),
    ],
)
def test_stylesheets(output: Path, write: Write, css: str, expected: str) -> None:
    write("assets/site.css", css)
    found = check(output, BASE)
    assert [p.message for p in found] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("svg", "expected"),
    [
        ("<svg><script>1</script></svg>", ["the drawing contains '<script'"]),
        ("<svg onload='x()'/>", ["the drawing contains 'onload='"]),
        (
            "<svg><image href='https://cdn.example/a.png'/></svg>",
            ["href asks another host: https://cdn.example/a.png"],
        ),
        ("<svg><use href='#a'/></svg>", []),
    ],
)
def test_drawings(output: Path, write: Write, svg: str, expected: list[str]) -> None:
    write("assets/icon.svg", svg)
    assert [p.message for p in check(output, BASE)] == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<id>urn:x</id>", "", "the feed has 0 id elements instead of one"),
        ("<title>Archive</title>", "<title> </title>", "the feed has an empty title"),
        ("2024-07-28T00:00:00Z", "2024-07-28", "'2024-07-28' as updated, which is no RFC 3339 date and time"),
        (
            "<author><name>Archive</name></author>",
            "",
            "neither the feed nor each of its entries has an author",
        ),
        ("urn:b", "urn:a", "entry 2 has the id urn:a of another entry"),
        (f"{BASE}2024/07/", f"{BASE}gone/", "a link of entry 1 leads to gone/, which does not exist"),
        (f"{BASE}2024/07/", "2024/07/", "a link of entry 1 is relative (2024/07/)"),
        (
            f'self" href="{BASE}feed.xml',
            f'self" href="{BASE}sitemap.xml',
            "the feed's self link names sitemap.xml",
        ),
        ('<link rel="alternate"', '<link rel="related"', "entry 1 has neither an alternate link nor content"),
        ("</feed>", "", "the XML is not well-formed: no element found"),
        ("<feed ", "<!DOCTYPE feed><feed ", "the XML declares a document type or entities"),
    ],
)
def test_feeds(output: Path, write: Write, old: str, new: str, expected: str) -> None:
    text = (output / "feed.xml").read_text(encoding="utf-8")
    assert old in text
    write("feed.xml", text.replace(old, new))
    found = check(output, BASE)
    assert found
    assert expected in found[0].message
    assert {p.source for p in found} == {"feed.xml"}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (f"<url><loc>{BASE}gone/</loc></url>", f"{BASE}gone/ leads to gone/, which does not exist"),
        (
            "<url><loc>https://other.example/</loc></url>",
            f"https://other.example/ lies outside of {BASE}",
        ),
        ("<url><loc>2024/07/</loc></url>", "2024/07/ is not an absolute address"),
        ("<url></url>", "an empty entry is not an absolute address"),
        (f"<url><loc>{BASE}</loc></url>" * 2, f"{BASE} is there twice"),
        (
            f"<url><loc>{BASE}</loc><lastmod>28 July</lastmod></url>",
            f"{BASE} has '28 July' as lastmod, which is no date",
        ),
    ],
)
def test_sitemaps(output: Path, write: Write, entries: str, expected: str) -> None:
    write("sitemap.xml", SITEMAP.format(entries))
    assert [p.message for p in check(output, BASE)] == [expected]


def test_other_files(output: Path, write: Write) -> None:
    write("robots.txt", f"Sitemap: {BASE}gone.xml\n")
    write("data.json", '{"a": 1')
    (output / "notes.txt").write_bytes(b"a\n\xff")
    (output / "link.html").symlink_to("index.html")
    (output / ".git").mkdir()
    (output / ".git" / "page.html").write_text("<html>", encoding="utf-8")
    assert messages(output) == [
        "data.json:1: the JSON cannot be read: Expecting ',' delimiter: line 1 column 8 (char 7)",
        "link.html: a symbolic link cannot be deployed",
        "notes.txt:2: the file is not UTF-8 text",
        "robots.txt:1: the sitemap leads to gone.xml, which does not exist",
    ]


def test_folders_of_this_machine_are_found(
    output: Path, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/somebody"))
    write("a.json", f'["{tmp_path / "site"}/content/a.md"]')
    write("b.txt", "\n/home/somebody/notes")
    write("c.txt", "/home/somebodyelse, /home")
    found = [(p.source, p.line, p.message) for p in check(output, BASE)]
    assert found == [
        ("a.json", 1, f"the file names a folder of this machine: {tmp_path / 'site'}"),
        ("b.txt", 2, "the file names a folder of this machine: /home/somebody"),
    ]


def test_a_fault_in_a_template_is_not_told_a_thousand_times(output: Path, write: Write) -> None:
    for number in range(20):
        write(f"a/{number:02}/index.html", page("../../", body='<a href="../../gone/">x</a>'))
    found = messages(output)
    assert len(found) == 5
    assert found[-1] == "a/04/index.html:7: a link leads to gone/, which does not exist (and 15 times more)"


@pytest.mark.parametrize(
    "text",
    [
        "<!--" * 50_000,
        '<a "' * 50_000,
        '<a b="' * 50_000,
        "<style>" + "url(" * 50_000 + "</style>",
        "<style>" + "/*" * 50_000 + "</style>",
        "<div>" * 50_000 + "</p>" * 50_000,
        "<a " + "a=" * 50_000 + ">",
        '<img srcset="' + ", " * 50_000 + '">',
        "<script>" * 50_000,
        "<" * 200_000,
    ],
    ids=lambda t: t[:12],
)
def test_hostile_text_costs_linear_time(text: str) -> None:
    started = time.process_time()
    read_page(text)
    assert time.process_time() - started < 2

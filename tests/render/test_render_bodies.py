"""Bodies filled in: pictures for marks, links where they lead, the tail folded, nothing remote."""

from __future__ import annotations

import msgspec
import pytest
import render_samples as samples
from lxml import html

from backfile.model import Picture, Term
from backfile.render import Renderer
from backfile.render.headings import breaks_at_punctuation, byline, seal, shorten
from backfile.render.links import Links

RENDERER = Renderer(samples.load_theme(), samples.SITE)


def body_of(text: str, **changes: object) -> html.HtmlElement:
    data = RENDERER.page(samples.article(**changes), text).decode()
    return html.document_fromstring(data).xpath("//div[contains(@class, 'e-content')]")[0]


def test_no_mark_is_left_and_every_picture_has_its_place() -> None:
    data = RENDERER.page(samples.article(), samples.BODY).decode()
    assert "<!--" not in data
    body = body_of(samples.BODY)
    figures = body.xpath(".//figure")
    assert [f.get("class") for f in figures] == [None, None, "lost", "lost unasked"]
    assert figures[0].xpath("./a/@href") == ["../../../../images/a1-1280.webp"]
    image = figures[0].xpath(".//img")[0]
    assert image.get("srcset").split(", ")[1].endswith("a1-1280.webp 1280w")
    assert (image.get("width"), image.get("height")) == ("1280", "853")
    assert image.get("alt") == "文中配图 1，共 5 张；原文未附文字说明"
    assert figures[1].xpath(".//img/@alt") == ["拆成三部分的对开机"]


def test_lost_says_why_and_where_unasked_does_not_pretend() -> None:
    lost, unasked = body_of(samples.BODY).xpath(".//figure[contains(@class, 'lost')]")
    assert "HTTP 404" in lost.text_content() and "2026.11.20" in lost.text_content()
    assert "https://img.example/a3.jpg" in lost.text_content()
    assert "尚未采集" in unasked.text_content() and "HTTP" not in unasked.text_content()


def test_damaged_and_inline_ones() -> None:
    pictures = (samples.picture("b", "damaged"), samples.picture("c", "lost"))
    body = body_of("<p>a <!--image 1--> b</p><!--figure 0-->", pictures=pictures)
    assert "损坏" in body.xpath(".//figure")[0].text_content()
    assert body.xpath(".//p/span[@class='lost-inline']")


def test_inline_picture_stays_in_its_paragraph_and_link() -> None:
    body = body_of('<p>x <a href="https://o.example/"><!--image 0--></a> y</p>')
    assert len(body.xpath("./p/a/img")) == 1
    assert not body.xpath(".//a//a")


@pytest.mark.parametrize("alt", ["", "图片", "Image", " img "])
def test_alt_that_says_nothing_is_unknown(alt: str) -> None:
    picture = msgspec.structs.replace(samples.picture(), alt=alt)
    assert "未附文字说明" in body_of("<!--figure 0-->", pictures=(picture,)).xpath(".//img/@alt")[0]


def test_a_mark_without_a_picture_leaves_nothing() -> None:
    assert not body_of("<p>a</p><!--figure 7--><!--image 99-->", pictures=()).xpath(".//figure | .//img")


def test_a_kept_picture_without_files_is_not_shown_as_kept() -> None:
    empty = Picture(url="https://img.example/x.png", state="kept")
    assert not body_of("<!--figure 0-->", pictures=(empty,)).xpath(".//img")


def test_long_data_urls_are_cut() -> None:
    lost = msgspec.structs.replace(samples.picture(state="lost"), url="data:image/png;base64," + "A" * 9000)
    assert len(body_of("<!--figure 0-->", pictures=(lost,)).text_content()) < 500


def test_links_to_kept_articles_are_relative_and_others_external() -> None:
    links = body_of(samples.BODY).xpath(".//p/a")
    assert links[0].get("href") == "https://other.example/story?a=1&b=2"
    assert links[0].get("rel") == "external noopener"
    assert links[1].get("href") == "../../../../2024/07/01/earlier/" and links[1].get("rel") is None


def test_links_that_lead_nowhere_lose_their_address() -> None:
    text = '<p><a href="/about">a</a><a href="javascript:alert(1)">b</a><a href="#s1">c</a><a href="mailto:x@y.example">d</a></p>'
    assert [a.get("href") for a in body_of(text).xpath(".//p/a")] == [None, None, "#s1", "mailto:x@y.example"]


def test_links_with_ampersands_are_found_and_titles_stay() -> None:
    text = '<p><a href="https://a.example/?x=1&amp;y=2" title="a &quot;b&quot; > c">t</a></p>'
    link = body_of(text, links=(("https://a.example/?x=1&y=2", "2024/x/?q&r"),)).xpath(".//a")[0]
    assert link.get("href") == "../../../../2024/x/?q&r" and link.get("title") == 'a "b" > c'
    link = body_of(text, links=()).xpath(".//a")[0]
    assert link.get("href") == "https://a.example/?x=1&y=2"


def test_tail_is_folded_once_to_the_end() -> None:
    body = body_of("<p>a</p><!--tail--><p>b</p><!--tail--><!--figure 0-->")
    assert len(body.xpath("./details[@class='fold']")) == 1
    assert body.xpath("./details/p/text()") == ["b"]
    assert body.xpath("./details/figure")


def test_leader_is_folded_before_the_article_and_loads_nothing_eagerly() -> None:
    pictures = (samples.picture("own"), samples.picture("banner"))
    text = "<!--figure 1--><p>a</p><!--lead--><p>b</p><!--figure 0--><!--tail--><p>c</p>"
    body = body_of(text, pictures=pictures)
    assert [child.tag for child in body] == ["details", "p", "figure", "details"]
    assert body.xpath("./details/p/text()") == ["a", "c"]
    first, last = body.xpath("./details/summary/text()")
    assert "开头" in first and "末尾" in last
    assert body.xpath("./figure//img")[0].get("loading") != "lazy"
    assert body.xpath("./details//img")[0].get("loading") == "lazy"


def test_tables_and_code_can_be_scrolled_by_keyboard() -> None:
    body = body_of(samples.BODY)
    assert body.xpath("./div[@class='scroll' and @tabindex='0']/table")
    assert body.xpath("./pre[@tabindex='0']")


def test_contents_from_two_headings() -> None:
    def contents(**changes: object) -> list[str]:
        tree = html.document_fromstring(RENDERER.page(samples.article(**changes), samples.BODY).decode())
        return [str(h) for h in tree.xpath("//nav[@class='toc']//a/@href")]

    assert contents() == ["#s1", "#s2", "#s3"]
    assert contents(headings=samples.article().headings[:1]) == []


def test_bylines_are_verbatim_with_links_on_names() -> None:
    link, source = Links("../", False), Term("示例晚报", "sources/x/")
    people = (Term("林一鸣", "authors/l/"), Term("林一", ""), Term("Ann", "authors/a/"))
    text = str(byline("林一鸣 发自 <城北>", people, source, link))
    assert text == (
        '<span>林一</span><span><a class="p-author" rel="author" href="../authors/a/">Ann</a></span>'
        '<span><a class="p-author" rel="author" href="../authors/l/">林一鸣</a> 发自 &lt;城北&gt;</span>'
    )
    assert str(byline("示例晚报", (source,), source, link)) == ""
    assert str(byline("", (), None, link)) == ""


@pytest.mark.parametrize(
    ("title", "phrase"),
    [
        ("城北旧印刷厂停机：最后一台对开机去向已定", True),
        ("没有标点的标题", False),
        ("县图书馆把三万张缩微胶片搬进一座新库房里，花了整整一个夏天", False),
        ("The press, the paper", False),
        ("", False),
    ],
)
def test_titles_that_break_at_punctuation(title: str, phrase: bool) -> None:
    assert breaks_at_punctuation(title) is phrase


def test_seal() -> None:
    assert [seal(t) for t in ("旧闻馆", "“the” press", "—")] == ["旧", "T", "·"]


def test_a_text_of_another_language_says_so_and_the_interface_around_it_does_not() -> None:
    data = RENDERER.page(samples.article(card=samples.card(0, lang="ar")), samples.BODY).decode()
    tree = html.document_fromstring(data)
    assert tree.xpath("//article/@lang") == ["ar"] and not tree.xpath("//article/@dir")
    for place in ("//h1", "//div[contains(@class, 'e-content')]"):
        assert tree.xpath(f"{place}/@lang") == ["ar"] and tree.xpath(f"{place}/@dir") == ["rtl"]
    for place in ("//p[@class='byline']", "//aside[@id='record']", "//div[@class='after']"):
        assert tree.xpath(f"{place}/@lang") == ["zh-Hans"] and tree.xpath(f"{place}/@dir") == ["ltr"]
    same = html.document_fromstring(RENDERER.page(samples.article(), "").decode())
    assert same.xpath("//article/@lang") == ["zh-Hans"] and not same.xpath("//h1/@lang | //h1/@dir")


def test_decks_are_cut_by_width() -> None:
    assert shorten("短", 80) == "短"
    assert shorten("字" * 80, 80) == "字" * 80
    assert shorten("字" * 79 + "。后面还有", 80) == "字" * 79 + "…"
    assert shorten("a" * 160, 80) == "a" * 160
    assert shorten("word " * 40, 80) == ("word " * 32).strip() + "…"
    assert shorten("x" * 500, 80) == "x" * 160 + "…"


def test_small_pictures_stay_in_the_line_and_large_ones_take_one_of_their_own() -> None:
    pictures = (samples.picture("s", width=40, height=40), samples.picture("l"))
    images = body_of("<p>a <!--image 0--> b <!--image 1--></p>", pictures=pictures).xpath("./p/img")
    assert [i.get("class") for i in images] == ["inline", None]

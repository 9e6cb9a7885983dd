"""Invented pages of every kind, for the tests of render."""

from __future__ import annotations

import calendar
from pathlib import Path

from backfile.config import Site
from backfile.model import (
    AnyPage,
    ArticlePage,
    Calendar,
    CalendarDay,
    Card,
    CardFacts,
    DatesPage,
    DayGroup,
    DayPage,
    Feed,
    FeedEntry,
    FeedPage,
    Heading,
    HomePage,
    IndexPage,
    LetterGroup,
    Link,
    ListPage,
    LostGroup,
    LostPage,
    LostPicture,
    LostYear,
    LostYearPage,
    MonthBar,
    MonthPage,
    NotFoundPage,
    Pager,
    Picture,
    RedirectPage,
    SitemapPage,
    Term,
    TermCount,
    TermPage,
    TextPage,
    UndatedPage,
    Variant,
    YearBar,
    YearGroup,
    YearPage,
    card_of,
)
from backfile.render import Theme

DEFAULT = Path(__file__).parents[2] / "themes" / "default"
HOSTILE = '<script>alert(1)</script> "{{7*7}}" \'</title>&amp; {% raw %}'


def load_theme(folder: Path = DEFAULT) -> Theme:
    def texts(name: str, ending: str) -> tuple[tuple[str, str], ...]:
        files = sorted((folder / name).iterdir())
        return tuple((f.name.removesuffix(ending), f.read_text(encoding="utf-8")) for f in files)

    return Theme(
        name="default",
        templates=texts("templates", ""),
        strings=texts("strings", ".toml"),
        assets=tuple((f.name, f.read_bytes()) for f in sorted((folder / "assets").iterdir())),
    )


SITE = Site(
    title="旧闻馆",
    description="一座关于印刷、图书馆与新闻存档的示范档案馆，文章皆为演示而写。",
    language="zh-Hans",
    timezone="Asia/Shanghai",
    base_url="https://archive.example/old/",
)
ENGLISH = Site(title="The Old Press", description="Invented articles.", base_url="https://archive.example/")

SOURCE = Term("示例晚报", "sources/%E7%A4%BA%E4%BE%8B%E6%99%9A%E6%8A%A5/")
AUTHOR = Term("林一鸣", "authors/%E6%9E%97%E4%B8%80%E9%B8%A3/")
TITLES = (
    "城北旧印刷厂停机：最后一台对开机去向已定",
    "县图书馆把三万张缩微胶片搬进新库房，花了整整一个夏天",
    "读者来信：请把夹报广告也存下来",
    "活字还能用多久",
    "一份油印小报的四十年",
    "The last linotype operator retires",
    "档案员访谈：为什么错字也要照原样保存",
)
DECK = (
    "停机那天，车间里来了二十多位退休工人。厂方说，机器将由县博物馆收藏，部分字模留给职校教学使用；"
    "其余设备拆解处理，厂房的用途还没有定下来。"
)


def picture(
    name: str = "aa11",
    state: str = "kept",
    *,
    width: int = 1280,
    height: int = 853,
    alt: str = "",
    cover: bool = False,
) -> Picture:
    widths = [480] if cover else [w for w in (720, width) if w <= width]
    return Picture(
        url=f"https://img.example/{name}.jpg",
        alt=alt,
        state=state,
        reason="HTTP 404" if state == "lost" else "",
        checked="2026-11-20" if state != "unasked" else "",
        width=width,
        height=height,
        colour="#8090c0" if state == "kept" else "",
        variants=tuple(
            Variant(w, round(height * w / width), f"images/{name}-{w}.webp", w * 40)
            for w in sorted(set(widths))
        )
        if state == "kept"
        else (),
    )


def card(number: int = 0, day: str = "2024-07-28", **changes: object) -> Card:
    title = TITLES[number % len(TITLES)]
    english = title.isascii()
    values: dict[str, object] = {
        "id": f"card{number:06d}",
        "url": f"{day.replace('-', '/')}/article-{number}/" if day else f"undated/article-{number}/",
        "title": title,
        "lang": "en" if english else "zh-Hans",
        "date": f"{day}T{8 + number % 12:02d}:39:00+08:00" if len(day) == 10 else day,
        "day": day,
        "time": f"{8 + number % 12:02d}:39" if len(day) == 10 else "",
        "authors": (AUTHOR,) if number % 2 else (),
        "source": SOURCE,
        "deck": "He set type for forty years; the museum keeps his machine." if english else DECK,
        "minutes": 3 + number % 5,
        "lost": 1 if number % 4 == 0 else 0,
        "thumb": picture(f"t{number % 6}", cover=True) if number % 3 != 2 else None,
    }
    return card_of(CardFacts(**{**values, **changes}))  # type: ignore[arg-type]


def days() -> tuple[DayGroup, ...]:
    groups = []
    for at, day in enumerate(("2024-07-28", "2024-07-27", "2024-07-26")):
        cards = tuple(card(at * 3 + n, day) for n in range(3))
        groups.append(DayGroup(day, day.replace("-", "/") + "/", cards))
    return tuple(groups)


def months(year: str = "2024", seed: int = 1) -> tuple[MonthBar, ...]:
    counts = [(seed * 37 + n * 53) % (20 + 6 * seed) for n in range(12)]
    return tuple(
        MonthBar(f"{year}-{n + 1:02d}", f"{year}/{n + 1:02d}/" if c else "", c) for n, c in enumerate(counts)
    )


def years() -> tuple[YearBar, ...]:
    return tuple(
        YearBar(str(y), f"{y}/", sum(b.count for b in months(str(y), y - 2013)), months(str(y), y - 2013))
        for y in range(2014, 2025)
    )


def month_calendar(year: int, month: int, scale: int = 1) -> Calendar:
    weeks, total = [], 0
    for week in calendar.Calendar().monthdayscalendar(year, month):
        cells = []
        for number in week:
            count = (number * 7 * scale) % 9 if number else 0
            total += count
            day = f"{year}-{month:02d}-{number:02d}" if number else ""
            level = 0 if not count else 1 if count == 1 else 2 if count < 4 else 3 if count < 7 else 4
            cells.append(CalendarDay(number, day, count, level, day.replace("-", "/") + "/" if count else ""))
        weeks.append(tuple(cells))
    return Calendar(f"{year}-{month:02d}", f"{year}/{month:02d}/", total, tuple(weeks))


def terms(kind: str = "tags") -> tuple[TermCount, ...]:
    names = ("印刷", "图书馆", "缩微胶片", "档案", "活字", "油印", "职业学校", "读者来信", "排字工人", "报纸")
    return tuple(
        TermCount(n, f"{kind}/{n_}/", 412 // (i + 1))
        for i, (n, n_) in enumerate(zip(names, map(_quoted, names), strict=True))
    )


def _quoted(text: str) -> str:
    return "".join(f"%{b:02X}" for b in text.encode())


BODY = """<p>停机那天，车间里来了<strong>二十多位</strong>退休工人，<em>最年长的</em>八十七岁。
这台机器1978年从上海运来，用了46年。</p>
<!--figure 0-->
<p>“机器停了，手还记得。”一位师傅说。
<a href="https://other.example/story?a=1&amp;b=2">县博物馆</a>将收藏其中一台，
字模留给职校；详见<a href="https://mp.example/s/earlier">此前的报道</a>。<!--image 4--></p>
<h2 id="s1">机器去了哪里</h2>
<p>对开机长4.2米，重7吨，拆成三部分运走。运输那天下着小雨，M6螺栓断了两颗。</p>
<!--figure 1-->
<blockquote><p>一张报纸印出来，最先读到它的是印报的人。</p></blockquote>
<ul><li>字模：4,300枚</li><li>铅条：半吨</li></ul>
<h2 id="s2">留下的人</h2>
<h3 id="s3">The last operator</h3>
<p>厂里还有三个人，负责清点。</p>
<table><thead><tr><th>设备</th><th>去向</th></tr></thead><tbody><tr><td>对开机</td><td>县博物馆</td></tr><tr><td>切纸机</td><td>职校</td></tr></tbody></table>
<!--figure 2-->
<pre><code>A4  210 x 297
</code></pre>
<!--figure 3-->
<p>清点预计九月结束。</p>
<!--tail-->
<p>点这里关注示例晚报，一键三连。</p>
"""


def article(**changes: object) -> ArticlePage:
    shown = card(1, title=TITLES[0], lost=2)
    values: dict[str, object] = {
        "path": "2024/07/28/article-1/index.html",
        "url": "2024/07/28/article-1/",
        "title": shown.title,
        "description": DECK,
        "card": shown,
        "byline": "林一鸣 发自 城北",
        "place": "城北",
        "section": "本地",
        "updated": "",
        "original": "https://mp.weixin.qq.com/s?__biz=MzEx&mid=224&idx=1&sn=4b14",
        "status": "",
        "reason": "",
        "added": "2024-08-02T09:14:00+08:00",
        "file": "sources/evening/2024/印刷厂.md",
        "sha256": "9f2c" * 16,
        "repairs": (("joined_lines", 12), ("something_new", 2)),
        "characters": 1414,
        "tags": (Term("印刷", "tags/%E5%8D%B0%E5%88%B7/"), Term("职业学校", ""), Term("档案", "tags/x/")),
        "headings": (
            Heading(2, "s1", "机器去了哪里"),
            Heading(2, "s2", "留下的人"),
            Heading(3, "s3", "The last operator"),
        ),
        "folded": True,
        "cover": picture("cover"),
        "pictures": (
            picture("a1"),
            picture("a2", width=1080, height=1350, alt="拆成三部分的对开机"),
            picture("a3", "lost"),
            picture("a4", "unasked"),
            picture("a5", width=40, height=40),
        ),
        "links": (("https://mp.example/s/earlier", "2024/07/01/earlier/"),),
        "previous": Link(TITLES[2], "2024/07/28/article-2/", "2024-07-28", "09:12", "zh-Hans"),
        "next": Link(TITLES[5], "2024/07/28/article-5/", "2024-07-28", "18:40", "en"),
        "related": (
            Link(TITLES[3], "2023/03/11/article-3/", "2023-03-11", "", "zh-Hans", ("印刷", "活字")),
            Link(TITLES[4], "2022/09/02/article-4/", "2022-09-02", "", "zh-Hans", ("档案",)),
        ),
        "linked_from": (Link(TITLES[6], "2024/08/09/article-6/", "2024-08-09", "", "zh-Hans"),),
        "absolute": "https://archive.example/old/2024/07/28/article-1/",
        "body": b"",
    }
    return ArticlePage(**{**values, **changes})  # type: ignore[arg-type]


def home(**changes: object) -> HomePage:
    groups = days()
    values: dict[str, object] = {
        "path": "index.html",
        "url": "",
        "description": SITE.description,
        "articles": 9324,
        "first": "2014-01-03",
        "last": "2024-07-28",
        "sources_count": 37,
        "images_kept": 47494,
        "images_lost": 626,
        "added": "2026-11-20",
        "spine": years(),
        "lead": groups[0].cards[0],
        "groups": groups,
        "pager": Pager(older="p/186/"),
        "tags": terms(),
        "sources": terms("sources")[:4],
        "undated": 3,
    }
    return HomePage(**{**values, **changes})  # type: ignore[arg-type]


def term(**changes: object) -> TermPage:
    values: dict[str, object] = {
        "path": "tags/印刷/index.html",
        "url": "tags/%E5%8D%B0%E5%88%B7/",
        "title": "印刷",
        "kind": "tags",
        "name": "印刷",
        "number": 0,
        "feeds": (Feed("旧闻馆：印刷", "tags/%E5%8D%B0%E5%88%B7/feed.xml"),),
        "groups": tuple(
            YearGroup(y, f"{y}/", tuple(card(int(y) + n, f"{y}-0{7 - n}-1{n}") for n in range(5)))
            for y in ("2024", "2023", "2022")
        ),
        "pager": Pager(older="tags/%E5%8D%B0%E5%88%B7/p/1/"),
        "count": 52,
        "first": "2022-01-15",
        "last": "2024-07-28",
        "bars": tuple(b for y in ("2022", "2023", "2024") for b in months(y, int(y) - 2020)),
        "tags": terms()[1:6],
    }
    return TermPage(**{**values, **changes})  # type: ignore[arg-type]


def index_page(**changes: object) -> IndexPage:
    groups = (
        LetterGroup("A", "", (TermCount("A4 纸", "tags/a4/", 26), TermCount("安全油墨", "tags/b/", 23)), 2),
        LetterGroup("D", "", terms()[3:4], 1),
        LetterGroup("H", "", terms()[4:6], 2),
        LetterGroup("T", "", terms()[1:2], 1),
        LetterGroup("Y", "", terms()[:1], 1),
        LetterGroup("#", "", (TermCount("《旧报》", "tags/c/", 2),), 1),
    )
    values: dict[str, object] = {
        "path": "tags/index.html",
        "url": "tags/",
        "title": "标签",
        "kind": "tags",
        "letter": "",
        "total": 8,
        "groups": groups,
        "top": terms(),
    }
    return IndexPage(**{**values, **changes})  # type: ignore[arg-type]


def month(**changes: object) -> MonthPage:
    values: dict[str, object] = {
        "path": "2024/07/index.html",
        "url": "2024/07/",
        "title": "2024 年 7 月",
        "month": "2024-07",
        "count": 10,
        "groups": (*days(), DayGroup("2024-07", "", (card(30, "2024-07"),))),
        "days": (*((g.day, g.url, len(g.cards)) for g in days()), ("2024-07", "", 1)),
        "calendar": month_calendar(2024, 7),
        "tags": terms()[:6],
        "older": "2024/06/",
        "newer": "2024/08/",
    }
    return MonthPage(**{**values, **changes})  # type: ignore[arg-type]


def year(**changes: object) -> YearPage:
    values: dict[str, object] = {
        "path": "2024/index.html",
        "url": "2024/",
        "title": "2024 年",
        "year": "2024",
        "count": 606,
        "bars": months("2024", 3),
        "calendars": tuple(month_calendar(2024, m, m) for m in range(1, 8)),
        "loose": (card(40, "2024"),),
        "older": "2023/",
        "newer": "",
    }
    return YearPage(**{**values, **changes})  # type: ignore[arg-type]


def feed(**changes: object) -> FeedPage:
    values: dict[str, object] = {
        "path": "feed.xml",
        "url": "feed.xml",
        "title": "旧闻馆",
        "home": "",
        "id": "https://archive.example/old/feed.xml",
        "updated": "2024-07-28T12:39:00+08:00",
        "entries": tuple(
            FeedEntry(
                card(n),
                f"urn:uuid:00000000-0000-5000-8000-{n:012d}",
                f"https://archive.example/old/{card(n).url}",
                "2024-07-28T12:39:00+08:00",
                "2024-07-28T12:39:00+08:00",
            )
            for n in range(3)
        ),
    }
    return FeedPage(**{**values, **changes})  # type: ignore[arg-type]


def lost_picture(number: int = 0, **changes: object) -> LostPicture:
    values: dict[str, object] = {
        "url": f"https://img.example/lost/{number}.png?wx_fmt=png&from=a",
        "web": True,
        "state": "lost",
        "reason": "HTTP 404",
        "checked": "2026-11-20",
    }
    return LostPicture(**{**values, **changes})  # type: ignore[arg-type]


def lost_year(**changes: object) -> LostYearPage:
    """The pictures that are missing from the articles of a year: lost, damaged, and some that never had an address."""
    pictures = (
        lost_picture(1),
        lost_picture(2, state="damaged", reason="image file is truncated"),
        lost_picture(3, url="media/3.png", web=False, reason="", checked=""),
    )
    articles = [
        Link(TITLES[n], f"2024/07/28/article-{n}/", day, "", "zh-Hans")
        for n, day in enumerate(("2024-07-28", "2024-07", "2024"))
    ]
    values: dict[str, object] = {
        "path": "images/lost/2024/index.html",
        "url": "images/lost/2024/",
        "year": "2024",
        "number": 0,
        "groups": tuple(LostGroup(article, pictures) for article in articles),
        "pager": Pager("images/lost/2024/p/3/"),
        "pictures": 409,
        "articles": 300,
    }
    return LostYearPage(**{**values, **changes})  # type: ignore[arg-type]


def every_page() -> tuple[tuple[AnyPage, str], ...]:
    """One page of each kind with the HTML of its body, and some unlike the usual."""
    pages: tuple[AnyPage, ...] = (
        home(),
        ListPage(
            path="p/12/index.html", url="p/12/", number=12, groups=days(), pager=Pager("p/11/", "p/13/", "")
        ),
        DatesPage(path="dates/index.html", url="dates/", years=years(), undated=3),
        year(),
        month(),
        month(
            path="2024/06/index.html",
            url="2024/06/",
            month="2024-06",
            groups=days(),
            days=tuple((g.day, g.url, 40) for g in days()),
            count=120,
        ),
        DayPage(
            path="2024/07/28/index.html",
            url="2024/07/28/",
            title="2024 年 7 月 28 日",
            day="2024-07-28",
            cards=tuple(card(n) for n in range(6)),
            older="2024/07/27/",
            newer="2024/07/30/",
        ),
        UndatedPage(
            path="undated/index.html",
            url="undated/",
            cards=tuple(card(n, "") for n in range(5)),
            pager=Pager(),
        ),
        index_page(),
        index_page(
            path="authors/index.html",
            url="authors/",
            kind="authors",
            groups=tuple(LetterGroup(c, f"authors/p/{c}/", (), 40) for c in "ABCDEFG"),
        ),
        term(),
        term(
            path="sources/示例晚报/index.html",
            url="sources/%E7%A4%BA/",
            kind="sources",
            name="示例晚报",
            title="示例晚报",
            authors=terms("authors")[:3],
            images_kept=989,
            images_lost=11,
        ),
        term(
            path="tags/印刷/p/1/index.html",
            url="tags/%E5%8D%B0%E5%88%B7/p/1/",
            number=1,
            feeds=(),
            pager=Pager("", "tags/%E5%8D%B0%E5%88%B7/p/2/", "tags/%E5%8D%B0%E5%88%B7/"),
        ),
        LostPage(
            path="images/lost/index.html",
            url="images/lost/",
            pictures=411,
            articles=301,
            years=(
                LostYear("2024", "images/lost/2024/", 409, 300),
                LostYear("", "images/lost/undated/", 2, 1),
            ),
        ),
        lost_year(),
        lost_year(
            path="images/lost/undated/p/1/index.html",
            url="images/lost/undated/p/1/",
            year="",
            number=1,
            groups=(LostGroup(Link("", "undated/a/", "", "", ""), (lost_picture(),)),),
            pager=Pager("", "images/lost/undated/p/2/", "images/lost/undated/"),
        ),
        NotFoundPage(path="404.html", url="404.html"),
        RedirectPage(
            path="old/place/index.html", url="old/place/", title=TITLES[0], target="2024/07/28/article-1/"
        ),
        feed(),
        SitemapPage(
            path="sitemap.xml",
            url="sitemap.xml",
            urls=(
                ("https://archive.example/old/?a=1&b", "2024-07-28"),
                ("https://archive.example/old/x/", ""),
            ),
        ),
        TextPage(path="robots.txt", url="robots.txt", text="User-agent: *\nDisallow:\n"),
    )
    return ((article(), BODY), *((p, "") for p in pages))

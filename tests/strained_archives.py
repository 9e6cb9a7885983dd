"""Invented archives for the tests in a browser: every kind of page, and what strains it. Nothing of it was published anywhere."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from PIL import Image, ImageDraw

from backfile import config
from backfile.build import Options, build
from site_folder import outside

BASE = "https://archive.example/old/"
CHINESE = "县图书馆把三万张缩微胶片搬进了新库房，管理员用一个夏天核对编号，也记下了每一处破损。"
JAPANESE = "地方紙の縮刷版は湿気に弱く、司書は毎年夏に一冊ずつ頁をめくって確かめる。"
ARABIC = "نقلت مكتبة المدينة أعداد الصحف القديمة إلى قاعة جديدة، وسجّل الأمين كل صفحة ناقصة. "
ENGLISH = (
    "The county library moved its bound newspapers to a dry room and wrote down every page that was missing. "
)
UNBREAKABLE = "Typesettersandproofreaders" * 5
LONG_CHINESE = "这是一个很长而没有停顿的标题" * 9

# Kind of page -> its address below the root of the archive that `strained` writes.
PAGES = {
    "home": "",
    "list": "p/1/",
    "article": "2024/03/05/whole/",
    "article undated": "undated/no-date/",
    "article untitled": "2024/03/07/untitled/",
    "article many pictures": "2024/03/08/many-pictures/",
    "article one picture": "2024/03/09/one-picture/",
    "article long": "2024/03/10/long/",
    "article long latin title": "2024/03/11/latin-title/",
    "article long han title": "2024/03/12/han-title/",
    "article before a long title": "2024/03/13/japanese/",
    "article arabic": "2024/03/14/arabic/",
    "article mixed": "2024/03/15/mixed/",
    "dates": "dates/",
    "year": "2024/",
    "month": "2024/03/",
    "day": "2024/03/05/",
    "undated": "undated/",
    "tags": "tags/",
    "authors": "authors/",
    "sources": "sources/",
    "tag": f"tags/{quote('纸张')}/",
    "author": f"authors/{quote('林一鸣')}/",
    "source": f"sources/{quote('示例晚报')}/",
    "lost": "images/lost/",
    "lost year": "images/lost/2024/",
    "404": "404.html",
}
ARTICLES = [kind for kind in PAGES if kind.startswith("article")]
INDEXES = [kind for kind in PAGES if not kind.startswith("article")]

# Name -> articles, years they are spread over, language.
SMALL = {
    "one": (1, 1, "en"),
    "few": (24, 3, "en"),
    "forty years": (120, 40, "en"),
    "short": (40, 1, "en"),
    "arabic": (24, 3, "ar"),
}


def strained(folder: Path) -> Path:
    """Write and build the archive with every kind of page; return its output folder."""
    _settings(folder, "旧报馆", "zh-Hans", '[images]\nlocal = ["pictures"]\n')
    for number in range(83):
        _picture(folder / "pictures" / f"{number}.png", number)
    kept = [f"![](/{number}.png)" for number in range(83)]
    whole = [
        CHINESE * 3,
        "![两排书架](/0.png)",
        "## 库房",
        CHINESE,
        "![](/gone.png)",
        "## 编号",
        kept[1],
        CHINESE * 2,
    ]
    whole += ["| 年 | 卷 |\n|---|---|\n| 1950 | 12 |", "> " + CHINESE, f"见[旧文]({BASE}2024/03/10/long/)。"]
    whole += ["参见[县志](https://county.example/annals)。"]
    whole += ["<!-- backfile:tail -->", "欢迎订阅本报。"]
    _article(
        folder, "whole", "把报纸搬进新库房", "2024-03-05T09:30:00", whole, original="https://news.example/1"
    )
    _article(folder, "no-date", "没有日期的通知", "", [CHINESE * 4])
    _article(folder, "untitled", "", "2024-03-07", [CHINESE * 4])
    many = [text for number in range(82) for text in (f"第{number + 1}张：{CHINESE}", kept[number])]
    _article(folder, "many-pictures", "八十二张图", "2024-03-08", many)
    _article(folder, "one-picture", "只有一张图", "2024-03-09", kept[82:])
    long = [text for number in range(40) for text in (f"## 第{number + 1}节", CHINESE * 35)]
    _article(folder, "long", "五万八千字", "2024-03-10", long, original=BASE + "2024/03/10/long/")
    _article(folder, "latin-title", UNBREAKABLE[:120], "2024-03-11", [ENGLISH * 8])
    _article(folder, "han-title", LONG_CHINESE[:120], "2024-03-12", [CHINESE * 8])
    _article(folder, "japanese", "縮刷版を守る人びと", "2024-03-13", [JAPANESE * 8], lang="ja")
    _article(
        folder,
        "arabic",
        "مكتبة المدينة تحفظ الصحف",
        "2024-03-14",
        [ARABIC * 8, "## القاعة", ARABIC],
        lang="ar",
    )
    _article(folder, "mixed", "OCR 与 PDF：混排", "2024-03-15", [CHINESE, ENGLISH * 2, JAPANESE, ARABIC])
    for number in range(130):
        day = (date(2023, 1, 3) + timedelta(days=3 * number)).isoformat()
        name, tags = f"row-{number:03}", ["纸张", f"栏目{number % 9}", f"{chr(65 + number % 26)} column"]
        _article(folder, name, f"第{number + 1}号：{CHINESE[:12]}", day, [CHINESE], tags=tags)
    return _build(folder)


def small(folder: Path, count: int, years: int, language: str = "en") -> Path:
    """Write and build an archive of a few articles spread over so many years."""
    arabic = language == "ar"
    _settings(folder, "أرشيف الصحف" if arabic else "The Old Press", language)
    for number in range(count):
        day = (date(1985, 1, 5) + timedelta(days=number * years * 365 // count)).isoformat()
        title = f"خبر رقم {number + 1}" if arabic else f"Report {number + 1} on bound newspapers"
        _article(folder, f"a{number}", title, day, [(ARABIC if arabic else ENGLISH) * 5], tags=["paper"])
    return _build(folder)


def offline(site: Path, output: Path) -> Path:
    """Build a written archive once more, to be read without a server."""
    build(
        site,
        config.with_base_url(config.load(site), "file:"),
        Options(output=output, offline=True),
        outside(),
    )
    return output


def _settings(folder: Path, title: str, language: str, more: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = f'[site]\ntitle = "{title}"\nlanguage = "{language}"\nbase_url = "{BASE}"\n{more}'
    (folder / "site.toml").write_text(text, encoding="utf-8")


def _article(
    folder: Path,
    name: str,
    title: str,
    day: str,
    blocks: list[str],
    *,
    tags: list[str] | None = None,
    **more: str,
) -> None:
    """Write an article at a known address: the folders of its day, then its name."""
    tags = ["纸张", "图书馆"] if tags is None else tags
    place = day[:10].replace("-", "/") or "undated"
    fields: dict[str, object] = {"title": title, "permalink": f"{place}/{name}"}
    fields |= {"date": day} if day else {}
    fields |= {"authors": ["林一鸣"], "source": "示例晚报", "tags": tags, **more}
    header = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items())
    path = folder / "content" / "articles" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{header}\n---\n\n" + "\n\n".join(blocks) + "\n", encoding="utf-8")


def _picture(path: Path, number: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two as large as an article takes them; the others small, since a build makes each of them smaller still.
    scale = 7 if number < 2 else 1
    image = Image.new("RGB", (200 * scale, 140 * scale), (40 + 2 * number, 90, 140))
    ImageDraw.Draw(image).ellipse((10, 10, (100 + number) * scale, 120 * scale), fill=(230, 220, 200))
    data = io.BytesIO()
    image.save(data, "PNG")
    path.write_bytes(data.getvalue())


def _build(folder: Path) -> Path:
    output = folder / "output"
    shutil.rmtree(output, ignore_errors=True)
    report = build(folder, config.load(folder), Options(output=output, offline=True), outside())
    assert not report.set_aside(), report.problems
    return output

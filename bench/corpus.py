"""A realistic corpus made of nothing but a seed: articles of about 9 KB, half of them Chinese.

200 authors, 800 tags, eight years; the text is random but has the shape of news: paragraphs, headings, bold, links, images.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

_HAN = (
    "报纸图书馆印刷活字缩微胶片存档新闻记者编辑版面标题读者文献目录索引编号书库资料纸张油墨排版校对"
    "发行订阅历史城市学校研究技术机器"
)
_WORDS = (
    "press paper library archive microfilm reel column editor reader headline index catalogue ink type page issue volume "
    "record source story city school research machine street river market council report"
).split()


@dataclass(frozen=True)
class Post:
    """An article before it is written in the form that a generator reads; date is an ISO string with a zone."""

    number: int
    title: str
    date: str
    authors: tuple[str, ...]
    source: str
    tags: tuple[str, ...]
    body: str
    summary: str = ""

    @property
    def slug(self) -> str:
        """The last part of the article's address, and the name of its file."""
        return f"article-{self.number:06d}"

    @property
    def folder(self) -> str:
        """The folder of its file: year and month."""
        return self.date[:7].replace("-", "/")

    @property
    def permalink(self) -> str:
        """The article's address."""
        return f"{self.date[:10].replace('-', '/')}/{self.slug}"

    @property
    def original(self) -> str:
        """Where it is said to come from."""
        return f"https://news.example.org/{self.slug}"


def write_corpus(folder: Path, count: int, seed: int = 1) -> None:
    """Write count article files below folder/content/articles and a site.toml."""
    write_site(folder)
    for number in range(count):
        write_article(folder, number, count, seed)


def write_site(folder: Path) -> None:
    """Make a folder with a site.toml and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.toml").write_text(
        '[site]\ntitle = "Bench"\nbase_url = "https://example.org/"\n', encoding="utf-8"
    )


def write_article(folder: Path, number: int, count: int, seed: int = 1) -> Path:
    """Write one article of the corpus; number decides its date and its text."""
    post = make_post(number, count, seed)
    path = folder / "content" / "articles" / post.folder / f"{post.slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(article_text(post), encoding="utf-8")
    return path


def make_post(number: int, count: int, seed: int = 1) -> Post:
    """Return one article of the corpus; a number of count or more is newer than all below it."""
    chance = random.Random(seed * 1_000_003 + number)
    chinese = number % 2 == 0
    tags = sorted({chance.randrange(800) for _ in range(4)})
    title = _title(chance, chinese)
    author = f"{'作者' if chinese else 'Author '}{chance.randrange(200)}"
    source = f"{'报' if chinese else 'Paper '}{chance.randrange(12)}"
    body = "\n\n".join(_block(chance, chinese, number, at) for at in range(24 if chinese else 22))
    names = tuple(f"{'标签' if chinese else 'tag '}{tag}" for tag in tags)
    return Post(number, title, date_of(number, count), (author,), source, names, body)


def date_of(number: int, count: int) -> str:
    """Return the date of an article among so many: eight years, in the order of the numbers month by month."""
    day = number * 8 * 365 // count
    year, month, date = 2016 + day // 365, day % 365 // 31 + 1, day % 28 + 1
    return f"{year:04d}-{month:02d}-{date:02d}T{number % 24:02d}:{number % 60:02d}:00+08:00"


def article_text(post: Post) -> str:
    """Return the article file of a post in the form that backfile writes itself."""
    lines = [
        "---",
        f'id: "{post.number:010d}"',
        f'title: "{post.title}"',
        f'date: "{post.date}"',
        "authors:",
        *(f'  - "{name}"' for name in post.authors),
        f'source: "{post.source}"',
        *([f'summary: "{post.summary}"'] if post.summary else []),
        "tags:",
        *(f'  - "{name}"' for name in post.tags),
        f'original: "{post.original}"',
        f'permalink: "{post.permalink}"',
        "---",
        "",
    ]
    return "\n".join(lines) + post.body + "\n"


def _title(chance: random.Random, chinese: bool) -> str:
    return _text(chance, chinese, 18 if chinese else 8).rstrip("。.")


def _block(chance: random.Random, chinese: bool, number: int, at: int) -> str:
    if at % 7 == 3:
        return "## " + _title(chance, chinese)
    if at % 9 == 5:
        return (
            f"- {_text(chance, chinese, 12)}\n- {_text(chance, chinese, 12)}\n- {_text(chance, chinese, 12)}"
        )
    text = _text(chance, chinese, 130 if chinese else 62)
    if at % 4 == 1:
        text += f"**{_text(chance, chinese, 6)}**" + _text(chance, chinese, 20)
    if at % 6 == 2:
        text += f" [{_text(chance, chinese, 4)}](https://news.example.org/{number}/{at})"
    return text


def _text(chance: random.Random, chinese: bool, length: int) -> str:
    if chinese:
        parts = ["".join(chance.choices(_HAN, k=min(18, length - i))) for i in range(0, length, 18)]
        return "，".join(parts) + "。"
    return " ".join(chance.choices(_WORDS, k=length)).capitalize() + "."

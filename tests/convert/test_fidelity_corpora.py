"""Real archives: every file gives an article or a reason, and no visible character is lost or moved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from backfile.config import Site
from backfile.convert import convert
from backfile.convert.boilerplate import edges, fold, learn
from backfile.convert.fidelity import compare, look_at
from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.ingest import read
from backfile.markdown import plain_text, render
from backfile.markdown.reference import clean_html
from backfile.model import TAIL, Article, CaptureFile, Raw

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
SITE = Site(title="Archive", timezone="Asia/Shanghai")
# Blanks and controls, and the characters that are marks in markdown as often as text.
_NO_TEXT = re.compile("[\\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]|[*_|`\\\\]")
_TARGET = r"\((?:[^()\s]|\([^()\s]*\))*\)"


def visible(text: str) -> str:
    return _NO_TEXT.sub("", text)


def visible_in_dump(text: str) -> str:
    """What readers of the dump see, by rules of its own: no part of the converter is used."""
    for _ in range(3):
        text = re.sub(r"(\]\([^()\s]*-)\n(?:> ?)*", r"\1", text)
    text = re.sub(rf"!\[[^\]]*\]{_TARGET}", "", text)
    text = re.sub(rf"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]{_TARGET}", r"\1", text)
    text = re.sub(
        r"^(?:> ?)*  +\d+\. ", "", text, flags=re.MULTILINE
    )  # numbers of lists, which the browser writes
    text = re.sub(r"^---(?:\|---)*\s*$", "", text, flags=re.MULTILINE)
    for mark in (r"(?:> ?)+", r" +\* ", r"#+(?: |$)"):
        text = re.sub(rf"^{mark}", "", text, flags=re.MULTILINE)
    return visible(text)


def captures(name: str) -> Iterator[CaptureFile]:
    folder = CORPORA / name
    if not folder.is_dir():
        pytest.skip(f"the corpus {name} is not here")
    for path in sorted(folder.rglob("*.md")):
        data = path.read_bytes()
        yield CaptureFile(f"sources/{path.relative_to(CORPORA).as_posix()}", sha256_hex(data), data)


def articles(name: str) -> list[tuple[Raw, Article]]:
    found = []
    for capture in captures(name):
        raws = read(capture)
        if isinstance(raws, Problem):
            continue
        for raw in raws:
            article = convert(raw, SITE)
            assert not isinstance(article, Problem), article
            found.append((raw, article))
    return found


def test_no_visible_character_is_lost_or_moved() -> None:
    checked = 0
    for raw, article in articles("wechat-text"):
        main, _, tail = article.body.partition(TAIL)
        html = clean_html(main) + clean_html(tail)
        shown = plain_text(html)
        if "fullwidth_stars" in dict(article.capture.repairs):
            shown = shown.replace("＊", "*")
        assert visible(article.byline) + visible(shown) == visible_in_dump(raw.body), raw.file
        assert visible(article.title) == visible(raw.title)
        prose = re.sub(r"<pre>.*?</pre>", "", html, flags=re.DOTALL)
        assert not re.search(r"[\u4e00-\u9fff，。！？、：；]\n[\u4e00-\u9fff，。！？、：；]", prose), raw.file
        assert not re.search(r"\*\*|\]\(|!\[|&nbsp;|\\#", plain_text(prose)), raw.file
        for before, after in re.findall(r"([\u4e00-\u9fff]{4})\n(?=([\u4e00-\u9fff]{4}))", raw.body):
            assert f"{before} {after}" not in plain_text(prose), raw.file
        assert not re.search(r"(?:src|href)=\"[^\"]*\s", shown), raw.file
        assert html.count("<img") == len(re.findall(r"!\[[^\]]*\]\(", raw.body)), raw.file
        checked += 1
    assert checked > 400


def test_bylines_and_appendices_are_found() -> None:
    found = articles("wechat-text")
    assert sum(bool(a.authors) for _, a in found) >= len(found) * 0.99
    assert sum(TAIL in a.body for _, a in found) >= len(found) * 0.99
    for _, article in found:
        main, _, tail = article.body.partition(TAIL)
        assert len(main) > 200, article.title
        assert "参考链接" not in tail and "论文地址" not in tail, article.title


def test_frequency_alone_folds_no_article_text() -> None:
    found = sorted((article for _, article in articles("wechat-text")), key=lambda a: (a.date, a.id))
    bodies, ends = [], []
    for article in found:
        # Without the marked line and the end sign behind it, nothing but frequency and calls tells where an article ends.
        main, mark, tail = article.body.partition(f"{TAIL}\n\n")
        sign, _, rest = tail.partition("\n\n")
        is_signed = sign.strip("— *") == "完"
        bodies.append(main + (rest if is_signed else tail))
        ends.append(len(main) if mark else len(article.body))
    own = [edges(body) for body in bodies]
    repeated = learn(own)
    folded = [fold(body, one, repeated) for body, one in zip(bodies, own, strict=True)]
    assert not any(one.lead for one in folded)
    starts = [
        one.body.find(TAIL) if one.tail else len(body) for one, body in zip(folded, bodies, strict=True)
    ]
    assert all(start >= end for start, end in zip(starts, ends, strict=True))
    assert sum(one.tail for one in folded) >= len(folded) * 0.98
    assert sum(start == end for start, end in zip(starts, ends, strict=True)) >= len(folded) * 0.8


@pytest.mark.parametrize("name", ["18f", "digitalgov", "rust-blog"])
def test_archives_without_leaders_and_trailers_are_not_folded(name: str) -> None:
    found = sorted((article for _, article in articles(name)), key=lambda a: (a.date, a.id))
    own = [edges(article.body) for article in found]
    repeated = learn(own)
    for article, one in zip(found, own, strict=True):
        assert fold(article.body, one, repeated).body == article.body, article.title


@pytest.mark.parametrize(
    ("name", "least"), [("18f", 414), ("digitalgov", 2080), ("rust-blog", 750), ("wechat-text", 432)]
)
def test_every_file_gives_an_article_or_a_reason(name: str, least: int) -> None:
    good = 0
    for capture in captures(name):
        raws = read(capture)
        if isinstance(raws, Problem):
            assert raws.message and raws.hint, capture.file
            continue
        for raw in raws:
            article = convert(raw, SITE)
            assert isinstance(article, Article), capture.file
            assert article.date and article.title and article.id and article.permalink, capture.file
            good += 1
    assert good >= least


# What changes the body of written markdown; `..._markup` are repairs of title and summary.
BODY_REPAIRS = {
    "shortcodes",
    "repeated_title",
    "html_wrappers",
    "html_images",
    "html_links",
    "html_emphasis",
    "code_lines",
    "emphasis_spaces",
    "empty_emphasis",
    "split_emphasis",
}


@pytest.mark.parametrize("name", ["18f", "digitalgov", "rust-blog"])
def test_written_markdown_without_counted_repairs_is_left_alone(name: str) -> None:
    for raw, article in articles(name):
        if not BODY_REPAIRS & set(dict(article.capture.repairs)):
            assert article.body == raw.body


@pytest.mark.parametrize(
    ("name", "images", "links", "bold"), [("18f", 0, 0, 1), ("digitalgov", 0, 3, 19), ("rust-blog", 1, 3, 0)]
)
def test_written_markdown_leaves_few_marks_to_readers(name: str, images: int, links: int, bold: int) -> None:
    """In how many articles marks are literal: what authors typed wrong, asterisks of their own, a fence in a list."""
    found = Counter[str]()
    for raw, article in articles(name):
        body = render(article.body)
        if raw.body != article.body:
            assert compare(raw, article, "", 0).reason == "", raw.file
            assert len(body.facts.images) >= len(render(raw.body).facts.images), raw.file
        found.update(mark for mark, _ in look_at(body.html, 0, body.facts).literal)
    assert found["!["] <= images
    assert found["]("] <= links
    assert found["**"] <= bold

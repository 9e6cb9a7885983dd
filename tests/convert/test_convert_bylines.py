"""Credits and the people they name: as many accounts write them, in a hand-checked sample, and what only looks like them."""

from __future__ import annotations

import json
import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backfile.config import Site
from backfile.convert import convert
from backfile.convert.bylines import authors_of, find_byline
from backfile.convert.bylines.credits import credits_of
from backfile.convert.bylines.people import split_names
from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.ingest import read
from backfile.model import Article, CaptureFile

HERE = Path(__file__).parent
CORPUS = HERE.parents[1].parent / "shared" / "corpora" / "wechat-text"
SITE = Site(title="Archive", timezone="Asia/Shanghai")
HEADER = (
    "# 城里的一件小事\n\n文章作者: 城市晚报\n发布时间: 2024-05-06 07:08\n发布地: 北京\n原文链接: https://example.org/a\n\n"
    "封面图链接: None\n\n"
)
TEXT = "\n\n".join(
    f"昨天下午，城里发生了一件小事，{n}个人看见了，大家都觉得很有意思。\n\n后来大家都回家去了，第{n}天一切如常。"
    for n in range(1, 16)
)
STYLES = tomllib.loads((HERE / "byline_styles.toml").read_text(encoding="utf-8"))


def styles(zone: str) -> list[tuple[str, list[str]]]:
    return list(STYLES[zone].items())


def converted(body: str) -> Article:
    data = f"{HEADER}{body}\n".encode()
    raws = read(CaptureFile("sources/a.md", sha256_hex(data), data))
    assert not isinstance(raws, Problem)
    article = convert(raws[0], SITE)
    assert not isinstance(article, Problem)
    return article


def visible(text: str) -> str:
    return re.sub(r"!?\[\]\([^)]*\)|\]\([^)]*\)|[\s*_|#>`\\\-\[]", "", text)


@pytest.mark.parametrize(("dump", "authors"), styles("head"))
def test_credits_at_the_head_become_the_byline(dump: str, authors: list[str]) -> None:
    article = converted(f"{dump}\n\n{TEXT}")
    assert list(article.authors) == authors
    assert visible(article.byline) == visible(dump)
    assert article.body.startswith("昨天下午")


@pytest.mark.parametrize(("dump", "authors"), styles("inside"))
def test_credits_among_the_text_stay_there(dump: str, authors: list[str]) -> None:
    article = converted(f"{dump}\n\n{TEXT}")
    assert list(article.authors) == authors
    assert visible(article.byline + article.body) == visible(f"{dump}\n\n{TEXT}")


@pytest.mark.parametrize(("dump", "authors"), styles("end"))
def test_credits_at_the_end_stay_there(dump: str, authors: list[str]) -> None:
    article = converted(f"{TEXT}\n\n{dump}")
    assert list(article.authors) == authors
    assert article.byline == ""


@pytest.mark.parametrize(("dump", "authors"), styles("none"))
def test_false_friends(dump: str, authors: list[str]) -> None:
    for body in (f"{dump}\n\n{TEXT}", f"{TEXT}\n\n{dump}"):
        article = converted(body)
        assert (list(article.authors), article.byline) == (authors, "")


def test_a_sample_of_real_captures_checked_by_hand() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus wechat-text is not here")
    # Names as a reader of the capture would write them down, by the beginning of the capture's digest.
    expected = json.loads((HERE / "byline_sample.json").read_text(encoding="utf-8"))
    wrong = {}
    for path in sorted(CORPUS.rglob("*.md")):
        data = path.read_bytes()
        digest = sha256_hex(data)
        if digest[:16] in expected:
            raws = read(CaptureFile("sources/a.md", digest, data))
            assert not isinstance(raws, Problem)
            article = convert(raws[0], SITE)
            assert not isinstance(article, Problem)
            names = expected.pop(digest[:16])
            if list(article.authors) != names:
                wrong[digest[:16]] = article.authors
    assert not expected
    assert len(wrong) <= 2, wrong


def test_names() -> None:
    assert split_names("白云 丰收") == ("白云", "丰收")
    assert split_names("Ann Lee") == ("Ann Lee",)
    assert split_names("林远、Ann Lee") == ("林远", "Ann Lee")
    assert split_names("城南大学") == ("城南大学",)
    assert split_names("池水生（小池）") == ("池水生（小池）",)
    assert split_names("城南&城北大学联合团队") == ("城南&城北大学联合团队",)
    assert split_names("城市晚 林远", source="城市晚报") == ("林远",)


def test_pictures_may_stand_before_the_credits() -> None:
    blocks = ["![](a)", "林远 发自 老城区  \n城市晚报 | 公众号 cityevening", "正文从这里开始。"]
    byline = find_byline(blocks)
    assert (byline.authors, byline.text, byline.blocks) == (
        ("林远",),
        "林远 发自 老城区 城市晚报 | 公众号 cityevening",
        (1,),
    )


def test_a_lone_outlet_says_too_little() -> None:
    assert find_byline(["晚报报道", "正文。"]).blocks == ()
    assert find_byline(["**晚报报道**", "编辑：林远、周小雨", "正文。"]).blocks == (0, 1)


def test_a_loose_phrase_needs_the_accounts_line() -> None:
    assert find_byline(["林远 假装发自 海边  \n城市晚报 | 公众号 cityevening", "正文。"]).authors == ("林远",)
    assert find_byline(["阅读团队投稿  \n城市晚报 | 公众号 cityevening", "正文。"]).authors == ("阅读团队",)
    assert find_byline(["他们投稿", "正文。"]).authors == ()


def test_compilers_count_only_where_nobody_wrote() -> None:
    end = ["正文。", "作者：林远"]
    byline = find_byline(["编译 | 周小雨", *end])
    assert (byline.authors, byline.compilers) == ((), ("周小雨",))
    assert authors_of(byline, end, len(end)) == ("林远",)
    assert authors_of(byline, end[:1], 1) == ("周小雨",)


def test_credits_in_the_midst_are_none() -> None:
    blocks = [*(f"第{n}段话。" for n in range(20)), "作者：林远", *(f"第{n}段话。" for n in range(20))]
    assert authors_of(find_byline(blocks), blocks, len(blocks)) == ()


_WORDS = "作者 编辑 记者 本报 通讯员 林远 周小雨 Ann Lee By and 发自 投稿 报道 本文来自 公众号".split()
_PIECES = st.sampled_from([*"文图的｜|/：:、，。（）【】《》·-*_#> \n", *_WORDS])


@given(st.lists(st.one_of(_PIECES, st.just(" "), st.text(max_size=3)), max_size=60).map("".join))
@example("（" * 80)
@example("【（(" * 50)
def test_any_text_gives_a_byline_of_its_own_words(text: str) -> None:
    blocks = text.split("\n\n")
    byline = find_byline(blocks, "林远")
    authors = authors_of(byline, blocks, len(blocks), "林远")
    letters = re.sub(r"\W|_", "", text)
    for name in (*authors, *byline.compilers):
        assert 0 < len(name) <= 60
        assert re.sub(r"\W|_", "", name) in letters
    assert all(0 <= at < len(blocks) for at in byline.blocks)
    taken = "".join(blocks[at] for at in byline.blocks)
    assert re.sub(r"\W|_", "", byline.text) == re.sub(r"\W|_", "", taken)


@pytest.mark.parametrize(
    "unit",
    [
        "作者：",
        "文/",
        "文 ",
        "林远 ",
        "记者",
        "本报记者 林远 ",
        "编辑 | ",
        "（",
        "【",
        "本文来自，作者：",
        "By ",
        "a",
        "、",
        "报道 ",
        "林",
        "|",
        "*_",
        "《",
    ],
)
def test_long_lines_take_no_longer_than_their_length(unit: str) -> None:
    def seconds(characters: int) -> float:
        line = (unit * characters)[:characters]
        start = time.process_time()
        for _ in range(3):
            credits_of(line, "城市晚报", signed=True)
            authors_of(find_byline([line] * 4), [line] * 40, 40)
        return time.process_time() - start

    assert seconds(160) < 0.5
    assert seconds(200_000) < 1.5

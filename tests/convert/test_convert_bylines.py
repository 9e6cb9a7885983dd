"""Credit lines and the people they name; what only looks like one."""

from __future__ import annotations

import pytest

from backfile.convert.bylines import credits_of, find_byline, split_names


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("林远 发自 老城区", ("林远",)),
        ("林远 周小雨 发自 老城区", ("林远", "周小雨")),
        ("林远 投稿", ("林远",)),
        ("读书团队 投稿 发自 老城区", ("读书团队",)),
        ("Maple Lab 投稿", ("Maple Lab",)),
        ("城南大学 陈诺 投稿", ("陈诺",)),
        ("城南&城北大学联合团队 投稿", ("城南&城北大学联合团队",)),
        ("作者：林远", ("林远",)),
        ("作者｜林远、周小雨", ("林远", "周小雨")),
        ("作者 / 林远", ("林远",)),
        ("文 | 林远", ("林远",)),
        ("文丨林远  编辑丨周小雨", ("林远",)),
        ("撰文：林远 编辑：周小雨", ("林远",)),
        ("采写 | 林远 & 周小雨", ("林远", "周小雨")),
        ("By Ann Marie Smith", ("Ann Marie Smith",)),
        ("文 | 本报记者 林远 实习生 周小雨", ("林远", "周小雨")),
        ("作者/林远  题图/周小雨  值班编辑/白云", ("林远",)),
        ("编译：周小雨", ()),
        ("来源：城市晚报", ()),
        ("城市晚报 | 公众号 cityevening", ()),
        ("城市晚报报道", ()),
    ],
)
def test_credits(line: str, authors: tuple[str, ...]) -> None:
    assert credits_of(line) == authors


@pytest.mark.parametrize(
    "line",
    [
        "开发自己的应用",
        "这种激情激发自内心",
        "记者：您怎么看？",
        "作者：Ian Goodwill, Mary Poppins, John Doe and many others",
        "图：OpenAI，转载请注明。",
        "编辑：这篇文章在发布前经过了很多次修改，希望大家喜欢",
        "作者简介",
        "作者：他认为，这很好。",
        "作者：https://example.org/",
        "他把稿件投稿到了期刊，很快就被接收",
        "By the way",
        "文章来自远方",
        "",
    ],
)
def test_false_friends(line: str) -> None:
    assert not credits_of(line)


def test_names() -> None:
    assert split_names("白云 丰收") == ("白云", "丰收")
    assert split_names("Ann Lee") == ("Ann Lee",)
    assert split_names("林远、Ann Lee") == ("林远", "Ann Lee")
    assert split_names("城南大学") == ("城南大学",)
    assert split_names("池水生（小池）") == ("池水生（小池）",)


def test_head_of_an_article() -> None:
    blocks = ["![](a)", "林远 发自 老城区  \n城市晚报 | 公众号 cityevening", "正文从这里开始。"]
    byline = find_byline(blocks)
    assert (byline.authors, byline.text, byline.blocks) == (
        ("林远",),
        "林远 发自 老城区 城市晚报 | 公众号 cityevening",
        (1,),
    )


def test_outlet_and_editors() -> None:
    byline = find_byline(["**晚报报道**", "编辑：林远、周小雨", "正文。"])
    assert (byline.authors, byline.text, byline.blocks) == ((), "晚报报道 编辑：林远、周小雨", (0, 1))
    assert find_byline(["晚报报道", "正文。"]).blocks == ()


def test_a_loose_phrase_needs_the_accounts_line() -> None:
    assert find_byline(["林远 假装发自 海边  \n城市晚报 | 公众号 cityevening", "正文。"]).authors == ("林远",)
    assert find_byline(["阅读团队投稿  \n城市晚报 | 公众号 cityevening", "正文。"]).authors == ("阅读团队",)
    assert find_byline(["他们投稿", "正文。"]).authors == ()


def test_credits_below_a_lead_stay_in_the_text() -> None:
    byline = find_byline(["一段导语，说明发生了什么。", "作者：林远", "正文。"])
    assert (byline.authors, byline.text, byline.blocks) == (("林远",), "", ())


def test_credits_far_below_are_none() -> None:
    assert find_byline([*(f"第{n}段话。" for n in range(20)), "作者：林远"]).authors == ()

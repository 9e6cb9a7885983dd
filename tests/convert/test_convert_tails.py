"""What is folded at an article's end, and what must never be."""

from __future__ import annotations

from backfile.convert.tails import find_tail

TEXT = [f"第{n}段正文，说了一些有用的话，也说得很清楚。" for n in range(8)]
CALLS = ["![](a)", "**点这里 👇关注晚报，记得加星标**", "**一键三连：分享、点赞、在看**"]


def test_a_paragraph_left_over_behind_the_calls_is_the_articles() -> None:
    left = "老张说，这座水闸他守了三十年，从来没有关错过一次。"
    assert find_tail([*TEXT, "— 完 —", *CALLS, left]) == len(TEXT) + len(CALLS) + 2
    about = "作者是一位历史学家，写过几本关于老城水利的书。"
    assert find_tail([*TEXT, "— 完 —", about, *CALLS]) == len(TEXT) + 3


def test_behind_an_end_sign() -> None:
    for sign in ("— **完** —", "—完—", "（完）", "- END -", "**The End**", "【完】", "全文完"):
        assert find_tail([*TEXT, sign, *CALLS]) == len(TEXT), sign


def test_calls_without_an_end_sign() -> None:
    assert find_tail([*TEXT, *CALLS]) == len(TEXT) + 1
    assert find_tail([*TEXT, "参考链接：  \n<https://example.org/>", *CALLS]) == len(TEXT) + 2


def test_appendices_of_other_hands() -> None:
    assert find_tail(
        [*TEXT, "© THE END", "转载请联系本公众号获得授权", "投稿或寻求报道：post@example.org"]
    ) == len(TEXT)
    assert find_tail([*TEXT, "![](a)", "点击左下角“阅读原文”查看更多", "欢迎点赞、转发"]) == len(TEXT) + 1
    assert find_tail([*TEXT, "往期推荐", "![](a)", "扫码关注我们"]) == len(TEXT)


def test_references_before_the_sign_stay() -> None:
    assert find_tail([*TEXT, "参考链接：", "— 完 —", *CALLS]) == len(TEXT) + 1


def test_an_end_sign_alone_folds_nothing() -> None:
    assert find_tail([*TEXT, "— 完 —"]) == len(TEXT) + 1
    assert find_tail([*TEXT, "（完）", "作者是一位历史学家，写过几本书。"]) == len(TEXT) + 2


def test_long_text_behind_the_sign_is_not_folded() -> None:
    long = "这一段在结束标记之后，但它是文章的一部分，因为它讲了很多事情。" * 5
    assert find_tail([*TEXT, "— 完 —", long, *CALLS]) == len(TEXT) + 3


def test_an_end_sign_in_the_first_half_is_none() -> None:
    assert find_tail([TEXT[0], "（完）", "记得设为星标", *TEXT]) == len(TEXT) + 3


def test_calls_in_the_middle_are_text() -> None:
    assert find_tail([*TEXT[:4], *CALLS, *TEXT[4:]]) == len(TEXT) + len(CALLS)


def test_an_article_about_calls_is_not_folded() -> None:
    prose = (
        "研究发现，公众号文章结尾的“点赞、分享、在看”平均占去三行，而读者很少照做；这一比例在过去五年里几乎没有变化，"
        * 3
    )
    assert find_tail([*TEXT, prose]) == len(TEXT) + 1


def test_nothing() -> None:
    assert find_tail([]) == 0
    assert find_tail(CALLS[1:]) == 2

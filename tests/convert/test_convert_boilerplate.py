"""Leaders and trailers by frequency: what recurs around the articles of made-up accounts, and what only seems to."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from backfile.convert.boilerplate import Edges, edges, fold, image_key, learn, merged
from backfile.convert.boilerplate.blocks import blocks_of
from backfile.model import LEAD, TAIL

# One article: leader, text, trailer.
Parts = tuple[list[str], list[str], list[str]]
Account = Callable[["Writer", int], Parts]


class Writer:
    """Writes text that no one wrote before, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def number(self) -> int:
        return self._random.randint(1, 9999)

    def words(self, length: int = 0) -> str:
        return "".join(
            chr(self._random.randint(0x4E00, 0x9000)) for _ in range(length or self._random.randint(8, 30))
        )

    def paragraph(self) -> str:
        return "，".join(self.words() for _ in range(self._random.randint(2, 4))) + "。"

    def picture(self) -> str:
        return shared(f"own{self._random.getrandbits(48):x}")

    def article(self, length: int = 0) -> list[str]:
        kinds = (
            self._random.choice((self.paragraph, self.paragraph, self.paragraph, self.picture, self.heading))
            for _ in range(length or self._random.randint(6, 30))
        )
        return [self.paragraph(), *(kind() for kind in kinds), self.paragraph()]

    def heading(self) -> str:
        return "## " + self.words(6)

    def choice(self, *values: str) -> str:
        return self._random.choice(values)


def shared(name: str, size: int = 640) -> str:
    return f"![](https://mmbiz.qpic.cn/mmbiz_png/{name}/{size}?wx_fmt=png)"


def bodies(account: Account, count: int) -> tuple[list[str], list[Parts]]:
    writer = Writer(11)
    parts = [account(writer, number) for number in range(count)]
    return ["\n\n".join((*lead, *text, *tail)) for lead, text, tail in parts], parts


def folded(texts: list[str]) -> list[str]:
    found: list[Edges] = [edges(text) for text in texts]
    repeated = learn(found)
    return [fold(text, own, repeated).body for text, own in zip(texts, found, strict=True)]


def sizes(body: str) -> tuple[int, int]:
    """Return how many blocks stand in the leader and in the trailer of a body."""
    lead, mark, rest = body.partition(LEAD)
    _, _, tail = (rest if mark else body).partition(TAIL)
    return len(list(blocks_of(lead))) if mark else 0, len(list(blocks_of(tail)))


def leader_and_trailer(w: Writer, n: int) -> Parts:
    references = ["参考链接：", f"[1]<https://example.org/{w.number()}>"] if n % 3 == 0 else []
    top = [shared("banner", 640 + n), "点击上方“城南旧事”，关注我们", "每天五分钟，读懂一座老城"]
    return (
        top,
        w.article() + references,
        ["—END—", shared("code"), "长按二维码关注", "**转载请联系后台授权**"],
    )


def slogan(w: Writer, n: int) -> Parts:
    return ["用文字记录我们生活的时代"], w.article(), []


def signature(w: Writer, n: int) -> Parts:
    return [], w.article(), ["我是阿明，我们明天见。"]


def issue_number(w: Writer, n: int) -> Parts:
    end = f"本文刊于城南晚报第{n + 100}期，投稿信箱不变，来稿请写明姓名与住址"
    return [shared("head"), f"城南晚报副刊 第{n + 100}期"], w.article(), [end, shared("foot")]


def sponsors(w: Writer, n: int) -> Parts:
    card = ["— 广告 —", w.picture(), w.words(14), w.picture()]
    return [], w.article(), [*card, "商务合作请加微信 chengnan-ad", shared("code")]


def newspaper(w: Writer, n: int) -> Parts:
    names = w.choice("王小二", "李四", "张三丰") + w.choice("", " 校对：周八")
    return [], w.article(), [f"责任编辑：{names}", shared("paper")]


def recommended(w: Writer, n: int) -> Parts:
    more = ["更多细节欢迎查阅原文。"] if n % 9 == 0 else []
    others = [f"[{w.words(12)}](http://mp.weixin.qq.com/s?mid={w.number()})" for _ in range(2)]
    return [], w.article() + more, ["往期精彩", *others, w.picture(), "点个在看你最好看"]


def years(w: Writer, n: int) -> Parts:
    trailers = (
        ["甲编辑部出品，敬请留意下一期"],
        ["常年征集老照片和信件", shared("box")],
        [shared("third"), "城南旧事"],
    )
    return [], w.article(), trailers[n // 30 % 3]


def pictures_of_the_day(w: Writer, n: int) -> Parts:
    end = ["每日一图，记录城南的光影与人情", shared("day"), "长按关注城南", "投稿请发至邮箱"]
    return [shared("top")], [w.picture(), w.words(9) + "。"], end


def english(w: Writer, n: int) -> Parts:
    text = [" ".join(w.words(2) for _ in range(30)) + "." for _ in range(9)]
    end = ["---", "*The Mill Post is written by two people and a cat. Subscribe to our newsletter.*"]
    return [], text, [*end, "[About](https://mill.example/about) · [RSS](https://mill.example/feed)"]


@pytest.mark.parametrize("count", [8, 20, 90])
@pytest.mark.parametrize(
    "account",
    [
        leader_and_trailer,
        slogan,
        signature,
        sponsors,
        recommended,
        pictures_of_the_day,
        english,
    ],
)
def test_what_an_account_repeats_is_folded_and_nothing_else(account: Account, count: int) -> None:
    texts, parts = bodies(account, count)
    assert [sizes(body) for body in folded(texts)] == [(len(lead), len(tail)) for lead, _, tail in parts]


@pytest.mark.parametrize("account", [issue_number, newspaper, years])
def test_numbers_and_names_may_differ_and_trailers_change(account: Account) -> None:
    texts, parts = bodies(account, 90)
    assert [sizes(body) for body in folded(texts)] == [(len(lead), len(tail)) for lead, _, tail in parts]


def copies(w: Writer, n: int) -> Parts:
    return [], Writer(5).article(120) if n % 40 >= 20 else w.article(), [shared("code")]


def announcements(w: Writer, n: int) -> Parts:
    same = Writer(5).article(14)
    return [], [w.paragraph(), *same] if n % 40 >= 20 else w.article(), ["扫码关注我们", shared("code")]


def series(w: Writer, n: int) -> Parts:
    return (
        [],
        ["编者按：" + Writer(5).paragraph()] * (20 <= n % 40 < 32) + w.article(),
        ["欢迎关注我们的公众号"],
    )


def captions(w: Writer, n: int) -> Parts:
    return [], ["## 本周要闻", *w.article(), "## 写在最后", w.paragraph()], []


def caption_without_links(w: Writer, n: int) -> Parts:
    return [], [*w.article(), "参考资料："], ["欢迎关注我们", shared("code")]


def one_project(w: Writer, n: int) -> Parts:
    return [], [*w.article(), "项目主页：", "<https://example.org/home>"], []


def bulletins(w: Writer, n: int) -> Parts:
    level = f"截至12月{n % 28 + 1}日24时，城南水库水位{w.number()}米，较前一日上升{w.number()}厘米。"
    price = f"今日城南汽油每升{w.number()}元，下一次调价请留意通知"
    return [], [level, w.paragraph(), price], ["城南水务发布"]


def dated(w: Writer, n: int) -> Parts:
    return [], [*w.article(), f"2024年3月{n // 12 + 1}日于城南"], []


def card_in_the_middle(w: Writer, n: int) -> Parts:
    return [], [*w.article(), shared("card"), "点击关注城南旧事", *w.article(4)], [shared("code")]


def one_picture_name(w: Writer, n: int) -> Parts:
    return [], ["![](assets/0.png)", *w.article(), "![](assets/1.png)"], []


@pytest.mark.parametrize("count", [8, 20, 90])
@pytest.mark.parametrize(
    "account",
    [
        copies,
        announcements,
        series,
        captions,
        caption_without_links,
        one_project,
        bulletins,
        dated,
        card_in_the_middle,
        one_picture_name,
    ],
)
def test_no_text_of_an_article_is_folded(account: Account, count: int) -> None:
    texts, parts = bodies(account, count)
    for body, (lead, _, tail) in zip(folded(texts), parts, strict=True):
        leading, trailing = sizes(body)
        assert leading <= len(lead) and trailing <= len(tail), body


@pytest.mark.parametrize("account", [leader_and_trailer, sponsors, english, announcements])
def test_without_its_lines_a_folded_body_is_what_it_was(account: Account) -> None:
    texts, _ = bodies(account, 30)
    for text, body in zip(texts, folded(texts), strict=True):
        assert body.replace(f"{LEAD}\n\n", "").replace(f"{TAIL}\n\n", "") == text


def test_a_marked_tail_grows_and_a_marked_leader_stays() -> None:
    texts, parts = bodies(leader_and_trailer, 20)
    marked = [text.replace("长按二维码", f"{TAIL}\n\n长按二维码") for text in texts]
    found = folded(marked)
    assert [sizes(body)[1] for body in found] == [len(tail) for _, _, tail in parts]
    assert all(body.count(TAIL) == 1 for body in found)
    assert folded(found) == found


def test_a_call_at_the_very_top_needs_no_siblings() -> None:
    body = f"点击上方蓝字关注我们\n\n{Writer(1).paragraph()}"
    assert fold(body, edges(body), learn([edges(body)])).lead
    body = f"点击上方按钮就能打开城南水闸，这是老张三十年来每天的第一件事。\n\n{Writer(1).paragraph()}"
    assert fold(body, edges(body), learn([edges(body)])).body == body


def test_an_article_that_would_have_nothing_left_is_not_folded() -> None:
    texts, _ = bodies(leader_and_trailer, 20)
    empty = "\n\n".join([shared("banner"), "每天五分钟，读懂一座老城", shared("code"), "长按二维码关注"])
    assert folded([*texts, empty])[-1] == empty


def test_pictures_are_known_by_address_without_size_or_by_content() -> None:
    writer = Writer(3)
    texts = ["\n\n".join([*writer.article(), f"![]({n}/last.png)"]) for n in range(10)]
    found = [edges(text, lambda reference: "aa" * 32 if "last" in reference else "") for text in texts]
    assert all(fold(text, own, learn(found)).tail for text, own in zip(texts, found, strict=True))
    assert not any(
        fold(text, own, learn([edges(t) for t in texts])).tail for text, own in zip(texts, found, strict=True)
    )
    texts = ["\n\n".join([*writer.article(), f"![](https://img.example/{n}.png?w={n}00)"]) for n in range(10)]
    found = [edges(text) for text in texts]
    same = {image_key(f"img.example/{n}.png"): image_key("sha256:bb") for n in range(10)}
    assert not learn(found).tail
    assert all(fold(text, own, learn(found, same)).tail for text, own in zip(texts, found, strict=True))


@pytest.mark.parametrize(
    "block", ["```\nmake\n\nmake install\n```", "| a |\n| --- |\n| b |", "[1]: https://e.org", "  continued"]
)
def test_what_belongs_to_other_blocks_is_never_parted_from_them(block: str) -> None:
    writer = Writer(3)
    texts = ["\n\n".join([*writer.article(), block]) for _ in range(30)]
    assert folded(texts) == texts


def test_parts_of_a_source_are_merged_by_the_firmest() -> None:
    texts, _ = bodies(years, 90)
    found = [edges(text) for text in texts]
    both = merged((learn(found[:30]), learn(found[30:60])))
    assert [sizes(fold(text, own, both).body)[1] for text, own in zip(texts, found, strict=True)][:60] == (
        [1] * 30 + [2] * 30
    )

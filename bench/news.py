"""Captures made of nothing but a seed: Chinese news in the text dump of a WeChat account, about 10 KB each.

The words are those of the generator's own tables, so that the general dictionary finds them; each article dwells on an
organisation, a person, a product and a topic, so that there is something to tag.
"""

from __future__ import annotations

import random
from pathlib import Path

from backfile.convert.tags.names import ORGANISATIONS, SURNAMES, TOPICS
from backfile.convert.tags.stopwords import STOP_ZH, SUBJECTS

_SYLLABLES = "ka lo mi ren ta vo sen dra fi nu pel gra zo ti ban qui".split()
_GIVEN = "明伟芳娜敏静磊洋勇艳杰涛超霞平刚桂英华建文辉玲兰雪峰龙鹏飞颖"
_GLUE = "的 了 在 是 和 与 对 将 被 从 以 也 就 都 还 而 但 不 没有 可以 已经 正在 认为 表示 指出 通过 进行 成为".split()
_ENDS = "。。。。！？"
_TAIL = (
    "\n— **完** —\n\n**点这里👇关注我，记得标星哦～**\n\n一键三连「分享」、「点赞」和「在看」\n\n日日相见 ~\n"
)


def write_captures(folder: Path, count: int, seed: int = 1) -> None:
    """Write count captures below a folder, a thousand in each folder of it."""
    words = _Words(seed)
    for number in range(count):
        path = folder / f"{number // 1000:03d}" / f"{number:06d}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_capture(words, number, seed), encoding="utf-8")


class _Words:
    """Tables to choose from; common words come often, others seldom."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.organisations = sorted(word for word in ORGANISATIONS if len(word) > 1)
        self.topics = sorted({*TOPICS, *SUBJECTS})
        self.common = sorted(word for word in STOP_ZH if len(word) > 1 and not word.isascii())
        chance.shuffle(self.common)
        self.weights = [1 / (10 + at) for at in range(len(self.common))]
        surnames = sorted(SURNAMES)
        given = [a + b for a in _GIVEN for b in ("", *_GIVEN)]
        self.people = sorted({chance.choice(surnames) + chance.choice(given) for _ in range(2000)})
        self.products = sorted({_product(chance) for _ in range(1500)})


def _product(chance: random.Random) -> str:
    name = "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))).capitalize()
    return name + chance.choice(("", "", "-2", " Pro", "GPT"))


def _capture(words: _Words, number: int, seed: int) -> str:
    chance = random.Random(seed * 1_000_003 + number)
    subjects = [
        chance.choice(words.organisations),
        chance.choice(words.people),
        chance.choice(words.products),
        chance.choice(words.topics),
        chance.choice(words.topics),
    ]
    day = f"{2016 + number % 9}-{number // 9 % 12 + 1:02d}-{number // 108 % 28 + 1:02d}"
    blocks = [_block(words, subjects, chance, at) for at in range(56)]
    return (
        f"# {subjects[0]}{_clause(words, subjects, chance)}，{subjects[2]}{_clause(words, subjects, chance)}\n\n"
        f"文章作者: 报馆{number % 12}\n发布时间: {day} {number % 24:02d}:{number % 60:02d}\n发布地: 北京\n"
        f"原文链接: http://mp.weixin.qq.com/s?__biz=MzA{number % 12}==&mid={2_247_000_000 + number}&idx=1"
        f"&sn={chance.randrange(1 << 64):016x}&chksm={number:08x}#rd\n\n"
        f"封面图链接: https://pictures.example.org/{number}/300\n\n"
        f"##### {chance.choice(words.people)} 发自 印刷间  \n报馆{number % 12} | 公众号 paper\n\n"
        + "\n\n".join(blocks)
        + _TAIL
    )


def _block(words: _Words, subjects: list[str], chance: random.Random, at: int) -> str:
    if at % 8 == 3:
        return f"## **{subjects[at % 5]}{_clause(words, subjects, chance)}**"
    if at % 7 in (2, 4):
        return f"![](https://pictures.example.org/news_png/{chance.randrange(1 << 320):080x}/640?wx_fmt=png&from=appmsg)"
    if at % 11 == 6:
        return "\n".join(f"  * {_sentence(words, subjects, chance)}" for _ in range(3))
    sentences = [_sentence(words, subjects, chance) for _ in range(chance.randint(2, 4))]
    if at % 3 == 1:
        sentences[-1] = f"**{sentences[-1]}** "
    if at % 5 == 2:
        sentences.append(f"（见https://news.example.org/{at}/{chance.randrange(1 << 32)}\\)")
    if at % 7 == 5:
        sentences.insert(1, f"“{_clause(words, subjects, chance)}”，{subjects[1]}教授表示。")
    return "".join(sentences)


def _sentence(words: _Words, subjects: list[str], chance: random.Random) -> str:
    clauses = [_clause(words, subjects, chance) for _ in range(chance.randint(1, 3))]
    return "，".join(clauses) + chance.choice(_ENDS)


def _clause(words: _Words, subjects: list[str], chance: random.Random) -> str:
    pieces = chance.choices(words.common, words.weights, k=chance.randint(2, 5))
    pieces.insert(chance.randrange(len(pieces)), chance.choice(_GLUE))
    if chance.random() < 0.3:
        pieces.insert(0, chance.choice(subjects))
    return "".join(pieces)

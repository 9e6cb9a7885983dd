"""Where an article begins and ends: unbroken runs of the publication's blocks at both edges, marked by a line each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

import msgspec

from backfile.convert.boilerplate.blocks import Block, Edges, has_number, is_credit, letters_of
from backfile.convert.boilerplate.learning import Level, Repeated
from backfile.convert.bylines import plain_line
from backfile.convert.tails import is_about_the_account, is_call, is_end_sign
from backfile.model import LEAD, TAIL

# Words that introduce article text, however often they recur.
_CAPTION = re.compile(
    r"参考|引用|注释|注解|脚注|论文|项目|代码|开源|链接|数据集|资料|文献|原文|出处|来源|结语|结论|总结|小结|写在|后记|尾声|展望|致谢|附录|附[:：]|"
    r"附件|导读|导语|摘要|前言|引言|引子|目录|编者按|编者的话|按语|背景|简介|概述|概要|延伸阅读|"
    r"one ?more ?thing|references?\b|bibliography|notes?\b|footnotes?|sources?\b|"
    r"acknowledge?ments?|appendix|conclusions?|summary|"
    r"abstract|introduction|overview|contents|tl;?dr|further reading|paper\b|code\b|links?\b|github",
    re.IGNORECASE,
)
_CAPTION_LETTERS = 16
# A list of other articles, or an advertisement, follows: what stands in it differs each time.
_LISTING = re.compile(
    r"^\W*往期(?:精彩|精选|文章|内容|推荐|回顾|好文)?\W*$|(?:往期|精彩|热门|热点|精选|相关|更多|近期|历史|猜你|你可能)[^。，]{0,6}(?:推荐|回顾|文章|阅读|内容|喜欢|导读)|推荐阅读|阅读推荐|上一篇|下一篇|"
    r"^\W*(?:广告|推广|赞助|AD|ads?|sponsors?(?:ed)?|advertisement)\W*$|(?:本文|本期|本节目)由.{1,30}(?:赞助|支持|冠名)|"
    r"recommended|related (?:posts|stories|articles)|read next|more from",
    re.IGNORECASE,
)
_LISTED, _LISTED_LETTERS = 12, 80
# Such a call at the very top needs no statistics.
_TOP_CALL = re.compile(
    r"[\W_]{0,6}请?(?:点击?|轻触|戳)(?:上方|↑|蓝[色]?字|上面|标题下方?|题目).{0,24}|[\W_]{0,6}关注.{0,20}(?:设为|加)\W?(?:星标|标星).{0,16}",
    re.IGNORECASE,
)
_TOP_CHARACTERS, _CALL_CHARACTERS = 40, 80
_ASKS = re.compile(
    r"关注|订阅|訂閱|關注|星标|标星|蓝字|藍字|扫码|二维码|公众号|点击|subscribe|sign up|follow", re.IGNORECASE
)
_RULE = re.compile(r"[ \t]*(?:(?:\\?[-*_]){3,}|<hr ?/?>)[ \t]*\Z")
# What cannot be parted from the rest: code, tables, definitions that other blocks refer to, continued list items, HTML.
_BOUND = re.compile(r" {2,}|\t|```|~~~|\||<(?!https?:|hr ?/?>)|[^\n]*\n *\[\^?[^\]\n]+\]:|\[\^?[^\]\n]+\]:")
_HEADING = re.compile(r"#{1,6} |\*\*[^*\n]+\*\*\s*\Z|__[^_\n]+__\s*\Z")
_SENTENCE = re.compile(r"[。！？!?…]\s*[”」』)）*]*\s*\Z|\w{4,}\.\s*\Z")
_OPENS = (":", "：", "——", "⬇️", "👇", "↓")
# How many blocks that could be anyone's may stand between two that are the publication's.
_WEAK, _PICTURES = 3, 2
# Letters from which a text that calls for nothing may be the last of a leader.
_LEAD_LETTERS, _HEADING_LETTERS = 8, 12
# A slogan has at most so many letters.
_SLOGAN_LETTERS = 24
# Where and when an article was written is its own.
_DATED = re.compile(r"\d年\s*\d{1,2}\s*月|\d月\s*\d{1,2}\s*日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
# A longer text is never folded.
_MOST_LETTERS = 600
# What must be left of an article.
_LEFT_LETTERS, _LOOKED_AT = 10, 5000


class _Kind(Enum):
    """What a block is for the run it may stand in: the publication's, no one's, a picture or text of the article, a wall."""

    OURS = 0
    WEAK = 1
    PICTURE = 2
    TEXT = 3
    WALL = 4


class _Candidate(msgspec.Struct, frozen=True):
    """A block of an edge, how firmly it belongs to the publication, and how firmly just as it is written."""

    block: Block
    text: str
    near: Level
    exact: Level


class Folded(msgspec.Struct, frozen=True):
    """A body with the lines that part leader and trailer from it, and whether each of them was written or moved now."""

    body: str
    lead: bool = False
    tail: bool = False


def fold(body: str, edges: Edges, repeated: Repeated) -> Folded:
    """Return a body with its leader and trailer marked; nothing but the lines of the marks is added, moved or removed.

    A tail that is marked already may become longer, never shorter; a leader that is marked already stays.
    """
    if body.startswith(LEAD) or f"\n{LEAD}" in body:
        return Folded(body)
    old = _marked_at(body)
    tail = _tail_start(_Side(body, edges.tail, old, repeated, head=False), old)
    lead = _lead_end(_Side(body, edges.head, tail, repeated, head=True))
    if (not lead and tail == old) or not _is_enough(body[lead:tail]):
        return Folded(body)
    made = body
    if tail < old:
        if old < len(body):
            made = body[:old] + body[old + len(TAIL) :].lstrip("\n")
        made = f"{made[:tail]}{TAIL}\n\n{made[tail:]}"
    if lead:
        made = f"{made[:lead].rstrip()}\n\n{LEAD}\n\n{made[lead:]}"
    return Folded(made, lead > 0, tail < old)


def _marked_at(body: str) -> int:
    """Return where the line of a marked tail begins, the length of the body when none is marked."""
    at = body.find(f"\n{TAIL}\n")
    return at + 1 if at >= 0 else len(body)


def _is_enough(article: str) -> bool:
    return "![" in article or len(letters_of(article[:_LOOKED_AT])) >= _LEFT_LETTERS


class _Side:
    """The blocks of one edge before an offset; what they are is found out as far as the run goes."""

    def __init__(
        self, body: str, blocks: Sequence[Block], end: int, repeated: Repeated, *, head: bool
    ) -> None:
        self._body, self._repeated, self._head = body, repeated, head
        self._blocks = [block for block in blocks if block.at < end]
        self._ends = [*(block.at for block in self._blocks[1:]), end]

    def __len__(self) -> int:
        return len(self._blocks)

    def start(self, number: int) -> int:
        """Return where a block begins."""
        return self._blocks[number].at

    def text(self, number: int) -> str:
        """Return a block as it is written."""
        return self._body[self._blocks[number].at : self._ends[number]].rstrip()

    def candidate(self, number: int) -> _Candidate:
        """Return a block with what it is."""
        block, text = self._blocks[number], self.text(number)
        near, exact = (self._repeated.level(block, head=self._head, exact=e) for e in (False, True))
        return _Candidate(block, text, near, exact)


def _kind_in_tail(one: _Candidate) -> _Kind:
    block, text = one.block, one.text
    if _BOUND.match(text):
        return _Kind.WALL
    if block.picture:
        return _Kind.OURS if one.near else _Kind.PICTURE
    if not block.letters or _RULE.match(text):
        return _Kind.WEAK
    if block.letters > _MOST_LETTERS:
        return _Kind.TEXT
    if is_call(text, _TOP_CHARACTERS) or (
        one.near and (is_call(text) or is_end_sign(text) or is_credit(text))
    ):
        return _Kind.OURS
    if (one.exact or one.near >= Level.CONSTANT) and is_about_the_account(text):
        return _Kind.OURS
    if block.letters <= _CAPTION_LETTERS and _CAPTION.search(text):
        return _Kind.WALL
    is_dated = block.letters <= _SLOGAN_LETTERS and _DATED.search(text)
    return _Kind.OURS if _is_plainly_ours(one) and not is_dated else _Kind.TEXT


def _kind_in_lead(one: _Candidate) -> _Kind:
    block, text = one.block, one.text
    if _BOUND.match(text):
        return _Kind.WALL
    if block.picture:
        return _Kind.OURS if one.near >= Level.CONSTANT else _Kind.WEAK if one.near else _Kind.PICTURE
    if not block.letters or _RULE.match(text):
        return _Kind.WEAK
    if block.letters > _MOST_LETTERS:
        return _Kind.TEXT
    plain = plain_line(text)
    if len(plain) <= _TOP_CHARACTERS and _TOP_CALL.fullmatch(plain):
        return _Kind.OURS
    if one.near and len(plain) <= _CALL_CHARACTERS and _ASKS.search(plain):
        return _Kind.OURS
    if not _is_plainly_ours(one):
        return _Kind.TEXT
    caption = block.letters <= _CAPTION_LETTERS and _CAPTION.search(plain)
    least = _HEADING_LETTERS if _HEADING.match(text) else _LEAD_LETTERS
    if caption or plain.endswith(_OPENS) or block.letters < least or is_credit(text):
        return _Kind.WEAK
    return _Kind.OURS


def _is_plainly_ours(one: _Candidate) -> bool:
    """Return whether a text that calls for nothing recurs as firmly as it must: more than a few words most firmly.

    A number tells something of the article: what holds one must recur with it.
    """
    if one.near < Level.CONSTANT:
        return False
    level = one.exact if has_number(one.text) else one.near
    is_prose = one.block.letters > _SLOGAN_LETTERS or _SENTENCE.search(one.text[-40:])
    return level >= (Level.PERVASIVE if is_prose else Level.CONSTANT)


def _lead_end(side: _Side) -> int:
    """Return where the first block behind the leader begins, 0 when there is no leader."""
    end = weak = 0
    for number in range(len(side) - 1):
        kind = _kind_in_lead(side.candidate(number))
        if kind is _Kind.OURS:
            end, weak = number + 1, 0
        elif kind is _Kind.WEAK and weak < _WEAK:
            weak += 1
        else:
            break
    return side.start(end) if end else 0


def _tail_start(side: _Side, old: int) -> int:
    """Return where the trailer begins, as it was when nothing recurs before that."""
    start = len(side)
    evidence = False
    between: list[tuple[_Candidate, _Kind]] = []
    for number in range(len(side) - 1, -1, -1):
        one = side.candidate(number)
        kind = _kind_in_tail(one)
        if kind is _Kind.OURS:
            if not _may_stand_between(between, one):
                break
            start, between = number, []
            evidence = evidence or one.near > Level.NONE
        elif kind is _Kind.WALL or len(between) >= _LISTED:
            break
        else:
            between.append((one, kind))
    if not evidence:
        return old
    while start > 0 and (_RULE.match(side.text(start - 1)) or is_end_sign(side.text(start - 1))):
        start -= 1
    if start > 0 and start < len(side) and _is_announced(side.text(start - 1), side.text(start)):
        start += 1
    return side.start(start) if start < len(side) else old


def _is_announced(before: str, text: str) -> bool:
    """Return whether the first block of a trailer is what the article's last words announce, such as a link."""
    return plain_line(before).endswith((":", "：")) and not (
        is_call(text) or is_about_the_account(text) or "![" in text
    )


def _may_stand_between(between: list[tuple[_Candidate, _Kind]], before: _Candidate) -> bool:
    """Return whether blocks that are not known may be folded with the publication's block before them."""
    weak = sum(kind is _Kind.WEAK for _, kind in between)
    pictures = sum(kind is _Kind.PICTURE for _, kind in between)
    if weak + pictures == len(between) and weak <= _WEAK and pictures <= _PICTURES:
        return True
    listed = all(
        one.block.letters <= _LISTED_LETTERS and not _SENTENCE.search(one.text[-40:]) for one, _ in between
    )
    return listed and before.near > Level.NONE and bool(_LISTING.search(plain_line(before.text)))

"""Bylines: the credit lines at the head of a text, and the people they name.

Accepted only at a line's start and when the whole line is nothing but credits with short values; see the false friends in the
tests: what looks like a byline far more often is prose.
"""

from __future__ import annotations

import re

import msgspec

_HAN_NAME = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff·]{2,4}\Z")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z.'’-]*\Z")
_INSTITUTION = re.compile(
    r"(?:大学|学院|公司|集团|研究院|研究所|实验室|中心|编辑部|科技|团队|课题组|组委会|日报|晚报|周刊|杂志|Lab|Labs|University|Institute)\Z"
)
# What stands before a name and is no part of it.
_TITLE = re.compile(r"(?:(?:本报|实习|特约|见习|首席)?记者|通讯员|实习生|特约作者|特约撰稿人?)[\s:：]+")
_LIST = re.compile(r"\s*[、，,&＆/／;；]\s*|\s+和\s+|\s+and\s+")
_PHRASE = re.compile(r"(?P<names>\S(?:.{0,38}\S)?)\s+(?:投稿\s+发自|发自|投稿)(?:\s+(?P<where>\S.{0,14}))?\Z")
# The same with less care for blanks: only where the account's own line follows.
_LOOSE_PHRASE = re.compile(
    r"(?P<names>\S(?:.{0,38}?\S)?)\s*(?:假装|正在)?(?:投稿|发自)[至向于自]?(?:\s*(?P<where>\S.{0,14}))?\Z"
)
_BY = re.compile(
    r"[Bb][Yy][\s:：]+(?P<names>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3}|[\u4e00-\u9fff]{2,4})\Z"
)
_AUTHOR = "本文作者|原作者|作者|撰文|采写|撰稿|文字|文"
_TRANSLATOR = "编译|翻译|译者|译"
_EDITOR = (
    "责任编辑|(?:值班|运营|内容|微信|执行|特约)?编辑|责编|美编|主编|排版|责任校对|校对|审校|审核|[初复终]审|编审|统筹|题图|头图|封面|"
    "插画|摄影|图片|图|视觉|设计|监制|运营|策划|制作|出品人?"
)
_SOURCE = "来源|原文|转自|转载自|公众号|微信公众号|微信号|整理自|整理|授权|首发"
_SEPARATOR = r"\s*[:：|｜丨∣/／]\s*"
_VALUE = r"[^。，？！!?:：|｜丨∣\n]{1,20}?"
_ROLES = f"{_AUTHOR}|{_TRANSLATOR}|{_EDITOR}|{_SOURCE}"
_ITEM = rf"(?:{_ROLES}){_SEPARATOR}{_VALUE}"
_CREDITS = re.compile(rf"(?:{_ITEM})(?:(?:\s+|\s*[|｜丨∣;；]\s*){_ITEM})*\Z")
_CREDIT = re.compile(
    rf"(?P<role>{_ROLES}){_SEPARATOR}(?P<value>{_VALUE})(?=\Z|(?:\s+|\s*[|｜丨∣;；]\s*)(?:{_ROLES}){_SEPARATOR})"
)
# `account | 公众号 id`, `X报道`, `X出品`: where the text comes from.
_ACCOUNT = re.compile(r".{1,20}?\s*[|｜丨∣]\s*(?:微信)?公众号\s*[A-Za-z0-9_\-\u4e00-\u9fff ]{1,30}\Z")
_OUTLET = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{2,12}(?:报道|专栏|编辑部|原创|出品)\Z")
_MARKUP = re.compile(r"\*\*|^#{1,6}\s+|\\(?=[\\`*_{}\[\]()>#+.!|-])")
_URL = re.compile(r"https?://|www\.|\]\(")
# How many lines from the top may be credits.
_HEAD_LINES = 12


class Byline(msgspec.Struct, frozen=True):
    """Credits of a text: people who wrote it, the lines as they stood, and how many blocks from the top they were.

    blocks are the positions of blocks that hold nothing but credits, to be taken out of the text.
    """

    authors: tuple[str, ...] = ()
    text: str = ""
    blocks: tuple[int, ...] = ()


def find_byline(blocks: list[str]) -> Byline:
    """Return the credits at the head of a text; only pictures may stand before them."""
    authors: list[str] = []
    lines: list[str] = []
    taken: list[int] = []
    seen = 0
    for at, block in enumerate(blocks):
        if seen >= _HEAD_LINES:
            break
        if block.startswith(("![", "[![")):
            seen += 1
            continue
        own = [plain_line(line) for line in block.split("\n")]
        signed = len(own) > 1 and _ACCOUNT.match(own[-1]) is not None
        people = [credits_of(line, signed=signed) for line in own]
        if any(p is None for p in people):
            break
        seen += len(own)
        taken.append(at)
        lines += own
        for found in people:
            authors += found or ()
    # A lone word such as X报道 says too little by itself.
    if all(_OUTLET.match(line) for line in lines):
        return _later_byline(blocks)
    return Byline(tuple(dict.fromkeys(authors)), " ".join(lines), tuple(taken))


def _later_byline(blocks: list[str]) -> Byline:
    """Return authors named below a lead: their lines stay in the text, for they stand in its midst."""
    seen = 0
    for block in blocks:
        if block.startswith(("![", "[![")):
            continue
        for line in block.split("\n"):
            seen += 1
            if seen > _HEAD_LINES:
                return Byline()
            found = credits_of(plain_line(line))
            if found:
                return Byline(tuple(dict.fromkeys(found)))
    return Byline()


def credits_of(line: str, *, signed: bool = False) -> tuple[str, ...] | None:
    """Return the authors a line of credits names (maybe none), None for a line that is something else.

    signed: the account's own line follows, so that this one cannot be prose.
    """
    if not line or len(line) > 80 or _URL.search(line):
        return None
    match = _PHRASE.match(line) or _BY.match(line) or (_LOOSE_PHRASE.match(line) if signed else None)
    if match:
        names = re.sub(r"(?:\s+投稿)+\Z", "", match["names"])
        return None if re.search(r"[。，？！!?:：]", names) or len(names) > 30 else split_names(names)
    if _ACCOUNT.match(line) or _OUTLET.match(line):
        return ()
    if not _CREDITS.match(line):
        return None
    authors: list[str] = []
    for credit in _CREDIT.finditer(line):
        if re.fullmatch(_AUTHOR, credit["role"]):
            authors += split_names(credit["value"])
    return tuple(authors)


def split_names(text: str) -> tuple[str, ...]:
    """Return the people that one value names.

    、 and & part names, unless the whole is one team; blanks do only between Chinese names of two to four characters;
    an institution before a name is its affiliation.
    """
    text = _TITLE.sub("", " ".join(text.split()))
    if _INSTITUTION.search(text) and not re.search(r"[、，,;；]", text):
        return (text,)
    found: list[str] = []
    for piece in _LIST.split(text):
        words = piece.split(" ")
        people = [w for w in words if not _INSTITUTION.search(w)]
        if len(words) == 1 or not people:
            found.append(piece)
        elif all(_HAN_NAME.match(w) for w in people) or (
            any(_HAN_NAME.match(w) for w in people)
            and all(_HAN_NAME.match(w) or _LATIN_NAME.match(w) for w in people)
        ):
            found += people
        else:
            found.append(piece if len(people) == len(words) else " ".join(people))
    return tuple(dict.fromkeys(n for n in found if n))


def plain_line(line: str) -> str:
    """Return a line of markdown without marks of emphasis and heading, and without escapes."""
    return " ".join(_MARKUP.sub("", line).split())

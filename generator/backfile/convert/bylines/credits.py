"""One line of credits: roles, the signs behind them, and the people who wrote the article.

A line is credits only when all of it is: `文｜A 编辑｜B`, `记者 A 通讯员 B`, `A / 文`, `A 发自 B`, `By A`, `account | 公众号 id`.
What looks like a byline is prose far more often, so whatever does not fit makes the whole line something else.
"""

from __future__ import annotations

import re

import msgspec

from backfile.convert.bylines.people import (
    Care,
    english_people,
    is_certain,
    is_outlet,
    is_plain_word,
    people,
    split_names,
)
from backfile.convert.bylines.reposts import FROM_ACCOUNT, REPOST, authors_of_repost
from backfile.convert.bylines.roles import Role, roles_before_names, roles_behind_names


class Credits(msgspec.Struct, frozen=True):
    """What a line of credits says.

    authors wrote the article; compilers made it of what others wrote or said, and count as authors where nobody else does;
    roles are the letters of roles.py that occur; certain: no value could be anything but names.
    """

    authors: tuple[str, ...] = ()
    compilers: tuple[str, ...] = ()
    roles: str = ""
    certain: bool = True

    @property
    def stands_alone(self) -> bool:
        """Whether the line is a byline though no other credit is near: a lone caption or X报道 is none."""
        if self.authors or len(set(self.roles) - {"X"}) > 1:
            return True
        # 编辑 | 删除, 整理 | 大事记
        return any(role in ("ACTEBS" if self.certain else "ABS") for role in self.roles)

    @property
    def is_caption(self) -> bool:
        """Whether the line may belong to the picture above it."""
        return bool(self.roles) and all(role in "PS" for role in self.roles)


_NAME = r"\S(?:.{0,38}\S)?"
_PHRASE = re.compile(rf"(?P<names>{_NAME})\s+(?:投稿\s+发自|发自|投稿)(?:\s+(?P<where>\S.{{0,14}}))?\Z")
# The same with less care for blanks: only where the account's own line follows.
_LOOSE_PHRASE = re.compile(
    r"(?P<names>\S(?:.{0,38}?\S)?)\s*(?P<verb>(?:假装|正在)?(?:投稿|发自)[至向于自]?|整理自?|编译自?)(?:\s*(?P<where>\S.{0,14}))?\Z"
)
# `account | 公众号 id`, `X报道`, `选自X`: where the text comes from.
_ACCOUNT = re.compile(r".{1,20}?\s*[|｜丨∣]\s*(?:微信)?公众号\s*[A-Za-z0-9_\-\u4e00-\u9fff ]{1,30}\Z")
_OUTLET = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+]{2,12}\s?(?:报道|专栏|编辑部|原创|出品|编译|发布|整理)\Z")
_TAKEN_FROM = re.compile(
    r"发[于自]\S{0,20}总第\s?\d+\s?期.{0,20}\Z|[\w]{0,12}(?:选自|摘自|转载自|转自|编译自|改编自)\s*[\w《》·. -]{2,20}\Z"
)
_FROM = re.compile(r"自|发于|来源|原载")
# What WeChat shows above an article: 原创 A account.
_NUMBERED_ACCOUNT = re.compile(
    r"(?P<account>[\w· ]{2,16})[（(](?:微信|公众号|微信号|微信公众号)?\s?ID[:：]\s?[A-Za-z][\w-]{3,30}[）)]\s*[|｜丨·]?\s*"
    r"(?!.*(?:授权|转载|发布|原创|出品|首发|作者|编辑|关注|欢迎|点击|扫码|添加|长按|搜索|每[日天周]|更新|订阅|回复|分享|我们))(?P<names>[^，。：:|｜丨]{2,24})\Z"
)
# By A: a pen name.
_SHORT_HAN = re.compile(r"[\u3400-\u9fff·]{2,4}\Z")
# A 文
_BLANK_ROLE = re.compile(r"(?P<names>\S(?:.{0,22}\S)?)\s+(?:文|撰文|撰稿|采写|文图|图文|文[、/／]图)\Z")
# 作者 handle
_HANDLE = re.compile(r"[a-z][a-z0-9_.]{3,20}\Z")
_ORIGINAL = re.compile(r"原创\s*[:：\s]\s*(?:(?P<names>\S(?:.{0,20}\S)?)\s+)?(?P<account>\S{2,20})\Z")
# What may follow the last credit: the day, with hour and place; what the title was; the page before them.
_DAY_AT_END = re.compile(
    r"(?<=\S)(?:\s*[|｜丨·])?\s+(?:[A-Z][a-z]{2,8}\s\d{1,2},\s(?:19|20)\d\d|(?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}日?|20[0-4]\d[01]\d[0-3]\d)"
    r"(?:\s+\d{1,2}:\d\d(?::\d\d)?)?(?:\s+[\u4e00-\u9fff]{2,4})?\Z"
)
_TITLE_AT_END = re.compile(r"(?<=\S)\s*[（(]原(?:标)?题[:：为].{2,80}[）)]\Z")
# What else the line of an author says: that it is from elsewhere, and whom to ask to take it down.
_NOTICE_AT_END = re.compile(
    r"(?<=\S)[\s，,；;（(]+(?:如有?侵|侵权|侵删|若有?侵|转载请|转载自|转自|未经|首发于|版权|由\S{2,10}(?:排版|整理|编辑|发布))[^|｜丨:：]{0,40}\Z"
)
_DAY_BEFORE = re.compile(
    r"(?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}日?\s*(?:\d{1,2}:\d\d(?::\d\d)?)?\s*"
    r"(?=来源|作者|文章来源|记者|编辑|责编)"
)
_PAGE_BEFORE = re.compile(r"(?:[A-Z]\d{1,2}(?:[-—~、]?[A-Z]?\d{1,2})?|本)版\s*[/／|]?\s*")
_CLOSING = {"（": "）", "(": ")", "【": "】", "「": "」", "[": "]", "〔": "〕", "『": "』"}
_ORNAMENT = re.compile(r"[^\w（(【「『〔\[《“|]+|[|｜丨]\s*")
# What follows a reporter's name: where from, and whose the pictures are.
_PLACE = (
    "北京|上海|广州|深圳|天津|重庆|成都|杭州|南京|武汉|西安|苏州|长沙|郑州|合肥|青岛|济南|厦门|福州|昆明|海口|香港|澳门|台北|"
    "台中|台南|高雄|新北|桃园|桃園"
)
_REPORT = re.compile(
    rf"\s+(?:(?:{_PLACE})[ 、])*(?:[发發]自\s?\S{{1,10}}(?:\s(?:{_PLACE}))*"
    rf"|\S{{0,8}}(?:报道|報導)|\S{{0,6}}\d月\d{{1,2}}日[电讯])\Z"
    rf"|(?<=\S)[/／]?(?:{_PLACE}|现场|综合|綜合|联合|即時|摄影)(?:报道|報導)\Z|\s*[（(]发自[^（）()]{{1,10}}[)）]\Z"
)
_BOTH_HANDS = re.compile(
    r"(?<=[^\s|｜丨/／])\s+(?:文并摄|文[/／][图摄]|图[/／]文|文图|图文|文|采访整理|采写|整理|整合|综合|编译)\Z"
)
_REPORTERS = re.compile(r"记者|記者|通讯员|通訊員")
_BULLET = "□"
_FROM_THE_HEART = re.compile(r"内心|肺腑|心底|真心|灵魂|本能|骨子")
_PRONOUN = re.compile(r"[的了是我他她它这那都很]")
_URL = re.compile(r"https?://|www\.|\]\(")
_MARKUP = re.compile(r"\*\*|^(?:> ?)+|^#{1,6}\s+|^[*+-] +|\\(?=[\\`*_{}\[\]()>#+.!|｜丨-])")
_EMPHASIS = re.compile(r"([*_`])(?=\S)(.+?)(?<=\S)\1\Z")
_SENTENCE = re.compile(r"[。？！!?…]")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# Signs that stand between a role and its names; without one, a short line may part them by a blank, a dot or nothing.
_SIGN = re.compile(r"[:：|｜丨︱∣│┃ㅣ║▏▎▍▌▕⎪/／∕⁄=＝]")
_POST = re.compile("记者|記者|通讯员|通訊員|评论员|評論員|作家|主笔|研究员|实习生")
_THIN_SIGN = re.compile(r"[\s·•・‧∙▪✎✍_–—-]")
_LONGEST_WITHOUT_SIGN = 48
_ANYBODYS = re.compile(r"提供|供图|网络|来自|受访者|资料|视觉中国|图虫")
_LONGEST = 160


def credits_of(line: str, source: str = "", *, signed: bool = False, beside: bool = False) -> Credits | None:
    """Return what a line of credits says, None for a line that is something else.

    source is the account's name; signed: the account's own line follows, so that this one cannot be prose; beside: another
    line of credits is next to it, so that its names need less to look like names.
    """
    if not line or len(line) > _LONGEST or _URL.search(line):
        return None
    phrase = _PHRASE.match(line) if "投稿" in line or "发自" in line else None
    phrase = phrase or (_LOOSE_PHRASE.match(line) if signed else None)
    if phrase and (found := _of_phrase(phrase, source, signed=signed)):
        return found
    bullet = line.startswith(_BULLET)
    text = _without_ornaments(line)
    if is_account(text):
        return Credits(roles="B")
    if "ID" in text and (found := _of_numbered_account(text, source)):
        return found
    if text.endswith("报道") and (found := _of_own_report(text, source)):
        return found
    if _OUTLET.match(text):
        return Credits(roles="R")
    if _FROM.search(text):
        if _TAKEN_FROM.match(text):
            return Credits(roles="R")
        if FROM_ACCOUNT.match(text):
            return Credits(roles="RS")
        if REPOST.match(text):
            authors = authors_of_repost(text, source)
            return None if authors is None else Credits(authors=authors, roles="AS")
    if text.startswith("原创") and (found := _of_original(text, source)):
        return found
    if _is_prose(text):
        return None
    if "20" in text or "原" in text:
        text = _DAY_BEFORE.sub("", _TITLE_AT_END.sub("", _DAY_AT_END.sub("", text)), count=1)
    if "侵" in text or "转" in text or "版" in text or "未" in text or "首" in text or "由" in text:
        text = _NOTICE_AT_END.sub("", text)
    if "版" in text[:10] and (page := _PAGE_BEFORE.match(text)):
        text = text[page.end() :]
    if _REPORTERS.search(text):
        text = _BOTH_HANDS.sub("", text)
    roles = roles_before_names(text)
    found = (_of_roles(text, roles, source, beside=beside) if roles else None) or _of_names_first(
        text, source
    )
    return found or (_of_bare_names(text, source) if bullet and not roles else None)


def _is_prose(text: str) -> bool:
    """Whether a line cannot be credits, by little work: most lines are no credits, and to read them as such is dear."""
    if _SENTENCE.search(text[:-1]) and _SENTENCE.search(_IN_BRACKETS.sub("", text)[:-1]):
        return True
    if _SIGN.search(text) or _POST.search(text):
        return False
    return len(text) > _LONGEST_WITHOUT_SIGN or not _THIN_SIGN.search(text)


def is_account(line: str) -> bool:
    """Whether a line is an account's own: its name and its number."""
    return len(line) <= 60 and "公众号" in line and _ACCOUNT.match(line) is not None


def plain_line(line: str) -> str:
    """Return a line of markdown without marks of emphasis, heading, list, quotation and table, and without escapes."""
    text = line.strip()
    if text.startswith("|"):
        cells = text.strip("|").split("|")
        text = "" if all(re.fullmatch(r"\s*:?-{3,}:?\s*", cell) for cell in cells) else "|".join(cells)
    text = " ".join(_MARKUP.sub("", text).split())
    match = _EMPHASIS.match(text)
    return match[2] if match and match[1] not in match[2] else text


def _without_ornaments(line: str) -> str:
    """Return a line without the signs before it and the brackets around it."""
    match = _ORNAMENT.match(line)
    text = (line[match.end() :] if match else line).strip()
    close = _CLOSING.get(text[:1])
    if close and text.endswith(close) and text.find(close) == len(text) - 1:
        return text[1:-1].strip()
    # A bracket within the brackets, as in （作者：A（X大学））.
    nested = close and text.endswith(2 * close) and text.count(close) == text.count(text[0]) == 2
    return text[1:-1].strip() if nested else text


def _of_phrase(match: re.Match[str], source: str, *, signed: bool) -> Credits | None:
    """Return the credits of `A 发自 X` or `A 投稿`."""
    names = re.sub(r"(?:\s+投稿)+\Z", "", match["names"])
    if re.search(r"[。，？！!?:：]", names) or len(names) > 30:
        return None
    verb = match.groupdict().get("verb") or ""
    found = split_names(names, source)
    if not found or not (signed or _stands_unsigned(found, match["where"] or "")):
        return None
    if verb.endswith("自") and verb.startswith(("整理", "编译")):
        # 整理自 may as well name the one who was asked.
        return Credits(roles="C")
    if verb.startswith(("整理", "编译")):
        return Credits(compilers=found, roles="C")
    return Credits(authors=found, roles="B")


def _stands_unsigned(names: tuple[str, ...], where: str) -> bool:
    """Whether `A 发自 X` is a byline though no account signs it: 她的爱 发自 内心 and 欢迎 投稿 are none."""
    if all(is_certain(name) or is_outlet(name) for name in names):
        return True
    if _FROM_THE_HEART.match(where) or any(len(name) > 12 or _PRONOUN.search(name) for name in names):
        return False
    return bool(where) or all(name.isascii() for name in names)


def _of_original(text: str, source: str) -> Credits | None:
    """Return the authors of `原创 A account` or `原创 account A`, where the account is the text's own, or of `原创 A`."""
    match = _ORIGINAL.match(text)
    if not match:
        return None
    first, last = match["names"] or "", match["account"]
    if first and source and source in (first, last):
        names = people(first if last == source else last, Care.LITTLE, source)
    else:
        # Nothing but names that cannot be words.
        names = people(f"{first} {last}", Care.MUCH, source)
        names = names if names and all(len(name) == 3 and is_certain(name) for name in names) else None
    return Credits(authors=names, roles="AB") if names else None


def _of_numbered_account(text: str, source: str) -> Credits | None:
    """Return the authors of `account（ID：id）| A、B`."""
    match = _NUMBERED_ACCOUNT.match(text)
    own = bool(match and source and match["account"].strip() == source)
    names = people(match["names"], Care.SOME if own else Care.MUCH, source) if match else None
    return Credits(authors=names, roles="AB") if names else None


def _of_own_report(text: str, source: str) -> Credits | None:
    """Return the authors of `account A、B报道`."""
    if not source or not text.startswith(source) or not text.endswith("报道"):
        return None
    names = people(text[len(source) : -2], Care.MUCH, source)
    # X连续报道: one may be a word.
    return (
        Credits(authors=names, roles="A")
        if names and len(names) > 1 and all(map(is_certain, names))
        else None
    )


def _of_bare_names(text: str, source: str) -> Credits | None:
    """Return the authors of `□ A B`."""
    names = split_names(text, source)
    chinese = all(is_certain(name) and "\u3400" <= name[0] <= "\u9fff" for name in names)
    if len(text) > 24 or not names or not chinese or (len(names) == 1 and is_plain_word(names[0])):
        return None
    return Credits(authors=names, roles="A")


def _of_names_first(text: str, source: str) -> Credits | None:
    """Return the credits of `A / 文 B / 图`."""
    authors: list[str] = []
    kinds, done = "", 0
    blank = _BLANK_ROLE.match(text)
    names = people(blank["names"], Care.MUCH, source) if blank else None
    if names and all(is_certain(name) and not is_plain_word(name) for name in names):
        return Credits(authors=names, roles="A", certain=False)
    for role in roles_behind_names(text):
        value = text[done : role.start]
        names = people(value, Care.SOME if _POST.search(value) else role.care, source)
        if not names:
            return None
        authors += names if role.kind == "A" else ()
        kinds += role.kind
        done = role.end
    if not kinds or text[done:].strip():
        return None
    return Credits(authors=tuple(dict.fromkeys(authors)), roles=kinds)


def _of_roles(text: str, roles: list[Role], source: str, *, beside: bool = False) -> Credits | None:
    """Return the credits of a line whose roles stand before their values."""
    before = _IN_BRACKETS.sub("", text[: roles[0].start]).strip(" ·•|｜丨，,/“”「」")
    if before and not (is_outlet(before, source) or _OUTLET.match(before)):
        return None
    found: dict[str, list[str]] = {"A": [], "C": []}
    kinds, certain, shared = "R" if before else "", True, ""
    sure = Care.MUCH
    for role, following in zip(roles, [*roles[1:], None], strict=True):
        value = text[role.end : following.start if following else len(text)].strip(" 、，,;；|｜丨&＆·•/／")
        outlet = (
            role.form == "unlisted"
            and not value
            and _OUTLET.match(text[role.start : role.end].rstrip(" |｜丨"))
        )
        kinds += "R" if outlet else role.kind
        if not value and following and following.form == "editor":
            # 作者｜A编辑｜B: what seems to be the outlet's name is the author's.
            value = following.outlet if is_certain(following.outlet) else ""
        if following and following.form == "post" and value.startswith("《") and value.endswith("》"):
            value = ""
        if not value and following:
            # 图文 | 视频 | 直播: a menu.
            if role.form in ("english", "by") or (role.care == Care.LITTLE and following.form != "post"):
                return None
            # 文/图 A: two roles of the same hand; 作者： 编辑：B leaves the author out.
            shared = shared or (role.kind if role.joined else "")
            sure = min(sure, role.care)
            continue
        kind = shared if shared in found else role.kind
        shared = ""
        # 文 | X记者 A: what is sure for the first role is so for the second.
        care = min(role.care, sure) if role.form == "post" else role.care
        sure = Care.MUCH
        care = Care(max(care - 1, 0)) if beside and role.form in ("listed", "post") else care
        names = _names_of(role, care, value, source, beside=beside) if kind in found else ()
        if names is None or not (names or kind in found or _is_other_value(role, care, value, source)):
            return None
        found.get(kind, []).extend(names)
        if role.kind in "ET" or (names and role.care == Care.SOME):
            certain &= people(value, Care.MUCH, source) is not None
    if len(roles) == 1 and roles[0].form == "unlisted":
        return None
    return Credits(tuple(dict.fromkeys(found["A"])), tuple(dict.fromkeys(found["C"])), kinds, certain)


def _pen_names(role: Role, value: str, source: str) -> tuple[str, ...] | None:
    """Return the pen name behind By: without a sign only a Chinese one, for By Design is none."""
    signed = role.form == "by" and role.care == Care.SOME and " " not in value
    return people(value, Care.SOME, source) if signed or _SHORT_HAN.match(value) else None


def _names_of(role: Role, care: Care, value: str, source: str, *, beside: bool) -> tuple[str, ...] | None:
    if role.form in ("english", "by"):
        names = english_people(value) or _pen_names(role, value, source)
        return names or (people(value, care, source) if role.form == "english" else None)
    if care == Care.MUCH and role.kind == "A" and role.form == "listed" and _HANDLE.match(value):
        return (value,)
    if role.form == "post" or re.search("记者|报道|報導|[发發]自", value):
        care = min(care, Care.SOME) if re.search("[发發]自", value) else care
        value = _REPORT.sub("", value)
    names = people(value, care, source, long_list=beside)
    # 记者观察: an institution is no reporter.
    return None if role.form == "post" and names and any(is_outlet(n, source) for n in names) else names


def _is_other_value(role: Role, care: Care, value: str, source: str) -> bool:
    """Whether a value can be that of a role that is no author's: anything short that is no sentence."""
    if not value or len(value) > 60 or _SENTENCE.search(value):
        return False
    if "《" in value:
        # 头图 | 《X》剧照, 来源：《X》2020年第1期
        return len(value) <= 40 and (role.kind == "S" or (role.kind == "P" and care == Care.LITTLE))
    if people(_REPORT.sub("", value), Care.MUCH, source) is not None:
        return True
    if role.kind == "P" and _ANYBODYS.search(value) and len(value) <= 40:
        return True
    if role.kind == "O" and care == Care.LITTLE:
        # 研究方向 | X，Y
        return len(value) <= 40
    if care == Care.MUCH or "，" in value or "：" in _IN_BRACKETS.sub("", value):
        return False
    return len(value) <= (40 if care == Care.LITTLE else 20)

"""Where an article ends and what its account appends begins: calls to follow, to submit, to share.

Folding hides, so precision comes first: without a sign that the article is over, or without a call behind it, nothing is
folded, and never a long passage that calls for nothing.
"""

from __future__ import annotations

import re

_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|<https?://[^>]*>|[*_\[\]#>`\\]|\s+")
_END = re.compile(
    r"[\W_]{0,8}(?:完|全文完|正文完|本文完|(?:the)?end|fin)[\W_]{0,8}\Z|[（(【\[]\s*(?:完|全文完|本文完|END)\s*[)）】\]]\Z",
    re.IGNORECASE,
)
# What only stands in such an appendix.
_CALL = re.compile(
    r"一键三连|点(?:击)?(?:这里|上方|下方|左下|底部).{0,8}(?:关注|阅读)|(?:记得|设为|加)(?:星标|标星)|点(?:亮|个)?[「“]?在看|"
    r"(?:请|欢迎|点个).{0,4}(?:点赞|转发|分享|在看)|分享.{0,6}点赞.{0,6}在看|点赞.{0,6}(?:分享|转发).{0,6}在看|长按.{0,8}(?:二维码|识别|关注)|扫(?:描|一扫)?.{0,8}(?:二维码|码).{0,10}(?:关注|进群|加入|报名|添加|入群)|"
    r"关注(?:我们|公众号|本号|视频号)|欢迎(?:关注|投稿|转发|订阅|加入.{0,10}群)|投稿(?:请|邮箱|方式|通道)|(?:商务|广告|活动)合作|转载(?:请|需)|"
    r"日日相见|(?:点击|戳|点).{0,8}阅读原文|(?:往期|精彩|相关|热门)(?:推荐|回顾|文章|阅读)|推荐阅读|(?:报名|购票)(?:通道|参会|截止|开启)|扫码(?:报名|进群|加入)"
)
# What makes a long passage behind the end sign part of the appendix.
_ABOUT = re.compile(
    r"报名|峰会|大会|参会|投稿|关注|点赞|在看|扫码|二维码|公众号|星标|评选|征集|直播|转载|合作|入群|阅读原文|微信|招聘|简历|订阅|嘉宾|阵容"
)
_LONG = 120
# A full sentence of more characters that calls for nothing is the article's.
_SENTENCE = 20
_IMAGE = re.compile(r"\[?!\[")
# The share of an article, from its end, in which an end sign counts.
_LATE = 0.45


def find_tail(blocks: list[str]) -> int:
    """Return the number of the first block of the appendix, or the number of blocks when there is none."""
    sizes = [0 if _IMAGE.match(b) else len(b) for b in blocks]
    total = sum(sizes) or 1
    at = len(blocks)
    read = 0
    signs = []
    for number, (block, size) in enumerate(zip(blocks, sizes, strict=True)):
        # By number of blocks too: an appendix may be longer than the article it follows.
        late = read >= total * (1 - _LATE) or number >= len(blocks) * 0.5
        if size and late and is_end_sign(block):
            signs.append(number)
        read += size
    for sign in signs:
        if _is_appendix(blocks[sign + 1 :]):
            return sign
    return _calls_from(blocks, at)


def is_end_sign(block: str) -> bool:
    """Return whether a block says that the article is over and nothing else."""
    return 0 < len(block) <= 24 and not block.startswith(("```", "|")) and bool(_END.match(_plain(block)))


def is_call(block: str, most: int = _LONG) -> bool:
    """Return whether a block of at most so many characters calls to follow, to share or to submit."""
    text = _plain(block)
    return 0 < len(text) <= most and bool(_CALL.search(text))


def is_about_the_account(block: str) -> bool:
    """Return whether a block speaks of what only appendices speak of; says nothing of a block that does not recur."""
    return bool(_ABOUT.search(_plain(block)))


def _is_appendix(blocks: list[str]) -> bool:
    """Whether everything behind an end sign belongs to an appendix."""
    texts = [_plain(b) for b in blocks]
    calls = sum(1 for t in texts if _CALL.search(t))
    if not any(texts):
        return False
    return calls > 0 and not any(_is_prose(b, t) for b, t in zip(blocks, texts, strict=True))


def _is_prose(block: str, text: str) -> bool:
    """Whether a text behind an end sign is the article's all the same: a note on its author, a paragraph left over."""
    if _ABOUT.search(text) or _CALL.search(text):
        return False
    is_sentence = (
        len(text) > _SENTENCE and text.endswith(("。", "！", "？", ".", "”")) and not block.endswith("**")
    )
    return len(text) > _LONG or is_sentence


def _calls_from(blocks: list[str], none: int) -> int:
    """Return where a run of calls that reaches the end begins; pictures and words of a few characters may stand among them."""
    first = none
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        text = _plain(block)
        if text and len(text) <= _LONG and _CALL.search(text) and not block.startswith("> "):
            first = number
        elif text and not (
            len(text) <= 8 and not text.endswith(("。", "！", "？", ".")) and not block.startswith("#")
        ):
            break
    return first if 0 < first < len(blocks) else none


def _plain(block: str) -> str:
    return _MARKUP.sub("", block)

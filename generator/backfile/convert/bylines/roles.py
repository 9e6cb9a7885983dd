"""The roles of credits, the signs behind them, and how sure these make that a line is credits."""

from __future__ import annotations

import re

import msgspec

from backfile.convert.bylines.people import Care, is_certain

# A author, C compiler, T translator, E editor, P picture, O other hands, S source; besides, B the byline of an account,
# R an outlet, X a role that is not listed here.
_ROLES = {
    "A": """
        文章作者 本文作者 本期作者 本期撰文 本期撰稿 原文作者 特约作者 专栏作者 原作者 作者
        撰文 采写 撰稿人 特约撰稿人 特约撰稿 撰稿 撰写 文字 文案 图文 文图 主笔 执笔
        写作 采编 编写 报道 报道记者 采访撰文 文
    """,
    "C": "编译整理 编译 整理编辑 编辑整理 采访整理 文字整理 整理 参与 供稿单位 供稿 来稿 采访",
    "T": "翻译 译者 编译校对 校译 译校 译",
    "E": """
        责任编辑 值班编辑 运营编辑 内容编辑 微信编辑 执行编辑 特约编辑 实习编辑 新媒体编辑
        本期编辑 图片编辑 校验 视觉编辑 编辑部主任 编辑 责编 美编 值班主编 执行主编 主编 副主编
        总编辑 值班总编 总编 编审 编委 值班编委 排版 责任校对 校对 审校 审核 初审 复审
        终审 一审 二审 三审 一校 二校 三校 审稿 签发 统筹 监制 总监制 监审 编 校 审
    """,
    "P": """
        题图 头图 首图 配图 插图 封面 封面图 封面来源 插画 漫画 制图 动图 图表 摄影
        摄像 摄影记者 供图 图片 图片来源 图源 视频 视觉 头图来源 题图来源 图片、资料来源
        图片及封面题图 图 摄 绘
    """,
    "O": """
        设计 运营 策划 总策划 策划人 制作 出品 出品人 总出品人 联合出品 后期 剪辑 音频
        配音 朗读 主播 录音 顾问 口述 讲述 自述 嘉宾 受访者 采访嘉宾 主持 主持人 对话
        素材 资料搜集 资料收集 资料整理 核查 事实核查 数据支持 技术支持
        个人主页 个人博客 邮箱 微信 微信号 ID 单位 作者单位 学校 职务 研究方向 栏目 支持 实习 技术 美术
        创意 文稿 发布 时间 日期 发布日期 发布时间 写作时间
    """,
    "S": """
        文字来源 图文来源 稿源
        来源 本文来源 本文转自 本文转载自 文章来源 稿件来源 信息来源 内容来源 资料来源 原文 原文来源 原载 转自 转载
        转载自 公众号 微信公众号 来源公众号 整理自 编译自 选自 摘自 授权 首发
    """,
}
_ENGLISH = {
    "A": r"(?:written|words|text|story|reporting|reported|contributed)\s+by|by|authors?|writers?|reporters?|text|words|story",
    "E": r"edited\s+by|(?:(?:executive|managing|copy|senior|chief|photo)\s+)?editors?|proofread(?:er)?",
    "T": r"translated\s+by|translators?",
    "P": r"(?:photo|photograph|picture|illustration|image|graphic)s?(?:\s+by)?|cover",
    "S": r"source",
    "O": r"designed\s+by|designers?",
}
_KIND = {role: kind for kind, roles in _ROLES.items() for role in roles.split()}


def _pattern(role: str) -> str:
    # Characters are set apart to fill a line (作 者).
    return r"\s?".join(map(re.escape, role))


_LONG = "|".join(_pattern(role) for role in sorted(_KIND, key=lambda r: (-len(r), r)) if len(role) > 1)
_ANY = f"(?:{_LONG}|{'|'.join(sorted(role for role in _KIND if len(role) == 1))})"
_POST = "摄影记者|记者|通讯员|评论员|观察员|特约撰稿人?|特约作者|专栏作家|特约研究员|实习生|撰稿人|主笔"
_OUTLET_POST = rf"[《“【]?[\w+＋][\w·+＋.》”’-]{{0,18}}?(?:{_POST})|{_POST}"
_EDITING = "编辑|责编|校对"
_JOIN = r"\s?[、/／&＆+＋和与及并兼]\s?"
# A capital I or a small l is what some write for a bar.
_BAR = r"\s*[|｜丨︱∣│┃ㅣ║▏▎▍▌▕⎪]\s*|\s+[Il]\s+"
_SLASH = r"\s*[:：/／∕⁄=＝]\s*"
_THIN = r"\s*[·•・‧∙▪✎✍_]\s*|\s*[-–—]{1,2}\s*|\s+"
_BOUNDARY = r"(?:\A|(?<=[\s|｜丨;；,，、/／&＆+＋·•)）】。]))"
_CHINESE = rf"{_ANY}(?:{_JOIN}{_ANY})*"
_MARK = re.compile(
    rf"{_BOUNDARY}(?P<listed>{_CHINESE})(?:(?P<bar>{_BAR})|(?P<slash>{_SLASH})|(?P<thin>{_THIN}))"
    rf"|{_BOUNDARY}(?P<english>(?i:{'|'.join(_ENGLISH.values())}))(?:\s*[:：|｜丨]\s*|(?<=[yY])\s+)"
    rf"|{_BOUNDARY}(?P<post>{_OUTLET_POST})(?:(?P<post_bar>{_BAR})|{_SLASH}|{_THIN}|(?=(?![站团会部节证协了从在说])[\u3400-\u9fff]))"
    rf"|{_BOUNDARY}(?P<editor>[\w+＋]{{2,6}}?(?:{_EDITING}))(?:{_BAR}|{_SLASH}|\s+)"
    # Grown together with what stands before it (机器之心报道编辑：A).
    rf"|(?P<grown>{_LONG})\s?[:：|｜丨]\s*"
    rf"|{_BOUNDARY}(?P<unlisted>[\u4e00-\u9fff]{{2,6}}(?:[&＆/][\u4e00-\u9fff]{{2,6}})?)\s?[:：|｜丨]\s*"
)
_BEHIND = re.compile(rf"\s*[|｜丨/／]\s*(?P<role>{_CHINESE}|记者|通讯员)(?=\s|\Z|[;；，,、])")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# Of the letters of roles, those that have another form in traditional Chinese.
_SIMPLIFIED = str.maketrans(
    "記編輯譯攝圖來採寫訪責審對導訊員報題設計畫運營監製總頭約專欄實習",
    "记编辑译摄图来采写访责审对导讯员报题设计画运营监制总头约专栏实习",
)
_EDITING_END = re.compile(rf"(?:{_EDITING})\Z")
_HARD_SIGN = re.compile(r"[:：|｜丨]")
_SIGNS = frozenset(":：|｜丨/／")
_BARE = re.compile(rf"\W{{0,3}}{_CHINESE}\s?[:：|｜丨/／]\Z")


class Role(msgspec.Struct, frozen=True):
    """A role in a line and the sign behind it.

    kind is a letter of the table above; care is what the names need; start and end are those of role and sign.
    form: "listed", "english", "by" (English with names and no sign behind it), "post" (X记者), "editor" (X编辑), "grown" or
    "unlisted"; outlet is the X of X编辑; joined: with nothing behind it, the role shares the names of the next one (文/图 A).
    """

    kind: str
    care: Care
    start: int
    end: int
    form: str
    outlet: str = ""
    joined: bool = False


def is_bare_role(line: str) -> bool:
    """Whether a line is a role with the sign behind it and nothing else."""
    return len(line) <= 12 and line[-1:] in _SIGNS and _BARE.match(line) is not None


def roles_before_names(text: str) -> list[Role]:
    """Return the roles of `文｜A 编辑｜B`, in order."""
    roles: list[Role] = []
    # Both keep every letter at its place. What a bracket behind a name says has no roles.
    shown = text.translate(_SIMPLIFIED)
    if "（" in shown or "(" in shown:
        shown = _IN_BRACKETS.sub(lambda match: "（" + "）" * (len(match[0]) - 1), shown)
    mark = _MARK.search(shown)
    while mark:
        # What stands right behind a role is its value, no role that is not listed; one may have grown together with it.
        value = bool(mark["unlisted"] and roles and roles[-1].end == mark.start())
        if not value:
            roles.append(_role_of(mark))
        mark = _MARK.search(shown, mark.start() + 1 if value else mark.end())
    return roles


def roles_behind_names(text: str) -> list[Role]:
    """Return the roles of `A / 文 B / 图`, in order; start is where the names end."""
    return [
        Role(_kind(mark["role"]), Care.MUCH, mark.start(), mark.end(), "listed")
        for mark in _BEHIND.finditer(text.translate(_SIMPLIFIED))
    ]


def _role_of(mark: re.Match[str]) -> Role:
    kind, care, form, outlet = "X", Care.MUCH, "unlisted", ""
    start = mark.start()
    if mark["listed"]:
        kind, form = _kind(mark["listed"]), "listed"
        little = Care.LITTLE if kind != "C" or mark["listed"].startswith("编译") else Care.SOME
        care = little if mark["bar"] else Care.SOME if mark["slash"] else Care.MUCH
        # 文：, 参与：, 整理： begin sentences as often.
        often_prose = len(mark["listed"]) == 1 or mark["listed"] == "报道" or kind == "C"
        if often_prose and mark["slash"] and not re.search("[/／]", mark["slash"]):
            care = Care.MUCH
    elif mark["english"]:
        word = mark["english"].lower()
        kind = next(kind for kind, words in _ENGLISH.items() if re.fullmatch(words, word))
        unsigned = word.endswith("by") and not _HARD_SIGN.search(mark[0])
        care = Care.MUCH if unsigned or word in ("text", "words", "story") else Care.SOME
        form = "by" if word.endswith("by") else "english"
    elif mark["post"]:
        kind, form = "P" if mark["post"].endswith("摄影记者") else "A", "post"
        care = Care.SOME if mark["post_bar"] else Care.MUCH
        # A实习生 B: the name before it is another's.
        before = re.sub(r"(?:实习生|通讯员)\Z", "", mark["post"])
        start += len(before) if before != mark["post"] and is_certain(before) else 0
    elif mark["editor"]:
        kind, care, form, outlet = "E", Care.SOME, "editor", _EDITING_END.sub("", mark["editor"])
    elif mark["grown"]:
        kind, care, form = _kind(mark["grown"]), Care.SOME, "grown"
    joined = form != "unlisted" and not _HARD_SIGN.search(mark[0])
    return Role(kind, care, start, mark.end(), form, outlet, joined)


def _kind(role: str) -> str:
    """Return the letter of a role; of several the one that tells who wrote."""
    if role in ("记者", "通讯员"):
        return "A"
    kinds = [_KIND.get(re.sub(r"\s", "", part), "") for part in (role, *re.split(_JOIN, role))]
    return next(kind for letter in _ROLES for kind in kinds if kind == letter)

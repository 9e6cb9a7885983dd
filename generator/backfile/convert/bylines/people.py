"""The people that the value of a credit names: where names part, what is an affiliation, what is no name at all."""

from __future__ import annotations

import re
from enum import IntEnum

from backfile.convert.tags.names import SURNAMES, WORD_LIKE_SURNAMES


class Care(IntEnum):
    """How much a name must look like one, the less the signs around it say that it stands in a credit."""

    LITTLE = 0  # 文 | X: nothing but a credit is written so
    SOME = 1  # 作者：X, 文/X: prose and dialogues are written so too
    MUCH = 2  # 作者 X, 记者X: only a surname that is known tells a name from a sentence


_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_HAN_NAME = re.compile(rf"[{_HAN}·]{{2,4}}\Z")
_DOTTED_NAME = re.compile(rf"[{_HAN}]{{2,8}}(?:[·•][{_HAN}]{{1,8}}){{1,3}}\Z")
_LATIN_NAME = re.compile(r"[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f.'’-]*\Z")
# Surnames that text rarely shows, besides those the tags know; none that are common words of a sentence.
_RARE_SURNAMES = frozenset(
    "蔺屠鞠丰戎芮储汲邴糜井乌隗宓蓬郗班秋伊钭厉祖幸韶郜蓟薄鄂赖阴胥苍闻莘逄宰郦郤璩濮扈燕冀郏浦"
    "慕茹习宦戈庾暨衡匡阙蔚夔晁勾訾阚毋乜巢蒯荆竺逯桓仉帅缑亢况郈琴晋楚鄢钦佴哈谯笪禤亓揣撒冼昝邸栗"
    "么贠郇宛粟荀冶肇尉仝郄轩仓鹿蹇凤昌昂禇桐卿寸檀拜杭皮卓曲孔嵇殳隽靖麻麴狄"
    "傅萧洪常云奚花廉湛贝伏谈茅危裘宣郁诸钮惠封巴束宿邰贡劳扶阎乐羊酆贲於羿敬"
    # Traditional forms.
    "衛蔣許華竇雲鳳費羅畢鄔樂時談紀項閔鐘駱萬應單諸鈕榮豐車寧賴陰聞黨貢閻連習歐饒權遊塗帥況師鞏閆麥婁樓邊簡鄺酈練儲叢遲"
)
# Of these, those that begin words: with one given name no certain name.
_WORD_LIKE_RARE_SURNAMES = frozenset("常云花宣封乐贡劳束伏惠")
_COMPOUND_SURNAMES = (
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 公孙 公孫 慕容 夏侯 令狐 司徒 端木 独孤 南宫 宇文 长孙 轩辕"
).split()
_INSTITUTION = re.compile(
    r"(?:大学|学院|公司|集团|研究院|研究所|实验室|国重室|中心|编辑部|科技|团队|课题组|项目组|组委会|日报|晚报|周刊|杂志|医院|银行|客户端|"
    r"证券|基金|协会|学会|委员会|联盟|论坛|新闻|财经|时报|晨报|快报|早报|传媒|融媒|融媒体|工作室|客户端|出版社|通讯社|电视台|"
    r"广播|频道|社区|街道|观察|智库|事务所|支队|大队|频道|宣传部|小组|[心内外骨儿眼妇产肿瘤]科|Lab|Labs|Team|University|Institute|News|TV)\Z"
)
# One character says as much, at the end of what is too long for a name, or of an outlet (新华社, 观察者网).
_SHORT_INSTITUTION = re.compile(r"(?:.{2,}[社网台报刊办局厅署处]|.{3,}[系部委院所会馆厂队科组])\Z")
# Outlets whose names end like no institution; the list need not be complete, for the account's own name is known.
_OUTLETS = frozenset(
    "财新 虎嗅 36氪 每经 界面 果壳 钛媒体 品玩 澎湃 凤凰 央视 腾讯 网易 搜狐 新浪 量子位 机器之心 新智元 丁香园 极客公园 "
    "南方+ 差评 知识分子 返朴 谷雨 人物 每日人物 真实故事计划 晚点 LatePost 雷峰网 亿欧 猎云 投中 红星 封面 上观 南都".split()
)
_RANK = (
    "首席|高级|资深|特约|特派|特聘|实习|见习|值班|专题|专栏|本报|本刊|本社|本网|本台|全媒体|融媒体|新媒体|驻站|财经|经济|"
    "时政|文化|科技|体育|社会|深度|文字"
)
_POST = (
    "记者|通讯员|特约撰稿人|撰稿人|撰稿|评论员|观察员|实习生|特约作者|专栏作家|专栏作者|作家|作者|研究员|主笔|主编|编辑|"
    "分析师"
)
# What stands before a name and is no part of it, with the outlet it belongs to.
_POST_BEFORE = re.compile(
    rf"(?:\A|(?<=[\s、，,/&]))[^\s、，,/&:：]{{0,16}}?(?:{_RANK})?(?:{_POST})"
    rf"(?:[\s:：/]+|\Z|(?<=记者|习生|讯员)(?=[{_HAN}]{{2,3}}(?:[\s、，,&]|\Z)))"
)
# A pen name that ends like a post (小主编).
_POST_AS_NAME = re.compile(
    rf"(?![本特实见专首高资值责记编评][报刊社网台约习栏席级深班任者辑论])[{_HAN}](?:主编|编辑|作者|作家|主笔)\Z"
)
_POST_AFTER = re.compile(
    r"\s*(?:副?教授|博士生?|硕士|院士|(?:副?主任|主治|住院)?医师|医生|律师|博士后|研究员|分析师|记者|编辑)\Z"
)
_AFFILIATION = re.compile(
    r"大学|学院|学校|医院|公司|集团|研究|实验室|中心|教授|博士|硕士|院士|医师|医生|律师|记者|编辑|作者|作家|主任|分析师|专家|"
    r"来自|负责人|市民|居民|村民|网友|读者|志愿者|员工|业主|家长|农民|工人|顾问|学者|老师|教师|讲师|工程师|学生|系|[院部所]长|社|报|网|创始人|经理|总监|总裁|CEO|CTO|实习|ID|微信|微博|公众号|University|Institute"
)
_PARENTHESIS = re.compile(r"\s*[（(]([^（）()]{0,60})[）)]\s*")
_LIST = re.compile(r"\s*[、&＆;；+＋]\s*|\s*[/／]\s*|\s+(?:和|与|及|and|AND|x|X|×)\s+")
_COMMA = re.compile(r"\s*[，,]\s*(?:and\s+)?|\s*[|｜丨]\s*")
_ORIGINAL_AT_END = re.compile(r"\s*[·|｜丨]\s*原\s?创\Z")
_BEFORE_COMMA = re.compile(r"(?P<name>[^，,]{2,24})[，,]\s*(?P<post>[^，,]{2,30})\Z")
_HANDLES = re.compile(r"[\w·.]{2,10}\Z")
_UNITS_BEFORE = re.compile(r"(?P<units>[^\s、，,/]{3,}(?:/[^\s、，,/]{3,})+)\s+(?=\S)")
_BARS = re.compile(r"\s*[|｜丨]\s*")
_AND_OTHERS = re.compile(r"\s*等(?:人|著)?\Z")
# 中科大博士林远, 城南大学林远: an affiliation grown together with a name.
_GROWN = re.compile(
    rf"(?:\S{{2,20}}?(?:博士生?|硕士生?|副?教授|研究员|大学|学院|研究所|研究院)|\S{{0,12}}?(?:记者|实习生|通讯员))"
    rf"(?P<name>[{_HAN}]{{2,3}})\Z"
)
# A@知乎
_AT_PLATFORM = re.compile(r"(?<=\w)\s?@[\w.-]{2,16}(?:\s(?:Sec|Security|Team|Labs?))?(?=\Z|[\s、，,&/])")
# X研究部：A, B
_UNIT_BEFORE = re.compile(r"[^：:，,、。\s]{2,16}(?:研究|[部组室院所社]|中心|团队)[:：]\s*(?=\S)")
# What a name in a list is not, but the one before it is.
_OFFICE = re.compile(r"\S*(?:总裁|创始人|总经理|董事长|合伙人|理事长|秘书长|负责人|CEO|CTO|CFO)\Z")
_BRANCH = re.compile(r"\S{2,}[（(](?:中国|国际|集团|北京|上海|深圳|香港)[）)]\Z")
# What stands beside a reporter and is no name.
_NO_REPORTER = re.compile(r"(?:报道|報導|整理|综合|采访|摄影|摄)\Z")
_NOBODY = re.compile(
    r"(?:佚名|未知|无|暂无|不详|匿名|网络|互联网|本站|none|unknown|anonymous|n/?a|null)\Z", re.IGNORECASE
)
_GREETING = re.compile(
    r"谢谢|感谢|你好|您好|大家|好的?\Z|好吧|是的|是啊|不是|没有|没错|对的?\Z|对啊|嗯|哈哈|当然|可以|简介|信息|回复|按\Z|注\Z"
)
_PROSE = re.compile(r"[的了是吗呢这那很就都要把被让给说与可也还有来自从在到为]")
_ENGLISH_POST = re.compile(
    r",\s*(?:Staff|Senior|Special|Contributing|Correspondent|Contributor|Reporter|Writer|Editor)\b.*"
)
_NO_CERTAIN_NAME = re.compile(r"[的了是吗呢这那很就都把被]|[总董哥姐老][好师]\Z")
_NO_NAME = re.compile(r"[。！？!?…“”\"=<>@#$%^{}\[\]\\:：]|\.{2}|https?|www")
_NO_ENGLISH_NAME = frozenset(
    "popular demand request region users staff writer the any all this that way far means"
    " default design hand then now no every each our your my his her their and others end "
    "morning noon night midnight day today tomorrow monday tuesday wednesday thursday friday saturday sunday january "
    "february march april june july august september october november december contrast comparison law chance".split()
)


def people(text: str, care: Care, source: str = "", *, long_list: bool = False) -> tuple[str, ...] | None:
    """Return the people that the value of an author's credit names, None when it is no list of names.

    source is the account's name, which is an affiliation before a name; long_list: even many foreign names are no
    paper's.
    """
    text = _ORIGINAL_AT_END.sub("", " ".join(text.split()))
    text = _without_affiliations(text.strip(" 、，,;；|｜丨/·"))
    if source and len(text) > len(source) + 1 and text.endswith(f"@{source}"):
        text = text[: -len(source) - 1]
    if _NOBODY.match(text):
        return ()
    if source and (text == source or (text.startswith(f"{source}·") and len(text) <= len(source) + 5)):
        return (text,)
    unit = _UNIT_BEFORE.match(text)
    if unit and all(is_certain(name) for name in _COMMA.split(text[unit.end() :])):
        text = text[unit.end() :]
    posted = [_BEFORE_COMMA.match(piece) for piece in _BARS.split(text)]
    if len(posted) > 1 and all(m and is_certain(m["name"]) and _is_affiliation(m["post"]) for m in posted):
        # A, what A does | B, what B does
        return tuple(m["name"] for m in posted if m)
    name, *rest = _BARS.split(text)
    if rest and all(len(piece) >= 6 for piece in rest):
        # A | what A does
        text = name
    pieces = [piece for piece in _COMMA.split(text) if piece]
    if not pieces:
        return None
    if len(pieces) > 1 and all(map(_is_english, pieces)):
        # A long list of foreign names is that of a paper's authors.
        return tuple(pieces) if len(pieces) <= (8 if long_list else 3) else None
    while len(pieces) > 1 and (_is_affiliation(pieces[-1]) or pieces[-1].startswith(("系", "现任"))):
        pieces.pop()
    if len(pieces) > 1 and long_list and all(_HANDLES.match(p) and not _PROSE.search(p) for p in pieces):
        return tuple(dict.fromkeys(pieces))
    if len(pieces) > 1 and not all(
        is_certain(name) for piece in pieces for name in split_names(piece, source)
    ):
        return None
    found = tuple(dict.fromkeys(name for piece in pieces for name in split_names(piece, source)))
    return found if found and all(_is_name(name, care) for name in found) else None


def english_people(text: str) -> tuple[str, ...] | None:
    """Return the people of `By Ann Lee and John Doe`, None when those are no names."""
    text = _ENGLISH_POST.sub("", text)
    names = re.split(
        r"\s*(?:,|&|\band\b|\bAND\b)\s*", re.sub(r"\s+in\s+[A-Z][A-Za-z ]{1,20}\Z", "", text).strip()
    )
    names = [name for name in names if name]
    if len(names) == 1 and is_certain(names[0]) and not _is_english(names[0]):
        return tuple(names)
    return tuple(names) if names and all(map(_is_english, names)) else None


def split_names(text: str, source: str = "") -> tuple[str, ...]:
    """Return the people that one value names.

    、 and & part names, unless the whole is one team; blanks do only between Chinese names of two to four characters;
    an institution before a name is its affiliation.
    """
    whole_text = _AT_PLATFORM.sub("", _without_affiliations(" ".join(text.split())))
    text = _AND_OTHERS.sub("", _POST_BEFORE.sub("", whole_text)).strip()
    if not text and _POST_AS_NAME.match(whole_text):
        return (whole_text,)
    units = _UNITS_BEFORE.match(text) if "/" in text else None
    if units and all(map(_is_institution, units["units"].split("/"))):
        text = text[units.end() :]
    if "/" in text and is_certain(text.split("/")[0]):
        # A/X工作室
        text = "/".join(piece for piece in text.split("/") if not _is_institution(piece))
    whole = _INSTITUTION.search(text) and not re.search(r"[、，,;；]", text)
    if (whole and not is_certain(text.split(" ")[0])) or _DOTTED_NAME.match(text):
        return (text,)
    found: list[str] = []
    for piece in _LIST.split(text):
        found += _split_at_blanks(piece, source)
    if len(found) > 1 and is_certain(found[0]):
        found = [found[0], *(name for name in found[1:] if not _OFFICE.match(name))]
    return tuple(dict.fromkeys(name for name in map(_bare, found) if name))


def is_certain(name: str) -> bool:
    """Whether nobody would take this for anything but a person's name: a known surname, or a foreign name of two words."""
    if _DOTTED_NAME.match(name) or _is_english(name):
        return True
    if not _HAN_NAME.match(name) or _GREETING.match(name) or _NO_CERTAIN_NAME.search(name):
        return False
    if name.startswith(tuple(_COMPOUND_SURNAMES)):
        return len(name) >= 3
    if len(name) == 2 and name[0] in _WORD_LIKE_RARE_SURNAMES:
        return False
    return len(name) <= 3 and (name[0] in SURNAMES or name[0] in _RARE_SURNAMES) and not _is_institution(name)


def is_plain_word(name: str) -> bool:
    """Whether a name could as well be a word of two characters, as 高考 and 安全 are."""
    return len(name) == 2 and name[0] in WORD_LIKE_SURNAMES


def is_outlet(text: str, source: str = "") -> bool:
    """Whether a text is the name of an outlet or another institution."""
    return _is_institution(text) or _is_own(text, source)


def _without_affiliations(text: str) -> str:
    """Return a text without the brackets that say where somebody works; a nickname in brackets stays."""

    def part(match: re.Match[str]) -> str:
        if match[1] and not _AFFILIATION.search(match[1]):
            return match[0]
        # A（X）Ann Lee: a foreign name grown together with the bracket is another.
        return "、" if text[match.end() : match.end() + 1].isascii() and match.end() < len(text) else " "

    return _PARENTHESIS.sub(part, text).strip()


def _split_at_blanks(piece: str, source: str) -> list[str]:
    words = [word for word in _joined_characters(re.sub(r"《[^》]*》|“[^”]*”", " ", piece).split()) if word]
    if len(words) <= 1:
        return words
    persons = [
        word
        for word in words
        if not (
            _is_institution(word)
            or _is_own(word, source)
            or _POST_AFTER.fullmatch(word)
            or _BRANCH.match(word)
        )
        and not (len(word) > 4 and _AFFILIATION.search(word))
    ]
    if not persons:
        return [piece]
    if not any(_HAN_NAME.match(word) for word in persons):
        return [" ".join(persons)] if len(persons) < len(words) else [piece]
    if is_certain(persons[0]) and all(re.fullmatch(rf"[{_HAN}]{{5,}}", word) for word in persons[1:]):
        # An account or a post that no list knows.
        return persons[:1]
    if (
        len(persons) > 1
        and re.fullmatch(rf"[{_HAN}]{{4}}", persons[0])
        and persons[0][0] not in SURNAMES | _RARE_SURNAMES
    ):
        # Four characters before names are an office that no list knows.
        persons = persons[1:] if all(map(is_certain, persons[1:])) else persons
    if not all(_HAN_NAME.match(word) or _LATIN_NAME.match(word) for word in persons):
        return [piece] if len(persons) == len(words) else [" ".join(persons)]
    names: list[str] = []
    for at, word in enumerate(persons):
        if at and _LATIN_NAME.match(word) and _LATIN_NAME.match(persons[at - 1]):
            names[-1] += f" {word}"
        else:
            names.append(word)
    return names


def _joined_characters(words: list[str]) -> list[str]:
    """Return words with names joined that were set apart to fill a line (林 远 周小雨)."""
    joined: list[str] = []
    for word in words:
        lone = bool(joined) and len(joined[-1]) == 1 and joined[-1] in SURNAMES | _RARE_SURNAMES
        if lone and re.fullmatch(rf"[{_HAN}]{{1,2}}", word):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _bare(name: str) -> str:
    """Return a name without the affiliation grown together with it and the title behind it."""
    match = _GROWN.match(name)
    if match and is_certain(match["name"]) and not is_plain_word(match["name"]):
        return match["name"]
    name = name.removeprefix("@")
    short = _POST_AFTER.sub("", name)
    return short if short != name and is_certain(short) else name


def _is_name(name: str, care: Care) -> bool:
    han = sum("\u3400" <= c <= "\u9fff" for c in name)
    if care == Care.MUCH:
        return is_certain(name) or (len(name) <= 16 and _is_institution(name))
    if (
        len(name) < 2
        or len(name) > 30
        or han > 16
        or _NO_NAME.search(name)
        or _GREETING.match(name)
        or _NO_REPORTER.search(name)
    ):
        return False
    if name.count("（") + name.count("(") != name.count("）") + name.count(")"):
        return False
    if re.search(r"[,，]|\b(?:others|et al)\b", name) or not re.search(r"[^\W\d_]", name):
        return False
    if care == Care.LITTLE or is_certain(name) or _is_institution(name):
        return True
    words = name.split()
    if not han and (len(words) > 4 or (len(words) > 1 and not all(map(_LATIN_NAME.match, words)))):
        return False
    return han <= 4 or (han <= 10 and not _PROSE.search(name))


def _is_english(name: str) -> bool:
    words = name.split()
    inner = [
        word
        for word in words[1:-1]
        if word not in ("de", "la", "van", "der", "von", "bin", "al", "da", "dos", "di", "le")
    ]
    return (
        2 <= len(words) <= 5
        and all(map(_LATIN_NAME.match, (words[0], *inner, words[-1])))
        and not any(word.lower() in _NO_ENGLISH_NAME for word in words)
    )


def _is_institution(text: str) -> bool:
    return text in _OUTLETS or bool(_INSTITUTION.search(text) or _SHORT_INSTITUTION.match(text))


def _is_affiliation(text: str) -> bool:
    return len(text) <= 30 and (_is_institution(text) or bool(_AFFILIATION.search(text)))


def _is_own(word: str, source: str) -> bool:
    return len(word) > 1 and source.startswith(word)

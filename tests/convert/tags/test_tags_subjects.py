"""What an article is about where its title does not say so, and what looks like a subject and is none."""

from __future__ import annotations

import msgspec
import pytest

from backfile.config import TagSettings
from backfile.convert.tags import candidates, choose, learn
from backfile.convert.tags.chinese import is_word_like
from backfile.convert.tags.findings import Findings
from backfile.convert.tags.latin import names_in
from backfile.convert.tags.persons import find_persons
from backfile.convert.tags.segmentation import segment
from backfile.model import Article

PLAIN = TagSettings()


def tagged(articles: list[Article]) -> list[tuple[str, ...]]:
    offered = [candidates(article, PLAIN) for article in articles]
    return list(choose(offered, learn(offered), PLAIN))


def news(title: str, *paragraphs: str) -> Article:
    return Article(title=title, source="海港小报", body="\n\n".join(paragraphs))


def dwelt_on(name: str, times: int) -> str:
    frames = (
        "早上{0}先到。",
        "中午有人问起{0}，没人答。",
        "{0}在海边站了很久。",
        "后来{0}又换了一次。",
        "看{0}的人多。",
    )
    return "\n\n".join(frames[number % len(frames)].format(name) for number in range(times))


def among_others(article: Article, others: int = 60) -> tuple[str, ...]:
    """Return the tags of an article in an archive that is not small."""
    fillers = [
        news(f"海边的第{number}场雨", f"第{number}场雨下了一天。", f"伞坏了{number}把，没人修。")
        for number in range(others)
    ]
    return tagged([*fillers, article])[-1]


@pytest.mark.parametrize("name", ["SailNet", "罗青岚", "脑机接口", "西蒙斯", "潮汐传感器"])
def test_what_an_article_goes_on_naming_is_its_subject_though_title_and_headings_leave_it_out(
    name: str,
) -> None:
    many = news("又快又省，小厂也用得起", f"小厂昨天请来{name}，{name}很忙。", dwelt_on(name, 30))
    few = news("又快又省，小厂也用得起", f"小厂昨天请来{name}。", dwelt_on(name, 3))
    assert name in among_others(many)
    assert name not in among_others(few)


@pytest.mark.parametrize(("short", "whole"), [("低比特", "低比特芯片"), ("近室温", "近室温磁铁")])
def test_a_degree_of_something_is_no_subject(short: str, whole: str) -> None:
    article = news(f"{whole}有了新法子", f"**{whole}**很难。", dwelt_on(whole, 8), dwelt_on(short, 8))
    assert short not in among_others(article)
    assert not is_word_like(tuple(segment([short])[:-2]))
    assert is_word_like(tuple(segment([whole])[:-2]))


def test_a_sequence_that_stands_nearly_always_in_a_longer_one_gives_way_to_it() -> None:
    article = news(
        "借灯塔潮汐闸门省电",
        "灯塔潮汐闸门省电，灯塔也省电。灯塔又省电。",
        "装了灯塔潮汐闸门的灯塔，灯塔亮，灯塔静。",
        "灯塔潮汐闸门要修，灯塔不修。",
        "下个月，灯塔潮汐闸门还要降价。",
    )
    found = among_others(article)
    assert "潮汐闸门" not in found
    assert "灯塔潮汐闸门" in found


def test_an_institution_and_a_person_are_two_names() -> None:
    assert not is_word_like(("北大", "罗", "青岚"))
    assert is_word_like(("北大", "青岚", "工程"))


@pytest.mark.parametrize("stub", ["华师", "华南农"])
def test_what_is_left_of_a_university_is_no_person(stub: str) -> None:
    text = f"{stub}团队来了，{stub}博士也来了。{stub}教授说，{stub}老师表示。"
    findings = Findings()
    find_persons([text], segment([text]), findings)
    assert stub not in {each.key for each in findings.evidence(lambda _: True)}


def test_a_prize_in_quotation_marks_is_another_one() -> None:
    figure = news("灯塔也冲“奥斯卡”", "灯塔也冲“奥斯卡”。", dwelt_on("灯塔", 8))
    real = news("灯塔拿下奥斯卡", "灯塔拿下奥斯卡。", dwelt_on("奥斯卡", 8))
    assert "奥斯卡" not in among_others(figure)
    assert "奥斯卡" in among_others(real)


def test_a_letter_and_a_digit_are_a_name_where_titles_have_it() -> None:
    named = [news(f"灯塔版z4来了，第{number}次", "z4昨天来了。", dwelt_on("z4", 6)) for number in range(3)]
    symbol = news("灯塔的公式", "设z7为海面。", dwelt_on("z7", 20))
    tags = tagged([*named, symbol])
    assert all("z4" in found for found in tags[:3])
    assert "z7" not in tags[3]


def test_spellings_of_one_subject_that_news_mix() -> None:
    articles = [
        news(f"{name}第{number}讲", f"{name}很难。", dwelt_on(name, 6))
        for number, name in enumerate(("长文本", "长上下文", "长文本", "长上下文"))
    ]
    assert {tag for tags in tagged(articles) for tag in tags} == {"长文本"}


@pytest.mark.parametrize("word", ["校方", "女学生", "回应", "质疑", "數據", "時代", "解码器", "数学家"])
def test_roles_acts_of_speech_and_parts_of_machines_are_no_subjects(word: str) -> None:
    articles = [news(f"{word}第{number}次", f"**{word}**来了。", dwelt_on(word, 10)) for number in range(4)]
    assert not any(word in tags for tags in tagged(articles))


def test_a_line_of_products_goes_by_what_their_names_begin_with() -> None:
    article = news(
        "小厂又快又省",
        "小厂推出LoomWorks，先有LoomWorks Editor。",
        "## LoomWorks Editor",
        "LoomWorks Editor能画，LoomWorks Server能存。",
        "## LoomWorks Server",
        "LoomWorks Server很省电。",
        dwelt_on("LoomWorks", 20),
    )
    found = among_others(article)
    assert "LoomWorks" in found
    assert not {"LoomWorks Editor", "LoomWorks Server"} & set(found)


def test_the_short_form_in_a_title_is_the_name_that_the_text_has_in_full() -> None:
    fillers = [news(f"海边的第{number}场雨", f"第{number}场雨下了一天。") for number in range(60)]
    others = [
        news(
            f"{name}第{number}次出海", f"第{number}次{name}出海，{name}看{name}。", f"{name}回港{number}回。"
        )
        for name in ("智源研究院", "智源")
        for number in range(3)
    ]
    body = (
        "海上起了风。" * 80,
        "船上有智源研究院，智源研究院也睡了，智源研究院不看。",
        "天又亮了，风又停了。" * 80,
    )
    short, none = (news(title, *body) for title in ("智源也来看海", "他们也来看海"))
    tags = tagged([*fillers, *others, short, none])
    assert "智源研究院" in tags[-2]
    assert "智源研究院" not in tags[-1]


def test_a_subject_of_newspapers_may_be_missing_in_the_title() -> None:
    many = news("午后最好躺一躺", "躺一躺要看睡眠。", "睡眠够了，精神就好。", dwelt_on("睡眠", 10))
    few = news("午后最好躺一躺", "躺一躺要看睡眠。", dwelt_on("睡眠", 2))
    assert "睡眠" in among_others(many)
    assert "睡眠" not in among_others(few)


def test_the_first_of_something_is_no_name() -> None:
    assert not is_word_like(("首", "包"))


@pytest.mark.parametrize(
    "title",
    ["灯塔昨夜升级，亮度超越SeaLoom-4", "灯塔昨夜升级，无需SeaLoom-4", "灯塔昨夜升级，迎来SeaLoom-4时刻"],
)
def test_what_a_title_only_measures_its_subject_by_is_no_subject(title: str) -> None:
    body = ("灯塔昨夜升级。", dwelt_on("灯塔", 8), "SeaLoom-4也亮。", "SeaLoom-4先亮。", "有人看SeaLoom-4。")
    assert "SeaLoom-4" not in among_others(news(title, *body))
    assert "SeaLoom-4" in among_others(news("SeaLoom-4昨夜升级，灯塔也是", *body))


def test_an_event_may_be_called_by_a_word_of_every_text_and_the_year() -> None:
    body = ("大家都来。", dwelt_on("NEXT2031", 4))
    assert "NEXT2031" in among_others(news("NEXT2031大会就在明天", *body))
    assert not list(names_in("NEXT 2031 and next2031, NEXT it in 2031"))


def test_a_plain_capitalised_word_is_a_subject_where_the_archive_knows_it_and_the_text_is_full_of_it() -> (
    None
):
    plain = news(
        "又快又省，小厂也用得起", "小厂昨天请来Harbor，Harbor很忙，Harbor不歇。", dwelt_on("Harbor", 25)
    )
    other = news("岛上的事", "岛上有Harbor，Harbor不大。Harbor很远。", "风从Harbor来，去看Harbor。")
    fillers = [news(f"海边的第{number}场雨", f"第{number}场雨下了一天。") for number in range(60)]
    assert "Harbor" in tagged([*fillers, other, plain])[-1]
    assert "Harbor" not in tagged([*fillers, plain])[-1]


def test_makers_may_sign_by_the_name_of_what_they_made() -> None:
    signed = news("轻快的LoomNet来了", "LoomNet昨天来了。", dwelt_on("LoomNet", 6))
    assert "LoomNet" in among_others(msgspec.structs.replace(signed, authors=("LoomNet",)))
    person = news("轻快的Loomis来了", "Loomis昨天来了。", dwelt_on("Loomis", 6))
    assert "Loomis" not in among_others(msgspec.structs.replace(person, authors=("Loomis",)))


def test_a_name_of_three_words_keeps_the_model_at_its_end() -> None:
    assert dict(names_in("先看Harbor Tide Model，再看Harbor Model。")).keys() == {
        "Harbor Tide Model",
        "Harbor",
    }

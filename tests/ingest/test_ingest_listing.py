"""Lists of articles beside captures."""

from __future__ import annotations

import pytest

from backfile.ingest.listing import completed, read_listing
from backfile.model import Raw

LIST = """title,url,time,作者
渡口的最后一班船,https://mp.weixin.qq.com/s/one,2024-07-05 18:30,林远
“桥”：旧与新！,https://mp.weixin.qq.com/s/two,2024-07-06 07:00,
同名,https://mp.weixin.qq.com/s/three,2024-07-07 07:00,
同名,https://mp.weixin.qq.com/s/four,2024-07-08 07:00,
"""
RAW = Raw(
    format="wechat-cover",
    file="sources/a/20240705渡口的最后一班船.md",
    sha256="0" * 64,
    title="渡口的最后一班船",
)


def found(raw: Raw, text: str = LIST) -> Raw:
    listing = read_listing(text.encode())
    assert listing is not None
    return completed(raw, [listing])


def raw(file: str, **values: str) -> Raw:
    return Raw(format="wechat-cover", file=f"sources/a/{file}", sha256="0" * 64, **values)  # type: ignore[arg-type]


def test_a_row_tells_what_the_capture_does_not() -> None:
    made = found(raw("20240705渡口的最后一班船.md", title="渡口的最后一班船", date="2024-07-05"))
    assert (made.original, made.date, made.authors) == (
        "https://mp.weixin.qq.com/s/one",
        "2024-07-05 18:30",
        ("林远",),
    )
    assert made.sha256 != RAW.sha256


def test_what_the_capture_says_stands() -> None:
    said = raw(
        "x.md", title="渡口的最后一班船", date="2024-07-05 18:31", original="https://mp.weixin.qq.com/s/zero"
    )
    assert found(said).date == "2024-07-05 18:31" and found(said).original == said.original


def test_a_row_is_found_by_the_files_name() -> None:
    assert found(raw("桥旧与新.md")).original.endswith("two")
    assert found(raw("[202407060700]“桥”：旧与新！.html")).original.endswith("two")
    by_file = "标题\t链接\t文件名\n别的\thttps://example.org/a\tout/2024/n1.md\n"
    assert found(raw("n1.md", title="没有"), by_file).original == "https://example.org/a"


def test_rows_of_one_title_are_told_apart_by_day_or_not_at_all() -> None:
    assert found(raw("20240708同名.md", title="同名", date="2024-07-08")).original.endswith("four")
    assert found(raw("同名.md", title="同名")).original == ""


def test_no_row() -> None:
    one = raw("y.md", title="别的")
    assert found(one) is one
    assert completed(one, []) is one


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    listing = read_listing(LIST.replace("\n", end).encode(encoding))
    assert listing is not None
    assert completed(RAW, [listing]).original == "https://mp.weixin.qq.com/s/one"


@pytest.mark.parametrize(
    "text",
    ["", "a,b\n1,2\n", "title,url\n", "title,time\nx,2024\n", "# T\n\ntext", 'title,url\n"x', "\0\0\0"],
)
def test_what_is_no_list(text: str) -> None:
    assert read_listing(text.encode()) is None


def test_the_nearest_list_wins() -> None:
    near = read_listing("title,url\n渡口的最后一班船,https://example.org/near\n".encode())
    far = read_listing(LIST.encode())
    assert near is not None and far is not None
    assert completed(RAW, [near, far]).original == "https://example.org/near"

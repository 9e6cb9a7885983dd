"""Identity, term addresses, portable names."""

from __future__ import annotations

import re
import unicodedata
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import addresses
from backfile.characters import fold

WECHAT = "http://mp.weixin.qq.com/s?__biz=QQ==&mid=22&idx=1&sn=ab&chksm=cd#rd"


def test_wechat_identity_ignores_what_is_tracking() -> None:
    other = "https://mp.weixin.qq.com/s?idx=1&mid=22&__biz=QQ==&sn=zz&scene=21"
    assert addresses.identity(WECHAT) == addresses.identity(other) == "wechat:QQ==/22/1"
    assert addresses.identity("https://mp.weixin.qq.com/s/AbC_d-1") == "wechat:AbC_d-1"


def test_url_identity_ignores_scheme_www_tracking_and_order() -> None:
    one = addresses.identity("http://www.example.org/a/?b=2&utm_source=x&a=1#top")
    assert one == addresses.identity("https://example.org/a?a=1&b=2") == "url:example.org/a?a=1&b=2"


@pytest.mark.parametrize(
    "url",
    ["", "None", "example.org/a", "ftp://example.org/a", "http://", "https://example.org/", "http://[bad"],
)
def test_what_identifies_nothing(url: str) -> None:
    assert addresses.identity(url) == ""


def test_a_picture_is_the_same_in_every_size() -> None:
    one = addresses.image_identity("https://mmbiz.qpic.cn/mmbiz_png/AbC12/640?wx_fmt=png&from=appmsg")
    assert one and one == addresses.image_identity("//mmbiz.qpic.cn/mmbiz_png/AbC12/0")
    assert one == addresses.image_identity("http://mmbiz.qlogo.cn/mmbiz_png/AbC12")
    assert one != addresses.image_identity("https://mmbiz.qpic.cn/mmbiz_png/AbC13/640")
    assert addresses.image_identity("https://a.example/x.png?w=20&v=3") == addresses.image_identity(
        "http://a.example/x.png?v=3"
    )
    assert addresses.image_identity("https://a.example/x.png?id=1") != addresses.image_identity(
        "https://a.example/x.png?id=2"
    )
    assert addresses.image_identity("assets/x.png") == ""


def test_terms_keep_chinese_readable() -> None:
    assert addresses.term_segment("活字印刷") == "活字印刷"
    assert addresses.term_url("tags", "印刷") == "tags/%E5%8D%B0%E5%88%B7/"


def test_equal_keys_share_an_address() -> None:
    assert (
        addresses.term_segment("ＧＰＴ－４")
        == addresses.term_segment("gpt-4")
        == addresses.term_segment(" GPT-4 ")
    )


@pytest.mark.parametrize(
    "name",
    [
        "../../etc",
        "CON",
        "p",
        "index",
        "a/b",
        "长" * 400,
        ".",
        "",
        "nul.txt",
        "\u202eabc",
        "👨‍👩‍👧",
        "a\x00b",
    ],
)
def test_odd_names_are_portable(name: str) -> None:
    segment = addresses.term_segment(name)
    assert segment and "/" not in segment and "\x00" not in segment
    assert segment not in {".", "..", "con", "p", "index"} and len(segment.encode()) <= 200
    assert segment == segment.strip(" .")


@given(st.text(max_size=90), st.text(max_size=90))
def test_different_keys_never_share_an_address(one: str, two: str) -> None:
    if fold(one) != fold(two):
        assert addresses.term_segment(one) != addresses.term_segment(two)


@given(st.text(max_size=300))
def test_every_permalink_becomes_a_safe_path(text: str) -> None:
    path = addresses.safe_permalink(text)
    assert not path.startswith("/") and ".." not in path.split("/") and "\\" not in path
    assert path == unicodedata.normalize("NFC", path) or any(c in path for c in "/")


def test_root_is_as_deep_as_the_page() -> None:
    assert addresses.root_of("index.html") == ""
    assert addresses.root_of("2024/07/28/a/index.html") == "../../../../"


def test_the_size_that_an_image_is_asked_for_in() -> None:
    assert addresses.image_scale("https://mmbiz.qpic.cn/mmbiz_png/AbC12/640?wx_fmt=png") == 640
    assert addresses.image_scale("//mmbiz.qlogo.cn/mmbiz_png/AbC12/300") == 300
    assert addresses.image_scale("https://mmbiz.qpic.cn/mmbiz_png/AbC12/0") == inf
    assert addresses.image_scale("https://mmbiz.qpic.cn/mmbiz_png/AbC12") == inf
    assert addresses.image_scale("https://a.example/x.png?w=20&height=300&v=9000") == 300
    assert addresses.image_scale("https://a.example/x.png?v=9000") == inf
    assert addresses.image_scale("assets/x.png") == inf


_pieces = st.sampled_from(
    ("http://", "https://", "www.", "a.cn", "b.example", "mp.weixin.qq.com", "/", "/s/", "x", "X", "?a=1", "#t", ":80", "@", "字",
     " ", "%20", ";", "[", "\u200b", "\n", "\x85", "\\", "&amp;", "utm_source=x")
)  # fmt: skip
_NEVER = re.compile("(?!)")


@given(
    st.tuples(st.sampled_from(("http://a.cn/", "https://www.b.example", "")), st.lists(_pieces, max_size=6))
)
def test_a_plain_address_is_identified_as_any_other(parts: tuple[str, list[str]]) -> None:
    url = parts[0] + "".join(parts[1])
    found = addresses.identity(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "_PLAIN_URL", _NEVER)
        assert addresses.identity(url) == found


@given(st.text("ab/-_.C字", max_size=130))
def test_a_plain_permalink_is_as_safe_as_any_other(text: str) -> None:
    found = addresses.safe_permalink(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "_PLAIN_PERMALINK", _NEVER)
        assert addresses.safe_permalink(text) == found

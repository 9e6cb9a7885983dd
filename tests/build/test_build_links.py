"""Links between articles: whatever way to write the address, and whichever of the two is imported first."""

from __future__ import annotations

import pytest

from site_folder import SiteFolder

DUMP = """# {title}

文章作者: 城南日报
发布时间: 2024-07-{day} 12:39
发布地: 北京
原文链接: http://mp.weixin.qq.com/s?__biz=MzA5Nzk=&mid={mid}&idx=1&sn=abc&chksm=99#rd

封面图链接: None

{body}
"""


@pytest.mark.parametrize(
    "address",
    [
        "http://mp.weixin.qq.com/s?__biz=MzA5Nzk=&mid=22&idx=1&sn=abc&chksm=1&scene=21#wechat_redirect",
        "https://mp.weixin.qq.com/s?idx=1&mid=22&__biz=MzA5Nzk%3D",
        "https://mp.weixin.qq.com/s?__biz=MzA5Nzk=&amp;mid=22&amp;idx=1",
        "http://mp.weixin.qq.com/mp/appmsg/show?__biz=MzA5Nzk=&appmsgid=22&itemidx=1",
    ],
)
@pytest.mark.parametrize("target_first", [True, False])
def test_a_link_to_an_article_of_the_archive_becomes_internal(
    site: SiteFolder, address: str, target_first: bool
) -> None:
    linking = DUMP.format(title="报馆关门", day=28, mid=11, body=f"见[上一篇]({address})，以及此处。")
    target = DUMP.format(title="最后一期", day=27, mid=22, body="正文在此。")
    captures = [("linking", linking), ("target", target)]
    for name, text in reversed(captures) if target_first else captures:
        site.write(f"content/sources/{name}.md", text)
        site.build()
        articles = {p: p.read_bytes() for p in (site.folder / "content" / "articles").rglob("*.md")}
    page = site.tree()["2024/07/28/bao-guan-guan-men/index.html"].decode()
    assert 'href="../../../../2024/07/27/zui-hou-yi-qi/">上一篇</a>' in page
    page = site.tree()["2024/07/27/zui-hou-yi-qi/index.html"].decode()
    assert 'href="../../../../2024/07/28/bao-guan-guan-men/"' in page and "Linked from" in page
    site.build()
    assert articles == {p: p.read_bytes() for p in articles}, "articles on disk are not rewritten"

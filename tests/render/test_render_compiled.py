"""Compiled templates that are kept: taken when they are whole, compiled again when they are not."""

from __future__ import annotations

import msgspec
import pytest
from render_samples import SITE, every_page, load_theme

from backfile.render import Renderer
from backfile.render.compiled import Compiled


def rendered(compiled: Compiled | None) -> list[bytes]:
    renderer = Renderer(load_theme(), SITE, compiled)
    return [renderer.page(page, body) for page, body in every_page()]


def test_kept_code_gives_the_same_pages_and_is_not_made_again() -> None:
    first = Compiled()
    expected = rendered(None)
    assert rendered(first) == expected
    assert first.changed
    second = Compiled(first.packed())
    assert rendered(second) == expected
    assert not second.changed


@pytest.mark.parametrize("spoilt", ["nothing", "no code", "other bytes"])
def test_spoilt_code_is_never_run(spoilt: str) -> None:
    first = Compiled()
    expected = rendered(first)
    code = msgspec.msgpack.decode(first.packed(), type=dict[str, tuple[bytes, bytes]])
    if spoilt == "nothing":
        packed = b""
    elif spoilt == "no code":
        packed = first.packed()[:-40]
    else:
        packed = msgspec.msgpack.encode(
            {name: (mark, data[:-9] + b"123456789") for name, (mark, data) in code.items()}
        )
    second = Compiled(packed)
    assert rendered(second) == expected
    assert second.changed

"""Pages and a theme to bytes: the last pure stage."""

from __future__ import annotations

from backfile.render.renderer import Renderer
from backfile.render.theme import Theme, assets, closures, template_of
from backfile.render.wording import check_theme

__all__ = ["Renderer", "Theme", "assets", "check_theme", "closures", "template_of"]

"""The build as a whole: the only package that knows both the stages and the trace."""

from __future__ import annotations

from backfile.build.report import Options, Outside, Report
from backfile.build.run import build, fetch, import_paths

__all__ = ["Options", "Outside", "Report", "build", "fetch", "import_paths"]

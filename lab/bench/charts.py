"""Charts as SVG text without scripts or anything from elsewhere; the same figures give the same text."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pygal
from pygal.style import Style

if TYPE_CHECKING:
    from collections.abc import Mapping

# The library's finder for its map plugins is of Python 2's kind: every optional import that fails warns of it.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

COLORS = ("#3b6ea5", "#b58900", "#b3261e", "#2e7d32", "#6a1b9a", "#52606d", "#00838f", "#d81b60", "#6d4c41", "#afb42b")
STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    colors=COLORS,
    font_family="sans-serif",
    label_font_size=12,
    guide_stroke_color="#d5dbe1",
    major_guide_stroke_color="#d5dbe1",
    value_font_size=12,
    value_colors=("#1f2933",) * 7,
)
Points = Sequence[tuple[float, float]]


def log_log(title: str, lines: Mapping[str, Points], x: str, y: str) -> str:
    """Lines over two logarithmic axes; every x that occurs has its label; lines without points are left out."""
    chart = pygal.XY(logarithmic=True, **_settings(title, x, y))
    every_x = sorted({point[0] for points in lines.values() for point in points})
    # The library has a logarithmic y axis only, and leaves out points at 0, where log(1) would be.
    chart.x_labels = [{"value": math.log10(each) + 1, "label": f"{each:,g}"} for each in every_x]
    chart.y_labels = _one_two_five([point[1] for points in lines.values() for point in points])
    for name, points in lines.items():
        if points:
            chart.add(name, [(math.log10(at) + 1, value) for at, value in points])
    return _svg(chart)


def bars(title: str, labels: Sequence[str], groups: Mapping[str, Sequence[float | None]], y: str) -> str:
    """Bars in groups of one colour, one bar of each at every label; None leaves a bar out."""
    chart = pygal.Bar(print_values=True, **_settings(title, "", y))
    chart.x_labels = list(labels)
    for name, values in groups.items():
        chart.add(name, list(values))
    return _svg(chart)


def _one_two_five(values: Sequence[float]) -> list[float]:
    """Labels from the one below the least value to the one above the largest."""
    decades = range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)
    labels = [digit * 10.0**decade for decade in decades for digit in (1, 2, 5)]
    first = max(label for label in labels if label <= min(values))
    last = min(label for label in labels if label >= max(values))
    return [label for label in labels if first <= label <= last]


def _settings(title: str, x: str, y: str) -> dict[str, Any]:
    """Keyword arguments of every chart; `Any` here and below because the library is not typed."""
    return {
        "title": title,
        "x_title": x or None,
        "y_title": y,
        "style": STYLE,
        "width": 860,
        "height": 480,
        "legend_at_bottom": True,
        "legend_at_bottom_columns": 3,
        "js": (),
        "disable_xml_declaration": True,
        "value_formatter": _number,
    }


def _number(value: float) -> str:
    return f"{value:,g}"


def _svg(chart: Any) -> str:
    """The picture alone: the library's comments hold the day, and its script is of no use in a page's image."""
    chart.uuid = "chart"
    text = str(chart.render(is_unicode=True))
    return re.sub(r"<!--.*?-->|<script.*?</script>", "", text, flags=re.DOTALL) + "\n"

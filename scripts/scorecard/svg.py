"""Drawings as SVG that takes its colours from the page, so that one drawing is read in light,
in dark and on paper."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import altair as alt
import vl_convert
from labels import UNKNOWN, fit, one_line
from markupsafe import Markup

WIDTH = 340
"""Drawn at the size of a phone and never scaled up: text is as large as the page's own."""

FONT = "Liberation Sans"
"""vl-convert brings it along, so that labels are measured alike on every machine; the style
sheet then asks for fonts of the same widths."""

# Altair takes no CSS variable for a colour. These stand for the variables of style.css until
# the drawing is done.
VARIABLES = (
    *("ink", "rule", "healthy", "watch"),
    "paper",
    *("series-1", "series-2", "series-3", "series-4"),
    *("age-1", "age-2", "age-3", "age-4"),
)
COLOURS = {name: f"#0a0b{number:02x}" for number, name in enumerate(VARIABLES, 1)}
INK, RULE, HEALTHY, WATCH, PAPER, ACCENT = (COLOURS[name] for name in VARIABLES[:6])
SERIES = [COLOURS[name] for name in VARIABLES if name.startswith("series")]
SHADES = [COLOURS[name] for name in VARIABLES if name.startswith("age")]

LONGEST = 200
"""Letters of a label that Vega is given; far fewer find room."""

ASTRAL = re.compile("[\U00010000-\U0010ffff]")

SVG = "http://www.w3.org/2000/svg"
NOISE = ("role", "class", "pointer-events", "aria-hidden", "aria-roledescription")


def svg(chart: alt.TopLevelMixin, key: str, title: str, description: str) -> Markup:
    """Draw a chart.

    Args:
        chart: what to draw.
        key: its identifier on the page.
        title: what a screen reader calls it.
        description: what it shows, in words.
    """
    drawn = _drawn(_styled(chart).to_dict())
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(drawn)
    for element in root.iter():
        for name in NOISE:
            element.attrib.pop(name, None)
    _drop_invisible(root)
    size = {name: root.get(name, "") for name in ("width", "height", "viewBox")}
    root.attrib.clear()
    root.attrib.update(size)
    root.attrib.update(
        {"class": "chart", "role": "img", "aria-labelledby": f"{key}-title {key}-desc"}
    )
    for tag, text in (("desc", description), ("title", title)):
        told = ElementTree.Element(f"{{{SVG}}}{tag}", id=f"{key}-{tag}")
        told.text = fit(text)
        root.insert(0, told)
    text = ElementTree.tostring(root, encoding="unicode")
    for name, colour in COLOURS.items():
        text = text.replace(f'"{colour}"', f'"var(--{name})"')
    return Markup(text)


def _drawn(specification: dict[str, Any]) -> str:
    """Let Vega draw, whatever the labels are."""
    text = json.dumps(_short(specification), sort_keys=True, ensure_ascii=False)
    # Vega cuts a label that is too wide, and would cut a character beyond U+FFFF in two, which
    # ends in an error. So characters of private use stand for them until the drawing is done.
    free = (chr(code) for code in range(0xE000, 0xF900) if chr(code) not in text)
    stands_for = dict(zip(free, sorted(set(ASTRAL.findall(text))), strict=False))
    text = text.translate({ord(wide): narrow for narrow, wide in stands_for.items()})
    drawn = vl_convert.vegalite_to_svg(ASTRAL.sub(UNKNOWN, text))
    return drawn.translate({ord(narrow): wide for narrow, wide in stands_for.items()})


def _short(value: Any) -> Any:
    """A specification whose texts are fit to be drawn.

    A control character would end the process within Vega, and a very long label is measured
    again and again.
    """
    if isinstance(value, dict):
        return {key: _short(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_short(one) for one in value]
    return one_line(value, LONGEST) if isinstance(value, str) else value


def _styled(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    return (
        chart.properties(width=WIDTH, autosize=alt.AutoSizeParams(type="fit", contains="padding"))
        .configure(background="transparent", font=FONT, aria=False, padding=2)
        .configure_view(stroke=None)
        .configure_text(fontSize=12, fill=INK)
        .configure_axis(
            labelColor=INK,
            labelFontSize=12,
            gridColor=RULE,
            domain=False,
            ticks=False,
            labelPadding=6,
        )
        .configure_legend(labelColor=INK, labelFontSize=12)
    )


def _drop_invisible(element: ElementTree.Element) -> None:
    """Take out the empty frames that Vega draws around everything."""
    for child in list(element):
        _drop_invisible(child)
        is_frame = child.tag == f"{{{SVG}}}path" and not {"fill", "stroke"} & set(child.keys())
        is_empty = child.tag == f"{{{SVG}}}g" and not len(child)
        if is_frame or is_empty:
            element.remove(child)

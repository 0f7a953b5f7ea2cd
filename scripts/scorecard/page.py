"""Fills the templates."""

import base64
import hashlib
from pathlib import Path
from typing import Any

import jinja2
from labels import fit
from markupsafe import Markup

from . import (
    actions,
    demand,
    drivers,
    formats,
    intervals,
    money,
    routine,
    service,
    sparkline,
    stakes,
    unknowns,
    volume,
    wismo,
)
from .changes import MOST, find_changes
from .drivers import read_stories
from .marts import Marts, open_marts
from .scores import BANDS, read_scores

TEMPLATES = Path(__file__).with_name("templates")

BAND_WORDS = {
    "intervention": ("Intervention", "◆"),
    "watch": ("Watch", "▲"),
    "healthy": ("Healthy", "●"),
    "no_data": ("No data", "○"),
    "not_judged": ("Not judged", "○"),
    "excepted": ("Excepted", "◇"),
    "fail": ("Fails", "◆"),
    "unknown": ("Unknown", "○"),
    "pass": ("Passes", "●"),
}
"""A word and a shape for each band and status: colour alone says nothing in print."""


def write_page(marts: Path, page: Path) -> None:
    """Write the scorecard of published marts as one HTML file.

    The same marts give the same bytes.

    Args:
        marts: DuckDB file that was published, only read.
        page: file to write; its folder is made.

    Raises:
        CannotRead: there are no marts in that file.
        duckdb.Error: a mart or a column is missing.
        OSError: the page cannot be written.
    """
    with open_marts(marts) as opened:
        html = _environment().get_template("page.html.j2").render(_board(opened))
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(fit(html), encoding="utf-8", newline="\n")


def _board(marts: Marts) -> dict[str, Any]:
    """All that the templates say."""
    scores = read_scores(marts)
    by_kpi = {score.kpi: score for score in scores}
    quality = routine.read_quality(marts)
    stories = read_stories(marts, by_kpi)
    return {
        "as_of": marts.value("select max(as_of) from dq_raw_tables"),
        "week": routine.read_week(marts),
        "scores": scores,
        "stories": stories,
        "changes": find_changes(scores, stories),
        "most_changes": MOST,
        "remarks": {actions.ADOPTION: actions.OF_WINDOW},
        "volume": volume.contacts_by_week(marts),
        "currency": marts.currency,
        "units": {"money": marts.money, "amount": marts.amount},
        "in_currency": marts.in_currency,
        "bands": {band: [s for s in scores if s.band == band] for band in BANDS},
        "quality": quality,
        "doubtful": routine.OF_TIMES if quality.doubt_of_times else (),
        "unknowns": unknowns.read_unknowns(marts),
        "actions": actions.read_actions(marts),
        "firing": routine.read_firing(marts),
        "handoff": routine.read_handoff(marts),
        "track_record": routine.read_track_record(marts),
        "controls": routine.read_controls(marts),
        "sections": [
            stakes.risk(marts),
            demand.reasons(marts),
            volume.hours(marts),
            demand.backlog(marts),
            service.sla(marts, by_kpi, quality.doubt_of_times),
            wismo.wismo(marts, by_kpi),
            money.cost(marts, by_kpi),
            money.refunds(marts, by_kpi),
        ],
        "definitions": {
            "scores": [
                marts.definition(
                    "kpi_scorecard",
                    *("band", "is_mature", "cases", "ci_low", "is_band_certain"),
                    *("change", "change_ci_low", "is_change_certain"),
                )
            ],
            "drivers": [
                marts.definition(
                    "kpi_change_drivers",
                    *("total_change", "is_total_change_certain"),
                    *("contribution", "rate_effect", "mix_effect"),
                )
            ],
            "interventions": [
                marts.definition("kpi_interventions", "symptom", "is_validated"),
                marts.definition("kpi_owner_handoff", "open_fixes", "overdue_fixes"),
                marts.definition("queue_open_tickets", "queue_rank", "age_hours"),
                marts.definition("fct_fixes", "due_at", "is_open"),
            ],
            "controls": [marts.definition("kpi_controls", "status", "pass_condition")],
            "quality": [
                marts.definition("dq_gates", "gate"),
                marts.definition("dq_rejected_rows", "reason"),
                marts.definition("dq_unknown_values", "list_name"),
            ],
        },
    }


def _policy(style: str) -> str:
    """A content security policy under which the page has its style sheet and nothing else.

    Labels of the data are escaped; should one slip through as markup, no script of it runs and
    nothing is loaded.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _environment() -> jinja2.Environment:
    style = f"\n{(TEMPLATES / 'style.css').read_text(encoding='utf-8')}\n"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        name: getattr(formats, name)
        for name in (
            *("number", "day", "short_day", "moment"),
            *("words", "sentence", "inline", "plain", "signed"),
        )
    }
    environment.globals |= {
        "cell": formats.cell,
        "band_words": BAND_WORDS,
        "spark": sparkline,
        "bar": intervals,
        "drawing": drivers,
        "style": Markup(style),
        "policy": Markup(_policy(style)),
    }
    return environment

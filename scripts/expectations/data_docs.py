"""Data Docs that open without a network: Great Expectations' pages, own templates around them.

The templates it ships load style sheets and scripts from five hosts, and its index is drawn by
one of those scripts. The ones in templates/ take their place and need nothing.
"""

from pathlib import Path
from typing import Any

from great_expectations.render.view import DefaultJinjaIndexPageView, DefaultJinjaPageView
from jinja2 import ChoiceLoader, FileSystemLoader

TEMPLATES = Path(__file__).with_name("templates")


class OfflinePageView(DefaultJinjaPageView):
    """The page of a suite or of a validation."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.env.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), self.env.loader])


class OfflineIndexView(OfflinePageView, DefaultJinjaIndexPageView):
    """The index of all suites and validations."""

    _template = "index_page.j2"

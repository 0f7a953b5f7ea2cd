"""Data Docs that open without a network: Great Expectations' pages, own templates around them.

The templates it ships load style sheets and scripts from five hosts, and its index is drawn by
one of those scripts. The ones in templates/ take their place and need nothing.

They show labels of the data, as `region = EU`, and Great Expectations takes most texts for
markup. So all texts of a page are escaped before it sees them; and a content security policy
runs no script and loads nothing, should one slip through.
"""

import html
from pathlib import Path
from typing import Any

from great_expectations.render import RenderedDocumentContent
from great_expectations.render.view import DefaultJinjaIndexPageView, DefaultJinjaPageView
from jinja2 import ChoiceLoader, FileSystemLoader

TEMPLATES = Path(__file__).with_name("templates")


class OfflinePageView(DefaultJinjaPageView):
    """The page of a suite or of a validation."""

    MARKUP = ("html_success_icon",)
    """Texts that Great Expectations itself writes as HTML: a tick or a cross."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.env.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), self.env.loader])

    def render(
        self, document: RenderedDocumentContent, template: str | None = None, **options: Any
    ) -> str:
        """The page of a document, whose texts are text."""
        escaped = self._escaped(document.to_json_dict())
        return self._get_template(template or self._template).render(escaped, **options)

    def _escaped(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: one if key in self.MARKUP else self._escaped(one) for key, one in value.items()
            }
        if isinstance(value, list):
            return [self._escaped(one) for one in value]
        return html.escape(value) if isinstance(value, str) else value

    @staticmethod
    def _escape_template_param_value(value: Any) -> Any:
        """Some texts would be escaped a second time."""
        return value


class OfflineIndexView(OfflinePageView, DefaultJinjaIndexPageView):
    """The index of all suites and validations."""

    _template = "index_page.j2"

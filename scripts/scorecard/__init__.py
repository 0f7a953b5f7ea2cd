"""The scorecard as one page: an HTML file that holds all it needs and opens anywhere.

marts.py opens the marts; scores.py and routine.py read the tables a leader judges; stakes.py,
demand.py, service.py, wismo.py and money.py make the sections behind them out of figures.py;
charts.py, svg.py and sparkline.py draw, formats.py writes numbers, page.py fills the templates.
"""

from .page import write_page

__all__ = ["write_page"]

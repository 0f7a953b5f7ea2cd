"""The scorecard as one page: an HTML file that holds all it needs and opens anywhere.

marts.py opens the marts; scores.py and routine.py read the tables a leader judges, drivers.py and
changes.py what changed and why; stakes.py, demand.py, volume.py, service.py, wismo.py and money.py
make the sections behind them out of figures.py; charts.py, svg.py, sparkline.py and intervals.py
draw, formats.py writes numbers, page.py fills the templates. summary.py says the most of it in ten
lines.
"""

from .page import write_page
from .summary import write_summary

__all__ = ["write_page", "write_summary"]

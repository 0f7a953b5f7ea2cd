"""A synthetic shop: the sample data that the project builds when nothing is configured.

Everything is invented and drawn from a seeded random generator; the same settings give
the same bytes on any machine. See `shop.build_shop` and `files.write_csv`.
"""

from .files import write_csv
from .settings import Settings
from .shop import build_shop

__all__ = ["Settings", "build_shop", "write_csv"]

"""Write the sample: `PYTHONPATH=scripts/makers python -m sample_shop [--out DIR]`."""

import argparse
import sys
from pathlib import Path

from .files import write_csv
from .settings import SCENARIOS, Settings
from .shop import build_shop

SAMPLE = Path(__file__).resolve().parents[3] / "seeds" / "raw"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="sample_shop", description="Write the ten raw tables of a synthetic shop."
    )
    parser.add_argument("--out", type=Path, default=SAMPLE, help="where to write")
    parser.add_argument("--seed", type=int, default=Settings.seed, help="random seed")
    parser.add_argument("--scenario", choices=SCENARIOS, default=Settings.scenario)
    parser.add_argument("--tickets", type=int, default=Settings.tickets, metavar="N")
    parser.add_argument("--force", action="store_true", help="overwrite CSVs of another origin")
    given = parser.parse_args(arguments)
    try:
        tables = build_shop(
            Settings(seed=given.seed, scenario=given.scenario, tickets=given.tickets)
        )
        paths = write_csv(tables, given.out, force=given.force)
    except (ValueError, FileExistsError) as error:
        print(f"sample_shop: {error}", file=sys.stderr)
        return 2
    for path in paths:
        print(f"{path}: {len(tables[path.stem])} rows, {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())

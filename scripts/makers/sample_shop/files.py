"""CSV files: what they look like, and which of them may be overwritten."""

import csv
from datetime import datetime
from pathlib import Path

COLUMNS = {
    "tickets": (
        "ticket_id customer_id order_id product_id channel region subject reason_tag"
        " priority status initiated_by created_at updated_at assignee_id cart_value"
        " handle_minutes merged_into_ticket_id is_deleted is_spam loaded_at"
    ),
    "ticket_events": (
        "event_id ticket_id event_type actor_type actor_id is_public status occurred_at loaded_at"
    ),
    "orders": (
        "order_id customer_id region ordered_at promised_at shipped_at delivered_at"
        " cancelled_at total_amount is_test loaded_at"
    ),
    "order_lines": (
        "order_id line_number product_id product_category quantity line_amount loaded_at"
    ),
    "refunds": (
        "refund_id order_id ticket_id reason amount status requested_at completed_at loaded_at"
    ),
    "customers": "customer_id email full_name region loaded_at",
    "surveys": ("survey_id survey_type customer_id ticket_id score sent_at responded_at loaded_at"),
    "order_updates": "update_id order_id update_type sent_at loaded_at",
    "fixes": (
        "fix_id reason_code title proposed_at due_at decision decided_at shipped_at loaded_at"
    ),
    "agents": "agent_id team hourly_cost is_bot loaded_at",
}

# Written beside the CSVs; its presence says that they are ours to overwrite.
MARKER = ".sample_shop"
MARKER_TEXT = "CSV files written by scripts/makers/sample_shop, overwritten without asking:\n"

MONEY = {"cart_value", "total_amount", "line_amount", "amount", "hourly_cost"}


def write_csv(
    tables: dict[str, list[dict]], directory: Path | str, *, force: bool = False
) -> list[Path]:
    """Write one CSV per table, UTF-8 with line feeds, and a marker file.

    Args:
        tables: Rows per table, as `build_shop` returns them.
        directory: Where to write; made when missing.
        force: Overwrite CSVs that this generator did not write.

    Returns:
        The CSV files written.

    Raises:
        FileExistsError: When a CSV to be written exists and is not ours.
    """
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    paths = {name: directory / f"{name}.csv" for name in tables}
    foreign = [path for path in paths.values() if path.exists() and not _is_ours(path)]
    if foreign and not force:
        raise FileExistsError(
            f"{foreign[0]} was not written by this generator; choose another directory or force it"
        )
    for name, path in paths.items():
        columns = COLUMNS[name].split()
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            for row in tables[name]:
                writer.writerow([as_text(column, row[column]) for column in columns])
    names = sorted(path.name for path in paths.values())
    marker = MARKER_TEXT + "".join(f"{name}\n" for name in names)
    (directory / MARKER).write_text(marker, encoding="utf-8", newline="\n")
    return list(paths.values())


def _is_ours(path: Path) -> bool:
    marker = path.parent / MARKER
    return marker.exists() and path.name in marker.read_text("utf-8").splitlines()


def as_text(column: str, value: object) -> str:
    """A value as the export writes it; text goes through untouched."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, float):
        return f"{value:.2f}" if column in MONEY else f"{value:.1f}"
    return str(value)

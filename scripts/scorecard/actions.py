"""What to do whatever an interval says: contacts that wait, and fixes past their day."""

from collections.abc import Sequence
from dataclasses import dataclass

from .formats import counted, number, words
from .marts import Marts, Row

LONG_OPEN = 72
"""Hours after which a contact is answered first: those of the measure of the backlog's age."""

MOST_WAITING = 10
"""Contacts of the queue that are shown: what a team takes up before it looks again."""

QUEUE = """
select queue.*, coalesce(codes.reason_name, queue.reason_code) as reason
from queue_open_tickets as queue
left join dim_reason_codes as codes on queue.reason_code = codes.reason_code
order by queue.queue_rank
"""

AT_RISK = """
select
    coalesce(sum(high_priority_cases), 0) as cases,
    coalesce(sum(high_priority_revenue_at_risk), 0) as of_cases,
    coalesce(sum(revenue_at_risk), 0) as of_all
from kpi_revenue_at_risk
"""

OVERDUE = """
select title, coalesce(owner, 'no owner') as owner, due_at
from fct_fixes
where is_open and due_at < (select max(as_of) from dq_raw_tables)
order by count(*) over (partition by owner) desc, owner, due_at, fix_id
"""

ADOPTION = "fix_adoption_rate"
OF_WINDOW = (
    "Fix adoption is of the fixes proposed in the last 90 days; the overdue ones are all that are"
    " open past their day, however long ago they were proposed: so adoption can be high while"
    " fixes are overdue."
)


@dataclass(frozen=True)
class Actions:
    """What waits for someone.

    Attributes:
        told: what to do, a sentence each; none where nothing waits.
        waiting: unresolved contacts, in the order of the queue.
        overdue: open fixes past their day, of the owner with most of them first.
    """

    told: Sequence[str]
    waiting: Sequence[Row]
    overdue: Sequence[Row]

    @property
    def first(self) -> Sequence[Row]:
        """The contacts of the queue that are shown."""
        return self.waiting[:MOST_WAITING]


def read_actions(marts: Marts) -> Actions:
    """What waits: facts, which need no test of chance."""
    waiting, overdue = marts.rows(QUEUE), marts.rows(OVERDUE)
    long_open = sum(row["age_hours"] > LONG_OPEN for row in waiting)
    [risk] = marts.rows(AT_RISK)
    told = []
    if long_open:
        told.append(f"Answer the {counted(long_open, 'contacts')} open over {LONG_OPEN} h.")
    if risk["cases"]:
        told.append(
            f"Take the {number(risk['cases'], 'count')} unresolved high-priority"
            f" {'contact' if risk['cases'] == 1 else 'contacts'} next:"
            f" {number(risk['of_cases'], marts.amount)} of the"
            f" {number(risk['of_all'], marts.money)} at risk."
        )
    if overdue:
        owners: dict[str, int] = {}
        for row in overdue:
            owners[row["owner"]] = owners.get(row["owner"], 0) + 1
        whose = ", ".join(f"{words(owner)} {fixes}" for owner, fixes in owners.items())
        told.append(
            f"Ask about {number(len(overdue), 'count')} overdue"
            f" {'fix' if len(overdue) == 1 else 'fixes'}: {whose}."
        )
    return Actions(told, waiting, overdue)

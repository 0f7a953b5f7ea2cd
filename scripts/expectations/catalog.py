"""What is compared: slices of marts and raw tables, and the columns that are looked at.

Raw tables are read where every kind of input has them: in staging, typed, the valid rows in
their latest version. Rows belong to the week of the moment named here, and minutes to the week
in which they ended: tickets created last week and already resolved are the quick ones.
`agents` has no moment and is left out.
"""

from dataclasses import dataclass

ANY_ROW = "true"


@dataclass(frozen=True)
class Order:
    """Two columns of which the second is never less than the first, where both are there."""

    lower: str
    upper: str


@dataclass(frozen=True)
class Slice:
    """Rows of one table, cut into weeks: one suite of expectations.

    Attributes:
        name: of the suite.
        table: what messages call it, schema and name.
        moment: UTC timestamp that puts a row into its week.
        condition: SQL that keeps a row.
        relation: SQL to read from where the table alone does not do.
        by_weekday: judge the rows of each weekday, too.
        categories: columns whose shares of rows are judged.
        numbers: columns whose quantiles are judged.
        nullable: columns whose share of nulls is judged.
        ordered: pairs of columns in order.
        equal: pairs of columns that say the same.
    """

    name: str
    table: str
    moment: str
    condition: str = ANY_ROW
    relation: str | None = None
    by_weekday: bool = False
    categories: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    nullable: tuple[str, ...] = ()
    ordered: tuple[Order, ...] = ()
    equal: tuple[Order, ...] = ()

    @property
    def source(self) -> str:
        """SQL to put after `from`."""
        return self.relation or self.table


@dataclass(frozen=True)
class Ratio:
    """Rows of one slice per 100 rows of another."""

    name: str
    column: str
    numerator: str
    denominator: str


SLICES = (
    Slice(
        name="contacts",
        table="marts.fct_tickets",
        moment="created_at",
        condition="is_contact",
        by_weekday=True,
        categories=("channel", "contact_reason", "region", "priority"),
        nullable=("customer_id", "region", "linked_order_id", "product_id"),
    ),
    Slice(
        name="first_replies",
        table="marts.fct_tickets",
        moment="first_human_reply_at",
        condition="is_contact",
        numbers=("first_response_minutes", "first_response_calendar_minutes"),
        nullable=("first_response_minutes",),
        ordered=(Order("created_at", "first_human_reply_at"),),
    ),
    Slice(
        name="resolutions",
        table="marts.fct_tickets",
        moment="resolved_at",
        condition="is_contact",
        numbers=("resolution_minutes", "resolution_calendar_minutes"),
        nullable=("resolution_minutes", "first_human_reply_at"),
        ordered=(
            Order("created_at", "resolved_at"),
            Order("first_human_reply_at", "resolved_at"),
        ),
    ),
    Slice(
        name="orders",
        table="marts.fct_orders",
        moment="ordered_at",
        condition="not is_test",
        by_weekday=True,
        categories=("region",),
        numbers=("total_amount",),
        nullable=("customer_id", "region", "promised_at"),
        ordered=(
            Order("ordered_at", "promised_at"),
            Order("ordered_at", "shipped_at"),
            Order("shipped_at", "delivered_at"),
            Order("refunded_amount", "total_amount"),
        ),
    ),
    Slice(
        name="refund_requests",
        table="marts.fct_refunds",
        moment="requested_at",
        condition="not is_test_order",
        relation=(
            "(select r.*, o.total_amount as order_total_amount from marts.fct_refunds as r"
            " left join marts.fct_orders as o on r.order_id = o.order_id)"
        ),
        categories=("refund_reason",),
        numbers=("amount",),
        nullable=("ticket_id",),
        ordered=(Order("amount", "order_total_amount"),),
    ),
    Slice(
        name="refund_completions",
        table="marts.fct_refunds",
        moment="completed_at",
        condition="is_completed and not is_test_order",
        numbers=("refund_minutes",),
        nullable=("refund_minutes",),
        ordered=(Order("requested_at", "completed_at"),),
    ),
    Slice(
        name="raw_tickets",
        table="staging.stg_helpdesk__tickets",
        moment="created_at",
        categories=("initiated_by",),
        numbers=("cart_value",),
        nullable=("customer_id", "order_id", "product_id", "region", "reason_tag", "cart_value"),
        ordered=(Order("created_at", "updated_at"),),
    ),
    Slice(
        name="raw_tickets_done",
        table="staging.stg_helpdesk__tickets",
        moment="updated_at",
        condition="status in ('solved', 'closed')",
        numbers=("handle_minutes",),
        nullable=("handle_minutes", "assignee_id"),
    ),
    Slice(
        name="raw_ticket_events",
        table="staging.stg_helpdesk__ticket_events",
        moment="occurred_at",
        categories=("event_type", "actor_type"),
        nullable=("actor_id",),
    ),
    Slice(
        name="raw_orders",
        table="staging.stg_shop__orders",
        moment="ordered_at",
        nullable=("customer_id", "region"),
    ),
    Slice(
        name="raw_order_lines",
        table="staging.stg_shop__order_lines",
        moment="ordered_at",
        relation=(
            "(select l.*, o.ordered_at from staging.stg_shop__order_lines as l"
            " join staging.stg_shop__orders as o on l.order_id = o.order_id)"
        ),
        numbers=("quantity", "line_amount"),
        nullable=("product_id", "product_category"),
    ),
    Slice(
        name="order_totals",
        table="staging.stg_shop__orders",
        moment="ordered_at",
        condition="lines_amount is not null",
        relation=(
            "(select o.ordered_at, o.total_amount, l.lines_amount"
            " from staging.stg_shop__orders as o"
            " left join (select order_id, cast(sum(line_amount) as decimal(18, 6)) as lines_amount"
            " from staging.stg_shop__order_lines group by order_id) as l"
            " on o.order_id = l.order_id)"
        ),
        equal=(Order("lines_amount", "total_amount"),),
    ),
    Slice(
        name="raw_refunds",
        table="staging.stg_shop__refunds",
        moment="requested_at",
        nullable=("ticket_id", "reason"),
    ),
    Slice(
        name="raw_customers",
        table="staging.stg_shop__customers",
        moment="loaded_at",
        nullable=("region",),
    ),
    Slice(
        name="raw_surveys",
        table="staging.stg_helpdesk__surveys",
        moment="sent_at",
        categories=("survey_type",),
        nullable=("customer_id", "ticket_id"),
        ordered=(Order("sent_at", "responded_at"),),
    ),
    Slice(
        name="raw_order_updates",
        table="staging.stg_shop__order_updates",
        moment="sent_at",
        categories=("update_type",),
    ),
    Slice(name="raw_fixes", table="staging.stg_product__fixes", moment="proposed_at"),
)

RATIO = Ratio(
    name="contacts_per_order",
    column="contacts_per_100_orders",
    numerator="contacts",
    denominator="orders",
)

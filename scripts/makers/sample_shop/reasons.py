"""Why customers write: the true reasons, their tags, and what the subjects say.

reasons.csv holds one row per reason code of the shipped reference seeds that names a
cause: its layers as far as the shop needs them, its weight in demand, the share of it
that got a broad tag before the redesign, its tags at all times, the tags it has only
since the redesign (lists are separated by |), and subjects. A reason without tags at
all times has no code of its own before the redesign and is broad then.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

POST_PURCHASE = "post_purchase"


@dataclass(frozen=True)
class Reason:
    code: str
    stage: str
    topic: str
    impact: str
    group: str
    weight: float
    broad_share: float
    tags: tuple[str, ...]
    new_tags: tuple[str, ...]
    subjects: tuple[str, ...]


# Broad tags that mean `other` at all times, and those that did until the redesign.
BROAD_TAGS = (
    "other",
    "general",
    "misc",
    "question",
    "sonstiges",
    "allgemeine frage",
    "n/a",
)
OLD_BROAD_TAGS = (*BROAD_TAGS, "customer service", "enquiry")
OLD_BROAD_TAGS_BY_TOPIC = {
    "shipping_cost": "other - shipping",
    "discovery": "other - product",
    "sizing": "size",
    "returns": "returns",
    "payment": "checkout",
}
# Old tags with a code of their own that was retired with the redesign.
LEGACY_TAGS = {
    "discovery": ("product question", "legacy_product_question"),
    "delivery": ("order question", "legacy_order_question"),
}
LEGACY_SHARE = 0.10
NEW_BROAD_SHARE = 0.035
# The shares in reasons.csv say which reasons are broader than others; these the level.
OLD_BROAD_FACTOR = 1.25
OLD_BROAD_MAX = 0.55


def _read() -> dict[str, Reason]:
    path = Path(__file__).with_name("reasons.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row |= {name: float(row[name]) for name in ("weight", "broad_share")}
        for name in ("tags", "new_tags", "subjects"):
            row[name] = tuple(filter(None, row[name].split("|")))
    return {row["code"]: Reason(**row) for row in rows}


REASONS = _read()


def pick_reason(rng: Random, codes: tuple[str, ...] = ()) -> Reason:
    """One reason by weight, of all or of the codes given."""
    reasons = [REASONS[code] for code in codes or REASONS]
    return rng.choices(reasons, [reason.weight for reason in reasons])[0]


def pick_tag(
    rng: Random, reason: Reason, is_redesigned: bool, broad_share: float
) -> tuple[str, str]:
    """The tag an agent sets and the code it stands for then (`other` for broad tags).

    Args:
        rng: Random stream.
        reason: The true reason.
        is_redesigned: Whether the tags of the redesign are in use.
        broad_share: Probability of a broad tag, 0 to 1.
    """
    is_broad = rng.random() < broad_share
    if not is_redesigned:
        if is_broad or not reason.tags:
            topical = OLD_BROAD_TAGS_BY_TOPIC.get(reason.topic)
            if topical and rng.random() < 0.4:
                return topical, "other"
            return rng.choice(OLD_BROAD_TAGS), "other"
        if reason.topic in LEGACY_TAGS and rng.random() < LEGACY_SHARE:
            return LEGACY_TAGS[reason.topic]
        return rng.choice(reason.tags), reason.code
    if is_broad:
        return rng.choice(BROAD_TAGS), "other"
    return rng.choice(reason.tags + reason.new_tags), reason.code

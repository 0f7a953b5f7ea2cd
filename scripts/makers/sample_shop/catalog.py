"""What the shop sells, to whom, and who answers."""

from dataclasses import dataclass
from random import Random

REGIONS = {"us": 0.40, "uk": 0.19, "de": 0.20, "fr": 0.12, "ca": 0.09}

CHANNELS = {
    "email": 0.34,
    "chat": 0.25,
    "web_form": 0.14,
    "phone": 0.11,
    "marketplace": 0.09,
    "social": 0.07,
}

CLOCKS = {
    "email": "us_support",
    "phone": "us_support",
    "web_form": "eu_support",
    "chat": "calendar",
    "social": "calendar",
    "marketplace": "calendar",
}

# category: share of demand, median price, products
CATEGORIES = {
    "shoes": (0.28, 84.0, 14),
    "apparel": (0.27, 46.0, 18),
    "home": (0.18, 58.0, 12),
    "electronics": (0.15, 119.0, 9),
    "accessories": (0.12, 27.0, 9),
}

CHAT_BOT = "bot-chat"
AUTORESPONDER = "bot-auto"


@dataclass(frozen=True)
class Product:
    product_id: str
    category: str
    price: float


def products(rng: Random) -> list[Product]:
    """The range: a fixed number of products per category, prices drawn once."""
    return [
        Product(
            f"{category[:3].upper()}-{number:03d}",
            category,
            round(median * rng.lognormvariate(0.0, 0.35), 0) - 0.05,
        )
        for category, (_, median, size) in CATEGORIES.items()
        for number in range(1, size + 1)
    ]


def pick(rng: Random, weights: dict[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def pick_product(rng: Random, range_: list[Product], category: str = "") -> Product:
    category = category or pick(rng, {name: row[0] for name, row in CATEGORIES.items()})
    return rng.choice([product for product in range_ if product.category == category])


# agent_id, team, hourly cost, is_bot; one cost is unknown, the channel's default holds
AGENTS = (
    ("a01", "general", 24.50, False),
    ("a02", "general", 24.50, False),
    ("a03", "general", 25.00, False),
    ("a04", "general", 26.00, False),
    ("a05", "general", 26.00, False),
    ("a06", "general", None, False),
    ("a07", "europe", 27.50, False),
    ("a08", "europe", 27.50, False),
    ("a09", "europe", 29.00, False),
    ("a10", "specialists", 33.00, False),
    ("a11", "specialists", 34.50, False),
    ("a12", "specialists", 36.00, False),
    (CHAT_BOT, "automation", 0.0, True),
    (AUTORESPONDER, "automation", 0.0, True),
)


def pick_agent(rng: Random, channel: str, is_specialist_work: bool) -> str:
    if is_specialist_work and rng.random() < 0.8:
        return rng.choice(("a10", "a11", "a12"))
    if channel == "web_form":
        return rng.choice(("a07", "a08", "a09"))
    return rng.choice(("a01", "a02", "a03", "a04", "a05", "a06"))

"""Why customers write: the true reasons, their tags, and what the subjects say.

A line of REASONS is: reason code | stage | topic | impact | contact reason | weight |
share under a broad tag before the redesign | tags at all times | tags only from the
redesign on | subjects. Codes and tags are those of the shipped reference seeds. A reason
without tags at all times has no code of its own before the redesign and is broad then.
"""

from dataclasses import dataclass
from random import Random


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


_PRE, _CHECK, _POST = "pre_purchase", "checkout", "post_purchase"
_CONV, _REFUND = "conversion_risk", "refund_risk"
_REPEAT, _LOW = "repeat_purchase_risk", "low_impact"

REASONS_TEXT = f"""
item_availability_unclear|{_PRE}|discovery|{_CONV}|product_question|2.8|.42|back in stock;verfügbarkeit||When is it back in stock?;Wann ist das wieder verfügbar?;Still available?
product_details_missing|{_PRE}|discovery|{_CONV}|product_question|2.2|.42|product info|product question;other - product|What material is it?;Dimensions missing on the page;One more thing about this item
product_comparison_needed|{_PRE}|discovery|{_LOW}|product_question|1.6|.30|which one||Difference between the two models?;Which of these would you take?
search_finds_nothing|{_PRE}|discovery|{_CONV}|product_question|.8|.20|search||I cannot find the item from your ad;Filter shows no results
photo_and_colour_doubt|{_PRE}|discovery|{_CONV}|product_question|1.5|1||colour vs photo|Is that the true colour?;Is the photo accurate?
size_chart_unclear|{_PRE}|sizing|{_CONV}|product_question|3.9|.42|size chart;größentabelle|size|Which size should I take?;Size chart unclear;Größentabelle fehlt;Do they run small?
between_two_sizes|{_PRE}|sizing|{_CONV}|product_question|1.5|1||between sizes|I am between two sizes;42 or 43?
measurements_wrong|{_PRE}|sizing|{_CONV}|product_question|1.1|.35|measurements||Measurements do not add up;Length on the page cannot be right
device_or_room_fit_unclear|{_PRE}|sizing|{_CONV}|product_question|1.4|1||compat|Is it compatible with my phone?;Will it fit a 60 cm shelf?
return_policy_unclear|{_PRE}|policy_clarity|{_CONV}|policy_question|3.0|.45|return policy;rückgaberecht||What is your return policy?;What happens if I send it back?;Rückgaberecht?
warranty_terms_unclear|{_PRE}|policy_clarity|{_LOW}|policy_question|1.2|.40|warranty terms||How long is the warranty?;Question before buying
price_promise_question|{_PRE}|policy_clarity|{_LOW}|policy_question|2.0|.40|price match||Do you price match?;When does the sale end?;Cheaper elsewhere
payment_declined|{_CHECK}|payment|{_CONV}|payment_failure|1.9|.10|payment declined;pmt declined;zahlung abgelehnt||Card declined twice;Zahlung abgelehnt;Cannot complete my purchase
payment_error_unclear|{_CHECK}|payment|{_CONV}|payment_failure|1.1|.15|pay-err;checkout error|checkout|Error at checkout;Payment error 4012;It just says try again
payment_charged_twice|{_CHECK}|payment|{_REFUND}|payment_failure|.5|.05|charged twice||I was charged twice;Doppelt abgebucht
payment_method_missing|{_CHECK}|payment|{_CONV}|payment_failure|.5|.10|payment method||Can I pay with an invoice?;No PayPal?
voucher_not_accepted|{_CHECK}|payment|{_CONV}|payment_failure|.9|.15|voucher;gutschein||Voucher not accepted;Promo code invalid;Gutschein geht nicht
shipping_cost_surprise|{_CHECK}|shipping_cost|{_CONV}|policy_question|2.3|.45|shipping cost;versandkosten|other - shipping|How much is shipping?;Shipping added at the end;Versandkosten?
shipping_cost_too_high|{_CHECK}|shipping_cost|{_CONV}|policy_question|1.4|.42|shipping too high||Shipping is too expensive;Free delivery possible?
delivery_options_unclear|{_CHECK}|shipping_cost|{_LOW}|policy_question|1.6|.40|express||Express delivery available?;Can you deliver on Saturday?
import_duties_unclear|{_CHECK}|shipping_cost|{_CONV}|policy_question|1.0|1||customs;zoll|Do I pay customs?;Zollgebühren?;Extra fees at the border?
shop_trust_doubt|{_CHECK}|trust|{_CONV}|trust_concern|2.0|.45|trust;seriös?||Is this shop genuine?;Are you real?;Seid ihr seriös?
data_privacy_question|{_CHECK}|trust|{_LOW}|trust_concern|.8|.25|gdpr||Please delete my data;Who sees my details?
suspected_fraud|{_CHECK}|trust|{_REFUND}|trust_concern|.5|.10|fraud||I did not place this order;Somebody used my account
order_status_request|{_POST}|delivery|{_LOW}|wismo|6.6|.18|wismo;where is my order;wo ist mein paket|order question;delivery question|Where is my order?;Where is my parcel;Wo ist mein Paket?;Wo ist meine Bestellung?;Any news?
delivery_late|{_POST}|delivery|{_REPEAT}|wismo|3.9|.20|late delivery;lieferverzögerung||Still not arrived;Should have arrived on Monday;Later than promised;Lieferung verspätet
tracking_not_updating|{_POST}|delivery|{_LOW}|wismo|2.0|.20|tracking;tracking-stuck||Tracking has not changed for days;Tracking number does not work;Sendungsverfolgung steht
parcel_lost|{_POST}|delivery|{_REFUND}|wismo|.9|.20|lost parcel;paket verloren||Parcel lost?;Lost in transit;Paket verloren
delivered_not_received|{_POST}|delivery|{_REFUND}|wismo|.9|1||dnr;marked delivered|Says delivered, nothing here;Marked as delivered but no parcel
address_change_after_order|{_POST}|delivery|{_LOW}|address_change|2.3|.25|addr chg;adressänderung||Change the address please;Wrong address on my order;Adresse ändern
return_how_to|{_POST}|returns|{_LOW}|returns_refund_status|4.0|.35|how to return;rücksendung|returns|How do I return this?;How to send it back;Wie kann ich zurücksenden?;Return
return_label_missing|{_POST}|returns|{_REPEAT}|returns_refund_status|1.9|.28|return label;retourenlabel||Return label missing;Retourenlabel fehlt;Link to the label is dead
refund_status_request|{_POST}|returns|{_REPEAT}|returns_refund_status|4.5|.22|refund status;where is my refund;wo bleibt meine erstattung||Where is my refund?;Refund not arrived;Wo bleibt meine Erstattung?;Money back
refund_amount_wrong|{_POST}|returns|{_REFUND}|returns_refund_status|1.1|.25|refund amt wrong||Refunded too little;Refund amount wrong
wrong_item_received|{_POST}|returns|{_REFUND}|returns_refund_status|1.8|.20|wrong item;falscher artikel||Wrong item in the box;You sent me the wrong colour;Falscher Artikel
item_damaged|{_POST}|returns|{_REFUND}|returns_refund_status|2.6|.20|damaged;beschädigt||Arrived broken;Box damaged, item too;Ware beschädigt
not_as_described|{_POST}|returns|{_REFUND}|returns_refund_status|1.9|.30|not as described;nad||Not as described;Looks nothing like the picture;Disappointed
bought_size_does_not_fit|{_POST}|returns|{_REFUND}|returns_refund_status|2.8|.28|does not fit;zu klein||Does not fit;Too small, what now?;Zu klein
setup_help|{_POST}|product_usage|{_LOW}|product_setup|2.8|.35|set-up;aufbau||How do I set up the speaker?;How to assemble;Lässt sich nicht aufbauen
manual_missing|{_POST}|product_usage|{_LOW}|product_setup|1.0|1||manual missing;anleitung fehlt|Manual missing;Anleitung fehlt
product_fault|{_POST}|product_usage|{_REFUND}|product_setup|2.4|.28|defective;defekt||Stopped working after a week;Does not turn on;Gerät defekt
care_instructions_unclear|{_POST}|product_usage|{_LOW}|product_question|1.4|.40|care instructions||How to wash it?;Care label unreadable;Ironing?
warranty_claim|{_POST}|product_usage|{_REPEAT}|policy_question|1.4|.28|warranty claim;garantiefall||Warranty claim;Garantiefall;Seam came apart
"""  # noqa: E501

# Broad tags that mean `other` at all times, and those that did until the redesign.
BROAD_TAGS = ("other", "general", "misc", "question", "sonstiges", "allgemeine frage", "n/a")
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


def _parse(line: str) -> Reason:
    code, stage, topic, impact, group, weight, broad, tags, new_tags, subjects = (
        line.split("|")
    )
    return Reason(
        code,
        stage,
        topic,
        impact,
        group,
        float(weight),
        float(broad),
        tuple(filter(None, tags.split(";"))),
        tuple(filter(None, new_tags.split(";"))),
        tuple(subjects.split(";")),
    )


REASONS = {
    reason.code: reason for reason in map(_parse, REASONS_TEXT.strip().splitlines())
}
POST_PURCHASE = _POST


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

"""What a delivered text is read as: one table for all engines.

A text that one engine reads and another does not is here, with the one reading that all have.
"""

import json

# Of times UTC, of days (a time that means its end when it is a day alone), numbers, whole numbers,
# flags, lists, ids, and whether an id lost digits. None: it is not read.
TIMES = {
    "2026-01-31 09:00:00": "2026-01-31 09:00:00",
    "2026-01-31T09:00:00.123456789": "2026-01-31 09:00:00.123456",
    " 2026-01-31 09:00 \u00a0": "2026-01-31 09:00:00",
    "2026-1-3 9:5:7": "2026-01-03 09:05:07",
    "2026-01-31": "2026-01-31 00:00:00",
    "2026/01/31 09:00:00": "2026-01-31 09:00:00",
    "2026-01-31  09:00:00": "2026-01-31 09:00:00",
    "2026-01-31\t09:00:00": "2026-01-31 09:00:00",
    "2026-01-31 24:00:00": "2026-02-01 00:00:00",
    "2026-01-31 24:00": "2026-02-01 00:00:00",
    "2026-01-31 24:00:00 UTC": "2026-02-01 00:00:00",
    "2026-01-31 24:00:01": None,
    "2026-01-31 23:59:60": None,
    "2026-01-31 09": None,
    "2026-01-31 09:00:00.": None,
    "2026": None,
    "2026-01": None,
    "20260131": None,
    "1769850000": None,
    "09:00:00": None,
    "31/01/2026": None,
    "2026-02-30": None,
    "2026-01/31": None,
    "12026-01-01": None,
    "-2026-01-31": None,
    "+2026-01-31": None,
    "0000-01-01": None,
    "infinity": None,
    "epoch": None,
    "now": None,
    "2026-01-31 09:00:00Z": "2026-01-31 09:00:00",
    "2026-01-31 09:00:00.5 z": "2026-01-31 09:00:00.5",
    "2026-01-31 09:00:00 GMT": "2026-01-31 09:00:00",
    "2026-01-31 09:00:00+02:00": "2026-01-31 07:00:00",
    "2026-01-31T09:00+02:00": "2026-01-31 07:00:00",
    "2026-01-31 09:00:00 -0530": "2026-01-31 14:30:00",
    "2026-01-31 09:00:00+02": "2026-01-31 07:00:00",
    "2026-01-31 09:00:00+99:00": "2026-01-27 06:00:00",
    "2026-01-31 09:00:00+2": None,
    "2026-01-31 09:00:00 Europe/Berlin": None,
    "2026-01-31 09:00:00 AM": None,
    "2026-01-31Z": None,
    "٢٠٢٦-01-31": None,
    "NaT": None,
    "": None,
}
DAYS = {
    "2026-01-31": "2026-01-31 23:59:59.999999",
    "2026/1/31": "2026-01-31 23:59:59.999999",
    "2026-01-31 00:00": "2026-01-31 00:00:00",
    "2026-01-31T24:00:00": "2026-02-01 00:00:00",
    "2026-01": None,
}
NUMBERS = {
    "12.5": "12.5",
    "+5": "5",
    " 7 ": "7",
    "5.": "5",
    ".5": "0.5",
    "-.5": "-0.5",
    "1e3": "1000",
    "1.5E-2": "0.015",
    "00012": "12",
    "1_000": "1000",
    "1__0": None,
    "_1": None,
    "0.0000005": "0.000001",
    "0.0000004": "0",
    "999999999999.9999994": "999999999999.999999",
    "999999999999.9999996": None,
    "1000000000000": None,
    "1e400": None,
    "1,5": None,
    "1 000": None,
    "0x1F": None,
    "1d": None,
    "1L": None,
    "inf": None,
    "NaN": None,
    "١٢": None,
    "-": None,
    ".": None,
    "$5": None,
}
WHOLE = {
    "3": "3",
    "3.0": "3",
    "3.": "3",
    "3e0": "3",
    "1_0": "10",
    "2.9999999": "3",
    "1.5": None,
    "0x10": None,
    "x": None,
    "1000000000000": None,
}
FLAGS = {
    **dict.fromkeys(["true", "TRUE", "t", "T", "yes", "Y", "1", "1.0", " true\t"], "true"),
    **dict.fromkeys(["false", "False", "f", "no", "n", "0", "0.0"], "false"),
    **dict.fromkeys(["on", "off", "2", "-1", "1.5", "01", "tru", "wahr", "", "nan"]),
}
LISTS = {
    " \u2003Late Delivery\u0085\u3000": "late delivery",
    "\u200bx": "\u200bx",
    "İADE": "iade",
    "ΟΔΟΣ": "οδοσ",
    "GRÖẞE": "größe",
    "NAN": None,
    "\u00a0": None,
    "f": "f",
}
IDS = {
    " #7": " #7",
    "007": "007",
    "12.0": "12",
    "12.00": "12.00",
    "1.5.0": "1.5.0",
    "1.0\n": "1.0\n",
    ".0": ".0",
    "nan": None,
    "NAN": "NAN",
    " \t": None,
    "O'Brien\\n${x}": "O'Brien\\n${x}",
}
INEXACT = {
    "9007199254740992.0": "true",
    "9007199254740991.0": "false",
    "1.2345678901234567e+16": "true",
    "12345678901234567890": "false",
    "o123.0": "false",
}
TEXTS = [
    (kind, text, expected)
    for kind, texts in [
        ("time", TIMES),
        ("day", DAYS),
        ("number", NUMBERS),
        ("whole", WHOLE),
        ("flag", FLAGS),
        ("list", LISTS),
        ("id", IDS),
        ("inexact", INEXACT),
    ]
    for text, expected in texts.items()
]


def query() -> str:
    """SQL of dbt: a row for each of the texts, its place in them and what it is read as."""
    kinds = {kind: (kind, "false") for kind in ("number", "whole", "flag", "list", "id", "time")}
    kinds["day"] = ("time", "true")
    cases = [
        f"when '{name}' then cast({{{{ raw_value(raw_text('text', '{kind}', 'varchar'), '{kind}',"
        f" 'text', {is_day_end}) }}}} as {{{{ dbt.type_string() }}}})"
        for name, (kind, is_day_end) in kinds.items()
    ]
    cases.append(
        "when 'inexact' then cast({{ has_inexact_id('agents', {'agent_id': 'varchar'}) }}"
        " as {{ dbt.type_string() }})"
    )
    rows = json.dumps([[kind, text] for kind, text, _ in TEXTS])
    return f"""
        with texts as (
            {{% for kind, text in {rows} %}}
            select
                {{{{ loop.index0 }}}} as place, '{{{{ kind }}}}' as kind,
                {{{{ text_literal(text) }}}} as text, {{{{ text_literal(text) }}}} as agent_id
            {{{{ 'union all' if not loop.last }}}}
            {{% endfor %}}
        )

        select place, case kind {" ".join(cases)} end as value from texts order by place
    """


def told(output: str) -> list[str]:
    """What is read otherwise, of what `dbt show --output json` printed: lines for a person."""
    shown = json.loads(output[output.index("{") :])["show"]
    found = {row["place"]: row["value"] for row in shown}
    return [
        f"{kind} {text!r} is read as {found[place]!r}, not {expected!r}"
        for place, (kind, text, expected) in enumerate(TEXTS)
        if plain(kind, found[place]) != expected
    ]


def plain(kind: str, value: str | None) -> str | None:
    """A value without what engines add to it when they print it: zeros behind a decimal."""
    is_printed_full = kind == "number" and value is not None
    return str(value).rstrip("0").rstrip(".") if is_printed_full else value

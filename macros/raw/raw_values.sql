{#- A delivered column as text without white space around it, null when it is blank or
    missing; an id as it is. Typed times, numbers and flags stay typed, so that nothing is
    printed and parsed again. What files and drivers do to values is undone: NaN is
    nothing, bytes are UTF-8 text, a time with a zone is its UTC instant whatever the zone
    of the session, an id of digits and `.0` is the digits.

    column        name of the delivered column
    kind          as in raw_contract()
    source_type   the delivered type; none: the column is missing
    form          what raw_form() makes of all parts: text, typed or none
    is_day_end    a day is meant up to its last microsecond
    is_stored_once  its text is stored once for each of its values, as in Parquet -#}
{% macro raw_text(
    column, kind, source_type, form='text', is_day_end=false, is_stored_once=false
) %}
    {%- set family = type_family(source_type) if source_type is not none else none -%}
    {%- set value -%}
        {%- if family is none or not fits_kind(family, kind) -%}
            {{ 'null' if form == 'typed' else dbt.cast('null', dbt.type_string()) }}
        {%- elif family == 'text' -%}
            {{ clean_text(delivered_text(column, source_type), kind, is_stored_once) }}
        {%- elif kind in ['id', 'text', 'list'] and family in ['float', 'number'] -%}
            {{ adapter.dispatch('whole_text')(column, family, source_type) }}
        {%- elif kind in ['id', 'text', 'list'] -%}
            {{ dbt.cast(column, dbt.type_string()) }}
        {%- elif family == 'date' -%}
            {%- set day = dbt.cast(column, 'timestamp') %}
            {{ calendar_time(day, day_end(day) if is_day_end else day) }}
        {%- elif family == 'time' -%}
            {{ adapter.dispatch('utc_instant')(column, source_type) }}
        {%- elif family == 'float' -%}
            case when not isnan({{ column }}) then {{ column }} end
        {%- else -%}
            {{ column }}
        {%- endif -%}
    {%- endset -%}
    {%- if form == 'text' and family not in [none, 'text'] -%}
        {{ dbt.cast(value, dbt.type_string()) }}
    {%- else -%}
        {{ value }}
    {%- endif -%}
{% endmacro %}


{#- A text column as text: bytes that nobody marked as text are UTF-8, JSON is the text that
    it holds. -#}
{% macro delivered_text(column, source_type) %}
    {{- return(adapter.dispatch('delivered_text')(column, source_type)) -}}
{% endmacro %}

{% macro default__delivered_text(column, source_type) -%}
    {%- if source_type == 'blob' -%}
        coalesce(try(decode({{ column }})), cast({{ column }} as varchar))
    {%- elif source_type == 'json' -%}
        json_extract_string({{ column }}, '$')
    {%- elif source_type == 'varchar' -%}
        {{ column }}
    {%- else -%}
        cast({{ column }} as varchar)
    {%- endif -%}
{%- endmacro %}

{#- Bytes that are no UTF-8 are printed as the other engine prints them: \xE9. -#}
{% macro spark__delivered_text(column, source_type) -%}
    {%- if source_type == 'binary' -%}
        coalesce(
            try_validate_utf8(cast({{ column }} as string)),
            array_join(transform(
                split(decode({{ column }}, 'ISO-8859-1'), ''),
                sign -> case
                    when sign between ' ' and '~' and sign not in (r'\', r"'", r'"') then sign
                    else r'\x' || hex(encode(sign, 'ISO-8859-1'))
                end
            ), '')
        )
    {%- elif source_type.startswith('char') -%}
        rtrim({{ column }})
    {%- elif source_type == 'string' or source_type.startswith('varchar') -%}
        {{ column }}
    {%- else -%}
        cast({{ column }} as string)
    {%- endif -%}
{%- endmacro %}


{#- A delivered text as its kind is read: null when it is blank or the word of a float that
    is no number; ids and texts as they are but for `.0` behind the digits of an id, lists
    stripped and in lower case, all else stripped.

    text            SQL of a text
    kind            as in raw_contract()
    is_stored_once  as in strip() -#}
{% macro clean_text(text, kind, is_stored_once) %}
    {{- return(adapter.dispatch('clean_text')(text, kind, is_stored_once)) -}}
{% endmacro %}

{#- Whatever is more than a name is named once, as in spark__parse_time(). -#}
{% macro spark__clean_text(text, kind, is_stored_once) -%}
    {%- if '(' in text -%}
        get(transform(
            array({{ text }}), text -> {{ default__clean_text('text', kind, is_stored_once) }}
        ), 0)
    {%- else -%}
        {{ default__clean_text(text, kind, is_stored_once) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__clean_text(text, kind, is_stored_once) -%}
    {%- if kind in ['id', 'text'] -%}
        {#- most ids begin with a visible ASCII character: no need to strip them to see -#}
        case
            when {{ text }} in ('nan', 'NaN', 'NaT') then null
            {%- if kind == 'id' %}
            when {{ text }} like '%.0' then {{ without_zero_fraction(text) }}
            {%- endif %}
            when {{ text }} between '!' and '~' then {{ text }}
            when {{ strip(text) }} is not null then {{ text }}
        end
    {%- elif kind == 'list' -%}
        nullif({{ lower_case(strip(text, is_stored_once)) }}, 'nan')
    {%- else -%}
        case when {{ text }} not in ('nan', 'NaN', 'NaT') then {{ strip(text) }} end
    {%- endif -%}
{%- endmacro %}


{#- A text in lower case, letter by letter. -#}
{% macro lower_case(text) %}
    {{- return(adapter.dispatch('lower_case')(text)) -}}
{% endmacro %}

{% macro default__lower_case(text) -%}
    lower({{ text }})
{%- endmacro %}

{#- The engine makes two letters of a Turkish capital, and looks where in a word a Greek one
    stands. -#}
{% macro spark__lower_case(text) -%}
    lower(translate({{ text }}, '\u0130\u03A3', 'i\u03C3'))
{%- endmacro %}


{#- A text that ends in `.0` without it where all else are digits. -#}
{% macro without_zero_fraction(text) %}
    {{- return(adapter.dispatch('without_zero_fraction')(text)) -}}
{% endmacro %}

{% macro default__without_zero_fraction(text) -%}
    case
        when ltrim({{ text }}, '0123456789') = '.0' and {{ text }} <> '.0'
            then left({{ text }}, length({{ text }}) - 2)
        else {{ text }}
    end
{%- endmacro %}

{% macro spark__without_zero_fraction(text) -%}
    case
        when {{ text }} rlike r'^[0-9]+[.]0\z' then left({{ text }}, length({{ text }}) - 2)
        else {{ text }}
    end
{%- endmacro %}


{#- A number as the text of an id: a column of whole numbers and nulls often arrives as one
    with fractions. NaN is null. -#}
{% macro default__whole_text(column, family, source_type) -%}
    {%- set text = dbt.cast(column, dbt.type_string()) -%}
    {%- if family == 'float' or source_type.startswith('decimal') -%}
        case
            {%- if family == 'float' %}
            when isnan({{ column }}) then null
            {%- endif %}
            when try_cast({{ column }} as hugeint) = {{ column }}
                then {{ dbt.cast('try_cast(' ~ column ~ ' as hugeint)', dbt.type_string()) }}
            else {{ text }}
        end
    {%- else -%}
        {{ text }}
    {%- endif -%}
{%- endmacro %}

{#- A float below 2^63 is read as the whole number that it is, not as the shortest one that
    makes the same float. Others are written out, as far as the other engine does. -#}
{% macro spark__whole_text(column, family, source_type) -%}
    {%- set whole = 'try_cast(' ~ column ~ ' as decimal(38, 0))' -%}
    {%- if family == 'float' -%}
        case
            when isnan({{ column }}) then null
            when {{ column }} = try_cast({{ column }} as bigint)
                then cast(try_cast({{ column }} as bigint) as string)
            when {{ column }} = {{ whole }} then cast({{ whole }} as string)
            when abs({{ column }}) between 1e-4 and 1e16
                then rtrim('0', cast(try_cast({{ column }} as decimal(38, 22)) as string))
            else cast({{ column }} as string)
        end
    {%- elif source_type.startswith('decimal') -%}
        case
            when {{ column }} % 1 = 0 then cast({{ whole }} as string)
            else cast({{ column }} as string)
        end
    {%- else -%}
        cast({{ column }} as string)
    {%- endif -%}
{%- endmacro %}


{#- SQL of whether an id of a row lost digits: it is a float, or the text of one, of 2^53
    or more, from where on floats leave whole numbers out.

    table  a name in raw_contract()
    types  of the delivered columns, as in raw_parts() -#}
{% macro has_inexact_id(table, types) -%}
    {%- set found = [] -%}
    {%- for column, rule in raw_contract()[table]['columns'].items()
        if rule['kind'] == 'id' and column in types -%}
        {%- set family = type_family(types[column]) -%}
        {%- if family == 'float' -%}
            {%- do found.append(
                'coalesce(abs(' ~ column ~ ') >= 9007199254740992 and not isnan(' ~ column
                ~ '), false)'
            ) -%}
        {%- elif family == 'text' -%}
            {%- set text = delivered_text(column, types[column]) -%}
            {#- short texts are seen to be none without a look at their ends -#}
            {%- do found.append(
                'case when length(' ~ text ~ ') > 15 then case when ' ~ text ~ " like '%.0' or "
                ~ text ~ " like '%e+__' then coalesce(try_cast(" ~ text
                ~ ' as double) >= 9007199254740992, false) else false end else false end'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    ({{ found | join(' or ') or 'false' }})
{%- endmacro %}


{#- The UTC timestamp of a typed time, whatever its precision and the session's zone. -#}
{% macro default__utc_instant(column, source_type) -%}
    {%- if source_type in ['timestamp with time zone', 'timestamptz'] -%}
        {{ column }} at time zone 'UTC'
    {%- elif source_type == 'timestamp' -%}
        {{ column }}
    {%- else -%}
        cast({{ column }} as timestamp)
    {%- endif -%}
{%- endmacro %}

{#- A timestamp is an instant, shown in the session's zone, which is UTC. -#}
{% macro spark__utc_instant(column, source_type) -%}
    {{ column if source_type == 'timestamp' else 'cast(' ~ column ~ ' as timestamp)' }}
{%- endmacro %}


{#- The last microsecond of the day that starts at a timestamp. -#}
{% macro day_end(timestamp) -%}
    {{ add_time(timestamp, microseconds=86400000000 - 1) }}
{%- endmacro %}


{#- The typed value of raw_text(), null when it does not parse.

    expression  what raw_text() made
    kind        as in raw_contract()
    form        `text`, `typed` or none, as raw_form() says
    is_day_end  a day is meant up to its last microsecond -#}
{% macro raw_value(expression, kind, form, is_day_end=false) %}
    {%- if kind == 'time' -%}
        {%- if form == 'text' -%}
            {{ parse_time(expression, is_day_end) }}
        {%- else -%}
            {{ calendar_time('try_cast(' ~ expression ~ ' as timestamp)') }}
        {%- endif -%}
    {%- elif kind == 'number' -%}
        {{ parse_number(expression, form) }}
    {%- elif kind == 'whole' -%}
        {{ parse_whole(expression, form) }}
    {%- elif kind == 'flag' -%}
        try_cast({{ without_zero_fraction(expression) if form == 'text' else expression }} as boolean)
    {%- else -%}
        {{ expression }}
    {%- endif -%}
{% endmacro %}


{#- The decimal(18, 6) of a text or a number, null when it does not parse or is 10^12 or more
    by its size.
    expression  SQL
    form        `text`, `typed` or none, as raw_form() says -#}
{% macro parse_number(expression, form='text') %}
    {{- return(adapter.dispatch('parse_number')(expression, form)) -}}
{% endmacro %}

{% macro default__parse_number(expression, form) -%}
    try_cast({{ expression }} as decimal(18, 6))
{%- endmacro %}

{#- Digits are those of ASCII, and `_` between two of them means nothing, as to the other
    engine. -#}
{% macro spark__parse_number(expression, form) -%}
    {%- if form == 'text' -%}
        try_cast(
            case
                when {{ expression }} rlike r'^[0-9.+-][0-9.eE+_-]*\z'
                    then regexp_replace({{ expression }}, r'(?<=[0-9])_(?=[0-9])', '')
            end
            as decimal(18, 6)
        )
    {%- else -%}
        try_cast({{ expression }} as decimal(18, 6))
    {%- endif -%}
{%- endmacro %}


{#- The bigint of a text or a number that has no fraction beyond the sixth place, null when it
    has one or parse_number() is null.
    expression  SQL
    form        `text`, `typed` or none, as raw_form() says -#}
{% macro parse_whole(expression, form='text') %}
    {{- return(adapter.dispatch('parse_whole')(expression, form)) -}}
{% endmacro %}

{% macro default__parse_whole(expression, form) -%}
        case
            when try_cast({{ expression }} as decimal(18, 6)) = try_cast({{ expression }} as bigint)
                then try_cast({{ expression }} as bigint)
        end
{%- endmacro %}

{#- The engine makes a whole number of no text with a point or an exponent. -#}
{% macro spark__parse_whole(expression, form) -%}
    {%- set number = parse_number(expression, form) -%}
    case
        when {{ number }} = try_cast({{ number }} as bigint)
            then try_cast({{ number }} as bigint)
    end
{%- endmacro %}


{#- A timestamp; null when it is infinite or outside the years 1 to 9999, which no calendar
    holds: most tools cannot even show it.
    timestamp  SQL
    returned   SQL to return instead -#}
{% macro calendar_time(timestamp, returned=none) -%}
    case
        when
            {{ timestamp }}
            between timestamp '0001-01-01 00:00:00' and timestamp '9999-12-31 00:00:00'
            then {{ returned or timestamp }}
    end
{%- endmacro %}


{#- The UTC timestamp of a text, null when it does not parse. It is UTC unless it names its
    offset behind the time of day: +01:00, +0100 or +01, with or without a space before
    it, as before Z, UTC and GMT.

    text        SQL of a text
    is_day_end  a day alone is meant up to its last microsecond -#}
{% macro parse_time(text, is_day_end=false) %}
    {{- return(adapter.dispatch('parse_time')(text, is_day_end)) -}}
{% endmacro %}

{#- Nearly all end in a digit and have no sign behind a colon: those need no second look.
    The engine would drop an offset when it reads a time without zone, and would read one
    without an offset in the session's zone when it reads one with; behind minutes without
    seconds it knows none. -#}
{% macro default__parse_time(text, is_day_end) -%}
    {%- set plain = 'try_cast(' ~ text ~ ' as timestamp)' -%}
    {%- set joined = 'replace(replace(' ~ text ~ ", ' +', '+'), ' -', '-')" -%}
    {%- set with_seconds = 'regexp_replace(' ~ joined ~ ", '^([^:]*:[0-9]+)([+-])', '\\1:00\\2')" -%}
    {%- set with_offset = 'coalesce(try_cast(' ~ joined ~ ' as timestamptz), try_cast('
        ~ with_seconds ~ " as timestamptz)) at time zone 'UTC'" -%}
    {%- set with_zone = 'try_cast(regexp_extract(' ~ text
        ~ ", '^(.*:[0-9.]+) ?(Z|UTC|GMT)$', 1, 'i') as timestamp)" -%}
    case
        when {{ text }} like '%:%+%' or {{ text }} like '%:%-%'
            then case
                when regexp_matches({{ text }}, ':[0-9.]+ ?[+-][0-9]{2}(:?[0-9]{2})?$')
                    then {{ calendar_time(with_offset) }}
            end
        when substr({{ text }}, -1) not between '0' and '9'
            then {{ calendar_time(with_zone) }}
        {%- if is_day_end %}
        when {{ text }} not like '%:%'
            then {{ calendar_time(plain, day_end(plain)) }}
        {%- endif %}
        else {{ calendar_time(plain) }}
    end
{%- endmacro %}

{#- The engine reads years, hours and names of zones where the other one reads nothing, and
    nothing where the other one reads slashes, several spaces and 24:00. So a text that the
    other one reads is made one that both read, and any other one that nobody reads. What
    is looked at several times is named by a list of one: written out, the views of a
    connector would be longer than a metastore holds. -#}
{% macro spark__parse_time(text, is_day_end) -%}
    {%- set offset = "regexp_extract(read.text, r'([+-])([0-9]{2}):?([0-9]{2})?\\z', " -%}
    get(transform(
        filter(
            transform(
                transform(
                    array({{ text }}),
                    text -> struct(text, regexp_replace(
                        '#000' || text,
                        r'^#0*?([0-9]{4})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})'
                        r'((?:T\s*|\s+)0*([0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]*)?)?)'
                        r'( ?((?i)Z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?))?)?(?<![.])\z',
                        '$1-$3-$4 $6'
                    ) as local)
                ),
                read -> struct(
                    read.text,
                    case
                        when read.local rlike r' 24:0?0(:0?0([.]0*)?)?\z'
                            then try_cast(substring_index(read.local, ' ', 1) as timestamp)
                                + interval 1 day
                        else try_cast(read.local as timestamp)
                    end as moment
                )
            ),
            read -> {{ calendar_time('read.moment', 'true') }}
        ),
        read -> case
            when read.text like '%:%+%' or read.text like '%:%-%'
                then read.moment - make_dt_interval(
                    0,
                    try_cast({{ offset }}1)
                        || {{ offset }}2) as int),
                    try_cast({{ offset }}1) || '0'
                        || {{ offset }}3) as int)
                )
            {%- if is_day_end %}
            when read.text not like '%:%' then {{ day_end('read.moment') }}
            {%- endif %}
            else read.moment
        end
    ), 0)
{%- endmacro %}


{#- Text without white space of any kind around it; null when nothing is left.

    expression      SQL of a text
    is_stored_once  each of its few values is stored once, as in a dictionary of Parquet -#}
{% macro strip(expression, is_stored_once=false) %}
    {{- return(adapter.dispatch('strip')(expression, is_stored_once)) -}}
{% endmacro %}

{#- Most texts begin and end with a visible ASCII character: to look for white space around
    those would take ten times as long. A dictionary is stripped value by value, but only
    by a plain function. -#}
{% macro default__strip(expression, is_stored_once) %}
    {%- set codes = [9, 10, 11, 12, 13, 32, 133, 160, 5760, 8232, 8233, 8239, 8287, 12288]
        + range(8192, 8203) | list -%}
    {%- set space = 'chr(' ~ codes | join(') || chr(') ~ ')' -%}
    {%- set stripped = "nullif(trim(" ~ expression ~ ", " ~ space ~ "), '')" -%}
    {%- if is_stored_once -%}
        {{ stripped }}
    {%- else -%}
        case
            when
                {{ expression }} between '!' and '~'
                and substr({{ expression }}, -1) between '!' and '~'
                then {{ expression }}
            else {{ stripped }}
        end
    {%- endif -%}
{%- endmacro %}

{% macro spark__strip(expression, is_stored_once) -%}
    nullif(btrim(
        {{ expression }},
        '\t\n\u000B\u000C\r\u0020\u0085\u00A0\u1680\u2028\u2029\u202F\u205F\u3000\u2000\u2001\u2002'
        '\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A'
    ), '')
{%- endmacro %}

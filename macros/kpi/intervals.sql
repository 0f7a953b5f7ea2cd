{#- The 95 % interval of every kind of KPI: SQL of one end as double, null where there is
    none. `sign` is '-' for the lower end and '+' for the upper. Fewer cases, or a count
    of 0, say too little where a macro says so; docs/decisions.md says why these. -#}

{% macro z_of_interval() %}{{ return('1.959964') }}{% endmacro %}


{#- Wilson's interval of a share.
    numerator, denominator  SQL of counts -#}
{% macro wilson(numerator, denominator, sign) -%}
    {%- set z = z_of_interval() -%}
    {%- set n = 'cast(nullif(' ~ denominator ~ ', 0) as double)' -%}
    {%- set p = '(' ~ numerator ~ ' / ' ~ n ~ ')' -%}
    (
        {{ p }} + {{ z }} * {{ z }} / (2 * {{ n }})
        {{ sign }} {{ z }} * sqrt(
            {{ p }} * (1 - {{ p }}) / {{ n }} + {{ z }} * {{ z }} / (4 * {{ n }} * {{ n }})
        )
    ) / (1 + {{ z }} * {{ z }} / {{ n }})
{%- endmacro %}


{#- Adjusted Wald interval of a net promoter score (Rocks 2016): as if three answers more
    had come, three quarters of one from a promoter, as much from a detractor.
    balance  SQL of promoters less detractors
    rated    SQL of promoters and detractors
    answers  SQL of all answers -#}
{% macro nps_interval(balance, rated, answers, sign) -%}
    {%- set n = '(' ~ answers ~ ' + 3)' -%}
    {%- set score = '(cast(' ~ balance ~ ' as double) / ' ~ n ~ ')' -%}
    {%- set spread = '((' ~ rated ~ ' + 1.5) / cast(' ~ n ~ ' as double))' -%}
    case
        when {{ answers }} > 0
            then greatest(-100, least(100, 100 * (
                {{ score }} {{ sign }} {{ z_of_interval() }}
                * sqrt(({{ spread }} - {{ score }} * {{ score }}) / {{ n }})
            )))
    end
{%- endmacro %}


{#- Which of n ascending values is an end of the interval of their median: bigint, null
    under 6 values.
    n  SQL of a count -#}
{% macro median_rank(n, sign) -%}
    {%- set half = n ~ ' / cast(2 as double)' -%}
    {%- set reach = z_of_interval() ~ ' * sqrt(' ~ n ~ ') / 2' -%}
    case
        when {{ n }} >= 6
            {%- if sign == '-' %}
            then cast(greatest(1, round({{ half }} - {{ reach }})) as bigint)
            {%- else %}
            then cast(least({{ n }}, round(1 + {{ half }} + {{ reach }})) as bigint)
            {%- endif %}
    end
{%- endmacro %}


{#- Ratio estimator's interval of a mean, sum(y) / sum(x): not below 0, null under 10
    cases. The squares of y - R x are put together from variances rather than from sums of
    squares: of values far from 0 that differ little, those would leave nothing but the
    rounding of doubles. What that leaves in the last digits is cut.
    cases                         SQL of the number of cases
    mean, denominator             SQL of R, and of the sum of x
    variance_y, variance_x, covariance  SQL of var_pop and covar_pop over the cases -#}
{% macro mean_interval(
    cases, mean, denominator, variance_y, variance_x, covariance, sign
) -%}
    case
        when {{ cases }} >= 10 and {{ denominator }} <> 0
            then greatest(0, round({{ mean }} {{ sign }} {{ z_of_interval() }} * {{ cases }}
                * sqrt(greatest(0, {{ variance_y }} - 2 * {{ mean }} * {{ covariance }}
                    + {{ mean }} * {{ mean }} * {{ variance_x }}) / ({{ cases }} - 1))
                / abs({{ denominator }}), 9))
    end
{%- endmacro %}


{#- Interval of the growth from one count to another, a / b - 1; null where either is 0.
    later, earlier  SQL of counts -#}
{% macro growth_interval(later, earlier, sign) -%}
    cast({{ later }} as double) / nullif({{ earlier }}, 0) * exp(
        {{ sign }} {{ z_of_interval() }} * sqrt(
            1 / cast(nullif({{ later }}, 0) as double)
            + 1 / cast(nullif({{ earlier }}, 0) as double)
        )
    ) - 1
{%- endmacro %}


{#- Interval of one rate over another, (x1 / n1) / (x0 / n0); null where x1 or x0 is 0.
    hits, of, base_hits, base_of  SQL of x1, n1, x0 and n0 -#}
{% macro rate_ratio_interval(hits, of, base_hits, base_of, sign) -%}
    {%- set p1 = '(cast(' ~ hits ~ ' as double) / nullif(' ~ of ~ ', 0))' -%}
    {%- set p0 = '(cast(' ~ base_hits ~ ' as double) / nullif(' ~ base_of ~ ', 0))' -%}
    {{ p1 }} / nullif({{ p0 }}, 0) * exp(
        {{ sign }} {{ z_of_interval() }} * sqrt(
            (1 - {{ p1 }}) / nullif({{ hits }}, 0)
            + (1 - {{ p0 }}) / nullif({{ base_hits }}, 0)
        )
    )
{%- endmacro %}


{#- The end of an interval, moved to the value where the interval does not hold it.
    limit, value  SQL -#}
{% macro widened(limit, value, sign) -%}
    {%- set beyond = '>' if sign == '-' else '<' -%}
    case when {{ limit }} {{ beyond }} {{ value }} then {{ value }} else {{ limit }} end
{%- endmacro %}


{#- MOVER interval of a difference from the intervals of both parts, taken as independent
    (Zou & Donner 2008); null where a part is missing. Over columns value, ci_low, ci_high
    and the same of `previous`: previous_value, previous_ci_low, previous_ci_high. -#}
{% macro change_interval(sign) -%}
    {%- if sign == '-' -%}
        {%- set now, before = 'value - ci_low', 'previous_ci_high - previous_value' -%}
    {%- else -%}
        {%- set now, before = 'ci_high - value', 'previous_value - previous_ci_low' -%}
    {%- endif -%}
    value - previous_value {{ sign }} sqrt(
        ({{ now }}) * ({{ now }}) + ({{ before }}) * ({{ before }})
    )
{%- endmacro %}


{#- Whether a change is beyond noise: 0 is not within its interval; null without one.
    low, high  SQL of the ends -#}
{% macro is_beyond_noise(low, high) -%}
    ({{ comparable(low) }} > 0 or {{ comparable(high) }} < 0)
{%- endmacro %}


{#- What is added up of the rows of a KPI that is a quotient, for quotient_value and
    quotient_interval: columns numerator, denominator, cases, rated, variance_y,
    variance_x, covariance. Over rows of int_kpi_rows. Sums are of decimals, so that they
    do not depend on the order of the rows. -#}
{% macro quotient_sums() -%}
    cast(sum(cast(numerator as decimal(38, 9))) as double) as numerator,
    cast(sum(cast(denominator as decimal(38, 9))) as double) as denominator,
    count(*) as cases,
    count(*) filter (where kind = 'nps' and numerator <> 0) as rated,
    var_pop(numerator) filter (where kind = 'mean') as variance_y,
    var_pop(denominator) filter (where kind = 'mean') as variance_x,
    covar_pop(numerator, denominator) filter (where kind = 'mean') as covariance
{%- endmacro %}


{#- The value of a quotient; null where the denominator is 0. -#}
{% macro quotient_value() -%}
    case kind
        when 'nps' then {{ ratio('100 * numerator', 'denominator') }}
        else {{ ratio('numerator', 'denominator') }}
    end
{%- endmacro %}


{#- An end of the interval of a quotient by its kind, over a column `value` and the columns
    of quotient_sums; it holds the value. -#}
{% macro quotient_interval(sign) -%}
    {%- set limit -%}
    case kind
        when 'share' then {{ wilson('numerator', 'denominator', sign) }}
        when 'nps' then {{ nps_interval('numerator', 'rated', 'cases', sign) }}
        when 'mean' then {{ mean_interval(
            'cases', 'value', 'denominator',
            'variance_y', 'variance_x', 'covariance', sign
        ) }}
    end
    {%- endset -%}
    {{ widened(limit, 'value', sign) }}
{%- endmacro %}

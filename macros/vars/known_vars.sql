{#- The vars of this project with what each may be. dbt tells no macro the names of vars:
    dbt_project.yml, where they are stated, gives them as meta to a seed.

    kind   whole, number, zone, moment, currency, text, or list (what is in it is checked
           elsewhere)
    least  of a whole or a number
    most   likewise -#}
{% macro known_vars() %}
    {% set known = {} %}
    {% for node in graph.nodes.values()
        if node.package_name == 'service_to_revenue' and node.config.get('meta', {}).get('vars') %}
        {% for name in node.config['meta']['vars'] %}
            {% do known.update({name: var_rule(name)}) %}
        {% endfor %}
    {% endfor %}
    {% do return(known) %}
{% endmacro %}


{#- What a var may be, by how its name ends; one that a team adds has a rule, too.
    name  of the var -#}
{% macro var_rule(name) %}
    {#- A century of days, a billion rows, all of a share. Durations of nothing make sense
        for few: the others are windows, and would be empty. -#}
    {% set rules = [
        ['^as_of$', {'kind': 'moment'}],
        ['^connections$', {'kind': 'list'}],
        ['_currency$', {'kind': 'currency'}],
        ['_time_zone$', {'kind': 'zone'}],
        [
            '^(wismo_landmark_hours|refund_link_days|contact_free_days|fix_adoption_days'
            ~ '|control_outcome_lag_days|gate_duplicate_hours)$',
            {'kind': 'whole', 'least': 0, 'most': 36500}
        ],
        ['_(days|hours|weeks)$', {'kind': 'whole', 'least': 1, 'most': 36500}],
        [
            '_(count|group|tickets|contacts|fixes)$',
            {'kind': 'whole', 'least': 1, 'most': 1000000000}
        ],
        [
            '_(share|share_limit|rate|sla|gap|score|margin)$',
            {'kind': 'number', 'least': 0, 'most': 1}
        ],
        ['^z_|_limit$', {'kind': 'number', 'least': 0, 'most': 1000000000}],
    ] %}
    {% for pattern, rule in rules if modules.re.search(pattern, name) %}
        {% do return(rule) %}
    {% endfor %}
    {% do return({'kind': 'text'}) %}
{% endmacro %}

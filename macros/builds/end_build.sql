{#- SQL that records how the build went, and one line for the person who waits. A build
    has passed when every seed, model and data test of the project was part of it and
    none failed: only then do the marts belong together. on-run-end.
    results  the results of the run -#}
{% macro end_build(results) -%}
    {%- if execute and flags.WHICH in changing_commands() -%}
        {%- set failed = [] -%}
        {%- set warned = [] -%}
        {%- set skipped = [] -%}
        {%- set done = [] -%}
        {#- Exposures are part of a run, and nothing is done for them. -#}
        {%- for result in results if result.node.resource_type != 'exposure' -%}
            {%- do done.append(result.node.unique_id) -%}
            {%- if result.status in ['error', 'fail', 'runtime error'] -%}
                {%- do failed.append(result.node.name) -%}
            {%- elif result.status == 'skipped' -%}
                {%- do skipped.append(result.node.name) -%}
            {%- elif result.status == 'warn' -%}
                {%- do warned.append(result.node.name) -%}
            {%- endif -%}
        {%- endfor -%}
        {#- Tests of models that are switched off stay in the graph. -#}
        {%- set left_out = graph.nodes.values()
            | selectattr('resource_type', 'in', ['seed', 'model', 'test'])
            | selectattr('config.enabled')
            | map(attribute='unique_id') | reject('in', done) | list -%}
        {%- if failed -%}
            {%- set state, detail = 'failed', failed | length ~ ' failed ('
                ~ failed | join(', ') ~ '), ' ~ skipped | length ~ ' skipped' -%}
        {%- elif flags.EMPTY -%}
            {%- set state, detail = 'incomplete', 'it was built with --empty' -%}
        {%- elif left_out -%}
            {%- set state, detail = 'incomplete', left_out | length
                ~ ' seeds, models or tests of the project were not part of it' -%}
        {%- else -%}
            {%- set state, detail = 'passed', done | length ~ ' of ' ~ done | length
                ~ ' seeds, models and tests passed' ~ (', ' ~ warned | length ~ ' with a warning ('
                ~ warned | join(', ') ~ ')' if warned else '') -%}
        {%- endif -%}
        {%- if 'No space left on device' in results | map(attribute='message') | join(' ') -%}
            {%- do log('Disk full: no space is left for ' ~ target.path ~ '. Free some there, or'
                ~ ' name another disk in WAREHOUSE_PATH, and build again.', info=true) -%}
        {%- endif -%}
        {%- do log('Build ' ~ state ~ ': ' ~ detail ~ '.', info=true) -%}
        {{ last_build(state, detail) }}
    {%- endif -%}
{%- endmacro %}

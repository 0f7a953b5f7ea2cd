{#- How Apache Spark finds and reads files in SQL alone: a view of a session would be seen by
    one of dbt's threads only. -#}

{#- What a macro asks once a run: the answer that it gave to a question, none at first. A
    question is a job of the engine, and each model asks for its input anew.
    question  a text -#}
{% macro remembered(question) %}
    {% do return(graph.get('remembered', {}).get(question)) %}
{% endmacro %}

{#- Keeps an answer for the other models of this run, in what dbt shows to all of them, and
    returns it. -#}
{% macro remember(question, answer) %}
    {% do graph.setdefault('remembered', {}).update({question: answer}) %}
    {% do return(answer) %}
{% endmacro %}


{#- The files that a pattern names, sorted: paths, with scheme and host unless they are of
    this machine. Their contents are not read.
    pattern  an absolute path or one with a scheme; * ? [] and ** stand for other characters -#}
{% macro files_of_any_name(pattern) %}
    {% set known = remembered('files ' ~ pattern) %}
    {% if known is not none %}
        {% do return(known) %}
    {% endif %}
    {#- below a folder of any depth, everything is listed and looked through -#}
    {% set root = modules.re.sub('/[^/]*[*][*].*$', '', pattern) %}
    {% set root = modules.re.sub('([{}\\\\])', '\\\\\\1', root) %}
    {#- a pattern that names nothing is an error, unless beside something that is there -#}
    {% if root.startswith('/') and not modules.re.search('[\\[{},\\\\]', root) %}
        {% set root = '/{' ~ root[1:] ~ ',dev/null}' %}
    {% endif %}
    {% set files = [] %}
    {% for row in run_query(
        'select distinct ' ~ decoded_path() ~ ' from binaryFile.' ~ quoted_path(root)
        ~ " with ('recursiveFileLookup' = 'true')"
    ).rows %}
        {% do files.append(row[0]) %}
    {% endfor %}
    {% do return(remember('files ' ~ pattern, files | sort)) %}
{% endmacro %}


{#- SQL of the path of the file that a row is read from, as files_of_any_name() has it. -#}
{% macro decoded_path() -%}
    regexp_replace(url_decode(replace(_metadata.file_path, '+', '%2B')), r'\Afile:/+', '/')
{%- endmacro %}


{#- A regular expression for the paths that a pattern names; see files_of_any_name(). -#}
{% macro path_expression(pattern) %}
    {% set path = {'plain': modules.re.sub('/([.]?/)+', '/', without_host(pattern))} %}
    {% for _ in path['plain'].split('/../')[1:] %}
        {% do path.update({
            'plain': modules.re.sub('/[^/]+/[.][.]/', '/', path['plain'], count=1)
        }) %}
    {% endfor %}
    {% set escaped = modules.re.sub('([.+^$(){}|\\\\])', '\\\\\\1', path['plain']) %}
    {% do return(
        escaped | replace('?', '[^/]') | replace('[!', '[^')
        | replace('/**/', '/(.\x01/)\x02') | replace('**', '.\x01') | replace('*', '[^/]*')
        | replace('\x01', '*') | replace('\x02', '?') ~ '$'
    ) %}
{% endmacro %}


{#- A path without its scheme and host. -#}
{% macro without_host(path) %}
    {% do return(modules.re.sub('^[a-z][a-z0-9+.-]*:(//[^/]*)?', '', path)) %}
{% endmacro %}


{#- A path as it is written behind the name of a format. -#}
{% macro quoted_path(path) -%}
    `{{ path | replace('`', '``') }}`
{%- endmacro %}


{#- The paths behind the name of a format under which files are read: one for each host.
    Raises a compiler error for a path that holds a sign of patterns: the engine's reader of
    CSV would take it for one, however it is written. -#}
{% macro paths_of(files) %}
    {% set hosts = {} %}
    {% for file in files %}
        {% set path = without_host(file) %}
        {% if modules.re.search('[\\[\\]{}*?,:\\\\]', path) %}
            {% do exceptions.raise_compiler_error(
                'raw input: ' ~ without_secrets(file) ~ ' has in its path one of the signs'
                ~ ' [ ] { } * ? , : and backslash, which Apache Spark cannot read. Rename it'
            ) %}
        {% endif %}
        {% do hosts.setdefault(file[:file | length - path | length], []).append(path[1:]) %}
    {% endfor %}
    {% set paths = [] %}
    {% for host, names in hosts.items() %}
        {% do paths.append(
            host ~ '/' ~ (names[0] if names | length == 1 else '{' ~ names | join(',') ~ '}')
        ) %}
    {% endfor %}
    {% do return(paths) %}
{% endmacro %}


{#- SQL behind `from`: what a format reads of files, with no name for it.
    format    of the engine: text, csv, parquet
    files     paths
    options   {name: value}
    columns   what to select
    names     what the columns of the files are called instead of what they say; none: that -#}
{% macro files_read(format, files, options={}, columns='*', names=none) -%}
    {%- set settings = [] -%}
    {%- for name, value in options.items() -%}
        {%- do settings.append("'" ~ name ~ "' = " ~ text_literal(value)) -%}
    {%- endfor -%}
    (
    {%- for path in paths_of(files) %}
        select {{ columns }} from {{ format }}.{{ quoted_path(path) }}
        {{- ' with (' ~ settings | join(', ') ~ ')' if settings }}
        {{- ' as files(' ~ names | join(', ') ~ ')' if names }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
    )
{%- endmacro %}


{#- Options to read the folders of key=value above a file as columns: {name: value}. -#}
{% macro partition_options(file) %}
    {% set found = modules.re.match('(.*?)/[^/=]+=', file) %}
    {% do return({'basePath': found.group(1)} if found else {}) %}
{% endmacro %}

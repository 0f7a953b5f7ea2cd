{#- What must hold in every row of a model. A null result passes: an expression over a
    column that may be empty says nothing of the rows where it is.

    expression  SQL of a boolean over the model's columns -#}
{% test expression_is_true(model, expression) %}

select *
from {{ model }}
where not ({{ expression }})

{% endtest %}

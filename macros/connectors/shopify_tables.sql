{#- What is read of Shopify, as loaders leave it; see vendor_rows.sql. -#}

{#- As Fivetran leaves it. A connection that reads Shopify's GraphQL API has other
    columns than one that reads its REST API: `_set_shop_amount` where that has `_set`, a
    JSON, and `currency_code`, `display_status`, `number`. Both are read, and which it is
    need not be said. -#}
{% macro shopify_fivetran_tables() %}
    {% set key = {'kind': 'id', 'is_required': true} %}
    {% set synced = {'kind': 'time', 'is_required': true} %}
    {% do return({
        'order': {'is_required': true, 'columns': {
            'id': key,
            'name': 'text',
            'order_number': 'id',
            'number': 'id',
            'created_at': {'kind': 'time', 'is_required': true},
            'processed_at': 'time',
            'cancelled_at': 'time',
            'total_price': 'number',
            'total_price_set': 'json',
            'total_price_set_shop_amount': 'number',
            'total_price_set_shop_currency_code': 'text',
            'total_price_set_pres_amount': 'number',
            'subtotal_price': 'number',
            'subtotal_price_set_shop_amount': 'number',
            'total_discounts': 'number',
            'total_discounts_set_shop_amount': 'number',
            'currency': 'text',
            'currency_code': 'text',
            'presentment_currency': 'text',
            'presentment_currency_code': 'text',
            'test': 'flag',
            'customer_id': 'id',
            'shipping_address_country_code': 'id',
            'billing_address_country_code': 'id',
            '_fivetran_deleted': 'flag',
            '_fivetran_synced': synced,
        }},
        'order_line': {'is_required': true, 'columns': {
            'id': key,
            'order_id': key,
            'product_id': 'id',
            'quantity': {'kind': 'number', 'is_required': true},
            'price': 'number',
            'price_set': 'json',
            'original_total_set_shop_amount': 'number',
            'total_discount': 'number',
            'total_discount_set': 'json',
            'total_discount_set_shop_amount': 'number',
            '_fivetran_deleted': 'flag',
            '_fivetran_synced': synced,
        }},
        'refund': {'is_required': true, 'columns': {
            'id': key,
            'order_id': key,
            'return_id': 'id',
            'created_at': {'kind': 'time', 'is_required': true},
            'note': 'text',
            'total_refunded_set_shop_amount': 'number',
            '_fivetran_deleted': 'flag',
            '_fivetran_synced': synced,
        }},
        'transaction': {'is_required': true, 'columns': {
            'id': key,
            'order_id': 'id',
            'refund_id': 'id',
            'kind': {'kind': 'text', 'is_required': true},
            'status': {'kind': 'text', 'is_required': true},
            'amount': 'number',
            'amount_set_shop_amount': 'number',
            'currency': 'text',
            'created_at': 'time',
            'processed_at': 'time',
            '_fivetran_deleted': 'flag',
            '_fivetran_synced': synced,
        }},
        'customer': {'is_required': true, 'columns': {
            'id': key,
            'email': 'text',
            'phone': 'text',
            'first_name': 'text',
            'last_name': 'text',
            'created_at': 'time',
            '_fivetran_deleted': 'flag',
            '_fivetran_synced': synced,
        }},
        'customer_address': {'is_lookup': true, 'columns': {
            'id': 'id',
            'customer_id': key,
            'country_code': 'id',
            'is_default': 'flag',
            '_fivetran_synced': 'time',
        }},
        'order_tag': {'is_lookup': true, 'columns': {
            'order_id': key,
            'value': {'kind': 'text', 'is_required': true},
        }},
        'fulfillment': {
            'without': [['orders', 'shipping and delivery cannot be seen']],
            'is_lookup': true,
            'columns': {
                'id': key,
                'order_id': key,
                'status': 'text',
                'shipment_status': 'text',
                'display_status': 'text',
                'notify_customer': 'flag',
                'created_at': {'kind': 'time', 'is_required': true},
                'updated_at': 'time',
                '_fivetran_deleted': 'flag',
                '_fivetran_synced': synced,
            },
        },
        'fulfillment_event': {
            'without': [
                ['order_updates', 'what customers were told of their parcels cannot be seen'],
                ['orders', 'promised dates cannot be seen'],
            ],
            'columns': {
                'id': key,
                'order_id': 'id',
                'fulfillment_id': key,
                'status': {'kind': 'text', 'is_required': true},
                'happened_at': {'kind': 'time', 'is_required': true},
                'estimated_delivery_at': 'time',
                '_fivetran_deleted': 'flag',
                '_fivetran_synced': synced,
            },
        },
        'return': {
            'without': [['refunds', 'open and declined returns cannot be seen']],
            'columns': {
                'id': key,
                'order_id': key,
                'status': {'kind': 'text', 'is_required': true},
                'created_at': 'time',
                '_fivetran_deleted': 'flag',
                '_fivetran_synced': synced,
            },
        },
        'return_line_item': {'is_lookup': true, 'columns': {
            'return_id': key,
            'order_line_id': 'id',
            'quantity': 'number',
            'return_reason': 'text',
            'return_reason_note': 'text',
        }},
        'order_line_refund': {
            'aliases': ['refund_line_item'],
            'is_lookup': true,
            'columns': {
                'id': 'id',
                'refund_id': key,
                'subtotal': 'number',
                'subtotal_set_shop_amount': 'number',
                'total_tax': 'number',
                'total_tax_set_shop_amount': 'number',
            },
        },
        'order_adjustment': {'is_lookup': true, 'columns': {
            'id': 'id',
            'refund_id': key,
            'reason': 'text',
            'amount': 'number',
            'amount_set_shop_amount': 'number',
            'tax_amount': 'number',
            'tax_amount_set_shop_amount': 'number',
        }},
        'discount_allocation': {'is_lookup': true, 'columns': {
            'order_line_id': key,
            'amount': 'number',
            'amount_set_shop_money_amount': 'number',
            'allocated_amount_set_shop_amount': 'number',
        }},
        'product': {
            'is_lookup': true,
            'without': [['order_lines', 'products have no category']],
            'columns': {'id': key, 'product_type': 'id', '_fivetran_synced': 'time'},
        },
    }) %}
{% endmacro %}


{#- As Airbyte leaves it: what belongs to an order is inside its row, as JSON. -#}
{% macro shopify_airbyte_tables() %}
    {% set key = {'kind': 'id', 'is_required': true} %}
    {% set extracted = {'kind': 'time', 'is_required': true} %}
    {% do return({
        'orders': {
            'is_required': true,
            'columns': {
                'id': key,
                'name': 'text',
                'order_number': 'id',
                'number': 'id',
                'created_at': {'kind': 'time', 'is_required': true},
                'processed_at': 'time',
                'cancelled_at': 'time',
                'deleted_at': 'time',
                'total_price': 'number',
                'total_price_set': 'json',
                'subtotal_price': 'number',
                'total_discounts': 'number',
                'currency': 'text',
                'presentment_currency': 'text',
                'test': 'flag',
                'tags': 'text',
                'customer': 'json',
                'customer_id': 'id',
                'shipping_address': 'json',
                'billing_address': 'json',
                'line_items': 'json',
                'fulfillments': 'json',
                'refunds': 'json',
                '_airbyte_raw_id': 'id',
                '_airbyte_extracted_at': extracted,
            },
        },
        'customers': {'is_required': true, 'columns': {
            'id': key,
            'email': 'text',
            'phone': 'text',
            'first_name': 'text',
            'last_name': 'text',
            'default_address': 'json',
            'created_at': 'time',
            'deleted_at': 'time',
            '_airbyte_extracted_at': extracted,
        }},
        'order_refunds': {'columns': {
            'id': key,
            'order_id': key,
            'created_at': {'kind': 'time', 'is_required': true},
            'note': 'text',
            'return': 'json',
            'transactions': 'json',
            'refund_line_items': 'json',
            'order_adjustments': 'json',
            '_airbyte_extracted_at': extracted,
        }},
        'transactions': {'columns': {
            'id': key,
            'order_id': 'id',
            'refund_id': 'id',
            'kind': {'kind': 'text', 'is_required': true},
            'status': {'kind': 'text', 'is_required': true},
            'amount': 'number',
            'amount_set': 'json',
            'currency': 'text',
            'created_at': 'time',
            'processed_at': 'time',
            '_airbyte_extracted_at': extracted,
        }},
        'fulfillments': {'is_lookup': true, 'columns': {
            'id': key,
            'order_id': key,
            'status': 'text',
            'shipment_status': 'text',
            'created_at': {'kind': 'time', 'is_required': true},
            'updated_at': 'time',
            '_airbyte_extracted_at': extracted,
        }},
        'products': {
            'is_lookup': true,
            'without': [['order_lines', 'products have no category']],
            'columns': {
                'id': key, 'product_type': 'id', '_airbyte_extracted_at': extracted,
            },
        },
    }) %}
{% endmacro %}


{#- As dlt leaves it: what belongs to an order is in tables of its own, whose
    _dlt_parent_id is the _dlt_id of the row they were in. -#}
{% macro shopify_dlt_tables() %}
    {% set key = {'kind': 'id', 'is_required': true} %}
    {% set moment = {'kind': 'time', 'is_required': true} %}
    {% set parent = {'_dlt_id': key, '_dlt_parent_id': key} %}
    {% do return({
        'orders': {'is_required': true, 'columns': {
            'id': key,
            'name': 'text',
            'order_number': 'id',
            'number': 'id',
            'created_at': moment,
            'processed_at': 'time',
            'cancelled_at': 'time',
            'total_price': 'number',
            'total_price_set__shop_money__amount': 'number',
            'total_price_set__shop_money__currency_code': 'text',
            'total_price_set__presentment_money__amount': 'number',
            'subtotal_price': 'number',
            'total_discounts': 'number',
            'currency': 'text',
            'presentment_currency': 'text',
            'test': 'flag',
            'tags': 'text',
            'customer__id': 'id',
            'shipping_address__country_code': 'id',
            'billing_address__country_code': 'id',
            '_dlt_id': key,
            '_dlt_load_id': key,
        }},
        'customers': {'is_required': true, 'columns': {
            'id': key,
            'email': 'text',
            'phone': 'text',
            'first_name': 'text',
            'last_name': 'text',
            'default_address__country_code': 'id',
            'created_at': 'time',
            '_dlt_load_id': key,
        }},
        '_dlt_loads': {'is_required': true, 'is_lookup': true, 'columns': {
            'load_id': key, 'inserted_at': moment,
        }},
        'orders__line_items': {
            'without': [['order_lines', 'what was in the orders cannot be seen']],
            'columns': dict({
                'id': key,
                'product_id': 'id',
                'quantity': {'kind': 'number', 'is_required': true},
                'price': 'number',
                'price_set__shop_money__amount': 'number',
                'total_discount': 'number',
                'total_discount_set__shop_money__amount': 'number',
            }, **parent),
        },
        'orders__line_items__discount_allocations': {
            'is_lookup': true,
            'columns': dict({
                'amount': 'number', 'amount_set__shop_money__amount': 'number',
            }, **parent),
        },
        'orders__fulfillments': {
            'is_lookup': true,
            'without': [['orders', 'shipping and delivery cannot be seen']],
            'columns': dict({
                'id': key,
                'status': 'text',
                'shipment_status': 'text',
                'created_at': moment,
                'updated_at': 'time',
            }, **parent),
        },
        'orders__refunds': {
            'without': [['refunds', 'there are no refunds yet, or they were not loaded']],
            'columns': dict({
                'id': key,
                'created_at': moment,
                'note': 'text',
                'return__id': 'id',
            }, **parent),
        },
        'orders__refunds__transactions': {
            'without': [
                ['refunds', 'whether refunds moved money cannot be seen: none is completed'],
            ],
            'columns': dict({
                'id': key,
                'kind': {'kind': 'text', 'is_required': true},
                'status': {'kind': 'text', 'is_required': true},
                'amount': 'number',
                'amount_set__shop_money__amount': 'number',
                'currency': 'text',
                'created_at': 'time',
                'processed_at': 'time',
            }, **parent),
        },
        'orders__refunds__refund_line_items': {
            'is_lookup': true,
            'columns': dict({'subtotal': 'number', 'total_tax': 'number'}, **parent),
        },
        'orders__refunds__order_adjustments': {
            'is_lookup': true,
            'columns': dict({
                'reason': 'text', 'amount': 'number', 'tax_amount': 'number',
            }, **parent),
        },
        'products': {
            'is_lookup': true,
            'without': [['order_lines', 'products have no category']],
            'columns': {'id': key, 'product_type': 'id', '_dlt_load_id': 'id'},
        },
    }) %}
{% endmacro %}

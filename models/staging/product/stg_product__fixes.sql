{{ latest_versions('fixes', ref('base_product__fixes')) }}

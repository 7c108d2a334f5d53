"""Storage: tables, queries per noun, migrations. Values in, values out."""

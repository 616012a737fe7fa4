"""Where big tables are counted: one small protocol, DuckDB by default, Apache Spark as an extra."""

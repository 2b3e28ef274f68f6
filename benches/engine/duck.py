#!/usr/bin/env python3
"""Decides the leads in DuckDB, by the same policy as SQL: duck.py LEADS OUT [THREADS]."""

import pathlib
import sys

import duckdb

leads, out = sys.argv[1:3]
threads = sys.argv[3] if len(sys.argv) > 3 else "2"
sql = pathlib.Path(__file__).with_name("duck.sql").read_text()
connection = duckdb.connect()
connection.execute(f"set threads = {threads}")
connection.execute("set preserve_insertion_order = true")
connection.execute(sql.replace("$LEADS", leads).replace("$OUT", out))

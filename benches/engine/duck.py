#!/usr/bin/env python3
"""Decides the leads in DuckDB, by the same policy as SQL: duck.py SQL LEADS OUT THREADS."""

import pathlib
import sys

import duckdb

sql, leads, out, threads = sys.argv[1:5]
connection = duckdb.connect()
connection.execute(f"set threads = {threads}")
connection.execute("set preserve_insertion_order = true")
connection.execute(pathlib.Path(sql).read_text().replace("$LEADS", leads).replace("$OUT", out))

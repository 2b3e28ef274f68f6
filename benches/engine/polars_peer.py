#!/usr/bin/env python3
"""Decides the leads in Polars, by the policy of policy.ground as expressions: polars_peer.py LEADS OUT THREADS."""

import os
import sys
from datetime import date

leads, out, threads = sys.argv[1:4]
os.environ["POLARS_MAX_THREADS"] = threads

import polars as pl  # noqa: E402  it reads the number of threads when it is imported

c, lit = pl.col, pl.lit


def points(when, count):
    return pl.when(when).then(count).otherwise(0)


def first(rules, otherwise):
    (when, value), *rest = rules
    chain = pl.when(when).then(lit(value))
    for when, value in rest:
        chain = chain.when(when).then(lit(value))
    return chain.otherwise(lit(otherwise))


country, title = c("country").str.to_lowercase(), c("title").str.to_lowercase()
size = lambda low, high: (c("employees") >= low) & (c("employees") < high)
fit = (
    pl.when(c("employees") >= 1000).then(40).when(c("employees") >= 200).then(30)
    .when(c("employees") >= 50).then(20).when(c("employees") >= 10).then(10).otherwise(0)
    + pl.when(c("industry").is_in(["software", "finance"])).then(25).when(c("industry") == "health").then(15)
    .when(c("industry") == "retail").then(5).otherwise(0)
    + points(country.is_in(["us", "ca", "gb", "de", "fr"]), 15)
    + points(c("revenue") >= 10_000_000, 10)
    + points(title.str.contains("vp", literal=True), 10)
    - points(title.str.contains("student", literal=True), 20)
).clip(0, 100)
engagement = (
    (c("visits").fill_null(0) * 2).clip(0, 30)
    + points(c("source") == "referral", 15)
    + points(c("source") == "event", 10)
    + points(c("score_ext") >= 0.8, 10)
    - points(c("created") < date(2026, 1, 1), 10)
).clip(0, 60)
qualification = first(
    [
        (c("opted_out") == "yes", "disqualified"),
        (c("employees") < 2, "disqualified"),
        ((c("fit") >= 70) & (c("engagement") >= 25), "sql"),
        (c("fit") + c("engagement") >= 60, "mql"),
    ],
    "nurture",
)
owner = first(
    [
        ((c("employees") >= 5000) & (country == "us"), "enterprise"),
        ((c("employees") >= 5000) & (country == "ca"), "enterprise"),
        (c("revenue") >= 500_000_000, "enterprise"),
        ((c("industry") == "finance") & title.str.starts_with("vp"), "enterprise"),
        (c("source") == "partner", "partners"),
        ((country == "de") & (c("employees") >= 50), "emea"),
        ((country == "fr") & (c("employees") >= 50), "emea"),
        ((country == "gb") & (c("employees") >= 50), "emea"),
        (country.is_in(["nl", "es", "it", "se", "pl"]), "emea"),
        (country == "jp", "apac"),
        ((country == "in") & (c("revenue") >= 1_000_000), "apac"),
        (country.is_in(["au", "sg", "nz", "in"]), "apac"),
        (size(200, 5000) & (c("industry") == "software"), "mid_market"),
        (size(200, 5000) & (c("visits") >= 2), "mid_market"),
        (c("created") < date(2025, 1, 1), "self_serve"),
        (size(10, 5000), "smb"),
    ],
    "self_serve",
)
text, whole = pl.String, pl.Int64
schema = {
    "email": text, "company": text, "country": text, "title": text, "employees": whole, "revenue": whole,
    "industry": text, "source": text, "visits": whole, "score_ext": pl.Float64, "created": pl.Date, "opted_out": text,
}
(
    pl.scan_csv(leads, schema=schema)
    .with_columns(fit=fit, engagement=engagement)
    .select(key="email", qualification=qualification, owner=owner, fit="fit", engagement="engagement")
    .sink_csv(out)
)

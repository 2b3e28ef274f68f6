#!/usr/bin/env python3
"""Writes a policy of so many routing rules of one to three fields over the leads of leads.py, or the same
as SQL.

    python3 benches/engine/rules.py 1000 > policy.ground
    python3 benches/engine/rules.py 1000 --sql > policy.sql
"""

import random
import sys

COUNTRIES = ["US", "CA", "GB", "DE", "FR", "NL", "ES", "IT", "SE", "PL", "JP", "IN", "AU", "SG", "NZ", "BR", "MX"]
INDUSTRIES = ["software", "finance", "health", "retail", "education", "other"]
SOURCES = ["web", "event", "referral", "outbound", "partner"]

HEAD = """policy "Bench: {count} rules" { version "1" }

team sales { role {roles} }

lead {
  email:     text key
  company:   text
  country:   text
  title:     text
  employees: integer >= 0
  revenue:   money USD >= 0
  industry:  one of software | finance | health | retail | education | other
  source:    one of web | event | referral | outbound | partner
  visits:    integer >= 0
  score_ext: number 0..1
  created:   date
  opted_out: boolean required
}

decision owner: role first match {
"""


SQL_COLUMNS = """{
  'email': 'varchar', 'company': 'varchar', 'country': 'varchar', 'title': 'varchar', 'employees': 'bigint',
  'revenue': 'bigint', 'industry': 'varchar', 'source': 'varchar', 'visits': 'bigint', 'score_ext': 'decimal(9,6)',
  'created': 'date', 'opted_out': 'varchar'}"""


def condition(rng, field):
    """The condition in both languages."""
    low = rng.randrange(0, 5000)

    def pair(ground, sql=None):
        return ground, sql or ground

    def text(name, values, quote):
        value = rng.choice(values)
        return pair(f"{name} = {quote}{value}{quote}", f"lower({name}) = '{value.lower()}'")

    def day():
        it = f"202{rng.randrange(4, 7)}-0{rng.randrange(1, 10)}-1{rng.randrange(0, 10)}"
        return pair(f"created < {it}", f"created < date '{it}'")

    def between():
        high = low + rng.randrange(20, 2000)
        return pair(f"employees in {low}..<{high}", f"employees >= {low} and employees < {high}")

    def revenue():
        least = rng.randrange(1, 900) * 1_000_000
        return pair(f"revenue >= {least} USD", f"revenue >= {least}")

    return {
        "country": lambda: text("country", COUNTRIES, '"'),
        "industry": lambda: text("industry", INDUSTRIES, ""),
        "source": lambda: text("source", SOURCES, ""),
        "employees": between,
        "revenue": revenue,
        "visits": lambda: pair(f"visits >= {rng.randrange(1, 20)}"),
        "created": day,
        "score_ext": lambda: pair(f"score_ext >= 0.{rng.randrange(100, 999)}"),
    }[field]()


def rules(count):
    """The conditions of each rule in both languages, and what it decides."""
    rng = random.Random(3)
    fields = ["country", "industry", "source", "employees", "revenue", "visits", "created", "score_ext"]
    for _ in range(count):
        chosen = rng.sample(fields, rng.randrange(1, 4))
        # Few leads meet three narrow conditions, so that rules late in the list count too.
        parts = [condition(rng, field) for field in chosen + ["country"][: "country" not in chosen]]
        ground, sql = zip(*parts)
        yield " and ".join(ground), " and ".join(sql), f"desk{rng.randrange(20)}"


def main():
    count = int(sys.argv[1])
    if "--sql" in sys.argv:
        cases = "\n".join(f"  when {sql} then '{desk}'" for _, sql, desk in rules(count))
        print(f"copy (select email as key, case\n{cases}\n  else 'desk0' end as owner")
        print(f"from read_csv('$LEADS', header = true, columns = {SQL_COLUMNS})) to '$OUT' (format csv, header true);")
        return
    roles = ", ".join(f"desk{at}" for at in range(20))
    print(HEAD.replace("{count}", str(count)).replace("{roles}", roles), end="")
    for at, (ground, _, desk) in enumerate(rules(count)):
        print(f"  rule r{at}: {desk} when {ground}")
    print("  otherwise desk0\n}")


if __name__ == "__main__":
    main()

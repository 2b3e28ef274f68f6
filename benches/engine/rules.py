#!/usr/bin/env python3
"""Writes a policy of so many routing rules of one to three fields over the leads of leads.py.

    python3 benches/engine/rules.py 1000 > policy.ground
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


def condition(rng, field):
    low = rng.randrange(0, 5000)
    return {
        "country": lambda: f'country = "{rng.choice(COUNTRIES)}"',
        "industry": lambda: f"industry = {rng.choice(INDUSTRIES)}",
        "source": lambda: f"source = {rng.choice(SOURCES)}",
        "employees": lambda: f"employees in {low}..<{low + rng.randrange(20, 2000)}",
        "revenue": lambda: f"revenue >= {rng.randrange(1, 900) * 1_000_000} USD",
        "visits": lambda: f"visits >= {rng.randrange(1, 20)}",
        "created": lambda: f"created < 202{rng.randrange(4, 7)}-0{rng.randrange(1, 10)}-1{rng.randrange(0, 10)}",
        "score_ext": lambda: f"score_ext >= 0.{rng.randrange(100, 999)}",
    }[field]()


def main():
    count, rng = int(sys.argv[1]), random.Random(3)
    roles = [f"desk{at}" for at in range(20)]
    print(HEAD.replace("{count}", str(count)).replace("{roles}", ", ".join(roles)), end="")
    fields = ["country", "industry", "source", "employees", "revenue", "visits", "created", "score_ext"]
    for at in range(count):
        chosen = rng.sample(fields, rng.randrange(1, 4))
        # Few leads meet three narrow conditions, so that rules late in the list count too.
        when = " and ".join(condition(rng, field) for field in chosen + ["country"][: "country" not in chosen])
        print(f"  rule r{at}: {rng.choice(roles)} when {when}")
    print("  otherwise desk0\n}")


if __name__ == "__main__":
    main()

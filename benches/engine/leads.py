#!/usr/bin/env python3
"""Writes made-up leads for the policy beside it, the same for the same seed and number.

    python3 benches/engine/leads.py 1000000 > leads.csv

Twelve columns; one name in eight has a comma and so stands in quotes, one value in twelve is
missing, names have letters beyond ASCII now and then.
"""

import random
import sys

COUNTRIES = ["US"] * 8 + ["CA", "GB", "DE", "FR", "NL", "ES", "IT", "SE", "PL", "JP", "IN", "AU", "SG", "NZ", "BR", "MX"]
TITLES = ["VP Sales", "VP of Marketing", "CEO", "CTO", "Head of Growth", "Director, Demand", "Manager", "Student",
          "Analyst", "SVP Finance", "Engineer", "Owner", "Consultant", "Marketing Lead", "Intern (student)", "Buyer"]
INDUSTRIES = ["software", "finance", "health", "retail", "education", "other"]
SOURCES = ["web", "web", "web", "event", "referral", "outbound", "partner"]
NAMES = ["Acme", "Globex", "Initech", "Umbrella", "Stark", "Wayne", "Müller", "Søren", "Café Royal", "Hooli", "Vandelay"]
ENDS = ["Inc.", "GmbH", "Ltd", "SA", "BV", "LLC"]


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def main():
    rows, rng = int(sys.argv[1]), random.Random(7)
    pick, chance = rng.choice, rng.random
    out = sys.stdout
    out.write("email,company,country,title,employees,revenue,industry,source,visits,score_ext,created,opted_out\n")
    missing = lambda value: "" if chance() < 1 / 12 else value
    lines = []
    for row in range(rows):
        between = ", " if chance() < 1 / 8 else " "
        company = quoted(f"{pick(NAMES)} {row % 9973}{between}{pick(ENDS)}")
        employees = int(10 ** (chance() * 4.5))
        lines.append(
            f"user{row}@example{row % 4099}.com,{company},{missing(pick(COUNTRIES))},{missing(quoted(pick(TITLES)))},"
            f"{missing(str(employees))},{missing(str(int(employees * 150_000 * chance())) )},{missing(pick(INDUSTRIES))},"
            f"{missing(pick(SOURCES))},{missing(str(int(chance() * 20)))},{missing(f'{chance():.3f}')},"
            f"{missing(f'202{int(4 + chance() * 3)}-{int(1 + chance() * 12):02}-{int(1 + chance() * 28):02}')},"
            f"{'yes' if chance() < 0.05 else 'no'}\n"
        )
        if len(lines) == 10_000:
            out.write("".join(lines))
            lines.clear()
    out.write("".join(lines))


if __name__ == "__main__":
    main()

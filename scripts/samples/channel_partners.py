"""Leads of a software firm with partners and named accounts, as a report of its CRM."""

import datetime
import random

from samples.shared import COMPANIES, FIRST_NAMES, POLICIES, TODAY, between, pick, write

NOW = datetime.datetime.combine(TODAY, datetime.time())
COUNTRIES = {
    "United States": 36, "USA": 6, "Canada": 5, "Puerto Rico": 2, "Mexico": 3, "Brasil": 3, "Argentina": 1,
    "Germany": 8, "Deutschland": 2, "France": 6, "Belgium": 3, "Belgique": 1, "Switzerland": 2, "Spain": 3, "UK": 4,
    "the netherlands": 3, "Poland": 2, "Australia": 3, "Singapore": 2, "Korea": 1, "Iceland": 1, "": 6, "N/A": 1,
}
STATES = ["NY", "NJ", "MA", "FL", "OH", "TX", "IL", "MN", "CA", "WA", "CO", "PR", ""]
LANGUAGES = {"": 70, "English": 12, "German": 5, "French": 6, "Spanish": 4, "Dutch": 2, "Portuguese": 1}
STAFF = {"": 20, "0": 3, "inside": 34, "middle": 30, "field": 13}
SIZES = {"inside": (1, 99), "middle": (100, 1_000), "field": (1_001, 30_000)}
NAMED = ["astoria", "bluepeak", "cardinal", "dunmore", "fairmont", "halcyon", "kingsley"]
PARTNERS = ["jana@reseller.example", "luc@revente.example", "pat@resale.example", "mika@kanava.example"]
OWNERS = ["ruth@us.example", "omar@us.example", "birgit@us.example"]
STAGES = {"new": 12, "offered": 10, "with_partner": 12, "direct": 34, "nurture": 22, "deal": 6, "closed": 4}
OURS = {"new": 14, "direct": 40, "nurture": 28, "deal": 10, "closed": 8}
AGES = {"new": (0, 2), "offered": (0, 15), "with_partner": (0, 60), "direct": (0, 34), "nurture": (1, 185)}
REASONS = {"No Budget": 5, "Bad Timing": 4, "Unreachable": 3}


def at(moment):
    return moment.strftime("%m/%d/%Y %H:%M")


def person(rng, number):
    """Who it is, from which company, and where."""
    named = rng.random() < 0.14
    company = rng.choice(NAMED if named else COMPANIES)
    country = pick(rng, COUNTRIES)
    size = pick(rng, {"middle": 3, "field": 7} if named else STAFF)
    return {
        "Email": f"{rng.choice(FIRST_NAMES)}.{number}@{company}.example",
        "Company Domain": f"{company}.example" if rng.random() < 0.8 else "",
        "Country": country,
        "Billing Country": pick(rng, COUNTRIES) if rng.random() < 0.25 else "",
        "State/Province": rng.choice(STATES) if country in {"United States", "USA"} else rng.choice(["", "", ".", "NON-US"]),
        "Language": pick(rng, LANGUAGES),
        "No. of Employees": f"{between(rng, *SIZES[size]):,}" if size in SIZES else size,
        "Account Owner": rng.choice([*OWNERS, ""]) if named else "",
        "Last Form": "",
    }, named


def course(rng, named):
    """Who has it, since when, and what was written down."""
    registered = rng.random() < 0.3
    stage = pick(rng, STAGES if registered and not named else OURS)
    since = NOW - datetime.timedelta(minutes=rng.randint(*(1_440 * days for days in AGES.get(stage, (5, 300)))))
    cells = dict.fromkeys((
        "Registered By", "Partner Verdict", "Partner Reason", "Partner Told", "Partner Report", "First Contacted",
        "Attempts", "Sales Verdict", "Reason", "Note",
    ), "")
    soon = min(since + datetime.timedelta(minutes=between(rng, 10, 2_400)), NOW)
    if registered:
        cells["Registered By"] = rng.choice(PARTNERS)
    if stage == "with_partner":
        cells |= {"Partner Verdict": "Accepted", "Partner Report": at(soon) if rng.random() < 0.5 else ""}
    if stage == "direct" and rng.random() < 0.6:
        cells |= {"First Contacted": at(soon), "Attempts": str(rng.randint(1, 4))}
    if stage == "nurture":
        cells |= {"Attempts": str(rng.randint(4, 6)), "Sales Verdict": "Rejected", "Reason": pick(rng, REASONS)}
    if stage == "deal":
        cells["Sales Verdict"] = "Accepted"
    return cells | {
        "Do Not Call": "1" if rng.random() < 0.08 else "0",
        "Email Opt Out": "1" if rng.random() < 0.1 else "0",
        "Times Direct": str(rng.randint(1, 3)) if stage in {"direct", "nurture", "deal"} else "0",
        "Route Stage": stage.replace("_", " ").title(),
        "Route Stage Since": at(since),
    }


def make():
    rng = random.Random(20260713)
    rows = []
    for number in range(1, 141):
        row, named = person(rng, number)
        rows.append(row | course(rng, named))
    rows[9]["No. of Employees"] = "100-1000"                # a band from another form
    rows[31]["Route Stage"] = "Recalled"                    # a stage that somebody added
    rows[57]["Email Opt Out"] = ""                          # required, and not there
    rows[84]["Last Form"] = at(NOW + datetime.timedelta(days=1))  # a clock that runs ahead
    rejected(rows[22], "", "", 4)                            # a no without a reason
    rejected(rows[70], "Other", "", 4)                       # "Other", and nothing more
    rejected(rows[96], "Unreachable", "", 2)                 # given up after two attempts
    rows[110] |= {"Registered By": PARTNERS[0], "Partner Verdict": "Refused"}  # and nobody knows why
    rows[125] |= {"Registered By": "", "Route Stage": "With Partner"}  # with a partner, and with which?
    write(POLICIES / "channel-partners" / "sample.csv", rows)


def rejected(row, reason, note, attempts):
    row |= {
        "Route Stage": "Nurture", "Sales Verdict": "Rejected", "Reason": reason, "Note": note, "Attempts": str(attempts),
        "Times Direct": "1",
    }

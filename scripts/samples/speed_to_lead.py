"""Enquiries of a small agency: who asked, whose it is, and what became of it."""

import datetime
import random

from samples.shared import COMPANIES, FIRST_NAMES, POLICIES, TODAY, between, pick, write

NOW = datetime.datetime.combine(TODAY, datetime.time())
TOPICS = {"A project": 58, "A question": 26, "Working with you": 9, "Marked as spam": 7}
STAGES = {"New": 18, "Trying": 26, "Talking": 18, "Resting": 24, "Won": 6, "Closed": 8}
NEEDS = {"Site": 30, "Campaign": 24, "Brand": 14, "A poster": 3, "": 29}
BUDGETS = {"": 52, "0": 8, "€2,500": 8, "€5,000": 10, "€12,000": 14, "€40,000": 8}
REASONS = {"No budget": 5, "Bad timing": 6, "Not our work": 3, "Unreachable": 5, "Other": 1}
YES_NO = {"": 60, "Yes": 25, "No": 15}

# How long ago leads got into each stage, in hours; to closed stages no limit matters.
AGES = {
    "New": (0, 30), "Trying": (2, 400), "Talking": (10, 1_300), "Resting": (24, 2_100), "Won": (100, 4_000),
    "Closed": (100, 4_000),
}


def at(moment):
    """As the CRM of an Irish agency writes an instant."""
    return moment.strftime("%d/%m/%Y %H:%M")


def enquiry(rng, number):
    """What the form, the rota and the calendar say."""
    name, company = rng.choice(FIRST_NAMES), rng.choice(COMPANIES)
    return {
        "Email": f"{name}.{number}@{company}.example",
        "What is it about?": pick(rng, TOPICS),
        "Asked at": "",
        "Phone": f"+353 1 555 {rng.randrange(10_000):04}" if rng.random() < 0.62 else "",
        "Do not call": "Yes" if rng.random() < 0.08 else "No",
        "Given to": pick(rng, {"Anna": 48, "Ben": 48, "": 4}),
        "Away today": "",
        "Budget": pick(rng, BUDGETS),
        "Decides": pick(rng, YES_NO),
        "Would start on": (TODAY + datetime.timedelta(days=rng.randint(-20, 160))).strftime("%d/%m/%Y")
        if rng.random() < 0.3 else "",
        "Needs": pick(rng, NEEDS),
    }


def course(rng, row):
    """How far the enquiry got, and what was written down on the way."""
    stage = pick(rng, STAGES)
    if row["What is it about?"] in {"Working with you", "Marked as spam"}:
        stage = pick(rng, {"New": 1, "Closed": 9})
    since = NOW - datetime.timedelta(minutes=rng.randint(*(60 * age for age in AGES[stage])))
    asked = since if stage == "New" else since - datetime.timedelta(hours=rng.randint(1, 240))
    answered = asked + datetime.timedelta(minutes=between(rng, 1, 40))
    late = stage == "New" and rng.random() < 0.7
    row["Asked at"] = at(asked)
    cells = dict.fromkeys((
        "First answered at", "Reached at", "Tries", "Tried by", "Offer sent at", "Verdict", "Reason",
    ), "") | {"Times tried": "0", "Stage": stage, "Stage since": at(since)}
    if stage != "New" or not late and answered < NOW:
        cells["First answered at"] = at(answered)
    if stage in {"Trying", "Resting"}:
        cells |= {"Times tried": str(rng.randint(1, 2)), "Tries": str(rng.randint(0, 6))}
        cells["Tried by"] = rng.choice(["Email", "Email, Phone", "Email, Phone, Text message"])
    if stage in {"Talking", "Won"}:
        cells["Reached at"] = at(since)
        if rng.random() < 0.4:
            cells["Offer sent at"] = at(min(since + datetime.timedelta(hours=20), NOW))
    if stage == "Won":
        cells["Verdict"] = "Won"
    if stage == "Resting":
        cells |= no(rng, row)
    return cells


def no(rng, row):
    """A no with its reason; unreachable only after six tries over every way there was."""
    reason = pick(rng, REASONS)
    cells = {"Verdict": "Lost", "Reason": reason}
    if reason == "Unreachable":
        cells |= {"Tries": "6", "Tried by": "Email, Phone, Text message" if row["Phone"] else "Email"}
    return cells


def make():
    rng = random.Random(20260710)
    rows = []
    for number in range(1, 91):
        row = enquiry(rng, number)
        rows.append(row | course(rng, row))
    rows[7]["Stage since"] = "2026-06-30 09:14"             # from another tool, the year first
    rows[23]["What is it about?"] = ""                      # required, and not there
    rows[41]["Away today"] = "Anna, Carl"                   # Carl left in spring
    rows[60]["Asked at"] = at(NOW + datetime.timedelta(days=2))  # a clock that runs ahead
    lost(rows[12], "", 3)                                    # a no without a reason
    lost(rows[35], "Unreachable", 2)                         # given up after two tries
    lost(rows[52], "Unreachable", 1)
    write(POLICIES / "speed-to-lead" / "sample.csv", rows)


def lost(row, reason, tries):
    row |= {"Stage": "Resting", "Verdict": "Lost", "Reason": reason, "Tries": str(tries), "Tried by": "Email"}

"""Leads of a machinery maker in four countries, as its CRM exports them."""

import datetime
import random

from samples.shared import COMPANIES, FIRST_NAMES, POLICIES, TODAY, between, pick, write

NOW = datetime.datetime.combine(TODAY, datetime.time())
COUNTRIES = {
    "Germany": 22, "Deutschland": 12, "DE": 8, "Austria": 7, "Österreich": 5, "AT": 2, "Switzerland": 5, "SWITZERLAND": 2,
    "CH": 4, "Schweiz": 5, "United Kingdom": 9, "UK": 5, "GB": 1, "Poland": 3, "Turkey": 1, "": 6, "k. A.": 2,
}
INDUSTRIES = {"Automotive": 20, "Metal": 34, "Plastics": 14, "Food": 10, "Furniture": 4, "Shipyard": 2, "": 16}
TITLES = {
    "": 30, "Geschäftsführer": 14, "Werkleiter": 8, "Produktionsleiter": 8, "Plant manager": 6, "Owner": 5,
    "Head of production": 4, "Einkauf": 10, "Konstrukteur": 10, "Student": 3,
}
WANTS = {"": 40, "quotation": 16, "visit": 8, "catalogue": 20, "call back": 5, "quotation/visit": 4, "catalogue/call back": 3}
WORDING = "Yes, write to me about your machines (form of May 2025)"
OPT_INS = {"": 46, "Sent": 16, "Confirmed": 28, "Declined": 10}
MARKS = {"": 70, "x": 8, "No": 22}
STAGES = {"New": 30, "MQL": 18, "Quotation": 10, "Nurture": 34, "To Erase": 4, "Customer": 4}
AGES = {"New": (0, 28), "MQL": (0, 30), "Quotation": (0, 120), "Nurture": (1, 300), "To Erase": (0, 25), "Customer": (20, 500)}
REASONS = {"No budget": 5, "Bad timing": 5, "Unreachable": 2}


def day(moment):
    return moment.strftime("%d.%m.%Y")


def at(moment):
    return moment.strftime("%d.%m.%Y %H:%M")


def ago(rng, most):
    return NOW - datetime.timedelta(minutes=rng.randint(0, most * 1_440))


def person(rng, number):
    """Who it is, what they want, and what they did."""
    company = rng.choice(COMPANIES)
    return {
        "Contact No.": str(70_000 + 13 * number),
        "E-mail": f"{rng.choice(FIRST_NAMES)}.{number}@{company}.example" if rng.random() < 0.85 else "",
        "Kind": pick(rng, {"Company": 30, "Firma": 45, "Privat": 17, "": 8}),
        "Country": pick(rng, COUNTRIES),
        "Company Country": pick(rng, COUNTRIES) if rng.random() < 0.4 else "",
        "Industry": pick(rng, INDUSTRIES),
        "Employees": rng.choice(["", "0", "", str(between(rng, 1, 60)), str(between(rng, 20, 900)), str(between(rng, 20, 3_000))]),
        "Title": pick(rng, TITLES),
        "Budget": pick(rng, {"": 80, "25000": 5, "60000": 9, "250000": 6}),
        "Buys On": day(TODAY + datetime.timedelta(days=rng.randint(5, 400))) if rng.random() < 0.2 else "",
        "Fairs": str(between(rng, 0, 3)),
        "Data Sheets": str(between(rng, 0, 6)),
        "Last Request": day(ago(rng, 600)) if rng.random() < 0.6 else "",
        "Wants": pick(rng, WANTS),
    }


def permission(rng):
    """What they allowed: an empty field is no answer."""
    opt_in = pick(rng, OPT_INS)
    return {
        "Double Opt-in": opt_in,
        "Opt-in At": at(ago(rng, 400)) if opt_in == "Confirmed" else "",
        "Opt-in Wording": WORDING if opt_in == "Confirmed" else "",
        "Asked At": at(ago(rng, 20)) if opt_in == "Sent" else "",
        "Phone Consent": pick(rng, {"": 70, "Ja": 18, "Nein": 12}),
        "CTPS": pick(rng, MARKS),
        "Asterisk": pick(rng, MARKS),
        "Objection": "Ja" if rng.random() < 0.05 else "Nein",
    }


def course(rng):
    """How far they got, and what was written down."""
    stage = pick(rng, STAGES)
    since = NOW - datetime.timedelta(minutes=rng.randint(*(1_440 * days for days in AGES[stage])))
    soon = min(since + datetime.timedelta(minutes=between(rng, 20, 4_000)), NOW)
    cells = dict.fromkeys((
        "First Contacted", "Attempts", "Verdict", "Reason", "Quoted At", "Ordered At", "Last Mail", "Last Catalogue",
        "Erased At",
    ), "")
    if stage == "MQL" and rng.random() < 0.6:
        cells |= {"First Contacted": at(soon), "Attempts": str(rng.randint(1, 3))}
    if stage == "Quotation" and rng.random() < 0.7:
        cells["Quoted At"] = at(soon)
    if stage == "Nurture" and rng.random() < 0.5:
        cells |= {"Verdict": "Rejected", "Reason": pick(rng, REASONS), "Attempts": str(rng.randint(3, 5))}
    if stage == "Nurture" and rng.random() < 0.4:
        cells["Last Catalogue"] = at(soon)
    if stage == "Customer":
        cells["Ordered At"] = at(since)
    early = stage in {"New", "Nurture"} and not cells["Verdict"]
    return cells | {"Times MQL": "0" if early else str(rng.randint(1, 2)), "Stage": stage, "Stage Since": at(since)}


def make():
    rng = random.Random(20260714)
    rows = [person(rng, number) | permission(rng) | course(rng) for number in range(1, 151)]
    rows[6]["Employees"] = "ca. 200"                         # about
    rows[28]["Stage"] = "On hold"                            # a stage that somebody added
    rows[49]["Objection"] = ""                               # required, and not there
    rows[73]["Last Request"] = "14.07.2026"                  # in two weeks
    rows[91]["Opt-in At"] = "05/04/2026"                     # from another tool
    rows[91]["Double Opt-in"] = "Sent"
    rows[17] |= {"Double Opt-in": "Confirmed", "Opt-in At": at(NOW), "Opt-in Wording": ""}  # to what did they say yes?
    rows[60] |= {"Double Opt-in": "Confirmed", "Opt-in At": "", "Opt-in Wording": WORDING}
    rows[102] |= {"Stage": "Nurture", "Verdict": "Rejected", "Reason": "", "Times MQL": "1"}
    rows[118] |= {"Stage": "Nurture", "Verdict": "Rejected", "Reason": "Unreachable", "Attempts": "1", "Times MQL": "1"}
    rows[133] |= {"Stage": "MQL", "Times MQL": "0"}          # moved by hand, past the counter
    write(POLICIES / "machinery" / "sample.csv", rows)

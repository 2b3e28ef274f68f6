#!/usr/bin/env python3
"""Write the sample leads of the shipped policies.

Run from anywhere:  python3 scripts/make_samples.py

Nobody in these files exists. The leads are drawn at random from a fixed seed,
so that each run writes the same bytes, and look as a CRM exports them: blank
cells, placeholders, odd case, trailing blanks, figures with commas. A few
records of each file are wrong on purpose; the last lines of each function say
which, and why.
"""

import csv
import datetime
import random
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "policies"
TODAY = datetime.date(2026, 7, 1)


def pick(rng, weighted):
    """Draw one key of `weighted`, a dict of key to weight."""
    return rng.choices(list(weighted), weights=list(weighted.values()))[0]


def between(rng, low, high):
    """Draw a whole number, both ends included, small ones more often."""
    return low + int((high - low + 1) * rng.random() ** 2)


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# ---------------------------------------------------------- online courses

OCCUPATIONS = {
    "Unemployed": 52, "Working Professional": 14, "working professional": 1, "Student": 5,
    "Housewife": 1, "Businessman": 1, "Other": 1, "Select": 6, "": 19,
}
ORIGINS = {"Landing Page Submission": 50, "API": 34, "Lead Add Form": 13, "Lead Import": 3}
WEB_SOURCES = {
    "Google": 36, "Direct Traffic": 30, "Olark Chat": 18, "Organic Search": 11, "google": 1, "Facebook": 2, "": 2,
}
FORM_SOURCES = {"Reference": 70, "Welingak Website": 22, "": 8}
ACTIVITIES = {
    "Email Opened": 36, "SMS Sent": 28, "Olark Chat Conversation": 10, "Page Visited on Website": 8,
    "Email Bounced": 4, "Email Link Clicked": 4, "Unsubscribed": 2, "Converted to Lead": 4, "": 4,
}
COURSES = {
    "Select": 24, "": 14, "Finance Management": 14, "Human Resource Management": 12,
    "Marketing Management": 12, "Operations Management": 8, "IT Projects Management": 6,
    "Supply Chain Management": 5, "Healthcare Management": 5,
}
COUNTRIES = {
    "India": 68, "INDIA": 1, "India ": 1, "": 24, "unknown": 1, "United Arab Emirates": 2,
    "Singapore": 1, "Qatar": 1, "United Kingdom": 1,
}
CITIES = {
    "Mumbai": 34, "mumbai ": 1, "Thane & Outskirts": 9, "Other Cities": 8, "Other Cities of Maharashtra": 6,
    "Other Metro Cities": 5, "Tier II Cities": 2, "Select": 22, "": 13,
}
TAGS = {
    "": 40, "Will revert after reading the email": 24, "Ringing": 14, "Interested in other courses": 6,
    "Already a student": 5, "Closed by Horizzon": 4, "switched off": 3, "invalid number": 1,
    "wrong number given": 1, "number not provided": 1, "Not doing further education": 2,
    "Diploma holder (Not Eligible)": 1,
}


def online_courses():
    rng = random.Random(20260701)
    rows = []
    for number in range(1, 181):
        origin = pick(rng, ORIGINS)
        visits = "" if rng.random() < 0.02 else str(between(rng, 0, 12))
        seconds = 0 if visits == "0" else between(rng, 0, 2_100)
        rows.append({
            "Prospect ID": f"OC-{number:04}",
            "Lead Origin": origin,
            "Lead Source": pick(rng, FORM_SOURCES if origin == "Lead Add Form" else WEB_SOURCES),
            "Do Not Email": pick(rng, {"No": 91, "Yes": 8, "yes ": 1}),
            "Converted": pick(rng, {"0": 62, "1": 38}),
            "TotalVisits": visits,
            "Total Time Spent on Website": f"{seconds:,}",
            "Last Activity": pick(rng, ACTIVITIES),
            "Country": pick(rng, COUNTRIES),
            "Specialization": pick(rng, COURSES),
            "What is your current occupation": pick(rng, OCCUPATIONS),
            "Tags": pick(rng, TAGS),
            "City": pick(rng, CITIES),
        })
    rows[40]["City"] = "Pune"                          # a value that the form does not offer
    rows[77]["Do Not Email"] = ""                      # required, and not there
    rows[112]["TotalVisits"] = "5 or 6"                # no number
    rows[151]["Prospect ID"] = rows[23]["Prospect ID"]  # the same lead twice
    write(HERE / "online-courses" / "sample.csv", rows)


# ------------------------------------------------------------- product-led

FIRST_NAMES = [
    "ada", "bram", "chiara", "dmitri", "elena", "farid", "grace", "hiro", "ines", "jonas",
    "keiko", "liam", "maya", "nadia", "oskar", "priya", "quinn", "rosa", "sven", "tariq",
    "uma", "viktor", "wen", "ximena", "yusuf", "zoe",
]
COMPANIES = [
    "alder", "beacon", "copperfield", "driftwood", "ember", "fernhill", "gantry", "hollow",
    "ironbark", "juniper", "kestrel", "lowtide", "marrow", "northgate", "oxbow", "pinecrest",
    "quarry", "ridgeway", "saltmarsh", "thornton", "underhill", "vantage", "willow", "yarrow",
]
TITLES = {
    "": 26, "Product Manager": 14, "Head of Growth": 8, "Founder & CEO": 6, "CTO": 5, "Data Analyst": 12,
    "Director of Product": 6, "VP Engineering": 4, "Software Engineer": 12, "growth marketer": 3,
}
SENIORITY_OF = {
    "Product Manager": "Manager", "Head of Growth": "Director", "Founder & CEO": "Owner", "CTO": "Executive",
    "Data Analyst": "Employee", "Director of Product": "director", "VP Engineering": "VP",
    "Software Engineer": "Senior", "growth marketer": "Entry",
}
PLACES = {
    "United States": 24, "USA": 6, "US": 4, "Canada": 6, "United Kingdom": 6, "UK": 4,
    "Germany": 6, "Deutschland": 2, "Netherlands": 2, "The Netherlands": 2, "France": 4, "Ireland": 2, "Spain": 2, "Sweden ": 2, "India": 4, "Japan": 2,
    "Singapore": 2, "Australia": 2, "Brasil": 2, "Kenya": 1, "N/A": 3, "": 12,
}
INDUSTRIES = {
    "": 26, "(No value)": 3, "COMPUTER_SOFTWARE": 26, "INTERNET": 10, "FINANCIAL_SERVICES": 8, "BANKING": 3,
    "RETAIL": 8, "HOSPITAL_HEALTH_CARE": 5, "EDUCATION_MANAGEMENT": 4, "MARKETING_AND_ADVERTISING": 7,
}
STAFF = {"": 24, "0": 4, "small": 20, "middle": 36, "1,000": 2, "large": 14}
PLANS = {"Free": 50, "free": 2, "Startup": 16, "Scale": 24, "Enterprise": 8}
INTERESTS = ["Analytics", "Session Replay", "Feature Flags", "Warehouse"]
OWNERS = ["ruth@tally.example", "omar@tally.example", "birgit@tally.example"]


def day(days):
    """The date so many days from today (negative: ago), as the CRM writes it."""
    return (TODAY + datetime.timedelta(days=days)).strftime("%m/%d/%Y")


def dollars(amount):
    return f"${amount:,}.00"


def company(rng):
    """The size of the lead's company, as far as enrichment found it."""
    bounds = {"small": (1, 10), "middle": (11, 999), "large": (1_001, 9_000)}
    size = pick(rng, STAFF)
    if size not in bounds:
        revenue = pick(rng, {"": 70, "0": 10, "$12,500,000.00": 20})
        return {"Number of Employees": size, "Annual Revenue": revenue}
    staff = between(rng, *bounds[size])
    revenue = "" if rng.random() < 0.3 else dollars(staff * between(rng, 40, 400) * 1_000)
    return {"Number of Employees": f"{staff:,}", "Annual Revenue": revenue}


def account(rng):
    """What the product and the billing know of the lead's account."""
    plan = pick(rng, PLANS)
    paying = plan.lower() != "free"
    seats = between(rng, 2, 80) if paying else between(rng, 1, 5)
    cells = {
        "Plan": plan, "Plan Ends On": "", "First Paid On": "", "MRR": "", "Forecast MRR": "", "Last Invoice": "",
        "Paid Seats": str(seats), "Active Users (30 days)": str(seats - between(rng, 0, seats)),
        "Active Days (30 days)": str(between(rng, 0, 30)),
        "Pricing Page Views": pick(rng, {"": 40, "0": 20, "1": 18, "2": 12, "3": 6, "7": 4}),
        "Product Interest": ";".join(name for name in INTERESTS if rng.random() < 0.3),
        "Last Seen": "--" if rng.random() < 0.08 else day(-between(rng, 0, 75)),
    }
    if not paying:
        return cells
    mrr = between(rng, 90, 4_200)
    cells["MRR"] = dollars(mrr)
    cells["Forecast MRR"] = "" if rng.random() < 0.2 else dollars(int(mrr * (0.7 + 1.2 * rng.random())))
    cells["First Paid On"] = day(-between(rng, 5, 900))
    if plan == "Startup":
        cells["Plan Ends On"] = day(between(rng, -20, 300))
        cells["Last Invoice"] = dollars(400 + 100 * between(rng, 0, 60))
    return cells


def person(rng, email):
    title = pick(rng, TITLES)
    return {
        "Email": email,
        "Job Title": title,
        "Seniority": "" if rng.random() < 0.35 else SENIORITY_OF.get(title, ""),
        "Country/Region": pick(rng, PLACES),
        "Billing Country": "" if rng.random() < 0.6 else pick(rng, PLACES),
        "Industry": pick(rng, INDUSTRIES),
    }


def sales_record(rng):
    """What people wrote down: the account's owner, the status, the refusals."""
    cells = {
        "Enquiry Type": pick(rng, {"": 72, "Talk to sales": 18, "Help with my account": 8, "Spam": 2}),
        "Demo Requested": pick(rng, {"": 40, "No": 40, "Yes": 24, "TRUE": 2}),
        "Account Owner": "", "Owner Last Activity": "", "Account Last Disqualified": "",
        "Lead Status": pick(rng, {"New": 50, "Working": 20, "Nurturing": 14, "Converted": 6, "Unqualified": 10}),
        "Unqualified Reason": "", "First Contacted": "",
    }
    if rng.random() < 0.15:
        cells["Account Owner"] = rng.choice(OWNERS)
        cells["Owner Last Activity"] = "" if rng.random() < 0.2 else day(-between(rng, 1, 400))
    if rng.random() < 0.08:
        cells["Account Last Disqualified"] = day(-between(rng, 1, 120))
    if cells["Lead Status"] == "Unqualified" and rng.random() < 0.75:
        cells["Unqualified Reason"] = pick(rng, {"No budget": 3, "Bad timing": 3, "No answer": 3, "Not our market": 1})
    if cells["Lead Status"] != "New" and rng.random() < 0.7:
        cells["First Contacted"] = day(-between(rng, 1, 120))
    return cells


def consent(rng):
    return {
        "Marketing Consent": pick(rng, {"": 40, "Yes": 45, "No": 15}),
        "OK to Call": pick(rng, {"": 55, "Yes": 35, "no": 10}),
        "Unsubscribed from All Email": pick(rng, {"No": 88, "Yes": 10, "FALSE": 2}),
    }


def product_led():
    rng = random.Random(20260702)
    rows = []
    emails = set()
    while len(rows) < 150:
        domain = pick(rng, {f"{rng.choice(COMPANIES)}.example": 86, "freemail.example": 11, "trackwell.example": 3})
        email = f"{rng.choice(FIRST_NAMES)}@{domain}"
        if email in emails:
            continue
        emails.add(email)
        rows.append(person(rng, email) | company(rng) | account(rng) | sales_record(rng) | consent(rng))
    rows[18]["Plan"] = "Growth"                        # a plan that is sold no longer
    rows[63]["Unsubscribed from All Email"] = ""       # required, and not there
    rows[97]["Paid Seats"] = "2"                       # more people at work than seats
    rows[97]["Active Users (30 days)"] = "11"
    rows[131]["Email"] = rows[12]["Email"].upper()     # the same lead twice
    write(HERE / "product-led" / "sample.csv", rows)


if __name__ == "__main__":
    online_courses()
    product_led()

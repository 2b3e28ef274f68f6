"""People who signed up for a product, as HubSpot exports them with its product's columns."""

import datetime
import random

from samples.shared import COMPANIES, FIRST_NAMES, POLICIES, TODAY, between, pick, write

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


def make():
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
    write(POLICIES / "product-led" / "sample.csv", rows)

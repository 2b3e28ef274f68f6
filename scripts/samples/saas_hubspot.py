"""Contacts of a software firm, as HubSpot exports them, with the stage that its workflows gave them."""

import datetime
import random

from samples.shared import COMPANIES, FIRST_NAMES, POLICIES, TODAY, between, pick, write

TITLES = {
    "": 10, "Head of Marketing": 12, "Marketing Manager": 16, "CMO": 5, "VP Sales": 7, "Founder": 6,
    "Chief Revenue Officer": 3, "Sales Operations Analyst": 8, "CRM manager": 6, "Director, Growth": 5,
    "Web developer": 8, "Office Manager": 5, "Student": 4, "Marketing intern": 2, "Lecturer in Marketing": 1,
    "consultant": 5,
}
COUNTRIES = {
    "United States": 26, "USA": 5, "U.S.": 1, "United Kingdom": 12, "UK": 5, "Great Britain": 1, "Germany": 9,
    "Deutschland": 2, "Netherlands": 5, "the netherlands ": 2, "Australia": 5, "Canada": 4, "France": 5,
    "Ireland": 3, "Austria": 2, "Singapore": 2, "India": 4, "Brasil": 1, "Kenya": 2, "Iceland": 1, "": 8,
    "(No value)": 1,
}
STAFF = {"": 26, "0": 4, "small": 18, "middle": 34, "large": 14, "1,000": 1, "huge": 5}
SIZES = {"small": (2, 19), "middle": (20, 199), "large": (200, 2_000), "huge": (2_001, 18_000)}
SOURCES = {
    "Organic Search": 26, "Paid Search": 14, "Direct Traffic": 20, "Referrals": 10, "Organic Social": 7,
    "Paid Social": 5, "Email Marketing": 8, "Offline Sources": 8, "Other Campaigns": 2,
}
FORMS = {
    "cold": {"": 6, "Newsletter: footer": 4},
    "mild": {"Newsletter: footer": 3, "E-book: lead scoring": 4, "Webinar, March": 3},
    "warm": {"Book a demo": 4, "Pricing: ask us": 2, "Contact sales": 2, "Webinar, March": 2},
}
BASES = {
    "": 30, "Legitimate interest – prospect/lead": 34, "Freely given consent from contact": 22,
    "Freely given consent from contact;Legitimate interest – prospect/lead": 8,
    "Legitimate interest – existing customer;Performance of a contract": 6,
}
OWNERS = ["Ruth Adeyemi", "Omar Lindqvist", "Birgit Castellan", "Theo Marsh"]
REASONS = {"No budget": 4, "No need": 2, "Wrong person": 3, "No answer": 4, "Other": 2}
NOTES = ["merged with a customer of ours", "asked for a feature we dropped", "call again in spring"]

ENTERED = "Date entered current stage (Lifecycle Stage)"
CONTACTED = "First Contacted At"

# HubSpot gives the company's columns the labels of the contact's.
LABELS = {"Company: Country/Region": "Country/Region", "Company: Create Date": "Create Date"}


def day(days):
    """The date so many days from today (negative: ago), as this account writes it."""
    return (TODAY + datetime.timedelta(days=days)).isoformat()


def contact(rng, number):
    """The person, and the company that HubSpot associated with them, if it found one."""
    name, company = rng.choice(FIRST_NAMES), rng.choice(COMPANIES)
    known = rng.random() >= 0.16
    domain = f"{company}.example" if known else "freemail.example"
    person = {
        "Record ID": str(510_000 + 7 * number),
        "First Name": name.title(),
        "Email": f"{name}.{number}@{domain}",
        "Job Title": pick(rng, TITLES),
        "Country/Region": pick(rng, COUNTRIES),
    }
    size = pick(rng, STAFF)
    company = {
        "Company Domain Name": domain if rng.random() < 0.9 else "",
        "Number of Employees": f"{between(rng, *SIZES[size]):,}" if size in SIZES else size,
        "Company: Country/Region": pick(rng, COUNTRIES) if rng.random() < 0.7 else "",
        "Company: Create Date": day(-between(rng, 245, 1_200)),
    }
    return person, company if known else dict.fromkeys(company, "")


def behaviour(rng, heat):
    """What they did on the site and with our mail: the warmer, the more and the later."""
    pages, forms, idle = {
        "cold": ((0, 4), (0, 1), (40, 240)),
        "mild": ((1, 14), (0, 2), (5, 120)),
        "warm": ((8, 40), (1, 4), (0, 25)),
    }[heat]
    delivered = between(rng, 0, 30)
    return {
        "Original Traffic Source": pick(rng, SOURCES),
        "Number of Pageviews": str(between(rng, *pages)),
        "Number of Form Submissions": "" if rng.random() < 0.05 else str(between(rng, *forms)),
        "Recent Conversion": pick(rng, FORMS[heat]),
        "Marketing emails delivered": str(delivered),
        "Marketing emails clicked": str(min(delivered, between(rng, 0, 6 if heat == "warm" else 2))),
        "Last Activity Date": "" if rng.random() < 0.04 else day(-between(rng, *idle)),
    }


def stage(rng, heat, booked):
    """The high-water mark that three workflows left behind."""
    if booked and rng.random() < 0.85:
        return "Sales Qualified Lead"
    return pick(rng, {
        "cold": {"Subscriber": 50, "Lead": 34, "Marketing Qualified Lead": 6, "Customer": 7, "Other": 3},
        "mild": {"Subscriber": 6, "Lead": 66, "Marketing Qualified Lead": 14, "Customer": 8, "Evangelist": 2, "Other": 4},
        "warm": {"Lead": 20, "lead": 2, "Marketing Qualified Lead": 54, "Sales Qualified Lead": 6, "Opportunity": 12, "Customer": 6},
    }[heat])


def sales_record(rng, heat):
    """What people and workflows wrote down: stage, status, owner, and why not."""
    booked = heat == "warm" and rng.random() < 0.22
    cells = {
        "Lifecycle Stage": stage(rng, heat, booked),
        "Lead Status": "",
        "Create Date": day(-between(rng, 245, 900)),
        "Contact owner": "",
        "Number of times contacted": str(between(rng, 0, 3)),
        "Times MQL": "0",
        "Date of last meeting booked in meetings tool": day(between(rng, -20, 14)) if booked else "",
        "Rejection Reason": "", "Rejection Note": "", "Rejected On": "",
    }
    handed_over = cells["Lifecycle Stage"] not in {"Subscriber", "Lead", "lead", "Other"}
    if not handed_over:
        return cells
    cells["Contact owner"] = "" if rng.random() < 0.12 else rng.choice(OWNERS)
    cells["Times MQL"] = str(between(rng, 1, 3))
    cells["Lead Status"] = pick(rng, {"New": 30, "Attempted to Contact": 25, "Connected": 15, "In Progress": 20, "open": 4})
    if cells["Lifecycle Stage"] == "Opportunity":
        cells["Lead Status"] = "Open Deal"
    if cells["Lifecycle Stage"] == "Marketing Qualified Lead" and rng.random() < 0.34:
        cells |= rejection(rng)
    return cells


def rejection(rng):
    """A no as it should be: with a day, a reason, and what the reason asks for."""
    reason = pick(rng, REASONS)
    return {
        "Lead Status": "Bad Timing" if reason == "No budget" and rng.random() < 0.5 else "Unqualified",
        "Rejection Reason": reason,
        "Rejection Note": rng.choice(NOTES) if reason == "Other" else "",
        "Rejected On": day(-between(rng, 3, 240)),
        "Number of times contacted": str(rng.randint(3, 7)),
    }


def permission(rng):
    return {
        "Legal basis for processing contact's data": pick(rng, BASES),
        "Unsubscribed from all email": "true" if rng.random() < 0.07 else "",
        "Email hard bounce reason": "UNKNOWN_USER" if rng.random() < 0.03 else "",
    }


def entered(rng, row):
    """Since when the contact is in its stage, and when somebody first wrote or called since."""
    if not row["Create Date"]:
        return {ENTERED: "", CONTACTED: ""}
    created = (TODAY - datetime.date.fromisoformat(row["Create Date"])).days
    fresh = row["Lifecycle Stage"] in {"Marketing Qualified Lead", "Sales Qualified Lead"}
    ago = min(between(rng, 0, 70 if fresh else 400), created)
    start = datetime.datetime.combine(TODAY - datetime.timedelta(days=ago + 1), datetime.time(rng.randint(8, 19), rng.randint(0, 59)))
    cells = {ENTERED: f"{start:%Y-%m-%d %H:%M}", CONTACTED: ""}
    if fresh and row["Lead Status"] not in {"", "New"}:
        first = start + datetime.timedelta(minutes=between(rng, 5, 3_000))
        cells[CONTACTED] = f"{first:%Y-%m-%d %H:%M}" if first.date() < TODAY else ""
    return cells


def make():
    rng = random.Random(20260703)
    rows = []
    for number in range(1, 161):
        heat = pick(rng, {"cold": 40, "mild": 32, "warm": 28})
        person, company = contact(rng, number)
        rows.append(person | behaviour(rng, heat) | sales_record(rng, heat) | permission(rng) | company)
        if rows[-1]["Lifecycle Stage"] == "Subscriber" and rng.random() < 0.8:
            rows[-1]["Recent Conversion"] = "Newsletter: footer"
    rows[11]["Lifecycle Stage"] = "Partner"                 # a stage that somebody added in HubSpot
    rows[37]["Number of Employees"] = "51-200"              # a band from another form
    rows[58]["Create Date"] = ""                            # required, and not there
    rows[76]["Last Activity Date"] = "30/06/2026"           # day first, from a list that was imported
    rows[90]["Marketing emails clicked"] = "41"             # more clicks than mails
    rows[90]["Marketing emails delivered"] = "14"
    rows[144]["Record ID"] = rows[29]["Record ID"]          # the same contact twice
    no(rows[20], "Unqualified", "", "", -12, 4)              # a no without a reason
    no(rows[66], "Unqualified", "", "", -70, 3)
    no(rows[103], "Unqualified", "Other", "", -31, 2)        # "Other", and nothing more
    no(rows[118], "Unqualified", "No answer", "", -9, 1)     # one try
    no(rows[127], "Bad Timing", "No budget", "", None, 2)    # rejected, and nobody knows when
    rival(rows[51])
    moments = random.Random(20260711)
    rows = [row | entered(moments, row) for row in rows]
    write(POLICIES / "saas-hubspot" / "sample.csv", rows, LABELS)


def no(row, status, reason, note, days, tries):
    row |= {
        "Lifecycle Stage": "Marketing Qualified Lead", "Lead Status": status, "Rejection Reason": reason,
        "Rejection Note": note, "Rejected On": "" if days is None else day(days),
        "Number of times contacted": str(tries), "Times MQL": "1",
    }


def rival(row):
    """A competitor who booked a demo: the best of leads, and none."""
    row |= {
        "Email": "dana@hublane.example", "Company Domain Name": "hublane.example", "Job Title": "Chief Marketing Officer",
        "Lifecycle Stage": "Sales Qualified Lead", "Number of Pageviews": "64", "Number of Form Submissions": "3",
        "Recent Conversion": "Book a demo", "Last Activity Date": day(-1), "Lead Status": "Connected",
        "Date of last meeting booked in meetings tool": day(6),
    }



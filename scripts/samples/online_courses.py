"""Leads of a seller of online courses, as its CRM exports them."""

import random

from samples.shared import POLICIES, between, pick, write

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


def make():
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
    write(POLICIES / "online-courses" / "sample.csv", rows)

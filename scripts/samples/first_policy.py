"""The export from which the README makes a first policy: examples/first-policy.

It is as a CRM of a German firm hands it out: windows-1252, semicolons, the day
first, `Auswahl` where the form had a drop-down that nobody touched, and a last
row with a total.
"""

import datetime
import random

from samples.shared import EXAMPLES, TODAY, between, pick, write

FIRST_NAMES = ["Jörg", "Anke", "Malte", "Inès", "Søren", "Beate", "Timo", "Käthe", "Luís", "Petra"]
LAST_NAMES = ["Müller", "Brandt", "Weiß", "Øster", "Kühn", "Adler", "Groß", "Fuchs"]
COUNTRIES = {"Germany": 55, "Austria": 18, "Switzerland": 14, "Auswahl": 6, "": 7}
ORIGINS = {"Web form": 45, "Trade fair": 25, "Referral": 20, "Bought list": 10}
REQUESTS = {"Demo": 30, "Price list": 30, "Newsletter": 40}


def make():
    rng = random.Random(41)
    rows = []
    for number in range(1, 61):
        first, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
        origin, request = pick(rng, ORIGINS), pick(rng, REQUESTS)
        # Who asks for a demo, and whom a customer sent, buys more often.
        buys = 0.1 + 0.4 * (request == "Demo") + 0.2 * (origin == "Referral")
        created = TODAY - datetime.timedelta(days=between(rng, 1, 150))
        staff = between(rng, 1, 900)
        rows.append({
            "Lead ID": f"L-{1000 + number}",
            "Name": f"{first} {last}",
            "Country": pick(rng, COUNTRIES),
            "Lead Source": origin,
            "Request": request,
            "No. of Employees": rng.choice([f"{staff}", f"{staff}", "Auswahl", ""]),
            "Created": created.strftime("%d.%m.%Y"),
            "Newsletter": pick(rng, {"Ja": 40, "Nein": 60}),
            "Became customer": "Ja" if rng.random() < buys else "Nein",
        })
    # Behind the leads the CRM counts them.
    rows.append({**dict.fromkeys(rows[0], ""), "Name": "60 leads"})
    write(EXAMPLES / "first-policy" / "leads.csv", rows, encoding="windows-1252", delimiter=";")

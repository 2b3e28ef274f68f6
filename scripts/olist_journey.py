#!/usr/bin/env python3
"""Tasks of the marketplace's real leads against a count of its own: first contact within one
business day, won within 90 days.

    scripts/olist_journey.py PATH/TO/groundrules [--data FOLDER] [--as-of 2018-06-01]

The exports have no stage, so this adds one, as a computed column would. The count uses the calendar
of `tests/oracle`, which is written from the table of business time and not from our source.
"""

import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
from datetime import date, datetime

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "oracle"))
from business_calendar import Calendar, Zone  # noqa: E402

LEADS = "olist_marketing_qualified_leads_dataset.csv"
DEALS = "olist_closed_deals_dataset.csv"
ZONE = "America/Sao_Paulo"
PODS = {
    "paid": {"paid_search", "display"},
    "inbound": {"organic_search", "direct_traffic"},
    "community": {"social", "email", "referral"},
}

POLICY = """
policy "Marketplace, by the clock" {
  time zone     "America/Sao_Paulo"
  working hours mon..fri 09:00..18:00
}
team presales { role sdr }
lead {
  mql_id:        text key
  first_contact: date required
  origin:        text
  won_at:        datetime
  stage:         one of open | won required
  stage_since:   datetime required
}
decision pod: one of paid | inbound | community or none {
  table origin {
    "paid_search", "display"           => paid
    "organic_search", "direct_traffic" => inbound
    "social", "email", "referral"      => community
  }
}
journey way tracks stage since stage_since {
  stage open start {
    accountable presales
    task contact { responsible sdr  within 1 business day of first_contact  done at won_at }
    task settle { responsible sdr  within 90 days of first_contact  done at won_at }
    to won when since(won_at) >= 0 days
    otherwise to won after 3_650 days
  }
  stage won end
}
source crm {
  first_contact from "first_contact_date"
  won_at        from "won_date"
  dates "%d-%m-%Y"  datetimes "%d-%m-%Y %H:%M"
}
"""


def rows(folder):
    """The leads with what is known of their deals."""
    with open(folder / DEALS, newline="") as file:
        won = {row["mql_id"]: row["won_date"] for row in csv.DictReader(file)}
    with open(folder / LEADS, newline="") as file:
        for row in csv.DictReader(file):
            yield row | {"won_date": won.get(row["mql_id"], "")}


def theirs(binary, leads, as_of):
    """How the program says that the tasks stand: by task, state and pod."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "policy.ground").write_text(POLICY)
        with open(folder / "leads.csv", "w", newline="") as file:
            names = ["mql_id", "first_contact_date", "origin", "won_date", "stage", "stage_since"]
            out = csv.DictWriter(file, names, extrasaction="ignore")
            out.writeheader()
            for row in leads:
                since = row["first_contact_date"] + " 00:00"
                out.writerow(row | {"stage": "open", "stage_since": since})
        command = [binary, "run", folder / "policy.ground", folder / "leads.csv"]
        command += ["--as-of", as_of, "--format", "jsonl"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    counts = collections.Counter()
    for line in done.stdout.splitlines():
        record = json.loads(line)
        assert not record["problems"], record
        for task in record["journeys"]["way"]["tasks"]:
            counts[task["task"], task["state"], record["decisions"]["pod"]] += 1
    return counts


def ours(leads, as_of):
    """The same, counted here."""
    zone = Zone(ZONE)
    nine_to_six = [(9 * 3600, 18 * 3600)]
    calendar = Calendar(ZONE, [nine_to_six] * 5 + [[]] * 2, [])
    now = zone.instant(datetime.combine(as_of, datetime.min.time()))
    counts = collections.Counter()
    for row in leads:
        first = datetime.strptime(row["first_contact_date"], "%d-%m-%Y")
        start = zone.instant(first)
        won = row["won_date"] and zone.instant(datetime.strptime(row["won_date"], "%d-%m-%Y %H:%M"))
        pod = next((pod for pod, origins in PODS.items() if row["origin"] in origins), None)
        limits = {
            "contact": ("business days", 1),
            "settle": ("elapsed", 90 * 24 * 3600),
        }
        for task, limit in limits.items():
            due, soon = calendar.due(start, *limit), calendar.due_soon(start, *limit)
            if won and start <= won <= now:
                state = "done-late" if won > due else "done"
            elif now > due:
                state = "late"
            else:
                state = "due-soon" if now >= soon else "open"
            counts[task, state, pod] += 1
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary")
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--as-of", default="2018-06-01")
    given = parser.parse_args()
    folder = given.data / "olist_marketing_funnel"
    if not folder.is_dir():
        sys.exit(f"{folder} is not here: these are real exports, which the project does not ship")
    leads = list(rows(folder))
    said = theirs(given.binary, leads, given.as_of)
    counted = ours(leads, date.fromisoformat(given.as_of))
    for task, state in sorted({key[:2] for key in said | counted}):
        by_pod = {pod: said[task, state, pod] for pod in [*PODS, None]}
        print(f"{task:8} {state:10} {sum(by_pod.values()):5}  {by_pod}")
    wrong = {key: (said[key], counted[key]) for key in said | counted if said[key] != counted[key]}
    print("equal" if not wrong else f"different: {wrong}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()

"""Shops that want to sell on a marketplace: the leads, and the file of deals that joins them."""

import datetime
import random

from samples.shared import POLICIES, TODAY, between, pick, write

ORIGINS = {
    "organic_search": 29, "paid_search": 20, "social": 17, "unknown": 13, "direct_traffic": 6, "email": 6,
    "referral": 4, "other": 2, "display": 2, "other_publicities": 1, "": 1,
}
SEGMENTS = {
    "home_decor": 14, "health_beauty": 12, "car_accessories": 10, "household_utilities": 9, "pet": 6, "toys": 4,
    "construction_tools_house_garden": 8, "audio_video_electronics": 8, "computers": 5, "food_drink": 4,
    "fashion_accessories": 4, "sports_leisure": 4, "baby": 2, "books": 2, "religious": 1, "": 2,
}
LEAD_TYPES = {
    "online_medium": 40, "online_big": 15, "industry": 14, "offline": 12, "online_small": 9, "online_beginner": 7,
    "online_top": 2, "other": 1, "": 3,
}
PROFILES = {"cat": 46, "": 22, "eagle": 15, "wolf": 11, "shark": 3, "cat, wolf": 2, "eagle, wolf": 1}
KINDS = {"reseller": 66, "manufacturer": 28, "other": 2, "": 4}
# What a spreadsheet made of 5-20 and 1-5 on the way.
STOCKS = {"": 78, "May-20": 6, "01-May": 4, "20-50": 4, "50-200": 4, "200+": 2, "unknown": 2}
REVENUES = {"0": 82, "20000": 3, "8000": 3, "100000": 4, "250000": 4, "600": 4}
SDRS = ["lia", "rui", "noemi", "caio", "dora"]
SRS = ["beto", "ines", "otto", "vera"]


def day(days, at=""):
    """The date so many days from today (negative: ago), day first as the office's spreadsheet has it."""
    return (TODAY + datetime.timedelta(days=days)).strftime("%d-%m-%Y") + at


def lead(rng, age):
    return {
        "mql_id": f"{rng.getrandbits(48):012x}",
        "first_contact_date": day(-age),
        "landing_page_id": f"{rng.randrange(40):04x}",
        "origin": pick(rng, ORIGINS),
    }


def deal(rng, lead, won):
    """What the SDR and the SR wrote down. `won` is a moment, or blank while they still talk."""
    return {
        "mql_id": lead["mql_id"],
        "seller_id": f"{rng.getrandbits(32):08x}" if won else "",
        "sdr_id": rng.choice(SDRS),
        "sr_id": "" if not won and rng.random() < 0.4 else rng.choice(SRS),
        "won_date": won,
        "business_segment": pick(rng, SEGMENTS),
        "lead_type": pick(rng, LEAD_TYPES),
        "lead_behaviour_profile": pick(rng, PROFILES),
        "average_stock": pick(rng, STOCKS),
        "business_type": pick(rng, KINDS),
        "declared_product_catalog_size": "" if rng.random() < 0.85 else str(between(rng, 4, 1_200)),
        "declared_monthly_revenue": pick(rng, REVENUES),
    }


def faults_of_leads(rows):
    rows[33]["origin"] = "tv_spot"                     # a campaign that nobody told the policy of
    rows[71]["first_contact_date"] = ""                # required, and not there
    rows[98]["first_contact_date"] = "06-28-2026"      # month first
    rows[120]["mql_id"] = rows[15]["mql_id"]           # the same shop twice


def given_back(rows):
    """Two shops that an SR gave back, one of them without a word."""
    offered = [row for row in rows if row["stage"] == "offered"]
    offered[3] |= {"verdict": "given back", "give_back_reason": "not now"}
    offered[9] |= {"verdict": "given back"}


def faults_of_deals(rows, deals):
    won = [deal for deal in deals if deal["won_date"]]
    lead_of = {row["mql_id"]: row for row in rows}
    won[2] |= {"sdr_id": "lia", "sr_id": "lia"}        # qualified and won by one person
    won[9] |= {"sdr_id": "caio", "sr_id": "caio"}
    won[5]["sr_id"] = ""                               # won, and nobody wrote down by whom
    lead_of[won[7]["mql_id"]]["first_contact_date"] = day(-240)
    won[7]["won_date"] = day(-100, " 10:20")           # 140 days: they should have been recycled
    lead_of[won[11]["mql_id"]]["first_contact_date"] = day(-20)
    won[11]["won_date"] = day(-22, " 16:05")           # won before anybody met them
    won[4]["declared_monthly_revenue"] = "5 mil"       # written out
    deals[10]["average_stock"] = "20-Mai"               # a spreadsheet in another language
    deals[-1]["mql_id"] = "0123456789ab"               # a deal of no lead


def way(rng, age, deal):
    """How far a shop got, and what the teams wrote down; some SRs are late, and some say no."""
    cells = dict.fromkeys(("called_at", "verdict", "give_back_reason", "visited_at"), "") | {"times_offered": "0"}
    entered = age
    if deal and deal["won_date"] and not deal["won_date"].startswith(day(0)):
        moves = {"stage": "won", "stage_since": deal["won_date"]}
        return moves | cells | {"times_offered": "1", "verdict": "taken"}
    if deal:
        stage = "in_hand" if deal["sr_id"] and deal["sr_id"] != deal["sdr_id"] else "offered"
        entered = between(rng, 0, min(age, 24 if stage == "in_hand" else 8))
        cells |= {"times_offered": str(rng.randint(1, 2)), "called_at": day(-entered, f" 09:{rng.randint(0, 29):02}")}
        cells["verdict"] = "taken" if stage == "in_hand" else ""
        if stage == "in_hand" and entered > 3 and rng.random() < 0.7:
            cells["visited_at"] = day(2 - entered, f" 15:{rng.randint(0, 59):02}")
    elif age <= 90:
        stage = "new"
        if age > 2 and rng.random() < 0.5:
            cells["called_at"] = day(1 - age, f" 11:{rng.randint(0, 59):02}")
    else:
        stage = pick(rng, {"newsletter": 90, "archived": 10} if age < 270 else {"newsletter": 1, "archived": 9})
        entered = age - 90 if stage == "newsletter" else age - 270 if age >= 270 else 3
    return {"stage": stage, "stage_since": day(-entered, f" 09:{rng.randint(30, 59):02}")} | cells


def make():
    rng = random.Random(20260705)
    rows, deals, ages = [], [], []
    for _ in range(240):
        age = between(rng, 0, 300)
        rows.append(lead(rng, age))
        ages.append(age)
        if rng.random() < 0.16:
            took = min(between(rng, 1, 88), age)
            deals.append(deal(rng, rows[-1], day(took - age, f" {rng.randint(9, 18):02}:{rng.randint(0, 59):02}")))
        elif age <= 90 and rng.random() < 0.42:
            deals.append(deal(rng, rows[-1], ""))
    deal_of = {deal["mql_id"]: deal for deal in deals}
    ways = random.Random(20260712)
    ways = [way(ways, age, deal_of.get(row["mql_id"])) for row, age in zip(rows, ages)]
    rng.shuffle(deals)
    faults_of_leads(rows)
    faults_of_deals(rows, deals)
    rows = [row | way for row, way in zip(rows, ways)]
    given_back(rows)
    write(POLICIES / "marketplace" / "sample.csv", rows)
    write(POLICIES / "marketplace" / "closed_deals.csv", deals)

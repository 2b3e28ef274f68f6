"""A policy as a company of some hundred people has it: 21 fields, 25 score lines, 20 to 60 rules.

Two scores share fields, facts go across fields, and mail domains are looked up in lists.
"""

import random

FIELDS = """  email:           text key
  country:         text
  office_country:  text
  title:           text
  industry:        one of software | healthcare | retail | finance | education | other
  seniority:       one of staff < manager < director < vp < c_level
  interests:       several of analytics | billing | api | support
  channel:         one of web | event | partner | outbound
  employees:       integer 1..2_000_000
  revenue:         money USD
  budget:          money USD
  pricing_visits:  integer >= 0
  emails_sent:     integer >= 0
  emails_opened:   integer >= 0
  webinar_minutes: integer 0..600
  demo_requested:  boolean required
  unsubscribed:    boolean required
  created:         date required
  last_activity:   date
  trial_started:   date
  status:          one of fresh | working | lost required

  fact emails_opened <= emails_sent
  fact last_activity >= created
  fact trial_started >= created
  fact budget <= revenue"""

LISTS = """list free_mail   { "gmail.com", "outlook.com", "yahoo.com", "proton.me", "web.de" }
list competitors { "rival.example", "contender.example", "otherone.example" }
list partners    { "ally.example", "friend.example" }"""

COUNTRIES = ["US", "CA", "UK", "DE", "FR", "NL", "SE", "JP", "AU", "BR"]
INDUSTRIES = ["software", "healthcare", "retail", "finance", "education", "other"]
SENIORITIES = ["manager", "director", "vp", "c_level"]
INTERESTS = ["analytics", "billing", "api", "support"]
TITLES = ["CEO", "CTO", "head of", "operations", "procurement", "marketing"]


def atoms(rng):
    """Conditions that a line or rule may be made of."""
    low = rng.choice([10, 20, 50, 100])
    return [
        f"employees in {low}..{low * rng.choice([10, 20, 40])}",
        f"employees >= {rng.choice([200, 500, 1000, 5000])}",
        f"industry in {{ {', '.join(rng.sample(INDUSTRIES, 2))} }}",
        f"seniority >= {rng.choice(SENIORITIES)}",
        f'title mentions any of {{ {", ".join(quoted(rng.sample(TITLES, 2)))} }}',
        f'title contains "{rng.choice(["sales", "growth", "data", "student"])}"',
        "domain(email) in free_mail",
        "domain(email) in partners",
        'domain(email) ends with ".edu"',
        'email starts with "info@"',
        f"budget >= {rng.choice([10, 25, 50, 100])}k USD",
        f"budget >= {rng.choice(['10%', '5%', '20%'])} * revenue",
        f"pricing_visits >= {rng.randint(1, 6)}",
        f"emails_opened >= {rng.choice(['30%', '50%'])} * emails_sent",
        f"emails_opened >= {rng.randint(2, 9)}",
        f"webinar_minutes >= {rng.choice([15, 30, 60])}",
        f"interests has {rng.choice(INTERESTS)}",
        f"interests has all of {{ {', '.join(rng.sample(INTERESTS, 2))} }}",
        f"since(last_activity) in 0..{rng.choice([7, 14, 30])} days",
        "trial_started is known",
        f"since(trial_started) in 0..{rng.choice([14, 30])} days",
        f"channel = {rng.choice(['web', 'event', 'partner', 'outbound'])}",
        f"where_they_are in {{ {', '.join(quoted(rng.sample(COUNTRIES, 3)))} }}",
        "demo_requested",
        "decision_maker",
    ]


def quoted(texts):
    return [f'"{text}"' for text in texts]


def score(rng, name, lines, about, more):
    """A score of so many lines, a few of them in a group with a limit, and more."""
    chosen = rng.sample([atom for atom in atoms(rng) if any(word in atom for word in about)], lines)
    points = [f"+{rng.choice([5, 10, 15, 20, 25])} when {atom}" for atom in chosen]
    points[-1] = points[-1].replace("+", "-", 1)
    group = "\n".join(f"    {line}" for line in points[:3])
    rest = "\n".join(f"  {line}" for line in points[3:])
    return f'score {name} 0..100 {{\n  group "first" at most {rng.choice([25, 30, 40])} {{\n{group}\n  }}\n{rest}\n{more}}}\n'


def scores(rng):
    table = "  table seniority {\n    staff => 0\n    manager, director => 10\n    >= vp => 15\n    missing => 0\n  }\n"
    per = (
        "  +5 per pricing_visits, at most 25\n"
        f"  -{rng.choice([5, 10])} per 7 days of since(last_activity), at most 30\n"
        "  +2 per emails_opened, at most 12\n"
    )
    of_fit = ["employees", "industry", "seniority", "title", "email", "budget", "where", "decision"]
    of_engagement = ["pricing", "emails", "webinar", "interests", "last_activity", "trial", "demo", "seniority"]
    return score(rng, "fit", 10, of_fit, table), score(rng, "engagement", 7, of_engagement, per)


def condition(rng, most=3):
    parts = rng.sample(atoms(rng), rng.randint(1, most))
    text = " and ".join(parts)
    if len(parts) == 3 and rng.random() < 0.4:
        text = f"{parts[0]} and ({parts[1]} or {parts[2]})"
    return text


def qualification(rng, count):
    """Rules in four ranks, each of which overrides those below it."""
    ranks = ["sql", "mql", "nurture"]
    rules = {rank: [] for rank in ranks}
    for number in range(count - 1):
        rank = ranks[number % 3]
        bar = {
            "sql": f"fit >= {rng.choice([55, 60, 65])} and engagement >= {rng.choice([40, 45, 50])}",
            "mql": f"fit >= {rng.choice([30, 35, 40])}",
            "nurture": f"engagement >= {rng.choice([10, 15, 20])}",
        }[rank]
        when = condition(rng) if number % 4 == 3 else f"{bar} and {condition(rng, 2)}"
        unless = f" unless {rng.choice(['status = lost', 'unsubscribed', 'domain(email) in free_mail'])}"
        rules[rank].append((f"{rank}_{number}", when, unless if rng.random() < 0.3 else ""))
    lines = ["  rule opted_out: disqualified when unsubscribed or domain(email) in competitors overrides all"]
    for at, rank in enumerate(ranks):
        below = [name for lower in ranks[at + 1 :] for name, _, _ in rules[lower]]
        for name, when, unless in rules[rank]:
            above = f"\n    overrides {', '.join(below)}" if below else ""
            lines.append(f"  rule {name}: {rank}\n    when {when}{unless}{above}")
    text = "\n".join(lines)
    return f"decision qualification: one of disqualified | nurture | mql | sql {{\n{text}\n  otherwise nurture\n}}\n"


def owner(rng, count):
    """A table of territories by size, with a person's own accounts above it."""
    groups = []
    countries = list(COUNTRIES)
    rng.shuffle(countries)
    bands = sorted(rng.sample([50, 200, 500, 1000, 5000], 2))
    cells = [f"< {bands[0]}, missing", f"{bands[0]}..<{bands[1]}", f">= {bands[1]}"]
    territories = max(1, (count - 3) // 3)
    size = max(1, len(countries) // territories)
    rows = []
    for number in range(territories):
        group = countries[number * size : (number + 1) * size]
        if not group:
            break
        groups += group
        for band, cell in enumerate(cells):
            role = ["sdr", "ae", "key_accounts"][band]
            rows.append(f"    {', '.join(quoted(group))} | {cell} => {role}")
    rows.append(f"    none of {', '.join(quoted(groups))} | any => sdr")
    rows.append("    missing | any => marketing_ops")
    text = "\n".join(rows)
    partner = "  rule of_partner: partner_manager when domain(email) in partners overrides all"
    return f"decision owner: role {{\n{partner}\n  table where_they_are | employees {{\n{text}\n  }}\n}}\n"


def priority(rng, count):
    rows = []
    for number in range(max(2, count - 2)):
        fit = rng.choice([">= 80", ">= 60", "40..<60", "< 40", "any"])
        engagement = rng.choice([">= 70", ">= 50", "20..<50", "any"])
        demo = rng.choice(["yes", "any", "any"])
        rows.append(f"    {fit} | {engagement} | {demo} => {rng.choice(['urgent', 'normal', 'later'])}")
    text = "\n".join(rows)
    return (
        "decision priority: one of urgent | normal | later {\n"
        f"  table first match fit | engagement | demo_requested {{\n{text}\n  }}\n  otherwise later\n}}\n"
    )


REST = """decision answer_within: duration {
  table qualification | priority {
    sql          | urgent        => 30 minutes
    sql          | normal, later => 4 business hours
    mql          | any           => 1 business day
    nurture      | any           => 5 business days
    disqualified | any           => 10 business days
  }
}

must reached: last_activity is known when qualification = sql and since(created) > 14 days
forbid email when unsubscribed
"""

TEAMS = """team sales "Sales" { role sdr, ae, key_accounts, partner_manager }
team marketing "Marketing" { role marketing_ops }"""


def real(seed, rules=60):
    """The policy of a seed."""
    rng = random.Random(f"real {seed} {rules}")
    left = rules - 5  # those of `answer_within`
    qualifying = round(left * 0.45)
    owning = round(left * 0.35)
    fit, engagement = scores(rng)
    return "\n".join([
        f'policy "Real {seed}" {{ time zone "America/New_York"  working hours mon..fri 09:00..17:30 }}',
        TEAMS,
        f"lead {{\n{FIELDS}\n}}\n",
        LISTS,
        "",
        "define where_they_are = country else office_country",
        'define decision_maker = seniority >= director or title mentions any of { "CEO", "head of" }',
        "",
        fit,
        engagement,
        qualification(rng, qualifying),
        owner(rng, owning),
        priority(rng, left - qualifying - owning),
        REST,
    ])

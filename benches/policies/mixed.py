"""Small policies that use every construct of the language, for judges to disagree on."""

import random

FIELDS = """  email:     text key
  country:   text
  office:    text
  title:     text
  industry:  one of software | retail | health | other
  level:     one of staff < manager < director < vp
  interests: several of api | billing | support
  staff:     integer 0..500
  visits:    integer >= 0
  sent:      integer >= 0 required
  opened:    integer >= 0
  rate:      number
  budget:    money USD
  revenue:   money USD
  demo:      boolean required
  consent:   boolean
  seen:      date
  created:   date required
  called:    datetime"""

FACTS = ["opened <= sent", "seen >= created", "budget <= 0.5 * revenue", "staff >= 1 or industry is missing"]
COUNTRIES = ["US", "CA", "UK", "DE"]
DOMAINS = ["a.example", "b.example", "c.edu"]
WORDS = ["ceo", "head of", "sales", "ops"]
INDUSTRIES = ["software", "retail", "health", "other"]
LEVELS = ["staff", "manager", "director", "vp"]
INTERESTS = ["api", "billing", "support"]
OUTCOMES = ["hot", "warm", "cold", "ice"]
OPS = ["=", "!=", "<", "<=", ">", ">="]


def quoted(texts):
    return ", ".join(f'"{text}"' for text in texts)


def picked(rng, of, most=None):
    return rng.sample(of, rng.randint(1, min(len(of), most or len(of))))


class Maker:
    """Makes the parts of one policy; what exists already may be read by what comes later."""

    def __init__(self, rng):
        self.rng = rng
        self.scores = []  # with their reach, as declared
        self.decisions = []
        self.texts = rng.random() < 0.6  # texts are looked into, beyond `=` and `in`

    def op(self):
        return self.rng.choice(OPS)

    def atom(self):
        rng = self.rng
        kinds = [self.number, self.number, self.number, self.choice, self.choice, self.text, self.text]
        kinds += [self.state, self.boolean, self.across, self.moment, self.worked_out, self.worked_out]
        return rng.choice(kinds)()

    def number(self):
        rng = self.rng
        low = rng.randrange(0, 100, 5)
        return rng.choice([
            f"staff {self.op()} {low}",
            f"staff in {low}..{low + rng.randint(1, 100)}",
            f"staff in {low}..<{low + rng.randint(1, 100)}",
            f"staff in {{ {low}, {low + 1}, {low + 10}..{low + 20} }}",
            f"visits {rng.choice(['<', '<=', '>', '>='])} {rng.randint(0, 9)}",
            f"rate {self.op()} {rng.choice(['0.5', '20%', '-1', '1.25'])}",
            f"budget {rng.choice(['<', '>='])} {rng.choice([10, 50])}k USD",
        ])

    def choice(self):
        rng = self.rng
        return rng.choice([
            f"industry = {rng.choice(INDUSTRIES)}",
            f"industry != {rng.choice(INDUSTRIES)}",
            f"industry {rng.choice(['in', 'not in'])} {{ {', '.join(picked(rng, INDUSTRIES, 3))} }}",
            f"level {self.op()} {rng.choice(LEVELS)}",
            f"interests has {rng.choice(INTERESTS)}",
            f"interests has {rng.choice(['any', 'all'])} of {{ {', '.join(picked(rng, INTERESTS))} }}",
            "interests is empty",
        ])

    def text(self):
        rng = self.rng
        plain = [
            f'country = "{rng.choice(COUNTRIES)}"',
            f"where_they_are {rng.choice(['in', 'not in'])} {{ {quoted(picked(rng, COUNTRIES, 3))} }}",
            f'domain(email) = "{rng.choice(DOMAINS)}"',
            f"domain(email) {rng.choice(['in', 'not in'])} free_mail",
        ]
        looked_into = [
            f"title {rng.choice(['contains', 'mentions', 'starts with', 'ends with'])} \"{rng.choice(WORDS)}\"",
            f"title mentions any of {{ {quoted(picked(rng, WORDS, 2))} }}",
            f'domain(email) ends with "{rng.choice([".edu", ".example"])}"',
            f'email starts with "{rng.choice(["info@", "a"])}"',
        ]
        return rng.choice(plain + looked_into if self.texts else plain)

    def state(self):
        name = self.rng.choice(["staff", "industry", "level", "country", "seen", "consent", "where_they_are", "budget"])
        return f"{name} is {self.rng.choice(['missing', 'known'])}"

    def boolean(self):
        return self.rng.choice(["demo", "consent", "not consent", "consent = no", "eager"])

    def across(self):
        rng = self.rng
        return rng.choice([
            f"opened {rng.choice(['<', '>='])} {rng.choice(['20%', '0.5'])} * sent",
            f"staff + visits {rng.choice(['<', '>='])} {rng.randint(5, 120)}",
            f"visits {self.op()} opened",
            "country = office",
            f"budget >= {rng.choice(['10%', '0.6'])} * revenue",
        ])

    def moment(self):
        rng = self.rng
        return rng.choice([
            f"since(seen) {rng.choice(['<', '<=', '>', '>='])} {rng.choice([0, 7, 14, 30])} days",
            f"since(created) in {rng.choice(['0..7', '7..30', '8..<90'])} days",
            f"seen >= 2026-{rng.randint(1, 9):02}-01",
            f"since(called) < {rng.choice(['4 hours', '2 days', '90 minutes'])}",
            f"until(seen) > {rng.choice([0, 3])} days",
            f"seen - created > {rng.choice([1, 10])} days",
            "called >= created",
        ])

    def worked_out(self):
        rng = self.rng
        options = [self.number]
        if self.scores:
            name = rng.choice(self.scores)
            options += [lambda: f"{name} {rng.choice(['<', '>=', '>'])} {rng.randrange(0, 110, 5)}"] * 2
        if len(self.scores) > 1:
            options.append(lambda: f"{' + '.join(rng.sample(self.scores, 2))} >= {rng.randrange(10, 150, 5)}")
        if self.decisions:
            decision = rng.choice(self.decisions)
            options.append(lambda: f"{decision} in {{ {', '.join(picked(rng, OUTCOMES, 3))} }}")
            options.append(lambda: f"{decision} = {rng.choice(OUTCOMES)}")
        return rng.choice(options)()

    def condition(self, depth=2):
        rng = self.rng
        roll = rng.random()
        if depth == 0 or roll < 0.4:
            return self.atom()
        parts = [self.part(depth - 1) for _ in range(rng.randint(2, 3))]
        if roll < 0.65:
            return " and ".join(parts)
        if roll < 0.8:
            return " or ".join(parts)
        if roll < 0.88:
            return f"not {parts[0]}"
        if roll < 0.94:
            return f"at least {rng.randint(1, len(parts))} of {{ {', '.join(parts)} }}"
        return f"{rng.choice(['all', 'any', 'none'])} of {{ {', '.join(parts)} }}"

    def part(self, depth):
        return f"({self.condition(depth)})"

    def line(self):
        rng = self.rng
        points = f"{rng.choice(['+', '+', '+', '-'])}{rng.choice([1, 5, 10, 25, '2.5'])}"
        most = f", at most {rng.choice([5, 20, 40])}" if rng.random() < 0.5 else ""
        when = f" when {self.condition(1)}" if rng.random() < 0.4 else ""
        roll = rng.random()
        if roll < 0.65:
            return f"{points} when {self.condition(1)}"
        of = rng.choice(["visits", "10 of staff", "7 days of since(seen)", "5k USD of budget", "0.5 of rate"])
        return f"{points} per {of}{most}{when}"

    def score(self, name):
        rng = self.rng
        items = [f"  {self.line()}" for _ in range(rng.randint(1, 3))]
        if rng.random() < 0.5:
            inner = "\n".join(f"    {self.line()}" for _ in range(2))
            limits = rng.choice(["at most 30", "at most 20 at least 0", "at least -10"])
            items.append(f'  group "group" {limits} {{\n{inner}\n  }}')
        if rng.random() < 0.5:
            rows = "\n".join(f"    {self.cell('level')} => {rng.randrange(0, 30, 5)}" for _ in range(rng.randint(1, 3)))
            order = rng.choice(["", "first match "])
            last = "\n    otherwise => 0" if rng.random() < 0.8 else ""
            items.append(f"  table {order}level {{\n{rows}{last}\n  }}")
        limits = " 0..100" if rng.random() < 0.7 else ""
        self.scores.append(name)
        return f"score {name}{limits} {{\n" + "\n".join(items) + "\n}\n"

    def cell(self, column):
        rng = self.rng
        low = rng.randrange(0, 100, 10)
        cells = {
            "level": [f"{', '.join(picked(rng, LEVELS, 3))}", f">= {rng.choice(LEVELS)}", "missing", "known"],
            "industry": [", ".join(picked(rng, INDUSTRIES, 3)), f"none of {', '.join(picked(rng, INDUSTRIES, 2))}", "missing"],
            "staff": [f"{low}..<{low + 30}", f">= {low}", f"< {low}", f"{low}, {low + 5}, missing", "known"],
            "where_they_are": [quoted(picked(rng, COUNTRIES, 2)), f"none of {quoted(picked(rng, COUNTRIES, 2))}", "missing"],
            "demo": ["yes", "no"],
        }
        return rng.choice(cells[column] + ["any"])

    def rows(self, columns, outcomes, named):
        rng = self.rng
        rows = []
        for number in range(rng.randint(1, 4)):
            name = f"{named}{number}: " if rng.random() < 0.5 else ""
            cells = " | ".join(self.cell(column) for column in columns)
            rows.append(f"    {name}{cells} => {rng.choice(outcomes)}")
        return "\n".join(rows)

    def decision(self, name, rules):
        rng = self.rng
        first = rng.random() < 0.25
        none = rng.random() < 0.25
        outcomes = OUTCOMES[: rng.randint(2, 4)] + (["none"] if none else [])
        lines, names = [], [f"{name}_{number}" for number in range(rules)]
        table = rng.random() < 0.5
        for at, rule in enumerate(names):
            above = ""
            if not first and rng.random() < 0.4:
                below = [other for other in names[at + 1 :] if rng.random() < 0.5]
                below += [f"{name}_rows"] if table and rng.random() < 0.4 else []
                above = rng.choice([" overrides all"] + [f" overrides {', '.join(below)}"] * 3) if below else ""
            unless = f" unless {self.condition(1)}" if rng.random() < 0.25 else ""
            lines.append(f"  rule {rule}: {rng.choice(outcomes)} when {self.condition()}{unless}{above}")
        if table:
            columns = picked(rng, ["level", "industry", "staff", "where_they_are", "demo"], 2)
            order = "first match " if not first and rng.random() < 0.3 else ""
            rows = self.rows(columns, outcomes, f"{name}_row")
            lines.append(f"  table {name}_rows {order}{' | '.join(columns)} {{\n{rows}\n  }}")
        if rng.random() < 0.5:
            lines.append(f"  otherwise {rng.choice(outcomes)}")
        self.decisions.append(name)
        head = f"decision {name}: one of {' | '.join(OUTCOMES)}{' or none' if none else ''}"
        return f"{head}{' first match' if first else ''} {{\n" + "\n".join(lines) + "\n}\n"


def mixed(seed, rules=10):
    """The policy of a seed, with about so many rules in two or three decisions."""
    rng = random.Random(f"mixed {seed} {rules}")
    facts = "\n".join(f"  fact {fact}" for fact in FACTS if rng.random() < 0.5)
    maker = Maker(rng)
    parts = [
        f'policy "Mixed {seed}" {{}}',
        f"lead {{\n{FIELDS}\n{facts}\n}}\n",
        'list free_mail { "a.example", "mail.example" }',
        "define where_they_are = country else office",
        "define eager = demo or visits >= 3",
        "",
        maker.score("fit"),
    ]
    decisions = rng.randint(2, 3)
    for number in range(decisions):
        if number == 1:
            parts.append(maker.score("interest"))
        parts.append(maker.decision(f"choice_{'abc'[number]}", max(1, rules // decisions)))
    return "\n".join(parts)

"""A policy's meaning as terms of Z3, written from the language's description alone.

One lead is a set of free terms, one for each field. Definitions, scores and decisions are terms over
them; a score or decision also has a truth that says whether it comes out at all for the lead.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import z3

from logic import (
    Unsupported, Value, aligned, both, chosen, compared, either, floored, opposite, places_of, scaled,
    so_many, term,
)
from boxes import apart, box
from texts import Group, domain, fold, holds

DAY = 86_400
EPOCH = date(1970, 1, 1)
DECIMALS = 6


def days(text):
    return (date.fromisoformat(text) - EPOCH).days


def seconds(text):
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return int((moment - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds())


class Policy:
    """The terms of one policy."""

    def __init__(self, dump):
        self.dump = dump
        self.fields = {it["name"]: it for it in dump["fields"]}
        self.lists = {it["name"]: [fold(entry) for entry in it["entries"]] for it in dump["lists"]}
        self.defines = {it["name"]: it["value"] for it in dump["defines"]}
        self.scores = {it["name"]: it for it in dump["scores"]}
        self.decisions = {it["name"]: it for it in dump["decisions"]}
        self.enumerations = [it["values"] for it in dump["enumerations"]]
        self.as_of = seconds(dump["as_of"])
        self.today = days(dump["today"])
        self.zone = ZoneInfo(dump["time_zone"])
        self.names = {}  # roles, teams and other words, by number
        self.given = {}  # what each field, definition, score and decision is
        self.restrictions = []  # what is so of every lead
        self.groups = text_groups(self)
        for name in self.fields:
            self.field(name)
        self.facts = [term(opposite(self.condition(it["condition"])[1])) for it in dump["facts"]]

    # -- fields -----------------------------------------------------------------------------------

    def field(self, name):
        if name not in self.given:
            self.given[name] = self.new_field(self.fields[name])
        return self.given[name]

    def new_field(self, field):
        name, kind = field["name"], field["type"]["kind"]
        known = True if field["required"] or field["key"] else z3.Bool(f"{name} is known")
        value = Value(kind, known)
        if kind in ("integer", "number", "money"):
            value.kind = "money" if kind == "money" else "number"
            value.places = 0 if kind == "integer" else DECIMALS
            value.what = z3.Int(name)
            self.bound(field, value)
        elif kind == "boolean":
            value.what = z3.Bool(name)
        elif kind in ("date", "datetime"):
            value.what = z3.Int(name)
            size = DAY if kind == "datetime" else 1
            self.restrictions += [value.what >= days("0001-01-01") * size, value.what <= days("9999-12-31") * size]
        elif kind == "one_of":
            value.kind, value.enumeration = "choice", field["type"]["enumeration"]
            value.what = z3.Int(name)
            self.restrictions += [value.what >= 0, value.what < len(self.enumerations[value.enumeration])]
        elif kind == "several_of":
            value.kind, value.known, value.enumeration = "set", True, field["type"]["enumeration"]
            value.what = [z3.Bool(f"{name} has {it}") for it in self.enumerations[value.enumeration]]
        elif kind == "text":
            value.group = self.groups[name]
            value.what, restriction = value.group.of_field(name)
            self.restrictions.append(term(restriction))
        else:
            raise Unsupported(f"a field of type {kind}")
        return value

    def bound(self, field, value):
        for side, inside, outside in (("low", ">=", ">"), ("high", "<=", "<")):
            end = field[side]
            if end:
                limit = Value("number", what=scaled(end["value"], places_of(end["value"])), places=places_of(end["value"]))
                one, other = aligned(value, limit)
                self.restrictions.append(compared(inside if end["included"] else outside, one, other))

    # -- values -----------------------------------------------------------------------------------

    def number_of(self, kind, name):
        return self.names.setdefault((kind, name), len(self.names))

    def constant(self, value):
        kind = value["kind"]
        if kind in ("number", "money"):
            places = places_of(value["value"])
            return Value(kind, what=scaled(value["value"], places), places=places)
        if kind == "date":
            return Value(kind, what=days(value["value"]))
        if kind == "datetime":
            return Value(kind, what=seconds(value["value"]))
        if kind == "duration":
            return Value(kind, what=value["seconds"])
        if kind in ("boolean", "text", "choice"):
            return Value(kind, what=value["value"])
        if kind in ("role", "team"):
            return Value(kind, what=self.number_of(kind, value["value"]))
        if kind in ("business_duration", "business_days"):
            return Value("business", what=self.number_of(kind, value.get("seconds", value.get("days"))))
        raise Unsupported(f"a constant {kind}")

    def operand(self, operand):
        kind = operand["kind"]
        if kind == "constant":
            return self.constant(operand["value"])
        if kind == "nothing":
            return Value("nothing", known=False)
        if kind == "field":
            return self.field(operand["name"])
        if kind == "define":
            return self.once(operand["name"], lambda: self.operand(self.defines[operand["name"]]))
        if kind == "score":
            return self.score(operand["name"]).total
        if kind == "decision":
            return self.decision(operand["name"]).value
        if kind == "first_known":
            return self.first_known([self.operand(it) for it in operand["of"]])
        if kind == "sum":
            return self.sum([(it["sign"], self.operand(it["of"])) for it in operand["terms"]])
        if kind == "scaled":
            return self.times(operand["factor"], self.operand(operand["of"]))
        if kind in ("since", "until"):
            return self.age(self.operand(operand["of"]), 1 if kind == "since" else -1)
        if kind == "domain":
            return self.domain(operand["of"])
        if kind == "truth":
            yes, no = self.condition(operand["condition"])
            return Value("boolean", either(yes, no), yes)
        raise Unsupported(f"a value {kind}")

    def once(self, name, make):
        if name not in self.given:
            self.given[name] = make()
        return self.given[name]

    def domain(self, of):
        value = self.operand(of)
        if value.kind == "text" and isinstance(value.what, str):
            found = domain(value.what)
            return Value("text", found is not None, found)
        known = value.what[("domain", "known", "")]
        return Value("text", both(value.known, known), value.what, group=value.group, via="domain")

    def first_known(self, values):
        """`else`: from the last to the first."""
        values = self.alike(values)
        found = values[-1]
        for value in reversed(values[:-1]):
            found = self.one_of_two(value.known, value, found, either(value.known, found.known))
        return found

    def alike(self, values):
        """Values of one kind, brought to one form."""
        kinds = {value.kind for value in values if value.kind != "nothing"}
        if len(kinds) > 1:
            # An outcome may be elapsed or business time, which never compare.
            if kinds <= {"duration", "business"}:
                return [Value("business", it.known, self.number_of("duration", it.what) if it.kind == "duration" else it.what) for it in values]
            raise Unsupported(f"values of {' and '.join(sorted(kinds))} in one place")
        kind = next(iter(kinds), "nothing")
        places = max(value.places for value in values)
        enumeration = next((it.enumeration for it in values if it.enumeration is not None), None)
        group = next((it.group for it in values if it.group is not None), None)
        return [self.in_form(value, kind, places, enumeration, group) for value in values]

    def in_form(self, value, kind, places, enumeration, group):
        what = value.what
        if value.kind == "nothing":
            what = {"boolean": False, "text": "", "set": []}.get(kind, 0)
        elif kind in ("number", "money") and value.places < places:
            what = what * 10 ** (places - value.places)
        elif kind == "choice" and isinstance(what, str):
            what = self.enumerations[enumeration].index(what)
        if kind == "text" and isinstance(what, str):
            if group is None:
                # Only texts that the policy names: each is a number.
                kind, what = "word", self.number_of("word", fold(what))
            else:
                what = group.of_constant(what)
        return Value(kind, value.known, what, places, enumeration, group)

    def one_of_two(self, truth, one, other, known):
        if isinstance(one.what, dict) and isinstance(other.what, dict):
            what = {test: chosen(truth, one.what[test], other.what[test]) for test in one.what}
        elif one.kind == "set":
            what = [chosen(truth, a, b) for a, b in zip(one.what, other.what)]
        else:
            what = chosen(truth, one.what, other.what)
        return Value(one.kind, known, what, one.places, one.enumeration, one.group)

    def sum(self, terms):
        known = both(*(value.known for _, value in terms))
        kinds = {value.kind for _, value in terms}
        signed = lambda what, sign: what if sign == "+" else -what
        if kinds <= {"number"} or kinds <= {"money"}:
            values = self.alike([value for _, value in terms])
            total = sum(signed(value.what, sign) for value, (sign, _) in zip(values, terms))
            return Value(values[0].kind, known, total, values[0].places)
        lengths = sum((signed(value.what, sign) for sign, value in terms if value.kind == "duration"), 0)
        moments = [(sign, value) for sign, value in terms if value.kind in ("date", "datetime")]
        if not moments and kinds == {"duration"}:
            return Value("duration", known, lengths)
        size = DAY if moments and moments[0][1].kind == "date" else 1
        if len(moments) == 1 and moments[0][0] == "+":
            return Value(moments[0][1].kind, known, moments[0][1].what + floored(lengths, size))
        if len(moments) == 2 and len({value.kind for _, value in moments}) == 1:
            apart = sum(signed(value.what, sign) for sign, value in moments)
            return Value("duration", known, apart * size + lengths)
        raise Unsupported(f"a sum of {', '.join(sorted(kinds))}")

    def times(self, factor, value):
        places = places_of(factor)
        number = scaled(factor, places)
        if value.kind == "duration":
            return Value("duration", value.known, floored(value.what * number, 10**places))
        return Value(value.kind, value.known, value.what * number, value.places + places)

    def age(self, value, sign):
        now, size = (self.today, DAY) if value.kind == "date" else (self.as_of, 1)
        return Value("duration", value.known, (now - value.what) * size * sign)

    # -- conditions -------------------------------------------------------------------------------

    def condition(self, condition):
        """Its truths: yes, and no."""
        kind = condition["kind"]
        if kind == "not":
            yes, no = self.condition(condition["of"])
            return no, yes
        if kind in ("all", "any", "at_least"):
            parts = [self.condition(it) for it in condition["of"]]
            yes, no = [part[0] for part in parts], [part[1] for part in parts]
            if kind == "all":
                return both(*yes), either(*no)
            if kind == "any":
                return either(*yes), both(*no)
            wanted = condition["count"]
            return so_many(wanted, yes), opposite(so_many(wanted, [opposite(it) for it in no]))
        if kind == "compare":
            one, other = self.operand(condition["left"]), self.operand(condition["right"])
            return told(both(one.known, other.known), self.compare(condition["op"], one, other))
        value = self.operand(condition["of"])
        if kind in ("is_missing", "is_known"):
            truths = opposite(value.known), value.known
            return truths if kind == "is_missing" else truths[::-1]
        if value.kind == "nothing":
            return False, False
        return told(value.known, self.test(kind, condition, value))

    def test(self, kind, condition, value):
        """What a test is of a value that is known."""
        if kind == "holds":
            return value.what
        if kind == "between":
            low, high = self.constant(condition["low"]), self.constant(condition["high"])
            upper = "<=" if condition["high_included"] else "<"
            return both(self.compare(">=", value, low), self.compare(upper, value, high))
        if kind == "one_of":
            return either(*(self.compare("=", value, self.constant(it)) for it in condition["values"]))
        if kind == "in_list":
            return either(*(self.text_test(value, "equals", entry) for entry in self.lists[condition["list"]]))
        if kind == "text":
            return either(*(self.text_test(value, it["test"], it["text"]) for it in condition["any_of"]))
        values = self.enumerations[value.enumeration] if value.kind == "set" else []
        if kind == "has":
            asked = [value.what[values.index(it)] for it in condition["values"]]
            return both(*asked) if condition["quantifier"] == "all" else either(*asked)
        if kind == "is_empty":
            return both(*(opposite(it) for it in value.what))
        raise Unsupported(f"a condition {kind}")

    def compare(self, op, one, other):
        kinds = {one.kind, other.kind}
        if "nothing" in kinds:
            return False
        if kinds <= {"text", "word"}:
            equal = self.same_text(one, other)
            return opposite(equal) if op == "!=" else equal
        if kinds == {"date", "datetime"}:
            return self.by_day(op, one, other)
        if kinds == {"number"} or kinds == {"money"}:
            return compared(op, *aligned(one, other))
        if kinds == {"boolean"}:
            same = one.what == other.what if isinstance(one.what, bool) == isinstance(other.what, bool) else (
                term(one.what) == term(other.what)
            )
            return opposite(same) if op == "!=" else same
        if kinds == {"choice"}:
            one, other = self.alike([one, other])
            return compared(op, one.what, other.what)
        if len(kinds) == 1 and kinds <= {"date", "datetime", "duration", "role", "team", "business"}:
            return compared(op, one.what, other.what)
        raise Unsupported(f"a comparison of {' and '.join(sorted(kinds))}")

    def by_day(self, op, one, other):
        """A date and a datetime, by calendar day in the zone."""
        if one.kind == "datetime":
            turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(op, op)
            return self.by_day(turned, other, one)
        if isinstance(one.what, int):
            starts = [self.start_of(one.what), self.start_of(one.what + 1)]
            inside = both(other.what >= starts[0], other.what < starts[1])
            return {
                "=": inside, "!=": opposite(inside),
                "<": other.what >= starts[1], "<=": other.what >= starts[0],
                ">": other.what < starts[0], ">=": other.what < starts[1],
            }[op]
        if str(self.zone) != "UTC":
            raise Unsupported("a date field and a datetime in a zone with summer time")
        return compared(op, one.what, floored(other.what, DAY))

    def start_of(self, day):
        moment = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time(), self.zone)
        return seconds(moment.isoformat())

    def text_test(self, value, kind, word):
        word = word if kind == "matches" else fold(word)
        if value.kind == "word":
            if kind != "equals":
                raise Unsupported("a decision's text that is looked into")
            return value.what == self.number_of("word", word)
        if isinstance(value.what, dict):
            return value.what[(value.via, kind, word)]
        if isinstance(value.what, str):
            return holds(("self", kind, word), fold(value.what))
        return value.what == value.group.number(word)

    def same_text(self, one, other):
        if isinstance(one.what, str) and isinstance(other.what, str):
            return fold(one.what) == fold(other.what)
        if isinstance(other.what, str):
            return self.text_test(one, "equals", other.what)
        if isinstance(one.what, str):
            return self.text_test(other, "equals", one.what)
        if isinstance(one.what, dict) or isinstance(other.what, dict) or one.kind != other.kind:
            raise Unsupported("texts that are compared with each other and looked into")
        return one.what == other.what

    # -- scores -----------------------------------------------------------------------------------

    def score(self, name):
        return self.once(name, lambda: self.new_score(self.scores[name]))

    def new_score(self, score):
        places = max(places_of(text) for text in numerals(score) or ["0"])
        tables = []
        total = self.items(score["items"], places, tables)
        total = limited(total, score["high"], score["low"], places)
        named = z3.Int(f"score {score['name']}")
        self.restrictions.append(named == total)
        fine = both(*(opposite(either(table.gap, table.conflict)) for table in tables))
        return Score(Value("number", True, named, places), fine, tables)

    def items(self, items, places, tables):
        return sum((self.item(item, places, tables) for item in items), 0)

    def item(self, item, places, tables):
        if item["kind"] == "group":
            total = self.items(item["items"], places, tables)
            return limited(total, item["at_most"], item["at_least"], places)
        if item["kind"] == "line":
            return self.line(item, places)
        table = ScoreTable(item, [self.condition(row["when"])[0] for row in item["rows"]])
        tables.append(table)
        points = scaled(item["otherwise"] or "0", places)
        for counts, row in reversed(list(zip(table.counts, item["rows"]))):
            points = chosen(counts, scaled(row["points"], places), points)
        return points

    def line(self, line, places):
        acts = self.condition(line["when"])[0] if line["when"] else True
        points = scaled(line["points"], places)
        if line["per"]:
            of, unit = self.operand(line["per"]["of"]), self.constant(line["per"]["unit"])
            number, by = aligned(of, unit)
            count = floored(number, by)
            count = max(count, 0) if isinstance(count, int) else z3.If(count < 0, 0, count)
            points, acts = points * count, both(acts, of.known)
        if line["at_most"]:
            most = scaled(line["at_most"], places)
            points = upper(points, most) if scaled(line["points"], places) >= 0 else lower(points, -most)
        return chosen(acts, points, 0)

    # -- decisions --------------------------------------------------------------------------------

    def decision(self, name):
        return self.once(name, lambda: self.new_decision(self.decisions[name]))

    def new_decision(self, decision):
        rules = decision["rules"]
        held = [self.held(rule) for rule in rules]
        held = in_order(decision, held)
        above = stands_above(decision)
        left = [both(it, opposite(either(*(held[a] for a in above[at])))) for at, it in enumerate(held)]
        outcomes = [self.operand(rule["outcome"]) for rule in rules]
        if decision["otherwise"]:
            outcomes.append(self.operand(decision["otherwise"]))
        return Decision(self, decision, held, left, outcomes)

    def held(self, rule):
        yes = self.condition(rule["when"])[0] if rule["when"] else True
        return both(yes, opposite(self.condition(rule["unless"])[0])) if rule["unless"] else yes

    def differ(self, one, other):
        """Whether two values differ; what is missing differs from all that is known."""
        if one.kind == "nothing" or other.kind == "nothing":
            return either(one.known, other.known)
        if {one.kind, other.kind} == {"duration", "business"}:
            return True
        if one.kind == other.kind == "choice" and isinstance(one.what, str) and isinstance(other.what, str):
            same = one.what == other.what
        else:
            same = self.compare("=", one, other)
        missing = both(opposite(one.known), opposite(other.known))
        return opposite(either(both(one.known, other.known, same), missing))


def told(known, holds):
    return both(known, holds), both(known, opposite(holds))


def upper(number, most):
    if isinstance(number, int):
        return min(number, most)
    return z3.If(number > most, most, number)


def lower(number, least):
    if isinstance(number, int):
        return max(number, least)
    return z3.If(number < least, least, number)


def limited(total, high, low, places):
    """At most `high`, then at least `low`."""
    total = total if high is None else upper(total, scaled(high, places))
    return total if low is None else lower(total, scaled(low, places))


def numerals(part):
    """All points and limits of a score."""
    found = [part[key] for key in ("low", "high", "points", "at_most", "at_least", "otherwise") if part.get(key)]
    for inner in part.get("items", []) + part.get("rows", []):
        found += numerals(inner)
    return found


@dataclass
class Score:
    total: Value
    fine: object
    tables: list


class ScoreTable:
    """A table of a score: which rows hold, which count, and whether it gives points."""

    def __init__(self, item, held):
        self.item = item
        rows = item["rows"]
        self.counts = list(held)
        if item["first_match"]:
            self.counts = [both(it, *(opposite(before) for before in held[:at])) for at, it in enumerate(held)]
        self.nothing = both(*(opposite(it) for it in held))
        self.gap = False if item["otherwise"] is not None else self.nothing
        pairs = [(a, b) for b in range(len(rows)) for a in range(b) if rows[a]["points"] != rows[b]["points"]]
        self.pairs = [] if item["first_match"] else pairs
        self.conflict = either(*(both(held[a], held[b]) for a, b in self.pairs))


def in_order(decision, held):
    """What counts where order does: of the decision, or of one of its tables."""
    if decision["first_match"]:
        return [both(it, *(opposite(before) for before in held[:at])) for at, it in enumerate(held)]
    counts = list(held)
    for table in decision["tables"]:
        if table["first_match"]:
            first = table["first_row"]
            for at in range(first, first + table["rows"]):
                counts[at] = both(held[at], *(opposite(before) for before in held[first:at]))
    return counts


def stands_above(decision):
    """For each rule those that stand above it."""
    rules, tables = decision["rules"], decision["tables"]
    above = [[] for _ in rules]
    if not any(rule["overrides"] or rule["overrides_all"] for rule in rules):
        return above
    named = []
    for rule in rules:
        below = set()
        for it in rule["overrides"]:
            table = tables[it["table"]] if "table" in it else None
            below |= set(range(table["first_row"], table["first_row"] + table["rows"])) if table else {it["rule"]}
        named.append(below)
    reach = [reached(named, at) for at in range(len(rules))]
    sweeping = [at for at, rule in enumerate(rules) if rule["overrides_all"]]
    for at in range(len(rules)):
        swept = [r for r in sweeping if r == at or r in reach[at]]
        for other in range(len(rules)):
            by_all = not rules[other]["overrides_all"] and any(r not in reach[other] for r in swept)
            if other != at and (other in reach[at] or by_all):
                above[other].append(at)
    return above


def reached(named, start):
    found, open_ = set(), [start]
    while open_:
        for below in named[open_.pop()]:
            if below not in found:
                found.add(below)
                open_.append(below)
    return found


class Decision:
    """A decision: which rules hold and are left, and what comes out."""

    def __init__(self, policy, decision, held, left, outcomes):
        self.decision, self.held, self.left, self.outcomes = decision, held, left, outcomes
        self.policy, self.close = policy, None
        self.nobody = both(*(opposite(it) for it in held))
        self.conflict = self.any_conflict()
        self.value = self.settled()
        may_lack = decision["or_none"]
        self.gap = False if may_lack else both(opposite(self.conflict), opposite(self.value.known))

    def any_conflict(self):
        """That two rules that are left differ, or that all that hold stand below one another."""
        rules = self.decision["rules"]
        if self.decision["first_match"]:
            return False
        ring = both(opposite(self.nobody), *(opposite(it) for it in self.left))
        if not any(rule["overrides_all"] for rule in rules):
            ring = False
        pairs = [both(self.left[a], self.left[b], self.differ(a, b)) for a, b in self.pairs()]
        return either(ring, *pairs)

    def pairs(self):
        """Pairs of rules that differ and may hold together, as far as a glance at them shows."""
        if self.close is None:
            boxes = [box(self.policy, rule["when"]) for rule in self.decision["rules"]]
            count = range(0 if self.decision["first_match"] else len(boxes))
            pairs = ((a, b) for b in count for a in range(b) if not apart(boxes[a], boxes[b]))
            self.close = [(a, b) for a, b in pairs if self.differ(a, b) is not False]
        return self.close

    def differ(self, a, b):
        """Whether two rules' outcomes differ: two fields do, whatever they hold."""
        one, other = (self.decision["rules"][at]["outcome"] for at in (a, b))
        if "field" in (one["kind"], other["kind"]):
            return one != other
        return self.policy.differ(self.outcomes[a], self.outcomes[b])

    def settled(self):
        """What comes out where there is no conflict."""
        rules = self.decision["rules"]
        ty = self.decision["type"]
        # The first has no value; of an enumerated type it says which one.
        nothing = Value("nothing", False, enumeration=ty.get("enumeration"))
        values = self.policy.alike([nothing, *self.outcomes])
        nothing, outcomes = values[0], values[1 : 1 + len(self.outcomes)]
        found = outcomes[len(rules)] if self.decision["otherwise"] else nothing
        for left, value in reversed(list(zip(self.left, outcomes))):
            found = self.policy.one_of_two(left, value, found, chosen(left, value.known, found.known))
        return found


# -- texts ----------------------------------------------------------------------------------------


def text_groups(policy):
    """For each text field its group, with all tests that the policy makes of it."""
    owner = {name: Group() for name, field in policy.fields.items() if field["type"]["kind"] == "text"}

    def roots(operand):
        """The fields whose text an operand may be, and whether it is their domain."""
        kind = operand["kind"]
        if kind == "field":
            return {operand["name"]} & set(owner), "self"
        if kind == "define":
            return roots(policy.defines[operand["name"]])
        if kind == "domain":
            return roots(operand["of"])[0], "domain"
        if kind == "first_known":
            parts = [roots(it) for it in operand["of"]]
            if any(via == "domain" for _, via in parts):
                raise Unsupported("`domain` before or behind `else`")
            return join(set().union(*(names for names, _ in parts))), "self"
        if kind == "decision":
            decision = policy.decisions[operand["name"]]
            outcomes = [rule["outcome"] for rule in decision["rules"]] + [it for it in [decision["otherwise"]] if it]
            return join(set().union(set(), *(roots(it)[0] for it in outcomes))), "self"
        return set(), "self"

    def join(names):
        if not names:
            return names
        kept = Group()
        old = {id(owner[name]) for name in names}
        for group in {id(owner[name]): owner[name] for name in names}.values():
            kept.tests |= group.tests
            kept.compared |= group.compared
        for name in owner:
            if id(owner[name]) in old:
                owner[name] = kept
        return names

    def add(operand, kind, words):
        names, via = roots(operand)
        for name in names:
            for word in words:
                owner[name].tests.add((via, kind, word if kind == "matches" else fold(word)))

    def see(part):
        if isinstance(part, list):
            for it in part:
                see(it)
        if not isinstance(part, dict):
            return
        kind = part.get("kind")
        if kind == "domain":
            for name in roots(part)[0]:
                owner[name].tests.add(("domain", "known", ""))
        elif kind == "in_list":
            add(part["of"], "equals", policy.lists[part["list"]])
        elif kind == "one_of" and "of" in part:
            add(part["of"], "equals", [it["value"] for it in part["values"] if it["kind"] == "text"])
        elif kind == "text" and "any_of" in part:
            for it in part["any_of"]:
                add(part["of"], it["test"], [it["text"]])
        elif kind == "compare":
            see_comparison(part["left"], part["right"])
        elif kind == "first_known":
            roots(part)
        for it in part.values():
            see(it)

    def see_comparison(left, right):
        for one, other in ((left, right), (right, left)):
            if other["kind"] == "constant" and other["value"]["kind"] == "text":
                add(one, "equals", [other["value"]["value"]])
        (a, via_a), (b, via_b) = roots(left), roots(right)
        if a and b:
            if "domain" in (via_a, via_b):
                raise Unsupported("`domain` compared with a field")
            join(a | b)
            owner[next(iter(a))].compared = True

    dump = policy.dump
    for part in ("facts", "defines", "scores", "decisions", "musts", "forbids", "acceptances"):
        see(dump[part])
    for group in set(owner.values()):
        group.ready()
    return owner

"""Decisions: which rules hold, which stand above which, what comes out."""

import z3

from boxes import apart, box
from logic import Value, both, chosen, either, opposite


class Decisions:
    """The part of a policy that decides."""

    def decision(self, name):
        return self.once(name, lambda: self.new_decision(self.decisions[name]))

    def new_decision(self, decision):
        rules = decision["rules"]
        held = [self.held(rule) for rule in rules]
        held = in_order(self, decision, held)
        above = stands_above(decision)
        left = [both(it, opposite(either(*(held[a] for a in above[at])))) for at, it in enumerate(held)]
        outcomes = [self.operand(rule["outcome"]) for rule in rules]
        if decision["otherwise"]:
            outcomes.append(self.operand(decision["otherwise"]))
        return Decision(self, decision, held, left, outcomes)

    def firsts(self, held):
        """Each where none before it holds. What stands before is named, so that terms stay small."""
        counts, before = [], False
        for truth in held:
            counts.append(both(truth, opposite(before)))
            before = either(before, truth)
            if not isinstance(before, bool):
                name = z3.FreshBool("before")
                self.restrictions.append(name == before)
                before = name
        return counts

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


def in_order(policy, decision, held):
    """What counts where order does: of the decision, or of one of its tables."""
    if decision["first_match"]:
        return policy.firsts(held)
    counts = list(held)
    for table in decision["tables"]:
        if table["first_match"]:
            rows = slice(table["first_row"], table["first_row"] + table["rows"])
            counts[rows] = policy.firsts(held[rows])
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

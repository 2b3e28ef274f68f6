"""Conditions: pairs of yes and no."""

from datetime import datetime, timedelta

from logic import Unsupported, aligned, both, compared, either, floored, opposite, so_many, term
from moments import DAY, EPOCH, seconds
from texts import fold, holds


class Conditions:
    """The part of a policy that tells conditions."""

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


def told(known, holds):
    return both(known, holds), both(known, opposite(holds))

"""Values of a lead: constants, `else`, sums, ages."""

from logic import Unsupported, Value, both, chosen, either, floored, places_of, scaled
from moments import DAY, days, seconds
from texts import domain, fold


class Values:
    """The part of a policy that works values out."""

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
            if kinds == {"duration", "business"}:
                word = lambda it: self.number_of("duration", it.what) if it.kind == "duration" else it.what
                return self.alike([it if it.kind == "nothing" else Value("business", it.known, word(it)) for it in values])
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

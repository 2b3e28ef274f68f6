"""Fields: the free terms of a lead, and what restricts them."""

import z3

from logic import Unsupported, Value, aligned, compared, places_of, scaled, term
from moments import DAY, days

DECIMALS = 6


class Fields:
    """The part of a policy that knows its fields."""

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

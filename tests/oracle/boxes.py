"""A glance at a rule: what it leaves open in each field. It only spares Z3 pairs that cannot meet."""

from fractions import Fraction

MISSING = "missing"


def box(policy, condition):
    """For some fields the values that they may have: a range of numbers, or a set of names."""
    found = {}
    if condition is not None:
        narrow(policy, condition, found)
    return found


def narrow(policy, condition, found):
    kind = condition["kind"]
    if kind == "all":
        for part in condition["of"]:
            narrow(policy, part, found)
        return
    read = seen(policy, condition)
    if read:
        name, allowed = read
        known = found.get(name)
        found[name] = allowed if known is None else meet(known, allowed)


def seen(policy, condition):
    """The one field that a condition looks at, and what it leaves of it."""
    kind = condition["kind"]
    if kind == "any":
        parts = [seen(policy, part) for part in condition["of"]]
        if None in parts or len({name for name, _ in parts}) != 1:
            return None
        return parts[0][0], [piece for _, pieces in parts for piece in pieces]
    of = condition.get("of") if kind != "compare" else condition["left"]
    if not isinstance(of, dict) or of.get("kind") != "field":
        return None
    name = of["name"]
    if kind == "is_missing":
        return name, [MISSING]
    if kind == "between":
        if condition["low"]["kind"] not in ("number", "money"):
            return None
        ends = Fraction(condition["low"]["value"]), Fraction(condition["high"]["value"])
        return name, [(ends[0], True, ends[1], condition["high_included"])]
    if kind == "one_of" and all(it["kind"] == "choice" for it in condition["values"]):
        return name, [{it["value"]} for it in condition["values"]]
    if kind == "compare" and condition["right"]["kind"] == "constant":
        return compared(name, condition["op"], condition["right"]["value"])
    return None


def compared(name, op, value):
    if value["kind"] == "choice" and op == "=":
        return name, [{value["value"]}]
    if value["kind"] not in ("number", "money") or op == "!=":
        return None
    number = Fraction(value["value"])
    low = (number, op != ">") if op in ("=", ">", ">=") else (None, False)
    high = (number, op != "<") if op in ("=", "<", "<=") else (None, False)
    return name, [(*low, *high)]


def meet(one, other):
    return [piece for a in one for b in other for piece in [common(a, b)] if piece is not None]


def common(a, b):
    if MISSING in (a, b):
        return a if a == b else None
    if isinstance(a, set) or isinstance(b, set):
        return a & b or None
    low = max(a[:2], b[:2], key=lambda end: (end[0] is not None, end[0] or 0, not end[1]))
    high = min(a[2:], b[2:], key=lambda end: (end[0] is None, end[0] or 0, end[1]))
    if low[0] is not None and high[0] is not None:
        if low[0] > high[0] or low[0] == high[0] and not (low[1] and high[1]):
            return None
    return (*low, *high)


def apart(one, other):
    """Whether two rules can be seen to share no lead."""
    return any(name in other and not meet(pieces, other[name]) for name, pieces in one.items())

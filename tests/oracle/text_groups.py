"""Which text fields meet, and what the policy asks of their texts."""

from logic import Unsupported
from texts import Group, fold


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

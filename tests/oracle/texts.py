"""Texts: which tests of a text can hold together.

Fields whose texts meet (by `else`, or in a comparison) are one group. Where nobody looks into the
texts of a group (`=` and `in` only), a text is a number: one for each text that the policy names, and
any larger one for all others. Else a text is a truth for each test that the policy makes of the
group's texts, and those combinations are allowed that some text has. They are found by trying texts
made of the policy's own, and Z3's theory of strings then says whether any is left out. Fields that are
compared with each other *and* looked into are beyond this judge.
"""

import itertools
import re
import unicodedata

import z3

from logic import Unsupported, both, either, opposite, term

MOST_SUBSETS = 12


def fold(text):
    """As the language compares texts: NFC, outer white space off, simple case folding."""
    one = lambda letters, letter: letters if len(letters) == 1 else letter
    folded = "".join(one(one(c.upper(), c).lower(), c) for c in unicodedata.normalize("NFC", text.strip()))
    return unicodedata.normalize("NFC", folded)


def domain(text):
    """What stands behind the last `@`; none where there is none or nothing behind it."""
    _, at, behind = text.rpartition("@")
    return behind.strip() or None if at else None


def holds(test, text):
    """Whether a test holds of a text, both folded."""
    via, kind, word = test
    if via == "domain":
        text = domain(text)
        if text is None:
            return False
    if kind == "matches":
        return re.fullmatch(word, text, re.IGNORECASE) is not None
    if kind == "mentions":
        return bool(word) and re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text) is not None
    return {
        "known": lambda: True,
        "equals": lambda: text == word,
        "contains": lambda: word in text,
        "starts_with": lambda: text.startswith(word),
        "ends_with": lambda: text.endswith(word),
    }[kind]()


class Group:
    """Fields whose texts meet, and what the policy asks of them."""

    def __init__(self):
        self.tests = set()
        self.compared = False  # two of its texts are compared with each other
        self.complete = True  # it is certain that no combination was left out
        self.combinations = None

    @property
    def by_number(self):
        return all(via == "self" and kind == "equals" for via, kind, _ in self.tests)

    def ready(self):
        """To be called once all tests are known."""
        self.order = sorted(self.tests)
        if self.by_number:
            self.numbers = {word: at for at, (_, _, word) in enumerate(self.order)}
        elif self.compared:
            raise Unsupported("texts that are compared with each other and looked into")

    def number(self, word):
        return self.numbers[word]

    def of_constant(self, text):
        """A text that is the same for all leads."""
        text = fold(text)
        if self.by_number:
            # Texts that no test names are never told apart from others.
            return self.numbers.get(text, len(self.numbers))
        return {test: holds(test, text) for test in self.order}

    def of_field(self, name):
        """A field's text, and what restricts it."""
        if self.by_number:
            number = z3.Int(f"text {name}")
            return number, number >= 0
        truths = {test: z3.Bool(f"{name} {' '.join(test)}") for test in self.order}
        if self.combinations is None:
            self.find()
        return truths, self.restriction(truths)

    def restriction(self, truths):
        plain = [test for test in self.order if test[1] != "equals" and test[0] == "self"]
        named = [test for test in self.order if test not in plain]
        none_named = frozenset(plain_part for plain_part in self.combinations if not plain_part & set(named))
        free = len(none_named) == 2 ** len(plain)
        parts = []
        for combination in sorted(self.combinations, key=sorted):
            if free and combination in none_named:
                continue
            parts.append(both(*(truths[t] if t in combination else opposite(truths[t]) for t in self.order)))
        if free:
            parts.append(both(*(opposite(truths[test]) for test in named)))
        return either(*parts)

    def find(self):
        """All combinations of tests that some text has."""
        self.combinations = {self.combination(text) for text in self.samples()}
        plain = [test for test in self.order if test[1] not in ("equals", "known")]
        if len(plain) > MOST_SUBSETS // 2 and self.all_subsets(plain):
            return
        try:
            self.complete = self.find_rest()
        except (Unsupported, re.error, z3.Z3Exception):
            self.complete = False

    def all_subsets(self, plain):
        """Nothing can be left out where only words are looked for, and all sets of them were found."""
        others = [test for test in self.order if test not in plain]
        return all(kind == "equals" and via == "self" for via, kind, _ in others) and (
            len({c for c in self.combinations if not c & set(others)}) == 2 ** len(plain)
        )

    def combination(self, text):
        return frozenset(test for test in self.order if holds(test, text))

    def samples(self):
        """Texts made of the policy's own."""
        words = sorted({word for _, kind, word in self.order if kind in ("contains", "mentions")})
        starts = [""] + sorted({word for _, kind, word in self.order if kind == "starts_with"})
        ends = [""] + sorted({word for via, kind, word in self.order if kind == "ends_with" and via == "self"})
        behind = sorted({word for via, kind, word in self.order if via == "domain" and kind == "equals"})
        behind += [f"q{word}" for via, kind, word in self.order if via == "domain" and kind == "ends_with"]
        behind += [f"{word}q.q" for via, kind, word in self.order if via == "domain" and kind in ("starts_with", "contains")]
        whole = sorted({word for _, kind, word in self.order if kind == "equals"})
        sets = itertools.chain.from_iterable(
            itertools.combinations(words, count) for count in range(min(len(words), MOST_SUBSETS) + 1)
        )
        middles = [joint.join(some) for some in sets for joint in ((" ", "") if len(words) < 6 else (" ",))]
        middles += [f"q{word}q" for word in words]
        yield from whole
        yield "q"
        for start in starts:
            for middle in middles:
                for end in ends:
                    for between in ("", " "):
                        text = f"{start}{between}{middle}{between}{end}".strip()
                        yield text or "q"
                        yield f"{text}q"
                        if any(via == "domain" for via, _, _ in self.order):
                            yield from (f"{text}@{place}" if "@" not in text else f"{text}{place}" for place in behind + ["q.q"])

    def find_rest(self):
        """Lets Z3 look for combinations that no sample had; whether it could say that none is left."""
        solver = z3.Solver()
        solver.set("timeout", 10_000)
        text, truths = string_truths(solver, self.order)
        block = lambda some: solver.add(z3.Or([z3.Not(truths[t]) if t in some else truths[t] for t in self.order]))
        for combination in self.combinations:
            block(combination)
        for _ in range(200):
            answer = solver.check()
            if answer == z3.unsat:
                return True
            if answer == z3.unknown:
                return False
            model = solver.model()
            found = frozenset(t for t in self.order if z3.is_true(model.eval(truths[t], model_completion=True)))
            self.combinations.add(found)
            block(found)
        return False


def string_truths(solver, tests):
    """A folded text as a string of Z3, and what each test is of it."""
    text, before, behind = z3.String("text"), z3.String("before"), z3.String("behind")
    letter = z3.Union(z3.Range("!", "@"), z3.Range("[", "`"), z3.Range("{", "~"))
    inner = z3.Star(z3.Union(letter, z3.Re(" ")))
    solver.add(z3.InRe(text, z3.Union(letter, z3.Concat(letter, inner, letter))))
    has_at = z3.Bool("has at")
    solver.add(has_at == z3.Contains(text, "@"))
    solver.add(z3.Implies(has_at, text == z3.Concat(before, "@", behind)))
    solver.add(z3.Not(z3.Contains(behind, "@")), z3.Not(z3.PrefixOf(" ", behind)))
    known = z3.And(has_at, z3.Length(behind) > 0)
    truths = {}
    for test in tests:
        via, kind, word = test
        of = string_test(kind, word, behind if via == "domain" else text)
        truths[test] = z3.And(known, of) if via == "domain" else term(of)
    return text, truths


def string_test(kind, word, of):
    if kind == "known":
        return z3.BoolVal(True)
    if kind == "equals":
        return of == z3.StringVal(word)
    if kind == "contains":
        return z3.Contains(of, z3.StringVal(word))
    if kind == "starts_with":
        return z3.PrefixOf(z3.StringVal(word), of)
    if kind == "ends_with":
        return z3.SuffixOf(z3.StringVal(word), of)
    if kind == "mentions":
        edge = z3.Union(z3.Range(" ", "/"), z3.Range(":", "@"), z3.Range("[", "`"), z3.Range("{", "~"))
        anything = z3.Star(z3.Range(" ", "~"))
        before = z3.Option(z3.Concat(anything, edge))
        behind = z3.Option(z3.Concat(edge, anything))
        return z3.InRe(of, z3.Concat(before, z3.Re(word), behind))
    raise Unsupported(f"`{kind}` in the theory of strings")

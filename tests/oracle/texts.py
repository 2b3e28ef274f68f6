"""Texts: which tests of a text can hold together.

Fields whose texts meet (by `else`, or in a comparison) are one group. Where nobody looks into the
texts of a group (`=` and `in` only), a text is a number: one for each text that the policy names, and
any larger one for all others. Else a text is a truth for each test that the policy makes of the
group's texts, and those combinations are allowed that some text has. Where only words are looked for,
these are all that leave no word out that another one holds, since words can stand in a row. Else they
are found by trying texts made of the policy's own, and Z3's theory of strings then says whether any is
left out. Fields that are compared with each other *and* looked into are beyond this judge.
"""

import itertools
import re
import unicodedata

import z3

from logic import Unsupported, both, either, opposite, term

MOST_WORDS = 5  # of which all sets are tried


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


def in_text(test):
    """The least text that a word stands in as the test wants it."""
    _, kind, word = test
    return word if kind == "mentions" else f"q{word}q"


class Group:
    """Fields whose texts meet, and what the policy asks of them."""

    def __init__(self):
        self.tests = set()
        self.compared = False  # two of its texts are compared with each other
        self.complete = True  # it is certain that no combination was left out
        self.combinations = None  # of tests that hold together, each with a text that has it

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
        """That some text has this combination."""
        exactly = lambda some: both(*(truths[t] if t in some else opposite(truths[t]) for t in self.order))
        if not self.words_only:
            return either(*(exactly(some) for some in sorted(self.combinations, key=sorted)))
        named = [test for test in self.order if test[1] == "equals"]
        others = [opposite(truths[test]) for test in named]
        for test in self.order:
            if test not in named:
                implied = self.combination(in_text(test)) - {test, *named}
                others += [either(opposite(truths[test]), truths[it]) for it in sorted(implied)]
        return either(both(*others), *(exactly(self.combination(word)) for _, _, word in named))

    @property
    def words_only(self):
        kinds = {(via, kind) for via, kind, _ in self.tests}
        return kinds <= {("self", "contains"), ("self", "mentions"), ("self", "equals")}

    def find(self):
        """All combinations of tests that some text has; of words only some of them, as examples."""
        self.combinations = {}
        for text in self.samples():
            self.combinations.setdefault(self.combination(text), text)
        if self.words_only:
            return
        try:
            self.complete = self.find_rest()
        except (Unsupported, re.error, z3.Z3Exception):
            self.complete = False

    def text_of(self, combination):
        """A text that has this combination."""
        if combination not in self.combinations:
            words = [in_text(test) for test in sorted(combination)]
            self.combinations[combination] = " # ".join([*words, "#"])
        return self.combinations[combination]

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
        most = len(words) if len(words) <= MOST_WORDS else 2
        sets = itertools.chain.from_iterable(itertools.combinations(words, count) for count in range(most + 1))
        middles = [joint.join(some) for some in sets for joint in (" ", "")]
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
            self.combinations[found] = model.eval(text, model_completion=True).as_string()
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

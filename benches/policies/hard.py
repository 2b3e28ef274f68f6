"""A policy that is hard on purpose: no company has it.

Fifty linear conditions, each over three or four of sixteen numbers, interlocked; twelve words that a
text may contain; four scores that share fields.
"""

import random

WORDS = [
    "price", "budget", "demo", "trial", "partner", "urgent",
    "renewal", "student", "tender", "migration", "security", "audit",
]
NUMBERS = 16


def linear(rng, names):
    """One condition over three or four of the numbers."""
    chosen = rng.sample(names, rng.randint(3, 4))
    terms = [chosen[0]]
    for name in chosen[1:]:
        factor = rng.randint(2, 9)
        terms.append(f"{rng.choice('+-')} {factor} * {name}")
    op = rng.choice(["<=", ">=", "<", ">"])
    return f"{' '.join(terms)} {op} {rng.randint(-2000, 4000)}"


def hard(seed, conditions=50):
    """The policy of a seed."""
    rng = random.Random(f"hard {seed} {conditions}")
    names = [f"n{number}" for number in range(NUMBERS)]
    fields = [f"  {name}: integer 0..1000" for name in names]
    lines = [f"define l{number} = {linear(rng, names)}" for number in range(conditions)]
    scores = []
    for number in range(4):
        parts = [f"  +{rng.randint(1, 9)} per {rng.randint(20, 60)} of {name}, at most 40" for name in rng.sample(names, 5)]
        parts += [f"  +{rng.randint(3, 17)} when l{at}" for at in rng.sample(range(conditions), 6)]
        parts += [f'  -{rng.randint(3, 11)} when notes contains "{word}"' for word in rng.sample(WORDS, 3)]
        scores.append("score s%d 0..100 {\n%s\n}" % (number, "\n".join(parts)))
    rules = []
    for number in range(conditions):
        others = rng.sample(range(conditions), 2)
        word = WORDS[number % len(WORDS)]
        score = f"s{rng.randrange(4)} >= {rng.randint(20, 80)}"
        join = rng.choice(["and", "and", "or"])
        when = f"l{number} and (l{others[0]} {join} not l{others[1]})"
        extra = rng.choice([f'notes contains "{word}"', score, f"s{rng.randrange(4)} + s{rng.randrange(4)} < {rng.randint(40, 120)}"])
        rules.append(f"  rule r{number}: {rng.choice(['a', 'b', 'c'])} when {when} and {extra}")
    words = "\n".join(f'  +{at + 1} when notes contains "{word}"' for at, word in enumerate(WORDS))
    return "\n".join([
        f'policy "Hard {seed}" {{}}',
        "lead {\n  email: text key\n  notes: text",
        *fields,
        "  fact n0 + n1 <= n2 + n3",
        "}",
        *lines,
        *scores,
        f"score worded 0..100 {{\n{words}\n}}",
        "decision grade: one of a | b | c {",
        *rules,
        "}",
        "decision order: one of a | b | c first match {",
        *rules,
        f"  rule wordy: a when worded >= 60 and {' and '.join(f's{at} >= 30' for at in range(4))}",
        "  otherwise c",
        "}",
        "",
    ])

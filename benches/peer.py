"""Z3 on the same tables: only its solving is timed, not the making of its formulas."""

import re
import time

import z3

from policies.tables import Span

LIMIT = 20.0  # seconds for one measure


class Stopwatch:
    def __init__(self):
        self.spent = 0.0

    def check(self, solver, *assumptions):
        start = time.perf_counter()
        answer = solver.check(*assumptions)
        self.spent += time.perf_counter() - start
        return answer

    @property
    def over(self):
        return self.spent > LIMIT


class Space:
    """The columns of a table as terms; listed values by their places."""

    def __init__(self, table):
        self.table = table
        self.terms = {column.name: z3.Int(column.name) for column in table.columns}
        self.missing = {column.name: z3.Bool(f"{column.name} is missing") for column in table.columns if column.optional}
        self.bounds = []
        for column in table.columns:
            low, high = (column.low, column.high) if column.is_number else (0, len(column.values))
            self.bounds += [self.terms[column.name] >= low, self.terms[column.name] < high]
        self.rows = [self.row(row) for row in table.rows]

    def row(self, row):
        return z3.And([self.cell(cell, column) for cell, column in zip(row.cells, self.table.columns)])

    def cell(self, cell, column):
        term = self.terms[column.name]
        if isinstance(cell, Span):
            holds = z3.And(term >= cell.low, term < cell.high)
        else:
            holds = z3.Or([term == at for at, value in enumerate(column.values) if value in cell.values])
        if not column.optional:
            return holds
        missing = self.missing[column.name]
        return z3.Or(missing, holds) if cell.missing else z3.And(z3.Not(missing), holds)

    def solver(self, make=z3.SimpleSolver):
        """The plain solver was the fastest of Z3's on these questions, but for one."""
        solver = make()
        solver.set("timeout", int(LIMIT * 1000))
        solver.add(self.bounds)
        return solver

    def region(self, model):
        """What no row tells apart from a found lead, piece by piece."""
        pieces = []
        for place, column in enumerate(self.table.columns):
            term = self.terms[column.name]
            value = model.eval(term, model_completion=True).as_long()
            if column.optional:
                missing = self.missing[column.name]
                lacks = z3.is_true(model.eval(missing, model_completion=True))
                pieces.append(missing if lacks else z3.Not(missing))
                if lacks:
                    continue
            if not column.is_number:
                pieces.append(term == value)
                continue
            cuts = sorted({end for row in self.table.rows for end in (row.cells[place].low, row.cells[place].high)})
            below = [cut for cut in cuts if cut <= value]
            above = [cut for cut in cuts if cut > value]
            pieces += [term >= below[-1]] if below else []
            pieces += [term < above[0]] if above else []
        return pieces


def no_gap(table):
    """Whether any lead is left; what was found, and the seconds."""
    space, watch = Space(table), Stopwatch()
    solver = space.solver()
    solver.add(z3.Not(z3.Or(space.rows)))
    answer = watch.check(solver)
    return {"unsat": "none", "sat": "some"}.get(str(answer), "no answer"), watch


def all_gaps(table):
    """All gaps as cases: find a lead, keep of it what an unsatisfiable core needs, block it."""
    space, watch = Space(table), Stopwatch()
    left, covered = space.solver(), space.solver()
    left.add(z3.Not(z3.Or(space.rows)))
    covered.add(z3.Or(space.rows))
    cases = 0
    while not watch.over and watch.check(left) == z3.sat:
        pieces = space.region(left.model())
        marks = [z3.Bool(f"piece {cases} {at}") for at in range(len(pieces))]
        covered.add([z3.Implies(mark, piece) for mark, piece in zip(marks, pieces)])
        watch.check(covered, *marks)
        core = {mark.get_id() for mark in covered.unsat_core()}
        kept = [piece for mark, piece in zip(marks, pieces) if mark.get_id() in core]
        left.add(z3.Not(z3.And(kept)))
        cases += 1
    return f"{cases} cases{' and not all' if watch.over else ''}", watch


def conflicts(table):
    """Every pair of rows that meet and differ, asked one by one."""
    space, watch = Space(table), Stopwatch()
    solver = space.solver()
    marks = [z3.Bool(f"row {at}") for at in range(len(space.rows))]
    solver.add([z3.Implies(mark, row) for mark, row in zip(marks, space.rows)])
    rows, found, asked = table.rows, 0, 0
    pairs = [(a, b) for b in range(len(rows)) for a in range(b) if rows[a].outcome != rows[b].outcome]
    for a, b in pairs:
        if watch.over:
            # The rest would take as long as those before it.
            share = asked / len(pairs)
            watch.spent /= share
            return f"{found} pairs in {share:.0%} of them, time put for all", watch
        found += watch.check(solver, marks[a], marks[b]) == z3.sat
        asked += 1
    return f"{found} pairs", watch


def dead_in_order(table):
    """Every row that those before it leave nothing to."""
    space, watch = Space(table), Stopwatch()
    solver = space.solver(lambda: z3.SolverFor("QF_LIA"))
    dead = 0
    for at, row in enumerate(space.rows):
        mark = z3.Bool(f"row {at}")
        solver.add(z3.Implies(mark, row))
        dead += watch.check(solver, mark) == z3.unsat
        solver.add(z3.Not(row))
    return f"{dead} dead", watch


def scored_no_gap(table, fields, lines):
    """No gap over fields and the score that they add up to."""
    space, watch = Space(table), Stopwatch()
    solver = space.solver()
    known = {column.name: column for column in fields}
    for column in fields:
        term = space.terms.setdefault(column.name, z3.Int(column.name))
        solver.add(term >= 0, term < (column.high if column.is_number else len(column.values)))
    points = []
    for line in lines:
        given, name, op, value = re.match(r"\s*\+(\d+) when (\w+) (=|>=) (\w+)", line).groups()
        term = space.terms[name]
        holds = term >= int(value) if op == ">=" else term == known[name].values.index(value)
        points.append(z3.If(holds, int(given), 0))
    total = z3.Sum(points)
    solver.add(space.terms["points"] == z3.If(total > 200, 200, total))
    solver.add(z3.Not(z3.Or(space.rows)))
    answer = watch.check(solver)
    return {"unsat": "none", "sat": "some"}.get(str(answer), "no answer"), watch

"""Truths and values for Z3.

A condition is a pair (yes, no); unknown is neither. Truths are Python's `True` and `False` where they
are the same for all leads, else terms of Z3.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import z3


class Unsupported(Exception):
    """Something that this judge does not decide."""


def term(truth):
    return z3.BoolVal(truth) if isinstance(truth, bool) else truth


def both(*parts):
    parts = [part for part in parts if part is not True]
    if any(part is False for part in parts):
        return False
    if not parts:
        return True
    return parts[0] if len(parts) == 1 else z3.And(parts)


def either(*parts):
    parts = [part for part in parts if part is not False]
    if any(part is True for part in parts):
        return True
    if not parts:
        return False
    return parts[0] if len(parts) == 1 else z3.Or(parts)


def opposite(truth):
    return (not truth) if isinstance(truth, bool) else z3.Not(truth)


def chosen(truth, one, other):
    """One value where it holds, else the other."""
    if truth is True:
        return one
    if truth is False:
        return other
    if isinstance(one, bool) and isinstance(other, bool):
        if one == other:
            return one
        return truth if one else z3.Not(truth)
    if isinstance(one, bool) or isinstance(other, bool):
        one, other = term(one), term(other)
    return z3.If(truth, one, other)


def so_many(count, truths):
    """At least so many of them hold."""
    certain = sum(truth is True for truth in truths)
    open_ = [truth for truth in truths if not isinstance(truth, bool)]
    if certain >= count:
        return True
    if certain + len(open_) < count:
        return False
    return z3.AtLeast(*open_, count - certain)


@dataclass
class Value:
    """A value of a lead: what kind it is, whether it is known, and what it is then.

    number: an integer, to be divided by ten to the power of `places`; date: days since 1970;
    datetime: seconds since 1970; duration: seconds; choice: the place in `enumeration`, or for a
    constant the name, which finds its place by what it meets; set: a truth for each value; role,
    team, word: the number of a name; text: see `texts`.
    """

    kind: str
    known: Any = True
    what: Any = None
    places: int = 0
    enumeration: int | None = None
    group: Any = None  # of a text that is a field's
    via: str = "self"  # of a text: itself, or its domain


def places_of(text):
    return len(text.partition(".")[2])


def scaled(text, places):
    """A decimal as an integer, times ten to the power of `places`; it must be one."""
    number = Fraction(text) * 10**places
    if number.denominator != 1:
        raise Unsupported(f"{text} has more than {places} places")
    return number.numerator


def aligned(one, other):
    """Two numbers as integers of the same scale."""
    places = max(one.places, other.places)
    up = lambda value: value.what if value.places == places else value.what * 10 ** (places - value.places)
    return up(one), up(other)


def compared(op, one, other):
    """A comparison of two integers, plain or of Z3."""
    return {
        "=": lambda: one == other,
        "!=": lambda: one != other,
        "<": lambda: one < other,
        "<=": lambda: one <= other,
        ">": lambda: one > other,
        ">=": lambda: one >= other,
    }[op]()


def floored(number, by):
    """Whole times that `by`, above 0, is in a number, towards minus infinity."""
    if by == 1:
        return number
    # Z3 divides integers towards minus infinity where the divisor is above 0, as Python does.
    return number // by if isinstance(number, int) else number / by

"""A policy's meaning as terms of Z3, written from the language's description alone.

One lead is a set of free terms, one for each field. Definitions, scores and decisions are terms over
them; a score or decision also has a truth that says whether it comes out at all for the lead.

| file | purpose |
| --- | --- |
| `logic`, `moments` | truths, values, numbers; days and seconds |
| `fields` | the free terms |
| `texts`, `text_groups` | which tests of a text hold together |
| `values`, `conditions`, `scores`, `decisions` | the constructs of the language |
| `boxes` | a glance that spares Z3 pairs of rules that cannot meet |
"""

from zoneinfo import ZoneInfo

from conditions import Conditions
from decisions import Decisions
from fields import Fields
from logic import opposite, term
from moments import days, seconds
from scores import Scores
from text_groups import text_groups
from texts import fold
from values import Values


class Policy(Fields, Values, Conditions, Scores, Decisions):
    """The terms of one policy."""

    def __init__(self, dump):
        self.dump = dump
        self.fields = {it["name"]: it for it in dump["fields"]}
        self.lists = {it["name"]: [fold(entry) for entry in it["entries"]] for it in dump["lists"]}
        self.defines = {it["name"]: it["value"] for it in dump["defines"]}
        self.scores = {it["name"]: it for it in dump["scores"]}
        self.decisions = {it["name"]: it for it in dump["decisions"]}
        self.enumerations = [it["values"] for it in dump["enumerations"]]
        self.as_of = seconds(dump["as_of"])
        self.today = days(dump["today"])
        self.zone = ZoneInfo(dump["time_zone"])
        self.names = {}  # roles, teams and other words, by number
        self.given = {}  # what each field, definition, score and decision is
        self.restrictions = []  # what is so of every lead
        self.groups = text_groups(self)
        for name in self.fields:
            self.field(name)
        self.facts = [term(opposite(self.condition(it["condition"])[1])) for it in dump["facts"]]

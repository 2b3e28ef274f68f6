//! Decisions, rule by rule.

use super::{Row, Section, Table, Writer};
use crate::model::{
    Condition, Decision, DecisionId, Operand, OperandKind, Overridden, Rule, StageId, Type,
};
use crate::value::Value;
use crate::words::Phrase;

impl Writer<'_> {
    /// Each decision with its rules and tables.
    pub(super) fn decisions(&self) -> Section {
        let mut section = Section::new("what-we-decide", "What we decide");
        let decisions = self.model.decisions.iter();
        section.sections = decisions.map(|(id, it)| self.decision(id, it)).collect();
        section
    }

    pub(super) fn decision(&self, id: DecisionId, decision: &Decision) -> Section {
        let named = &decision.named;
        let mut section = Section::new(named.name.clone(), self.words.named(named));
        Self::doc(&mut section, &named.doc);
        section.say(Phrase::from("decides ") + self.outcomes(id, decision));
        if decision.rules.len() > 1 {
            section.say(how_rules_meet(decision));
        }
        for table in self.rule_tables(id, decision) {
            section.table(table);
        }
        if let Some(otherwise) = &decision.otherwise {
            let outcome = self.outcome(id, otherwise);
            section.say(match decision.rules.is_empty() {
                true => Phrase::from("always ") + outcome,
                false => Phrase::from("where no rule holds: ") + outcome,
            });
        }
        self.agreed(&mut section, &decision.agreed_by);
        section
    }

    /// What the decision yields, in words.
    fn outcomes(&self, id: DecisionId, decision: &Decision) -> Phrase {
        let none = if decision.or_none { ", or none" } else { "" };
        let journey = self.model.stage_decisions.get(&id);
        let journey = journey.and_then(|id| self.model.journeys.get(*id));
        let of = match (journey, decision.ty) {
            (Some(journey), _) => {
                let label = self
                    .words
                    .labelled(&journey.named, journey.title.as_deref());
                Phrase::from("a stage of ") + label
            }
            (None, Type::Choice(_)) => self.values("one of", decision.ty),
            (None, ty) => ty.describe(self.model).into(),
        };
        of + none
    }

    /// The rules between tables together, and each table.
    fn rule_tables(&self, id: DecisionId, decision: &Decision) -> Vec<Table> {
        let groups = decision.rules.chunk_by(|a, b| a.table == b.table);
        let tables = groups.map(|rules| {
            let table = rules.first().and_then(|rule| rule.table);
            let table = table.and_then(|at| decision.tables.get(at));
            let caption = match table {
                Some(table) => self.caption(decision, table),
                None => Phrase::from("Rules of ") + self.words.named(&decision.named),
            };
            let columns = ["Rule", "When", "Unless", "Then", "Stands above", "Because"];
            let rows = rules.iter().map(|rule| self.rule(id, decision, rule));
            Table {
                caption,
                columns: columns.map(str::to_owned).to_vec(),
                rows: rows.collect(),
                is_matrix: false,
            }
        });
        tables.collect()
    }

    fn caption(&self, decision: &Decision, table: &crate::model::RuleTable) -> Phrase {
        let name = match &table.name {
            Some(name) => Phrase::from("Table ") + Phrase::word(name),
            None => "Table".into(),
        };
        let first = match table.first_match {
            true => ": the first row that holds decides",
            false => "",
        };
        name + " of " + self.words.named(&decision.named) + first
    }

    /// What a rule yields: a stage by what it is called.
    fn outcome(&self, id: DecisionId, outcome: &Operand) -> Phrase {
        let journey = self.model.stage_decisions.get(&id);
        let journey = journey.and_then(|id| self.model.journeys.get(*id));
        if let (Some(journey), OperandKind::Constant(Value::Choice(value))) =
            (journey, &outcome.kind)
        {
            let mut stages = journey.stages.iter();
            let is_meant = |id: &&StageId| {
                self.model
                    .stages
                    .get(**id)
                    .is_some_and(|it| it.value == *value)
            };
            if let Some(stage) = stages.find(is_meant) {
                return self.stage(*stage);
            }
        }
        self.words.subject(outcome)
    }

    fn rule(&self, id: DecisionId, decision: &Decision, rule: &Rule) -> Row {
        let name = match rule.is_named {
            true => Phrase::word(&rule.name),
            false => Phrase::default(),
        };
        let because = rule.because.as_deref().unwrap_or_default();
        Row::new([
            name,
            self.when(rule.when.as_ref()),
            self.optional(rule.unless.as_ref()),
            self.outcome(id, &rule.outcome),
            stands_above(decision, rule),
            because.into(),
        ])
    }

    pub(super) fn when(&self, when: Option<&Condition>) -> Phrase {
        when.map_or("always".into(), |when| self.words.condition(when))
    }

    pub(super) fn optional(&self, condition: Option<&Condition>) -> Phrase {
        condition.map_or(Phrase::default(), |it| self.words.condition(it))
    }
}

fn how_rules_meet(decision: &Decision) -> &'static str {
    match decision.first_match {
        true => "the first rule that holds decides",
        false if decision.rules.iter().any(Rule::overrides_some) => {
            "the order of the rules does not matter: of those that hold, one that stands above \
             another counts in its stead"
        }
        false => "the order of the rules does not matter",
    }
}

fn stands_above(decision: &Decision, rule: &Rule) -> Phrase {
    let named = rule.overrides.iter().map(|below| match below {
        Overridden::Rule(at) => {
            let rule = decision.rules.get(*at);
            rule.map_or(Phrase::default(), |rule| Phrase::word(&rule.name))
        }
        Overridden::Table(at) => {
            let name = decision.tables.get(*at).and_then(|it| it.name.as_ref());
            name.map_or("the table".into(), |name| Phrase::word(name))
        }
    });
    let all = rule.overrides_all.then(|| Phrase::from("all others"));
    Phrase::listed(all.into_iter().chain(named).collect(), "and")
}

//! The page of one role: what it is responsible for, by when, what it may not do, and where it hands
//! over.

use std::collections::BTreeSet;

use super::journey::{as_value, includes};
use super::{Document, Fact, Item, Row, Section, Table, Writer};
use crate::model::{
    Decision, Move, Node, Overridden, Role, RoleId, Rule, RuleIndex, Stage, StageId, Target, Task,
    TaskId, Type,
};
use crate::words::Phrase;

impl Writer<'_> {
    pub(super) fn role_page(&self, id: RoleId) -> Document {
        let role = self.model.roles.get(id);
        let title = self.words.role(id).plain();
        let mut sections = vec![
            self.leads_of(id),
            self.stages_of(id),
            self.tasks_of(id),
            self.told_of(id),
            self.hand_overs(id),
        ];
        let has_part = sections.iter().any(|section| !section.is_empty());
        let mut opening = Section::new("", "");
        opening.facts(role.map_or(Vec::new(), |role| self.about_role(id, role)));
        if !has_part {
            opening.say("the policy gives this role nothing to do");
        }
        sections.push(self.lengths());
        sections.push(self.forbidden());
        sections.push(self.musts());
        sections.push(self.definitions_in(&sections));
        sections.retain(|section| !section.is_empty());
        Document {
            title: format!("{title}: {}", self.model.title),
            opening: opening.blocks,
            sections,
        }
    }

    /// The definitions that are named in sections, and those that these are made of.
    fn definitions_in(&self, sections: &[Section]) -> Section {
        let mut section = self.definitions();
        let mut named: BTreeSet<String> = BTreeSet::new();
        sections.iter().for_each(|it| it.names(&mut named));
        let mut count = 0;
        // What is named adds to what is named, until nothing is new.
        while named.len() != count {
            count = named.len();
            let meant = section.sections.iter().filter(|it| named.contains(&it.id));
            let mut more = BTreeSet::new();
            meant.for_each(|it| it.names(&mut more));
            named.extend(more);
        }
        section.sections.retain(|it| named.contains(&it.id));
        section
    }

    fn about_role(&self, id: RoleId, role: &Role) -> Vec<Fact> {
        let doc = Phrase::marked(&crate::value::on_one_line(&role.named.doc));
        let person = self.person(id);
        let version = self.model.version.as_deref().map(Phrase::from);
        vec![
            Fact::new("What it is", [doc]),
            Fact::new("In the policy", [Phrase::word(&role.named.name)]),
            Fact::new("Team", [self.team(role.team)]),
            Fact::new("Works", [self.works(id)]),
            Fact::new("Who that is", [person]),
            Fact::new("Version", version),
        ]
    }

    /// When a decision gives a lead to the role.
    fn leads_of(&self, role: RoleId) -> Section {
        let mut section = Section::new("my-leads", "Which leads are mine");
        let decisions = self.model.decisions.values();
        for decision in decisions.filter(|decision| decision.ty == Type::Role) {
            let table = self.rules_for(decision, role);
            let otherwise = decision.otherwise.as_ref();
            let otherwise =
                otherwise.is_some_and(|it| self.constants(it).contains(&as_value(role)));
            if table.rows.is_empty() && !otherwise {
                continue;
            }
            let named = &decision.named;
            let mut own = Section::new(named.name.clone(), self.words.named(named));
            Self::doc(&mut own, &named.doc);
            own.table(table);
            if otherwise {
                own.say("and where no other rule holds");
            }
            if decision.first_match {
                own.say("the first rule that holds decides, also where it names somebody else");
            }
            section.sections.push(own);
        }
        section
    }

    fn rules_for(&self, decision: &Decision, role: RoleId) -> Table {
        let mine = decision.rules.iter().enumerate();
        let mine = mine.filter(|(_, it)| self.constants(&it.outcome).contains(&as_value(role)));
        let rows = mine.map(|(at, rule)| {
            let above = rules_above(decision, at).map(rule_name);
            Row::new([
                self.mine_when(rule, role),
                self.optional(rule.unless.as_ref()),
                Phrase::listed(above.collect(), "and"),
                rule.because.as_deref().unwrap_or_default().into(),
            ])
        });
        let columns = ["Mine when", "Unless", "Gives way to", "Because"];
        Table {
            caption: Phrase::from("Rules of ") + self.words.named(&decision.named),
            columns: columns.map(str::to_owned).to_vec(),
            rows: rows.collect(),
            is_matrix: false,
        }
    }

    /// When a rule gives a lead to the role; where another decision says to whom, it has to say so.
    fn mine_when(&self, rule: &Rule, role: RoleId) -> Phrase {
        let named = match Self::is_decided(&rule.outcome) {
            true => Some(self.words.subject(&rule.outcome) + " is " + self.words.role(role)),
            false => None,
        };
        let when = rule.when.as_ref().map(|when| self.words.condition(when));
        let parts: Vec<Phrase> = when.into_iter().chain(named).collect();
        match parts.is_empty() {
            true => "always".into(),
            false => Phrase::joined(parts, " and ", " and "),
        }
    }

    /// How long things may take, where no task says so.
    fn lengths(&self) -> Section {
        let mut section = Section::new("how-soon", "How soon");
        let decisions = self.model.decisions.iter();
        let lengths = decisions.filter(|(_, decision)| decision.ty == Type::Duration);
        if self.model.tasks.is_empty() {
            section.sections = lengths.map(|(id, it)| self.decision(id, it)).collect();
        }
        section
    }

    fn all_stages(&self) -> impl Iterator<Item = (StageId, &Stage)> {
        self.model.stages.iter()
    }

    fn answers(&self, stage: &Stage, role: RoleId) -> bool {
        let mut accountable = stage.accountable.iter();
        accountable.any(|it| includes(it.party, role, self.model))
    }

    fn stages_of(&self, role: RoleId) -> Section {
        let mut section = Section::new("my-stages", "Which stages I answer for");
        let mine = self.all_stages().filter(|(_, it)| self.answers(it, role));
        let items = mine.map(|(id, stage)| {
            let team = stage
                .accountable
                .iter()
                .find(|it| includes(it.party, role, self.model));
            let team = team.map(|it| self.party(it.party));
            let as_team = match team {
                Some(team) if team != self.words.role(role) => {
                    Phrase::from(", with all of ") + team
                }
                Some(_) | None => Phrase::default(),
            };
            let requires = match &stage.requires {
                Some(requires) => {
                    Phrase::from(", for leads where ") + self.words.condition(requires)
                }
                None => Phrase::default(),
            };
            Item::new(self.stage(id) + as_team + requires)
        });
        section.list(items.collect());
        section
    }

    fn tasks_of(&self, role: RoleId) -> Section {
        let mut section = Section::new("my-tasks", "What I have to do, and by when");
        let tasks = self.model.tasks.iter();
        let mine = tasks.filter(|(_, task)| self.roles_of(&task.responsible).contains(&role));
        section.sections = mine
            .map(|(id, task)| self.my_task(id, task, role))
            .collect();
        section
    }

    fn my_task(&self, id: TaskId, task: &Task, role: RoleId) -> Section {
        let title = super::heading(&self.task(id)) + " (" + self.stage(task.stage) + ")";
        let mut section = Section::new(self.model.task_name(id), title);
        Self::doc(&mut section, &task.named.doc);
        section.facts(self.task_facts(task, &[role]));
        section
    }

    /// Tasks of others that the role has to do with.
    fn told_of(&self, role: RoleId) -> Section {
        let mut section = Section::new("what-comes-to-me", "What else comes to me");
        let mut rows = Vec::new();
        for (id, task) in self.model.tasks.iter() {
            let mut add = |what: Phrase| {
                rows.push(Row::new([self.task(id), self.stage(task.stage), what]));
            };
            if task
                .consulted
                .iter()
                .any(|it| includes(*it, role, self.model))
            {
                add("I am asked".into());
            }
            if task
                .informed
                .iter()
                .any(|it| includes(*it, role, self.model))
            {
                add("I am told".into());
            }
            for step in task.steps.iter().filter(|step| step.role == role) {
                let what = match step.kind {
                    crate::syntax::ast::StepWord::Escalate => {
                        "I am told when it is not done after "
                    }
                    crate::syntax::ast::StepWord::Reassign => {
                        "it becomes mine when it is not done after "
                    }
                };
                add(Phrase::from(what) + self.words.subject(&step.at));
            }
        }
        let columns = ["Task", "Stage", "What comes to me"];
        section.table(Table {
            caption: "Tasks of others that come to me".into(),
            columns: columns.map(str::to_owned).to_vec(),
            rows,
            is_matrix: false,
        });
        section
    }

    /// The ways out of the role's stages to those of others.
    fn hand_overs(&self, role: RoleId) -> Section {
        let mut section = Section::new("where-i-hand-over", "Where I hand over");
        let mut rows = Vec::new();
        for (id, stage) in self.all_stages() {
            let mut tasks = stage
                .tasks
                .iter()
                .filter_map(|id| self.model.tasks.get(*id));
            let works = tasks.any(|task| self.roles_of(&task.responsible).contains(&role));
            if !works && !self.answers(stage, role) {
                continue;
            }
            for way in &stage.moves {
                let targets = self.targets(way.target).into_iter();
                let targets = targets.filter_map(|id| Some((id, self.model.stages.get(id)?)));
                for (to, target) in targets.filter(|(to, it)| *to != id && !self.answers(it, role))
                {
                    let who = target.accountable.iter().map(|it| self.party(it.party));
                    let who = match target.accountable.is_empty() {
                        true => "nobody: it stays there".into(),
                        false => Phrase::listed(who.collect(), "and"),
                    };
                    let (to, open) = self.hand_over(way, to);
                    rows.push(Row::new([self.stage(id), to, open, who]));
                }
            }
        }
        let columns = ["From", "To", "Open", "Who has it then"];
        section.table(Table {
            caption: "Where leads go from me to others".into(),
            columns: columns.map(str::to_owned).to_vec(),
            rows,
            is_matrix: false,
        });
        section
    }

    /// Where a move hands over, and when it is open. Where a decision says where it leads, both say
    /// so: it is open to this stage only if that is what is decided.
    fn hand_over(&self, way: &Move, to: StageId) -> (Phrase, Phrase) {
        let Target::Decision(decision) = way.target else {
            return (self.stage(to), self.condition_of(way));
        };
        let node = self.words.node(Node::Decision(decision));
        let to = Phrase::from("what ") + node + " says: " + self.stage(to);
        let open = match self.conditions_of(way) {
            Some(condition) if way.when.is_some() => condition + ", if it says so",
            Some(condition) => Phrase::from("when it says so, ") + condition,
            None => "when it says so".into(),
        };
        (to, open)
    }
}

/// The rules that stand above a rule by name, or above all that do not stand above them.
fn rules_above(decision: &Decision, below: RuleIndex) -> impl Iterator<Item = &Rule> {
    let own = decision.rules.get(below);
    let table = own.and_then(|rule| rule.table);
    let is_above_all = own.is_some_and(|rule| rule.overrides_all);
    let others = decision.rules.iter().enumerate();
    others.filter_map(move |(at, rule)| {
        let named = rule.overrides.iter().any(|it| match it {
            Overridden::Rule(at) => *at == below,
            Overridden::Table(at) => Some(*at) == table,
        });
        let above = named || rule.overrides_all && !is_above_all;
        (at != below && above).then_some(rule)
    })
}

fn rule_name(rule: &Rule) -> Phrase {
    Phrase::word(&rule.name)
}

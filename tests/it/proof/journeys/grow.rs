//! Small policies with a journey of four stages, at random.

use crate::proof::chance::Chance;

/// The stages, in the order of the tracked field.
pub(super) const STAGES: [&str; 4] = ["a", "b", "c", "d"];

/// What a policy may look at beside its stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Flag,
    Verdict,
    Seen,
    Times,
}

const FIELDS: [Field; 4] = [Field::Flag, Field::Verdict, Field::Seen, Field::Times];

/// A policy's text.
pub(in crate::proof) fn grow(seed: u64) -> String {
    let mut chance = Chance::new(seed);
    let fields = {
        let many = chance.between(1, 3);
        chance.some(&FIELDS, many)
    };
    let mut grower = Grower { chance, fields };
    let mut text =
        "policy \"P\" {}\nteam m \"M\" { role desk }\nteam s \"S\" { role rep }\n".to_owned();
    text += "lead {\n  id: text key\n";
    for field in &grower.fields {
        text += match field {
            Field::Flag => "  flag: boolean\n",
            Field::Verdict => "  verdict: one of yay | nay\n",
            Field::Seen => "  seen: datetime\n",
            Field::Times => "  times: integer >= 0 required\n",
        };
    }
    let may_forbid = grower.chance.percent(20);
    if may_forbid {
        text += "  may_phone: boolean\n";
    }
    text += "  st: one of a < b < c < d required\n";
    text += "  since_when: datetime required\n}\n";
    let by_decision = grower.has(Field::Verdict) && grower.chance.percent(50);
    if by_decision {
        let [yay, nay, missing] = [(); 3].map(|()| *grower.chance.pick(&STAGES));
        text += &format!(
            "decision on: stage {{ table verdict {{ yay => {yay}  nay => {nay}  missing => {missing} }} }}\n"
        );
    }
    if may_forbid {
        text += "forbid phone unless may_phone\n";
    }
    text += "decision who: role or none { rule one: rep when ";
    text += &grower.condition();
    text += " }\n";
    let only = if grower.chance.percent(15) {
        " forward only"
    } else {
        ""
    };
    text += &format!("journey j tracks st since since_when{only} {{\n");
    for stage in STAGES {
        text += &grower.stage(stage, by_decision);
    }
    text + "}\n"
}

struct Grower {
    chance: Chance,
    fields: Vec<Field>,
}

impl Grower {
    fn has(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }

    fn stage(&mut self, name: &str, by_decision: bool) -> String {
        let start = if name == "a" || self.chance.percent(10) {
            " start"
        } else {
            ""
        };
        if name == "d" && self.chance.percent(70) {
            return format!("  stage {name} end\n");
        }
        let team = self.chance.pick(&["m", "s"]);
        let mut text = format!("  stage {name}{start} {{\n    accountable {team}\n");
        if self.chance.percent(25) {
            text += &format!("    requires {}\n", self.condition());
        }
        if self.chance.percent(35) {
            let clearable: Vec<_> = self
                .fields
                .iter()
                .copied()
                .filter(|it| *it != Field::Times)
                .collect();
            if !clearable.is_empty() {
                let field = *self.chance.pick(&clearable);
                text += &format!("    clears {}\n", name_of(field));
            }
        }
        if self.has(Field::Times) && self.chance.percent(50) {
            text += "    counts times\n";
        }
        if self.chance.percent(40) {
            let who = *self.chance.pick(&["rep", "who"]);
            let when = match self.chance.percent(60) {
                true => format!(" when {}", self.condition()),
                false => String::new(),
            };
            let by = if self.chance.percent(60) {
                "  by phone"
            } else {
                ""
            };
            text += &format!("    task t{name}{when} {{ responsible {who}{by}  within 2 days }}\n");
        }
        let mut targets = Vec::new();
        for _ in 0..self.chance.between(0, 3) {
            text += &self.one_move(name, by_decision, &mut targets);
        }
        if self.chance.percent(35) {
            let target = self.other(name);
            let after = self.after(80);
            text += &format!("    otherwise to {target}{after}\n");
        }
        text + "  }\n"
    }

    /// A move; it may stand above those before it.
    fn one_move(
        &mut self,
        from: &str,
        by_decision: bool,
        targets: &mut Vec<&'static str>,
    ) -> String {
        let target = match by_decision && self.chance.percent(30) {
            true => "on",
            false => self.other(from),
        };
        targets.retain(|before| *before != target);
        let when = match self.chance.percent(80) {
            true => format!(" when {}", self.condition()),
            false => String::new(),
        };
        let after = self.after(35);
        let unless = match self.chance.percent(15) {
            true => format!(" unless {}", self.condition()),
            false => String::new(),
        };
        let above = match !targets.is_empty() && self.chance.percent(40) {
            true => format!(" overrides {}", self.chance.pick(targets)),
            false => String::new(),
        };
        targets.push(target);
        format!("    to {target}{when}{after}{unless}{above}\n")
    }

    fn after(&mut self, percent: usize) -> String {
        match self.chance.percent(percent) {
            true => format!(" after {} days", self.chance.pick(&[1, 5, 30])),
            false => String::new(),
        }
    }

    fn other(&mut self, stage: &str) -> &'static str {
        loop {
            let other = *self.chance.pick(&STAGES);
            if other != stage {
                return other;
            }
        }
    }

    fn condition(&mut self) -> String {
        let one = self.atom();
        match self.chance.below(10) {
            0..=5 => one,
            6 | 7 => format!("{one} and {}", self.atom()),
            _ => format!("{one} or {}", self.atom()),
        }
    }

    fn atom(&mut self) -> String {
        if self.chance.percent(8) {
            return "since(since_when) >= 3 days".to_owned();
        }
        let fields = self.fields.clone();
        let field = *self.chance.pick(&fields);
        let atoms: &[&str] = match field {
            Field::Flag => &["flag", "not flag", "flag is missing"],
            Field::Verdict => &["verdict = yay", "verdict = nay", "verdict is known"],
            Field::Seen => &[
                "since(seen) >= 20 days",
                "since(seen) < 10 days",
                "seen is missing",
            ],
            Field::Times => &["times < 2", "times >= 1", "times = 0"],
        };
        (*self.chance.pick(atoms)).to_owned()
    }
}

fn name_of(field: Field) -> &'static str {
    match field {
        Field::Flag => "flag",
        Field::Verdict => "verdict",
        Field::Seen => "seen",
        Field::Times => "times",
    }
}

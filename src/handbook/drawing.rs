//! The stages of a journey, to be drawn.

use super::{Drawing, DrawnStage, Way, Writer};
use crate::model::{DecisionId, Journey, Move, Node, Stage, StageId, StageKind, Target};
use crate::words::capitalised;

/// What a drawing is made of, from top to bottom.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Stage(StageId),
    Decision(DecisionId),
}

impl Writer<'_> {
    /// The stages of a journey by the text's order, with the ways out of each. A decision that says
    /// where leads go stands behind the first stage that asks it.
    pub(super) fn drawing(&self, journey: &Journey) -> Drawing {
        let places = self.places(journey);
        let mut count = 0;
        let stages = places.iter().filter_map(|place| match place {
            Place::Stage(id) => {
                let stage = self.model.stages.get(*id)?;
                Some(self.drawn(*id, stage, &places, &mut count))
            }
            Place::Decision(id) => Some(self.drawn_decision(*id, &places)),
        });
        let stages = stages.collect();
        let name = self.word_or_title(&journey.named, journey.title.as_deref());
        Drawing {
            title: format!("The stages of {}", name.unwrap_or(&journey.named.name)),
            stages,
        }
    }

    fn places(&self, journey: &Journey) -> Vec<Place> {
        let mut places = Vec::new();
        for id in &journey.stages {
            places.push(Place::Stage(*id));
            let stage = self.model.stages.get(*id);
            for way in stage.into_iter().flat_map(|stage| &stage.moves) {
                let to = self.leads_to(way);
                if matches!(to, Some(Place::Decision(_)))
                    && !to.is_some_and(|it| places.contains(&it))
                {
                    places.extend(to);
                }
            }
        }
        places
    }

    /// Where a way leads: a decision that may only say one stage is that stage.
    fn leads_to(&self, way: &Move) -> Option<Place> {
        match way.target {
            Target::Stage(id) => Some(Place::Stage(id)),
            Target::Decision(id) => {
                let targets = self.targets(way.target);
                match (targets.first(), targets.len()) {
                    (None, _) => None,
                    (Some(one), 1) => Some(Place::Stage(*one)),
                    (Some(_), _) => Some(Place::Decision(id)),
                }
            }
        }
    }

    fn drawn(&self, id: StageId, stage: &Stage, places: &[Place], count: &mut usize) -> DrawnStage {
        let ways = stage.moves.iter().map(|way| {
            *count += 1;
            let to = self.leads_to(way).filter(|to| *to != Place::Stage(id));
            Way {
                number: Some(*count),
                label: self.condition_of(way).plain(),
                to: to.and_then(|to| at(to, places)),
            }
        });
        DrawnStage {
            title: capitalised(&self.stage(id).plain()),
            is_start: stage.kind == StageKind::Start,
            is_end: stage.kind == StageKind::End,
            is_decision: false,
            ways: ways.collect(),
        }
    }

    fn drawn_decision(&self, id: DecisionId, places: &[Place]) -> DrawnStage {
        let ways = self.targets(Target::Decision(id)).into_iter();
        let ways = ways.map(|stage| Way {
            number: None,
            label: self.stage(stage).plain(),
            to: at(Place::Stage(stage), places),
        });
        DrawnStage {
            title: format!("What {} says", self.words.node(Node::Decision(id)).plain()),
            is_start: false,
            is_end: false,
            is_decision: true,
            ways: ways.collect(),
        }
    }
}

fn at(place: Place, places: &[Place]) -> Option<usize> {
    places.iter().position(|it| *it == place)
}

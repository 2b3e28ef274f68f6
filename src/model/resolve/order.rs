//! The order in which definitions, scores and decisions are worked out, and the rings among them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::context::{DefineState, Resolver};
use super::overrides::MOST_SHOWN;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Node;
use crate::source::Span;
use crate::value::first_listed;

/// How many names of a ring are given.
const MOST_NAMED: usize = 8;

/// Edges of a graph: for each node where it leads, and where the text says so.
pub(super) type Edges = Vec<Vec<(usize, Span)>>;

/// The strongly connected parts of a graph, each behind all that it leads to (Tarjan's algorithm,
/// with a stack of its own, so that long chains are no deep recursion).
pub(super) fn components(edges: &[Vec<(usize, Span)>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let mut number = vec![UNSEEN; count];
    let mut lowest = vec![UNSEEN; count];
    let mut open = vec![false; count];
    let (mut stack, mut found, mut next) = (Vec::new(), Vec::new(), 0);
    for root in 0..count {
        if number.get(root) != Some(&UNSEEN) {
            continue;
        }
        // A node and how many of its edges have been followed.
        let mut path: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((node, followed)) = path.pop() {
            if followed == 0 {
                set(&mut number, node, next);
                set(&mut lowest, node, next);
                set(&mut open, node, true);
                stack.push(node);
                next += 1;
            }
            match edges.get(node).and_then(|edges| edges.get(followed)) {
                Some((target, _)) => {
                    path.push((node, followed + 1));
                    let seen = at(&number, *target);
                    if seen == UNSEEN {
                        path.push((*target, 0));
                    } else if open.get(*target) == Some(&true) {
                        let low = at(&lowest, node).min(seen);
                        set(&mut lowest, node, low);
                    }
                }
                None => {
                    if let Some((parent, _)) = path.last() {
                        let low = at(&lowest, *parent).min(at(&lowest, node));
                        set(&mut lowest, *parent, low);
                    }
                    if at(&lowest, node) == at(&number, node) {
                        let mut part = Vec::new();
                        while let Some(member) = stack.pop() {
                            set(&mut open, member, false);
                            part.push(member);
                            if member == node {
                                break;
                            }
                        }
                        found.push(part);
                    }
                }
            }
        }
    }
    found
}

fn at(numbers: &[usize], index: usize) -> usize {
    numbers.get(index).copied().unwrap_or(usize::MAX)
}

fn set<T>(items: &mut [T], index: usize, value: T) {
    if let Some(item) = items.get_mut(index) {
        *item = value;
    }
}

/// One shortest ring of each part of a graph that has one: its nodes in turn, each with the place
/// of its edge to the next, starting with the node of the lowest number.
pub(super) fn rings(edges: &[Vec<(usize, Span)>]) -> Vec<Vec<(usize, Span)>> {
    let mut rings = Vec::new();
    for part in components(edges) {
        let members: BTreeSet<usize> = part.into_iter().collect();
        let Some(start) = members.first().copied() else {
            continue;
        };
        rings.extend(ring_through(start, &members, edges));
    }
    rings.sort_by_key(|ring: &Vec<(usize, Span)>| ring.first().map(|(node, _)| *node));
    rings
}

/// The shortest way from a node back to itself, by breadth.
fn ring_through(
    start: usize,
    members: &BTreeSet<usize>,
    edges: &[Vec<(usize, Span)>],
) -> Option<Vec<(usize, Span)>> {
    let mut came: BTreeMap<usize, (usize, Span)> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for (target, span) in edges.get(node).into_iter().flatten() {
            if *target == start {
                let mut ring = vec![(node, *span)];
                let mut node = node;
                while let Some((before, span)) = came.get(&node) {
                    ring.push((*before, *span));
                    node = *before;
                }
                ring.reverse();
                return Some(ring);
            }
            if members.contains(target) && !came.contains_key(target) {
                came.insert(*target, (node, *span));
                queue.push_back(*target);
            }
        }
    }
    None
}

impl Resolver<'_> {
    /// Puts definitions, scores and decisions in order, and reports the rings among them.
    pub(super) fn order(&mut self) {
        let mut nodes: Vec<Node> = Vec::new();
        nodes.extend(self.model.defines.iter().map(|(id, _)| Node::Define(id)));
        nodes.extend(self.model.scores.iter().map(|(id, _)| Node::Score(id)));
        nodes.extend(
            self.model
                .decisions
                .iter()
                .map(|(id, _)| Node::Decision(id)),
        );
        let place: BTreeMap<Node, usize> = nodes.iter().copied().zip(0..).collect();
        let edges: Edges = nodes
            .iter()
            .map(|node| {
                let reads = self.reads.get(node).into_iter().flatten();
                reads
                    .filter_map(|(read, span)| Some((*place.get(read)?, *span)))
                    .collect()
            })
            .collect();
        for part in components(&edges) {
            let own = |node: usize| {
                edges
                    .get(node)
                    .is_some_and(|edges| edges.iter().any(|(to, _)| *to == node))
            };
            let alone = match part.as_slice() {
                [node] if !own(*node) => nodes.get(*node).copied(),
                _ => None,
            };
            // Members of rings, and faulty definitions, have no place.
            self.model.order.extend(alone.filter(|node| match node {
                Node::Define(id) => self.define_states.get(id.index()) == Some(&DefineState::Done),
                Node::Score(_) | Node::Decision(_) => true,
            }));
        }
        for ring in rings(&edges) {
            self.report_ring(&ring, &nodes);
        }
        let reads = self.reads.iter();
        self.model.reads = reads
            .map(|(node, reads)| (*node, reads.keys().copied().collect()))
            .collect();
    }

    fn report_ring(&mut self, ring: &[(usize, Span)], nodes: &[Node]) {
        let name = |index: usize| {
            nodes
                .get(index)
                .map_or(String::new(), |n| self.node_name(*n))
        };
        let Some((first, span)) = ring.first().copied() else {
            return;
        };
        let message = match ring.len() {
            1 => format!("`{}` is defined by itself", name(first)),
            _ => {
                let names = ring.iter().map(|(node, _)| name(*node));
                let names = first_listed(names, MOST_NAMED);
                format!("{names} are defined by each other")
            }
        };
        let kind = match nodes.get(first) {
            Some(Node::Score(_)) => "score",
            Some(Node::Decision(_)) => "decision",
            _ => "definition",
        };
        let mut finding = Diagnostic::new(Code::Cycle, span, message)
            .help("take one of these out of the ring, so that each can be worked out")
            .about(kind, name(first));
        let next = ring.iter().cycle().skip(1);
        for (step, ((node, span), (read, _))) in ring.iter().zip(next).take(MOST_SHOWN).enumerate()
        {
            let text = format!("`{}` reads `{}`", name(*node), name(*read));
            finding = match step {
                0 => finding.here(text),
                _ => finding.label(*span, text),
            };
        }
        self.report(finding);
    }

    fn node_name(&self, node: Node) -> String {
        let named = match node {
            Node::Define(id) => self.model.defines.get(id).map(|it| &it.named),
            Node::Score(id) => self.model.scores.get(id).map(|it| &it.named),
            Node::Decision(id) => self.model.decisions.get(id).map(|it| &it.named),
        };
        named.map_or(String::new(), |named| named.name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, finding, resolved};
    use crate::source::SourceId;

    fn graph(edges: &[&[usize]]) -> Edges {
        let span = Span::new(SourceId(0), 0, 0);
        edges
            .iter()
            .map(|to| to.iter().map(|to| (*to, span)).collect())
            .collect()
    }

    #[test]
    fn parts_stand_behind_what_they_lead_to() {
        let graph = graph(&[&[1], &[2], &[1, 3], &[]]);
        let mut parts = components(&graph);
        parts.iter_mut().for_each(|part| part.sort_unstable());
        assert_eq!(parts, [vec![3], vec![1, 2], vec![0]]);
        let ring: Vec<Vec<usize>> = rings(&graph)
            .iter()
            .map(|ring| ring.iter().map(|(n, _)| *n).collect())
            .collect();
        assert_eq!(ring, [[1, 2]]);
    }

    #[test]
    fn readers_are_found_through_others_and_through_constants() {
        let (model, findings) = resolved(
            "policy \"p\" {} lead { a: text key  n: integer }\n\
             define bar = 5\ndefine twice = 2 * bar\nscore s { +1 when n > twice }\n\
             decision d: boolean { otherwise yes }\ndecision e: boolean { rule r: yes when s > 0  otherwise no }\n\
             must both: d and e",
        );
        assert_eq!(findings, []);
        let name = |node: Node| match node {
            Node::Define(id) => model.defines[id].named.name.as_str(),
            Node::Score(id) => model.scores[id].named.name.as_str(),
            Node::Decision(id) => model.decisions[id].named.name.as_str(),
        };
        let (bar, _) = model.defines.iter().next().unwrap();
        let readers: Vec<&str> = model
            .readers(Node::Define(bar))
            .into_iter()
            .map(name)
            .collect();
        assert_eq!(readers, ["twice", "s", "e"]);
    }

    #[test]
    fn a_long_ring_is_found_without_recursion() {
        let edges: Vec<Vec<usize>> = (0..50_000).map(|i| vec![(i + 1) % 50_000]).collect();
        let edges: Vec<&[usize]> = edges.iter().map(Vec::as_slice).collect();
        let found = rings(&graph(&edges));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 50_000);
    }

    #[test]
    fn rings_are_shown_whole_and_once() {
        let text = "policy \"p\" {} lead { a: text key }\n\
                    define x = s > 5\nscore s { +1 when d = u }\n\
                    decision d: one of u | v { rule r: u when x  otherwise v }\nmust k: x";
        assert_eq!(codes(text), [Code::Cycle]);
        let found = finding(text, Code::Cycle);
        let words: Vec<&str> = found
            .labels
            .iter()
            .map(|label| label.text.as_str())
            .collect();
        assert_eq!(words, ["`x` reads `s`", "`s` reads `d`", "`d` reads `x`"]);
    }

    #[test]
    fn untyped_rings_too() {
        let text = "policy \"p\" {} lead { a: text key }\n\
                    define x = y + 1\ndefine y = z + 1\ndefine z = x + 1\nmust k: x > 3";
        assert_eq!(codes(text), [Code::Cycle]);
        let own = "policy \"p\" {} lead { a: text key }\ndefine x = x + 1\nmust k: x > 3";
        assert!(finding(own, Code::Cycle).message.contains("by itself"));
        let (model, _) = resolved(own);
        assert!(model.order.is_empty());
    }
}

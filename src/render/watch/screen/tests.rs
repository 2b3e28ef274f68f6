//! Drawn screens, as a person sees them.

use ratatui_core::backend::TestBackend;
use ratatui_core::style::Modifier;
use ratatui_core::terminal::Terminal;

use super::*;
use crate::watch::testing::{LEADS, Looks, POLICY};
use crate::watch::{Key, View};

fn drawn(looks: &Looks, view: &View, width: u16, height: u16) -> (Terminal<TestBackend>, usize) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let mut most = 0;
    let screen = Screen {
        session: &looks.session,
        view,
        colour: true,
        quiet: false,
        name: "policies/two-desks",
    };
    terminal.draw(|frame| most = draw(frame, screen)).unwrap();
    (terminal, most)
}

/// The lines of a screen, without blanks at their ends.
fn lines(terminal: &Terminal<TestBackend>) -> String {
    let buffer = terminal.backend().buffer();
    let rows = buffer
        .content()
        .chunks(usize::from(buffer.area().width.max(1)));
    let line = |row: &[ratatui_core::buffer::Cell]| {
        let text: String = row.iter().map(|cell| cell.symbol()).collect();
        text.trim_end().to_owned() + "\n"
    };
    rows.map(line).collect()
}

fn screen(looks: &Looks, width: u16, height: u16) -> String {
    lines(&drawn(looks, &View::default(), width, height).0)
}

fn pressed(keys: &str) -> View {
    let mut view = View::default();
    for key in keys.chars() {
        view.press(match key {
            '\n' => Key::Enter,
            key => Key::Character(key),
        });
    }
    view
}

fn at(bar: u32) -> String {
    POLICY.replace("bar = 50", &format!("bar = {bar}"))
}

fn moved() -> Looks {
    let mut looks = Looks::default();
    looks.prove(POLICY, Some(LEADS));
    looks.prove(&at(60), Some(LEADS));
    looks
}

fn broken() -> Looks {
    let mut looks = moved();
    looks.look(&at(60).replace("when points", "when pints"), Some(LEADS));
    looks
}

#[test]
fn before_anything_was_seen() {
    insta::assert_snapshot!(screen(&Looks::default(), 40, 10));
}

#[test]
fn the_start() {
    let mut looks = Looks::default();
    looks.look(POLICY, Some(LEADS));
    insta::assert_snapshot!("the_start_before_the_proof", screen(&looks, 80, 24));
    looks.prove(POLICY, Some(LEADS));
    insta::assert_snapshot!("the_start", screen(&looks, 80, 24));
}

#[test]
fn leads_that_moved() {
    let looks = moved();
    insta::assert_snapshot!("moved_80x24", screen(&looks, 80, 24));
    insta::assert_snapshot!("moved_40x10", screen(&looks, 40, 10));
    insta::assert_snapshot!("moved_120x40", screen(&looks, 120, 40));
}

#[test]
fn a_text_with_errors_leaves_the_last_results_in_sight() {
    let looks = broken();
    insta::assert_snapshot!("broken_80x24", screen(&looks, 80, 24));
    insta::assert_snapshot!("broken_40x10", screen(&looks, 40, 10));
    insta::assert_snapshot!("broken_120x40", screen(&looks, 120, 40));
}

#[test]
fn what_is_old_is_faint() {
    let faint = |looks: &Looks| {
        let (terminal, _) = drawn(looks, &View::default(), 80, 24);
        let text = lines(&terminal);
        let row = text.lines().position(|line| line.contains("bob@b.example"));
        let buffer = terminal.backend().buffer();
        let cell = buffer.cell((3, u16::try_from(row.unwrap()).unwrap()));
        cell.unwrap().modifier.contains(Modifier::DIM)
    };
    assert!(!faint(&moved()));
    assert!(faint(&broken()));
}

#[test]
fn all_leads_are_back() {
    let mut looks = moved();
    looks.prove(POLICY, Some(LEADS));
    insta::assert_snapshot!(screen(&looks, 80, 12));
}

#[test]
fn no_policy_and_no_leads() {
    let mut looks = Looks::default();
    looks.nothing();
    insta::assert_snapshot!("no_policy", screen(&looks, 60, 8));
    looks.look(POLICY, Some("email,region\n"));
    insta::assert_snapshot!("no_leads", screen(&looks, 60, 12));
}

#[test]
fn findings_only_and_differences_only() {
    let mut looks = moved();
    looks.prove(&at(60).replace("  otherwise wait\n", ""), Some(LEADS));
    let view = pressed("f");
    let (terminal, most) = drawn(&looks, &view, 80, 16);
    insta::assert_snapshot!("findings_only", lines(&terminal));
    assert!(most > 0);
    let mut end = view;
    end.scroll = most;
    let (terminal, _) = drawn(&looks, &end, 80, 16);
    insta::assert_snapshot!("findings_only_scrolled", lines(&terminal));
    let (terminal, _) = drawn(&moved(), &pressed("d"), 80, 16);
    insta::assert_snapshot!("differences_only", lines(&terminal));
}

#[test]
fn a_filter() {
    let looks = moved();
    let (terminal, _) = drawn(&looks, &pressed("/own"), 80, 16);
    insta::assert_snapshot!("filter_while_it_is_typed", lines(&terminal));
    let (terminal, _) = drawn(&looks, &pressed("/zebra\nd"), 80, 6);
    insta::assert_snapshot!("filter_that_leaves_nothing", lines(&terminal));
}

#[test]
fn windows_of_every_size_are_drawn() {
    let (mut gap, none) = (moved(), Looks::default());
    gap.prove(&POLICY.replace("  otherwise wait\n", ""), Some(LEADS));
    for looks in [&gap, &broken(), &none] {
        for view in ["", "f", "d", "/x"].map(pressed) {
            for width in (0..=12).chain([39, 109, 110, 111, 300]) {
                for height in 0..=9 {
                    drawn(looks, &view, width, height);
                }
            }
        }
    }
}

#[test]
fn wide_letters_and_tabs_keep_their_columns_and_control_characters_are_not_sent() {
    let policy = at(50).replace(
        "define bar = 50",
        "\tdefine 日本 = 1\ndefine bar = \"見出し\" + 5",
    );
    let leads = "email,region,points\n\u{1b}[2J日本\u{202e}x,north,70\n\ttab,south,60\n";
    let mut looks = Looks::default();
    looks.look(POLICY, Some(leads));
    looks.look(&at(65), Some(leads));
    looks.look(&at(90), Some(leads));
    let text = screen(&looks, 60, 12);
    assert!(!text.contains(['\u{1b}', '\t', '\u{202e}']), "{text:?}");
    assert!(text.contains("\u{fffd}[2J日"), "{text}");
    insta::assert_snapshot!("control_characters", text);
    looks.look(&policy, Some(leads));
    insta::assert_snapshot!("wide_letters", screen(&looks, 60, 16));
}

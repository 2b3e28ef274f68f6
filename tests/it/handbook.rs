//! The agreement as a page: what it says, that browsers and people can read it, and that it is
//! written where it is wanted and nowhere else.

use std::collections::BTreeSet;
use std::fs;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::program::Folder;
use crate::project::{argument, text};
use crate::shipped::POLICIES;

const HARBOUR: &str = "tests/it/journeys/policy";

fn page(policy: &str, more: &[&str]) -> String {
    let policy = argument(policy);
    let call = [&["handbook", &policy], more].concat();
    Folder::new(&[]).call(&call).ended(0).out
}

fn html(policy: &str, more: &[&str]) -> String {
    page(policy, &[&["--format", "html"], more].concat())
}

/// All policies that have a page, each with the names of its roles.
fn policies() -> Vec<(&'static str, Vec<String>)> {
    let policies = POLICIES
        .iter()
        .copied()
        .chain([HARBOUR, "examples/tour/policy"]);
    let policies = policies.map(|policy| {
        let policy_path = argument(policy);
        let told = Folder::new(&[]).call(&["dump", &policy_path]).ended(0).out;
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        let roles = told["roles"].as_array().unwrap().iter();
        let roles = roles.map(|role| role["name"].as_str().unwrap().to_owned());
        (policy, roles.collect())
    });
    policies.collect()
}

#[test]
fn a_policy_with_a_journey_reads_as_an_agreement() {
    insta::assert_snapshot!(page(HARBOUR, &[]));
}

#[test]
fn a_policy_with_a_journey_looks_as_it_should() {
    insta::assert_snapshot!(html(HARBOUR, &[]));
}

#[test]
fn a_shipped_policy_reads_as_an_agreement() {
    insta::assert_snapshot!(page("policies/online-courses", &["--team", "sales"]));
}

#[test]
fn a_shipped_policy_looks_as_it_should() {
    insta::assert_snapshot!(html("policies/online-courses", &[]));
}

#[test]
fn a_role_has_a_page_of_its_own() {
    insta::assert_snapshot!(page(HARBOUR, &["--role", "harbour_master"]));
}

/// A decision that leaves it to another one whose a lead is says so, and a role without tasks is told
/// how soon it has to be there.
#[test]
fn a_role_of_a_policy_without_tasks_has_a_page() {
    let page = page("policies/online-courses", &["--role", "mumbai_desk"]);
    for said in [
        "- `qualification` is ring now (`hot`) or worth a call (`mql`) and `owner` is Mumbai desk\n",
        "| `city` is mumbai or thane | `abroad` |\n",
        "| `qualification` is ring now (`hot`) | 15 minutes |\n",
        "| phone | `converted` is yes | Enrolled: the course team speaks to them now. |\n",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    assert!(!page.contains("Maharashtra"), "{page}");
}

/// Where a decision says where leads go, the page of a role names it, and no word of a team for a
/// stage stands for a value of another field.
#[test]
fn decisions_are_named_and_words_stay_with_what_they_name() {
    let page = page("policies/saas-hubspot", &["--role", "sdr_americas"]);
    for said in [
        "| worth a call | what `qualification` says: not yet | when it says so | Marketing |\n",
        "| `explained` | where `rejection_reason` is other | `rejection_note` is known |",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
}

/// Teams and roles of the same title are told apart, tasks too, letters have one order, and names of
/// channels are words.
#[test]
fn what_is_called_the_same_is_told_apart() {
    let folder = Folder::with(
        "policy \"p\" {}\nteam t \"Sales\" { role r \"Sales\"  role s \"Desk\"  role u \"Desk\" }\n\
         lead { k: text key  place: one of a < b required  since_at: datetime required }\n\
         forbid direct_mail when k = \"x\" because \"no\"\n\
         journey j tracks place since since_at {\n\
         stage a start { accountable r\n\
         task one \"Call\" { responsible r  informed r  consulted s }\n\
         task two \"Call\" { responsible u  by direct_mail }\n\
         to b after 90 days  accountable t }\n  stage b end }\n",
    );
    let page = folder.call(&["handbook", "."]).ended(0).out;
    for said in [
        "| What | Sales (team) | Sales | Desk (s) | Desk (u) |\n",
        "| `a`: Call (`one`) | A | R A I | C | |\n",
        "| `a`: Call (`two`) | A | A | | R |\n",
        "| direct mail | `k` is",
        "- **By**: direct mail\n",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
}

/// What a page of HTML is made of.
#[derive(Default)]
struct Parts {
    ids: Vec<String>,
    links: Vec<String>,
    headings: Vec<u8>,
    names: BTreeSet<String>,
    /// Attributes and styles that could load something.
    loads: Vec<String>,
}

/// Reads the page as XML, which fails on anything that is not well formed.
fn parts(html: &str) -> Parts {
    let mut reader = Reader::from_str(html);
    reader.config_mut().check_end_names = true;
    let mut parts = Parts::default();
    let mut open = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                open.push(start.name().as_ref().to_owned());
                parts.note(&start);
            }
            Event::Empty(start) => parts.note(&start),
            Event::End(_) => {
                open.pop().unwrap();
            }
            Event::GeneralRef(name) => {
                let known = ["amp", "lt", "gt", "quot"];
                assert!(known.contains(&&*name), "{name:?}");
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, Vec::<String>::new());
    parts
}

impl Parts {
    fn note(&mut self, start: &BytesStart<'_>) {
        let name = start.name().as_ref().to_owned();
        if let Some(level) = name.strip_prefix('h').and_then(|it| it.parse().ok()) {
            self.headings.push(level);
        }
        let mut attributes = BTreeSet::new();
        for attribute in start.attributes() {
            let attribute = attribute.unwrap();
            let key = attribute.key.as_ref().to_owned();
            let value = attribute.value.to_string();
            match key.as_str() {
                "id" => self.ids.push(value),
                "href" => self.links.push(value),
                "src" | "srcset" | "data" | "action" | "style" | "onclick" => {
                    self.loads.push(value)
                }
                _ => {}
            }
            attributes.insert(key);
        }
        assert!(
            name != "th" || attributes.contains("scope"),
            "a header without its scope"
        );
        assert!(
            name != "html" || attributes.contains("lang"),
            "a page without a language"
        );
        assert!(
            name != "svg" || attributes.contains("aria-labelledby"),
            "a drawing without words"
        );
        self.names.insert(name);
    }
}

/// Fails unless the page can be read by anything and everybody, and loads nothing.
#[track_caller]
fn is_sound(html: &str) {
    let parts = parts(html);
    let ids: BTreeSet<&String> = parts.ids.iter().collect();
    assert_eq!(ids.len(), parts.ids.len(), "{:?}", parts.ids);
    for link in &parts.links {
        let id = link
            .strip_prefix('#')
            .unwrap_or_else(|| panic!("{link} leads elsewhere"));
        assert!(ids.contains(&id.to_owned()), "{link} leads nowhere");
    }
    for loads in ["<script", "<link", "<img", "<iframe", "url(", "@import"] {
        assert!(!html.contains(loads), "{loads}");
    }
    assert_eq!(parts.loads, Vec::<String>::new());
    let elsewhere = html.matches("http").count();
    let namespaces = html.matches("xmlns=\"http://www.w3.org/2000/svg\"").count();
    assert_eq!(elsewhere, namespaces, "something of the web is named");
    assert_eq!(
        parts.headings.iter().filter(|level| **level == 1).count(),
        1
    );
    for pair in parts.headings.windows(2) {
        assert!(
            pair[1] <= pair[0] + 1,
            "a heading is left out: {:?}",
            parts.headings
        );
    }
    for landmark in ["header", "nav", "main", "footer", "title"] {
        assert!(parts.names.contains(landmark), "no {landmark}");
    }
}

#[test]
fn every_page_is_sound() {
    let mut drawings = 0;
    for (policy, roles) in policies() {
        let whole = html(policy, &[]);
        drawings += whole.matches("<svg").count();
        is_sound(&whole);
        for role in roles {
            is_sound(&html(policy, &["--role", &role]));
        }
    }
    assert!(drawings > 0);
}

/// Text that means something to whatever reads it stays text.
#[test]
fn text_of_a_policy_is_never_more_than_text() {
    let nasty = "<script>alert(1)</script> & | `x` *y* ]]> ' \u{202e}";
    let policy = format!(
        "policy \"{nasty}\" {{ version \"{nasty}\" }}\n\
         team t \"{nasty}\" {{ role r \"{nasty}\" }}\n\
         ## {nasty}\n\
         lead {{ k: text key  s: one of \"a|b\" | \"`\" | \"<i>\" }}\n\
         ## # {nasty}\n\
         define d = k contains \"{nasty}\"\n\
         decision o: role {{ rule x: r when d because \"{nasty}\"  otherwise r }}\n\
         forbid phone when s = \"`\" because \"{nasty}\"\n\
         vocabulary t {{ o = \"{nasty}\" }}\n\
         example \"{nasty}\" {{ lead {{ k \"<b>\"  s \"a|b\" }}  expect o = r }}\n"
    );
    let folder = Folder::with(&policy);
    let html = folder.call(&["handbook", ".", "--format", "html", "--team", "t"]);
    let html = html.ended(0).out;
    is_sound(&html);
    assert!(
        html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; | `x`"),
        "{html}"
    );
    assert!(!html.contains('\u{202e}'));

    let page = folder.call(&["handbook", ".", "--team", "t"]).ended(0).out;
    assert!(
        page.contains("\\<script>alert(1)\\</script> & \\| \\`x\\` \\*y\\*"),
        "{page}"
    );
    assert!(!page.contains('\u{202e}'));
    let tables = page.lines().filter(|line| line.starts_with('|'));
    let mut columns = 0;
    for row in tables {
        let cells = row
            .replace("\\\\", "")
            .replace("\\|", "")
            .matches('|')
            .count();
        columns = if row.contains("| --- |") || columns == 0 {
            cells
        } else {
            columns
        };
        let is_head = page.contains(&format!("{row}\n| ---"));
        assert!(is_head || cells == columns, "{row}");
        columns = if is_head { cells } else { columns };
    }
    assert!(columns > 0);
}

#[test]
fn it_is_written_where_it_is_wanted() {
    let folder = Folder::new(&[
        (
            "p/policy.ground",
            text("examples/ten-lines/policy.ground").as_bytes(),
        ),
        ("old.html", b"old"),
    ]);
    let printed = folder
        .call(&["handbook", "p", "--format", "html"])
        .ended(0)
        .out;
    for file in ["new.html", "old.html"] {
        let called = folder.call(&["handbook", "p", "-o", file]).ended(0);
        assert_eq!(
            (called.out.as_str(), called.err),
            ("", format!("wrote {file}\n"))
        );
        assert_eq!(folder.read(file), printed);
    }
    folder
        .call(&["handbook", "p", "--output", "p/page.md"])
        .ended(0);
    assert_eq!(
        folder.read("p/page.md"),
        folder.call(&["handbook", "p", "-o", "-"]).ended(0).out
    );
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 3, "something was left behind");
    let called = folder
        .call(&["handbook", "p", "-o", "no/page.html"])
        .ended(2);
    assert_eq!(
        called.err,
        "error: `no/page.html` cannot be written: no such file or directory\n"
    );
    let called = folder.call(&["handbook", "p", "-o", "page.pdf"]).ended(2);
    assert!(
        called.err.contains("help: end it in `.md` or `.html`"),
        "{}",
        called.err
    );
    folder
        .call(&["handbook", "p", "-o", "page.txt", "--format", "markdown"])
        .ended(0);
}

#[test]
fn the_policy_and_what_belongs_to_it_are_never_written_over() {
    let policy = format!(
        "{}\nlist l from \"l.txt\"\n",
        text("examples/ten-lines/policy.ground")
    );
    let policy = policy.replace("employees >= 200", "employees >= 200 and email in l");
    let folder = Folder::new(&[("p/policy.ground", policy.as_bytes()), ("p/l.txt", b"x\n")]);
    std::os::unix::fs::symlink("p/policy.ground", folder.path().join("page.html")).unwrap();
    for file in [
        "p/policy.ground",
        "p/l.txt",
        "p/../p/l.txt",
        "page.html",
        "new.ground",
    ] {
        let called = folder
            .call(&["handbook", "p", "-o", file, "--format", "html"])
            .ended(2);
        assert!(
            called.err.contains("not written over a policy"),
            "{}",
            called.err
        );
    }
    assert_eq!(folder.read("p/policy.ground"), policy);
    assert_eq!(folder.read("p/l.txt"), "x\n");
    assert!(!folder.path().join("new.ground").exists());
}

#[test]
fn what_is_not_there_is_named_with_what_is_near() {
    let policy = argument(HARBOUR);
    let refused = |option: &str, name: &str| {
        Folder::new(&[])
            .call(&["handbook", &policy, option, name])
            .ended(2)
            .err
    };
    assert_eq!(
        refused("--role", "agnt"),
        "error: `--role agnt`: the policy has no role `agnt`\n  help: did you mean `agent`?\n"
    );
    assert_eq!(
        refused("--team", "sales"),
        "error: `--team sales`: the policy has no team `sales`\n  \
         help: name one of `outreach` and `berths`\n"
    );
}

#[test]
fn a_faulty_policy_has_no_page() {
    let folder = Folder::with("policy \"p\" {}\nlead { a: nothing }\n");
    folder.write("page.html", b"old");
    let called = folder.call(&["handbook", ".", "-o", "page.html"]).ended(2);
    assert!(called.err.contains("has errors"), "{}", called.err);
    assert_eq!(folder.read("page.html"), "old");
}

/// A policy with one task of this deadline, and people who work at these hours.
fn deadline(hours: &str, deadline: &str) -> Vec<String> {
    let policy = format!(
        "policy \"p\" {{ time zone \"Europe/Berlin\"  {hours} }}\n\
         team t {{ role r \"Clerk\" }}\n\
         lead {{ k: text key  place: one of a < b required  since_at: datetime required }}\n\
         journey j tracks place since since_at {{\n\
         stage a start {{ accountable t  task call {{ responsible r  within {deadline} }}\n\
         to b after 90 days }}\n  stage b end }}\n"
    );
    let folder = Folder::with(&policy);
    let page = folder.call(&["handbook", "."]).ended(0).out;
    let later = folder
        .call(&["handbook", ".", "--as-of", "2026-12-21"])
        .ended(0)
        .out;
    let example = |page: &str| {
        let line = page
            .lines()
            .find_map(|line| line.strip_prefix("- **For example**: "));
        line.unwrap_or_else(|| panic!("{page}")).to_owned()
    };
    vec![example(&page), example(&later)]
}

#[test]
fn deadlines_are_worked_out_for_the_end_of_a_week() {
    let weekdays = "working hours mon..fri 09:00..17:30";
    let enters = |start: &str, due: &str| {
        format!("A lead that enters on {start} is due by {due} (Europe/Berlin).")
    };
    assert_eq!(
        deadline(weekdays, "2 business hours"),
        [
            enters("Friday 2026-07-03 16:30", "Monday 2026-07-06 10:00"),
            enters("Friday 2026-12-25 16:30", "Monday 2026-12-28 10:00"),
        ]
    );
    // With a holiday the week ends before it, and the weekend is longer.
    let closed = format!("{weekdays}  holidays 2026-07-03, 2026-12-25");
    assert_eq!(
        deadline(&closed, "2 business days"),
        [
            enters("Thursday 2026-07-02 16:30", "Tuesday 2026-07-07 16:30"),
            enters("Thursday 2026-12-24 16:30", "Tuesday 2026-12-29 16:30"),
        ]
    );
    // Where every day is worked there is no end of a week.
    let always = "working hours mon..sun 09:00..09:30";
    assert_eq!(
        deadline(always, "1 business hour"),
        [
            enters("Wednesday 2026-07-01 09:00", "Thursday 2026-07-02 09:30"),
            enters("Monday 2026-12-21 09:00", "Tuesday 2026-12-22 09:30"),
        ]
    );
    // Nobody has hours, and time passes all the same.
    assert_eq!(
        deadline("", "3 days"),
        [
            enters("Friday 2026-07-03 16:00", "Monday 2026-07-06 16:00"),
            enters("Friday 2026-12-25 16:00", "Monday 2026-12-28 16:00"),
        ]
    );
}

/// What cannot be seen at a glance is not drawn, and the table tells of it all the same.
#[test]
fn a_journey_of_many_stages_is_told_and_not_drawn() {
    let page = |count: usize| {
        let names: Vec<String> = (0..count).map(|at| format!("s{at}")).collect();
        let stages = names.windows(2).enumerate().map(|(at, pair)| {
            let start = if at == 0 { "start" } else { "" };
            format!(
                "stage {} {start} {{ accountable t  to {} after 1 day }}\n",
                pair[0], pair[1]
            )
        });
        let policy = format!(
            "policy \"p\" {{}}\nteam t {{ role r }}\n\
             lead {{ k: text key  place: one of {} required  since_at: datetime required }}\n\
             journey j tracks place since since_at {{\n{} stage {} end }}\n",
            names.join(" < "),
            stages.collect::<String>(),
            names.last().unwrap()
        );
        let folder = Folder::with(&policy);
        folder
            .call(&["handbook", ".", "--format", "html"])
            .ended(0)
            .out
    };
    let (few, many) = (page(100), page(102));
    is_sound(&few);
    is_sound(&many);
    assert_eq!(
        (few.matches("<svg").count(), many.matches("<svg").count()),
        (1, 0)
    );
    assert!(many.contains("<code>s101</code>"));
}

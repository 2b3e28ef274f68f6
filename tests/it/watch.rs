//! `watch` as it is called: files change under it, and its log tells of it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use crate::program::Folder;

const POLICY: &str = "\
policy \"Two desks\" { sample \"leads.csv\" }
team sales \"Sales\" { role north \"North\", south \"South\" }
lead {
  email:  text key
  region: text required
  points: integer 0..100 required
}
list up from \"lists/up.txt\"
define bar = 50
decision step: one of call | wait {
  rule good: call when points >= bar
  otherwise wait
}
decision owner: role {
  rule up: north when region in up
  otherwise south
}
example \"Fifty are enough\" {
  lead { email \"a@a.example\"  region \"oslo\"  points 50 }
  expect step = call
}
";

const LEADS: &str = "\
email,region,points
ann@a.example,oslo,70
bob@b.example,rome,55
cem@c.example,oslo,20
";

/// Longer than anything takes, on however slow a machine.
const LONG: Duration = Duration::from_secs(60);

/// The program while it watches, and the lines of its log.
struct Watching {
    program: Child,
    lines: Receiver<String>,
    blocks: u64,
}

impl Watching {
    fn new(folder: &Folder, arguments: &[&str]) -> Watching {
        let mut all = vec!["watch"];
        all.extend(arguments);
        all.extend(["--plain", "--as-of", "2026-07-01"]);
        let mut command = folder.command(&all);
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut program = command.stderr(Stdio::inherit()).spawn().unwrap();
        let log = BufReader::new(program.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in log.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Watching {
            program,
            lines,
            blocks: 0,
        }
    }

    /// The lines of the next save that is told of.
    fn block(&mut self) -> String {
        self.blocks += 1;
        let end = format!("done {}", self.blocks);
        let mut block = String::new();
        loop {
            let line = self.lines.recv_timeout(LONG);
            let line = line.unwrap_or_else(|_| panic!("no `{end}`, only:\n{block}"));
            block += &format!("{line}\n");
            if line == end {
                return block;
            }
        }
    }

    /// The next block that has this in it; those before it are passed over, as one change may be
    /// seen in two steps.
    #[track_caller]
    fn until(&mut self, words: &str) -> String {
        let mut passed = String::new();
        for _ in 0..4 {
            let block = self.block();
            if block.contains(words) {
                return block;
            }
            passed += &block;
        }
        panic!("`{words}` was not told, but:\n{passed}");
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn folder() -> Folder {
    Folder::new(&[
        ("p/policy.ground", POLICY.as_bytes()),
        ("p/lists/up.txt", b"oslo\n"),
        ("p/leads.csv", LEADS.as_bytes()),
    ])
}

fn at(bar: u32) -> String {
    POLICY.replace("bar = 50", &format!("bar = {bar}"))
}

/// As many editors save: another file is written and takes the name, so that nobody sees half of it.
fn save(folder: &Folder, policy: &str) {
    folder.write("p/.policy.ground.new", policy.as_bytes());
    let path = |name: &str| folder.path().join("p").join(name);
    fs::rename(path(".policy.ground.new"), path("policy.ground")).unwrap();
}

/// As the other editors save: the file is emptied and filled, and may be seen in between.
fn save_in_place(folder: &Folder, policy: &str) {
    folder.write("p/policy.ground", policy.as_bytes());
}

#[test]
fn saves_are_told_with_what_moved_and_that_it_is_back() {
    let folder = folder();
    let mut watching = Watching::new(&folder, &["p", "p/leads.csv"]);
    insta::assert_snapshot!("start", watching.block());
    save(&folder, &at(60));
    insta::assert_snapshot!("moved", watching.block());
    save_in_place(&folder, POLICY);
    let back = watching.until("back to how it was");
    assert!(back.contains("moved step: wait → call: 1\n"), "{back}");
    assert!(
        back.contains("\nback to how it was at the start, for every lead\n"),
        "{back}"
    );
    // It is still heard after the file is another one.
    save_in_place(&folder, &at(10));
    watching.until("moved step: wait → call: 1\n");
}

#[test]
fn errors_keep_the_last_results_and_end_nothing() {
    let folder = folder();
    let mut watching = Watching::new(&folder, &["p"]);
    watching.block();
    save(&folder, &at(60).replace("when points", "when pints"));
    insta::assert_snapshot!("broken", watching.block());
    save(&folder, &at(60));
    let mended = watching.block();
    assert!(mended.contains("moved: 1 of 3 leads\n"), "{mended}");
    assert!(!mended.contains("kept:"), "{mended}");
}

#[test]
fn what_did_not_change_is_not_told() {
    let folder = folder();
    let mut watching = Watching::new(&folder, &["p"]);
    watching.block();
    save(&folder, POLICY);
    folder.write("p/notes.txt", b"not a part of it");
    folder.write("p/.hidden.ground", b"nor is this");
    save(&folder, &at(60));
    let told = watching.block();
    assert!(told.starts_with("save 2\n"), "{told}");
    assert!(told.contains("moved: 1 of 3 leads"), "{told}");
}

#[test]
fn a_policy_that_goes_and_comes_back_is_seen() {
    let folder = folder();
    let path = folder.path().join("p/policy.ground");
    for policy in ["p", "p/policy.ground"] {
        save(&folder, POLICY);
        let mut watching = Watching::new(&folder, &[policy, "p/leads.csv"]);
        watching.block();
        fs::remove_file(&path).unwrap();
        let gone = watching.block();
        assert!(gone.contains("\nerror: "), "{gone}");
        assert!(gone.contains("\nkept: results of save 1\n"), "{gone}");
        save(&folder, &at(60));
        watching.until("moved: 1 of 3 leads");
    }
}

#[test]
fn a_folder_that_is_made_later_is_seen_and_one_that_is_replaced() {
    let folder = Folder::new(&[("leads.csv", LEADS.as_bytes())]);
    let mut watching = Watching::new(&folder, &["a/p", "leads.csv"]);
    let none = watching.block();
    assert!(none.contains("error: there is no `a/p`"), "{none}");
    folder.write("a/p/lists/up.txt", b"oslo\n");
    folder.write("a/p/policy.ground", POLICY.as_bytes());
    watching.until("leads: 3 read");
    // Another folder takes its place.
    folder.write("b/lists/up.txt", b"oslo\n");
    folder.write("b/policy.ground", at(60).as_bytes());
    let path = |name: &str| folder.path().join(name);
    fs::rename(path("a/p"), path("old")).unwrap();
    fs::rename(path("b"), path("a/p")).unwrap();
    watching.until("moved: 1 of 3 leads");
    folder.write("a/p/policy.ground", POLICY.as_bytes());
    watching.until("back to how it was");
}

#[test]
fn lists_leads_and_new_files_are_seen() {
    let folder = folder();
    let mut watching = Watching::new(&folder, &["p"]);
    watching.block();
    folder.write("p/lists/up.txt", b"oslo\nrome\n");
    watching.until("moved owner: south → north: 1\n");
    // Rows are known again by their keys.
    folder.write(
        "p/leads.csv",
        b"email,region,points\nbob@b.example,rome,5\nnew@n.example,rome,5\n",
    );
    let leads = watching.until("moved: 1 of 1 lead; 1 new; 2 gone\n");
    assert!(
        leads.contains("lead bob@b.example: step: call → wait"),
        "{leads}"
    );
    folder.write(
        "p/more/more.ground",
        b"decision more: boolean { otherwise yes }\n",
    );
    watching.until("decided more: yes 2");
    fs::remove_dir_all(folder.path().join("p/more")).unwrap();
    let less = watching.block();
    assert!(!less.contains("decided more"), "{less}");
    fs::remove_file(folder.path().join("p/leads.csv")).unwrap();
    let none = watching.block();
    assert!(none.contains("error: there is no `p/leads.csv`"), "{none}");
    folder.write("p/leads.csv", LEADS.as_bytes());
    watching.until("leads: 3 read");
}

#[test]
fn polling_sees_the_same() {
    let folder = folder();
    let mut watching = Watching::new(&folder, &["p", "--poll"]);
    watching.block();
    save(&folder, &at(60));
    watching.until("moved: 1 of 3 leads");
    save_in_place(&folder, &at(100));
    watching.until("moved: 1 of 3 leads");
    folder.write(
        "p/leads.csv",
        b"email,region,points\nann@a.example,oslo,100\n",
    );
    watching.until("2 gone");
    fs::remove_file(folder.path().join("p/policy.ground")).unwrap();
    watching.until("error: no policy in the folder `p`");
    save(&folder, POLICY);
    watching.until("examples: 1 holds");
}

#[test]
fn a_pattern_of_files_takes_new_ones_in() {
    let folder = folder();
    let mut watching = Watching::new(&folder, &["p", "exports/*.csv"]);
    watching.until("error: no file fits `exports/*.csv`");
    folder.write("exports/a.csv", LEADS.as_bytes());
    watching.until("leads: 3 read");
    folder.write(
        "exports/b.csv",
        b"email,region,points\nnew@n.example,rome,5\n",
    );
    watching.until("1 new");
}

#[test]
fn quiet_tells_only_what_is_wrong_and_what_moved() {
    let folder = folder();
    let mut watching = Watching::new(&folder, &["p", "--quiet"]);
    let start = watching.block();
    assert!(
        !start.contains("leads:") && !start.contains("policy:"),
        "{start}"
    );
    save(&folder, &at(60));
    let moved = watching.block();
    assert!(
        moved.contains("\nfailed-example p/policy.ground:"),
        "{moved}"
    );
    assert!(moved.contains("\nmoved: 1 of 3 leads\n"), "{moved}");
}

/// As behind `| head -1`, where nothing is ever saved again.
#[test]
fn a_log_that_nobody_reads_ends() {
    let folder = folder();
    let mut command = folder.command(&["watch", "p", "--plain"]);
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut program = command.spawn().unwrap();
    let mut log = BufReader::new(program.stdout.take().unwrap());
    let mut line = String::new();
    log.read_line(&mut line).unwrap();
    assert!(line.starts_with("save 1 20"), "{line}");
    drop(log);
    assert_eq!(program.wait().unwrap().code(), Some(0));
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let folder = folder();
    let refused = |arguments: &[&str], words: &str| {
        let mut all = vec!["watch"];
        all.extend(arguments);
        let called = folder.call(&all).ended(2);
        assert!(called.err.contains(words), "{}", called.err);
        assert!(called.out.is_empty());
    };
    refused(&["-"], "standard input cannot be watched");
    refused(&["p", "-"], "standard input cannot be watched");
    refused(&["main:p"], "is as of a revision, and never changes");
    refused(&["p/leads.csv"], "`p/leads.csv` is no policy");
    refused(&["p", "--as-of", "soon"], "is no date");
    refused(&["p", "--budget", "0"], "above 0");
}

#[test]
fn junk_is_told_and_ends_nothing() {
    let folder = folder();
    let mut watching = Watching::new(&folder, &["p"]);
    watching.block();
    folder.write("p/policy.ground", b"");
    watching.until("error[no-policy]");
    folder.write("p/policy.ground", b"\x00\x01\xff\xfe");
    watching.until("error[bad-encoding]");
    save(&folder, POLICY);
    folder.write("p/leads.csv", b"\x00\x01\xff\xfe\n");
    watching.until("error: `p/leads.csv`");
    fs::remove_file(folder.path().join("p/leads.csv")).unwrap();
    fs::create_dir(folder.path().join("p/leads.csv")).unwrap();
    watching.until("is a folder");
}

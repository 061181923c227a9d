//! The preview with the real program on a real file system: after random edits, deletions and renames it serves
//! what a clean build makes, but for drafts and the preview's own script, style and policy.
//!
//! 200 edits; `FICHEWIJZER_EDITS=2000 cargo test --release --test serve` makes more, and `FICHEWIJZER_SEED`
//! makes others.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests run the program on files")]

mod support;

use fichewijzer::diagnostic::Severity;
use fichewijzer::dossier::{self, Inputs, Mode, Outcome};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use support::preview::{Preview, wait_until};

/// How many edits there are in the tests that always run.
const EDITS: u32 = 200;
/// A file that is written last in every round: when it is served, all before it is.
const MARKER: &str = "ronde.txt";

/// Numbers that look random and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        // The constants of Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// The dossier that is edited.
struct Edited {
    root: PathBuf,
    chance: Chance,
    count: u32,
}

const WORDS: [&str; 8] = [
    "water",
    "schoon water",
    "Nutriëntenpact",
    "(COM(2026) 951)",
    "Maas",
    "200 miljoen euro",
    "overmorgen",
    "é",
];

impl Edited {
    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("has a folder")).expect("can be made");
        fs::write(path, text).expect("can be written");
    }

    /// Names of the files in a folder that end so.
    fn files(&self, folder: &str, ending: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path(folder)) else { return Vec::new() };
        let names = entries.flatten().map(|e| format!("{folder}/{}", e.file_name().to_string_lossy()));
        let mut names: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
        names.sort();
        names
    }

    /// Makes one random change.
    fn edit(&mut self) {
        self.count += 1;
        match self.chance.below(12) {
            0..=2 => self.change_text(),
            3 => self.new_page(),
            4 => self.remove_page(),
            5 => self.rename_page(),
            6 => self.change_setting(),
            7 => self.change_term(),
            8 => self.change_static(),
            9 => self.change_theme(),
            10 => self.save_by_renaming(),
            _ => self.break_something(),
        }
    }

    /// Adds a word to a line of a text, or takes one away.
    fn change_text(&mut self) {
        let folder =
            *self.chance.pick(&["content/documenten", "content/fiches", "content/nieuws", "content/uitleg"]);
        let files = self.files(folder, ".md");
        if files.is_empty() {
            return;
        }
        let file = self.chance.pick(&files).clone();
        let text = self.changed(&file);
        self.write(&file, &text);
    }

    fn changed(&mut self, file: &str) -> String {
        let text = fs::read_to_string(self.path(file)).expect("is there");
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let prose = |line: &&usize| lines[**line].starts_with(char::is_uppercase);
        let all: Vec<usize> = (0..lines.len()).collect();
        let prose: Vec<usize> = all.iter().filter(prose).copied().collect();
        if prose.is_empty() {
            return format!("{text}\nEen eerste zin.\n");
        }
        let at = *self.chance.pick(&prose);
        let (mut words, word) = (lines[at].clone(), *self.chance.pick(&WORDS));
        match self.chance.below(3) {
            0 => words.push_str(&format!(" Nog {word}.")),
            1 => words = format!("Over {word}: {words}"),
            _ => words.truncate(words.rfind(' ').unwrap_or(words.len())),
        }
        lines[at] = words;
        lines.join("\n") + "\n"
    }

    fn new_page(&mut self) {
        let draft = if self.chance.below(3) == 0 { "draft = true\n" } else { "" };
        let word = *self.chance.pick(&WORDS);
        let text =
            format!("+++\ntitle = \"Bladzijde {0}\"\n{draft}+++\n\nOver {word}, nummer {0}.\n", self.count);
        self.write(&format!("content/uitleg/nieuw-{}.md", self.count), &text);
    }

    fn remove_page(&mut self) {
        let pages = self.files("content/uitleg", ".md");
        if !pages.is_empty() {
            let page = self.chance.pick(&pages);
            fs::remove_file(self.root.join(page)).expect("is there");
        }
    }

    fn rename_page(&mut self) {
        let pages = self.files("content/uitleg", ".md");
        if !pages.is_empty() {
            let from = self.chance.pick(&pages).clone();
            let to = self.path(&format!("content/uitleg/anders-{}.md", self.count));
            fs::rename(self.path(&from), to).expect("can be moved");
        }
    }

    fn change_setting(&mut self) {
        let text = fs::read_to_string(self.path("site.toml")).expect("is there");
        let title = text.lines().find(|l| l.starts_with("title = ")).expect("has a title").to_owned();
        self.write("site.toml", &text.replacen(&title, &format!("title = \"Titel {}\"", self.count), 1));
    }

    fn change_term(&mut self) {
        let files = self.files("content/gebieden", ".md");
        let file = self.chance.pick(&files).clone();
        let text = fs::read_to_string(self.path(&file)).expect("is there");
        let alias = *self.chance.pick(&["water", "kader", "Commissie", "lidstaten"]);
        let kept = text.lines().filter(|l| !l.starts_with("aliases")).collect::<Vec<_>>().join("\n");
        self.write(&file, &kept.replacen("+++\n", &format!("+++\naliases = [\"{alias}\"]\n"), 1));
    }

    fn change_static(&mut self) {
        let files = self.files("static/proef", ".txt");
        match self.chance.below(3) {
            0 if !files.is_empty() => {
                let file = self.chance.pick(&files);
                fs::remove_file(self.root.join(file)).expect("is there");
            }
            1 => {
                let _ = fs::remove_dir_all(self.path("static/proef"));
            }
            _ => self.write(&format!("static/proef/{}.txt", self.count % 5), &self.count.to_string()),
        }
    }

    fn change_theme(&mut self) {
        let template = "templates/page.html";
        match self.chance.below(3) {
            0 => {
                let _ = fs::remove_file(self.path(template));
            }
            1 => self.write("themes/standaard/static/site.css", &format!("p {{ order: {} }}\n", self.count)),
            _ => self.write(
                template,
                &format!(
                    "{{% extends \"theme/page.html\" %}}\n{{% block title %}}{}{{% endblock title %}}\n",
                    self.count
                ),
            ),
        }
    }

    /// As editors save: another file, then its name changes; or away, and there again.
    fn save_by_renaming(&mut self) {
        let files = self.files("content/documenten", ".md");
        let file = self.chance.pick(&files).clone();
        let text = self.changed(&file);
        let beside = self.path(&format!("{file}.tmp"));
        if self.chance.below(2) == 0 {
            fs::write(&beside, text).expect("can be written");
            fs::rename(beside, self.path(&file)).expect("can be moved");
        } else {
            fs::remove_file(self.path(&file)).expect("is there");
            self.write(&file, &text);
        }
    }

    fn break_something(&mut self) {
        match self.chance.below(4) {
            0 => self.write("content/uitleg/kapot.md", "+++\ntitle = \"Kapot\"\n+++\n\n[x](doc:nergens)\n"),
            1 => self.write("templates/page.html", "{% extends \"nergens\" %}"),
            2 => self.write("site.toml", "title = "),
            _ => {
                let files = self.files("content/middelen", ".md");
                if files.is_empty() {
                    return self.take_back("content/middelen");
                }
                let file = self.chance.pick(&files).clone();
                fs::remove_file(self.path(&file)).expect("is there");
            }
        }
    }

    /// Takes back the files of a folder that edits removed, as a checkout does.
    fn take_back(&self, folder: &str) {
        for (name, bytes) in support::inputs_of(&support::root().join("tests/dossiers/water")).under(folder) {
            fs::write(self.path(name), bytes).expect("can be written");
        }
    }

    /// Makes the folder what it was, file by file.
    fn restore(&self, inputs: &Inputs) {
        let now = support::inputs_of(&self.root);
        for (name, _) in now.iter().filter(|(name, _)| inputs.get(name).is_none()) {
            fs::remove_file(self.path(name)).expect("is there");
        }
        for (name, bytes) in inputs.iter().filter(|(name, bytes)| now.get(name) != Some(bytes)) {
            let path = self.path(name);
            fs::create_dir_all(path.parent().expect("has a folder")).expect("can be made");
            fs::write(path, bytes).expect("can be written");
        }
    }
}

type Files = BTreeMap<String, Vec<u8>>;

/// What a clean build makes of the folder as it is now; as a build leaves drafts out, one that shows them where
/// there are any.
fn clean(root: &Path) -> (Inputs, Outcome) {
    let inputs = support::inputs_of(root);
    let draft = b"draft = true";
    let has_drafts = inputs.under("content/uitleg/").any(|(_, b)| b.windows(draft.len()).any(|w| w == draft));
    let mode = if has_drafts { Mode::Preview } else { Mode::Merge };
    let outcome = dossier::build(&inputs, mode, None);
    (inputs, outcome)
}

fn files(outcome: &Outcome) -> Files {
    let made = |(path, file): (&fichewijzer::output::PortablePath, &fichewijzer::output::OutputFile)| {
        (path.to_string(), file.bytes().expect("can be made").into_owned())
    };
    outcome.tree.iter().map(made).collect()
}

fn errors(outcome: &Outcome) -> BTreeSet<String> {
    let errors = outcome.findings.iter().filter(|d| d.severity == Severity::Error);
    // An open page is told of fifty.
    errors.take(50).map(|d| d.message.clone()).collect()
}

/// A page without what only the preview has: its own lines, and the policy that a build has instead.
fn bare(page: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(page).into_owned();
    let mut cut = |from: &str, to: &str| {
        if let Some(start) = text.find(from) {
            let end = start + text[start..].find(to).expect("ends") + to.len();
            text.replace_range(start..end, "");
        }
    };
    cut("<script src=\"/.fichewijzer/preview.js\"", "</script>");
    cut("<link rel=\"stylesheet\" href=\"/.fichewijzer/", ">");
    cut("<meta http-equiv=\"Content-Security-Policy\"", ">");
    text
}

/// Insists that the preview serves these files, and of all others that there ever were none.
fn compare(preview: &Preview, expected: &Files, ever: &mut BTreeSet<String>, when: &str) {
    ever.extend(expected.keys().cloned());
    for path in ever.iter() {
        let (status, body) = preview.get(&path.replace('%', "%25").replace(' ', "%20"));
        match expected.get(path) {
            None => assert_eq!(status, 404, "{when}: {path} is gone"),
            Some(bytes) if path.ends_with(".html") => {
                assert_eq!((status, bare(&body)), (200, bare(bytes)), "{when}: {path}");
            }
            Some(bytes) => assert!(status == 200 && body == *bytes, "{when}: {path} differs"),
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("is a number"))
}

#[test]
fn after_any_edits_the_preview_serves_what_a_clean_build_makes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("is there");
    let seed = number("FICHEWIJZER_SEED").unwrap_or(8);
    let edits = number("FICHEWIJZER_EDITS").map_or(EDITS, |n| u32::try_from(n).expect("not that many"));
    let mut dossier = Edited { root: root.clone(), chance: Chance(seed), count: 0 };
    dossier.restore(&support::inputs_of(&support::root().join("tests/dossiers/water")));
    let preview = Preview::of(&root);
    let (mut ever, mut rounds, mut faulty) = (BTreeSet::new(), 0, 0);
    let (mut good, outcome) = clean(&root);
    let mut last = files(&outcome);
    compare(&preview, &last, &mut ever, "at the start");
    while dossier.count < edits {
        (0..=dossier.chance.below(4)).for_each(|_| dossier.edit());
        rounds += 1;
        let when = format!("seed {seed}, after {} edits", dossier.count);
        let (_, outcome) = clean(&root);
        if outcome.findings.has_errors() {
            faulty += 1;
            let errors = errors(&outcome);
            wait_until(&format!("{errors:?}, {when}"), || preview.problems() == errors);
            compare(&preview, &last, &mut ever, &format!("{when}, faulty"));
            dossier.restore(&good);
        }
        let count = dossier.count.to_string();
        dossier.write(&format!("static/{MARKER}"), &count);
        wait_until(&when, || preview.get(MARKER) == (200, count.clone().into_bytes()));
        let (inputs, outcome) = clean(&root);
        (good, last) = (inputs, files(&outcome));
        assert!(preview.problems().is_empty(), "{when}");
        compare(&preview, &last, &mut ever, &when);
    }
    assert!(rounds > 20 && faulty > 3 && rounds - faulty > 10, "{rounds} rounds, {faulty} of them faulty");
}

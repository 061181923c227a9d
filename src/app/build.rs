//! The command `build`.

use super::arguments::{Common, How};
use super::cache::{Cache, Key, Record};
use super::commands::{apply, date, imprint, open, refuse, root};
use super::watch::{Timings, Watch};
use super::{Exit, disk, report, terminal};
use crate::document::PartialDate;
use crate::dossier::{self, Inputs, Mode, Outcome};
use crate::phase::{Follow, Phase};
use crate::publish::content::{ContentChange, ContentFolder};
use crate::publish::{self, Left, PublishError, Published};
use anyhow::{Result, bail};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Converts, merges, renders and publishes.
pub(super) fn build(common: &Common, out: Option<&Path>, how: How) -> Result<Exit> {
    let watch = Watch::start(if how.timings { Timings::Told } else { Timings::Untold });
    let exit = run(common, out, how, &watch);
    watch.finish();
    exit
}

fn run(common: &Common, out: Option<&Path>, how: How, watch: &Watch) -> Result<Exit> {
    let root = root(common)?;
    let target = out.map_or_else(|| root.join("public"), Path::to_path_buf);
    disk::check_target(&root, &target)?;
    publish::recover(&target)?;
    let mode = if how.frozen { Mode::Frozen } else { Mode::Merge };
    watch.begin(Phase::Read, 0);
    // The program is looked at beside its inputs.
    let (cache, opened) = rayon::join(|| Cache::of(&root, &target), || open(&root, mode));
    let (content, inputs) = opened?;
    watch.count(inputs.iter().count());
    let date = date(common)?;
    let mut build = Build { root, cache, inputs, mode, date, target, how, watch };
    let exit = build.run(content.as_ref())?;
    if exit == Exit::Clean && how.verify {
        build.verify()?;
    }
    // The system takes the memory back at once; giving it back piece by piece takes long.
    std::mem::forget(build);
    Ok(exit)
}

/// Folder of bases and maps.
const MAPS: &str = "content/.ingest/";

/// A build of one dossier into one folder.
struct Build<'a> {
    root: PathBuf,
    inputs: Inputs,
    mode: Mode,
    date: Option<PartialDate>,
    target: PathBuf,
    how: How,
    cache: Cache,
    watch: &'a Watch,
}

impl Build<'_> {
    /// Makes the site, unless it stands already as this build would make it.
    fn run(&mut self, content: Option<&ContentFolder>) -> Result<Exit> {
        self.watch.begin(Phase::Compare, 0);
        let key = self.cache.key(&self.inputs, self.mode, self.date);
        let last = key.as_ref().and_then(|key| Some((key, self.cache.last(key)?)));
        if let Some((key, (record, left))) = &last
            && record.is_of(key)
            && left.footprint.stands_at(&self.target).unwrap_or(false)
        {
            return Ok(self.tell_unchanged(record));
        }
        let left = last.map(|(_, (_, left))| left);
        self.make(content, key.as_ref(), left.as_ref())
    }

    fn tell_unchanged(&self, record: &Record) -> Exit {
        self.watch.count(record.files);
        self.watch.rest();
        let findings = record.findings(terminal::style());
        if !findings.is_empty() {
            terminal::say(findings);
        }
        report::stands(record, &self.target, self.watch.elapsed());
        Exit::Clean
    }

    fn make(
        &mut self,
        content: Option<&ContentFolder>,
        key: Option<&Key>,
        left: Option<&Left>,
    ) -> Result<Exit> {
        // What is read makes room for what is made of it, unless it is needed again.
        let inputs = match self.how.verify {
            true => Cow::Borrowed(&self.inputs),
            false => Cow::Owned(std::mem::take(&mut self.inputs)),
        };
        let mut outcome = dossier::build_followed(inputs, self.mode, self.date, self.watch);
        show_again(&self.root, &mut outcome, key);
        if outcome.findings.has_errors() {
            self.watch.rest();
            return Ok(refuse(&outcome, "nothing was written"));
        }
        let imprint = imprint(&outcome);
        let published = publish::folder_followed(&outcome.tree, &self.target, &imprint, left, self.watch);
        let published = match published {
            Ok(published) => published,
            Err(PublishError::Content(found)) => {
                self.watch.rest();
                outcome.findings.append(found);
                outcome.findings.sort();
                show_again(&self.root, &mut outcome, key);
                return Ok(refuse(&outcome, "nothing was written"));
            }
            Err(other) => return Err(other.into()),
        };
        let applied = apply(content, &outcome)?;
        self.watch.rest();
        terminal::show(&outcome.findings, &outcome.sources);
        report::built(&outcome, &published, &applied, &self.target, self.watch.elapsed());
        self.remember(key, &outcome, published);
        if !self.how.verify {
            // As above: the process is about to end.
            std::mem::forget(outcome);
        }
        Ok(Exit::Clean)
    }

    /// Keeps for the next build what this one said and made.
    fn remember(&self, key: Option<&Key>, outcome: &Outcome, published: Published) {
        let Some((key, left)) = key.zip(published.left()) else { return };
        let next = next_key(key, &outcome.changes);
        let pages = outcome.site.as_ref().map_or(0, |site| site.pages.len());
        let (findings, sources) = (&outcome.findings, &outcome.sources);
        let record = Record::of(key, next.as_ref(), pages, outcome.tree.len(), findings, sources);
        self.cache.keep(&record, &left);
    }

    /// Builds clean in memory and compares with what was written.
    fn verify(&self) -> Result<()> {
        let outcome = dossier::build(&self.inputs, self.mode, self.date);
        let imprint = imprint(&outcome);
        let found = publish::compare(&outcome.tree, &self.target, &imprint, self.watch)?;
        if !found.is_empty() {
            // What led here must not lead the next build.
            self.cache.forget();
            let target = self.target.display();
            bail!(
                "{target} is not what a clean build makes, which is a fault of this program; build again\n{found}"
            );
        }
        self.watch.rest();
        terminal::say(&format!("verified: {} files are what a clean build makes", outcome.tree.len()));
        Ok(())
    }
}

/// Reads the files again that messages show lines of. One that somebody changed meanwhile is named without its lines.
fn show_again(root: &Path, outcome: &mut Outcome, key: Option<&Key>) {
    let mut read = disk::read_again(root, &outcome.not_shown());
    if let Some(key) = key {
        read.retain(|path, bytes| key.has(path, bytes));
    }
    outcome.show_from(&read);
}

/// The key of a build right after one with this key and these changes. Where it changed maps only, the next one finds
/// the ids there that it gave, and says the same; after other changes it may have other things to say.
fn next_key(key: &Key, changes: &[ContentChange]) -> Option<Key> {
    let is_map = |change: &ContentChange| {
        let path = change.path.as_str();
        path.starts_with(MAPS) && path.ends_with(".map")
    };
    changes.iter().all(is_map).then(|| key.after(changes))
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "changes files while a build has them in memory")]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic, FilePath};
    use std::fs;

    #[test]
    fn a_text_that_changed_since_it_was_read_is_not_shown_as_the_one_that_was_read() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        let paths: [FilePath; 3] = ["as-it-was.md".into(), "changed.md".into(), "gone.md".into()];
        for path in &paths {
            fs::write(root.join(&**path), "A line.\n").expect("a file");
        }
        let inputs = disk::read_again(root, &paths);
        let key = Cache::of(root, &root.join("public")).key(&inputs, Mode::Frozen, None);
        assert!(key.is_some(), "a test knows which program it is");
        fs::write(root.join("changed.md"), "Another line, longer.\n").expect("the file");
        fs::remove_file(root.join("gone.md")).expect("the file");
        let mut outcome = Outcome::default();
        for path in &paths {
            outcome.findings.push(Diagnostic::new(Code::Quote, "a fault").at(path, 0..6));
        }
        show_again(root, &mut outcome, key.as_ref());
        let shown: Vec<&str> = outcome.sources.keys().map(|path| &**path).collect();
        assert_eq!(shown, ["as-it-was.md"]);
    }
}

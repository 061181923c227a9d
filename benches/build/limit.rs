//! The limit: reads all texts, makes HTML of them with pulldown-cmark, indexes their words without any
//! linguistics, and writes as many files and bytes as the program did. No program that makes a searchable site
//! can do less.

use anyhow::{Context, Result};
use clap::Args;
use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What the limit does.
#[derive(Debug, Args)]
pub(crate) struct Task {
    /// Folder with texts (.md, .txt)
    #[arg(long)]
    pub(crate) texts: PathBuf,
    /// Folder to write; it must not exist
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// How many files to write
    #[arg(long)]
    pub(crate) files: u64,
    /// How many bytes to write
    #[arg(long)]
    pub(crate) bytes: u64,
}

/// In how many folders the files stand: as many as sections of a site.
const FOLDERS: u64 = 6;

/// By word the documents that have it, with how often.
type Index = HashMap<String, Vec<(u32, u32)>>;

/// Does all of it, on all cores.
pub(crate) fn run(task: &Task) -> Result<()> {
    let paths: Vec<PathBuf> = WalkDir::new(&task.texts)
        .sort_by_file_name()
        .into_iter()
        .filter_map(|entry| entry.ok().filter(|e| e.file_type().is_file()).map(walkdir::DirEntry::into_path))
        .filter(|path| path.extension().is_some_and(|kind| kind == "md" || kind == "txt"))
        .collect();
    for folder in 0..FOLDERS.min(task.files) {
        fs::create_dir_all(folder_of(task, folder)).context("no folder for the output")?;
    }
    let index = (0_u32..)
        .zip(&paths)
        .collect::<Vec<_>>()
        .par_iter()
        .try_fold(Index::new, |mut index, (document, path)| -> Result<Index> {
            let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            let page = page(&text);
            count_words(&text, *document, &mut index);
            write_share(task, u64::from(*document), paths.len() as u64, &page)?;
            Ok(index)
        })
        .try_reduce(Index::new, |a, b| Ok(merge(a, b)))?;
    write_index(&task.out, index)
}

fn folder_of(task: &Task, file: u64) -> PathBuf {
    task.out.join((file % FOLDERS).to_string())
}

fn page(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut page = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut page, Parser::new_ext(text, options));
    page
}

fn count_words(text: &str, document: u32, index: &mut Index) {
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        let places = match index.get_mut(&word) {
            Some(places) => places,
            None => index.entry(word).or_default(),
        };
        match places.last_mut() {
            Some((last, times)) if *last == document => *times += 1,
            _ => places.push((document, 1)),
        }
    }
}

fn merge(a: Index, b: Index) -> Index {
    let (mut large, small) = if a.len() < b.len() { (b, a) } else { (a, b) };
    small.into_iter().for_each(|(word, places)| large.entry(word).or_default().extend(places));
    large
}

/// Writes the files that fall to a document, filled with its page.
fn write_share(task: &Task, document: u64, documents: u64, page: &str) -> Result<()> {
    let size = usize::try_from(task.bytes / task.files.max(1))?;
    for file in (document..task.files).step_by(usize::try_from(documents)?) {
        let mut filled = Vec::with_capacity(size);
        while filled.len() < size {
            let rest = size - filled.len();
            filled.extend_from_slice(page.as_bytes().get(..rest).unwrap_or(page.as_bytes()));
            filled.push(b'\n');
        }
        filled.truncate(size);
        fs::write(folder_of(task, file).join(format!("{file}.html")), &filled).context("a page")?;
    }
    Ok(())
}

fn write_index(out: &Path, index: Index) -> Result<()> {
    let mut words: Vec<(String, Vec<(u32, u32)>)> = index.into_iter().collect();
    words.par_sort_unstable();
    let mut file = std::io::BufWriter::new(fs::File::create(out.join("index.txt")).context("the index")?);
    for (word, mut places) in words {
        places.sort_unstable();
        write!(file, "{word}")?;
        let mut before = 0;
        for (document, times) in places {
            write!(file, " {}", document - before)?;
            if times > 1 {
                write!(file, ":{times}")?;
            }
            before = document;
        }
        writeln!(file)?;
    }
    file.flush().context("the index")
}

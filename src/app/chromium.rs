//! Prints the one file with a Chromium of the system.
#![allow(clippy::disallowed_methods, reason = "runs a program on files of its own, and waits for it")]

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What Chromium and its relatives are called on `PATH`.
const NAMES: [&str; 7] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge",
    "msedge",
];

/// Where they stand on systems that put programs elsewhere.
const PLACES: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

const HELP: &str = "install one (Debian and Ubuntu: apt install chromium; Fedora: dnf install chromium; others: \
                    https://www.chromium.org/getting-involved/download-chromium/) or name one with --chromium PATH; \
                    --format html makes the same text without it, and any browser prints that";

/// How long printing may take.
const LIMIT: Duration = Duration::from_mins(20);
const PAUSE: Duration = Duration::from_millis(25);

/// The Chromium to print with: the one that is named, or the first one found.
pub(super) fn find(named: Option<&Path>) -> Result<PathBuf> {
    match named {
        Some(path) if path.components().count() > 1 => {
            if path.is_file() {
                return Ok(path.to_path_buf());
            }
            bail!("--chromium names no file: {}; {HELP}", path.display());
        }
        Some(name) => match on_path(name) {
            Some(found) => Ok(found),
            None => bail!("--chromium names no program on PATH: {}; {HELP}", name.display()),
        },
        None => {
            let found = NAMES.iter().find_map(|name| on_path(Path::new(name)));
            let found = found.or_else(|| PLACES.iter().map(PathBuf::from).find(|place| place.is_file()));
            found.with_context(|| format!("no Chromium was found to print with; {HELP}"))
        }
    }
}

fn on_path(name: &Path) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Prints a file that needs nothing else. `beside` is where the result will go: the work is done next to it, in a
/// folder that is removed, as not every Chromium may read the system's own folder for such things.
pub(super) fn print(chromium: &Path, html: &str, beside: &Path) -> Result<Vec<u8>> {
    let desk = Desk::new(beside)?;
    let source = desk.folder.join("edition.html");
    fs::write(&source, html).with_context(|| format!("cannot write {}", source.display()))?;
    let printed = desk.folder.join("edition.pdf");
    let said = desk.folder.join("messages.txt");
    let mut child = command(chromium, &desk, &printed, &source)?
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&said)?)
        .spawn()
        .with_context(|| format!("{} cannot be started; {HELP}", chromium.display()))?;
    let status = wait(&mut child)?;
    let words = || fs::read_to_string(&said).unwrap_or_default();
    match (status, fs::read(&printed)) {
        (None, _) => bail!("{} did not finish within {} minutes", chromium.display(), LIMIT.as_secs() / 60),
        (Some(_), Ok(pdf)) if pdf.starts_with(b"%PDF-") => Ok(pdf),
        (Some(status), _) => {
            let words = words();
            let last = words.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
            bail!("{} printed nothing ({status}): {last}; {HELP}", chromium.display())
        }
    }
}

fn command(chromium: &Path, desk: &Desk, printed: &Path, source: &Path) -> Result<Command> {
    let mut command = Command::new(chromium);
    command.args([
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-extensions",
        "--disable-sync",
        "--disable-component-update",
        "--disable-background-networking",
        "--disable-crash-reporter",
        "--no-proxy-server",
        // Every host is unknown: nothing is asked of any.
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--no-pdf-header-footer",
        "--export-tagged-pdf",
        "--generate-pdf-document-outline",
    ]);
    if desk.is_roots()? {
        // Chromium's own walls do not stand for the system's administrator. What it opens is our file, whose policy
        // lets nothing run but what we put in.
        command.arg("--no-sandbox");
    }
    let option = |name: &str, value: &Path| {
        let mut option = std::ffi::OsString::from(name);
        option.push(value);
        option
    };
    command.arg(option("--user-data-dir=", &desk.folder.join("profile")));
    command.arg(option("--print-to-pdf=", printed));
    command.arg(address(source)?);
    Ok(command)
}

/// Waits until the program ends; `None` where it had to be ended.
fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if started.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(PAUSE);
    }
}

/// A file's address.
fn address(file: &Path) -> Result<String> {
    let path = file.to_str().context("the path of the target is not UTF-8")?.replace('\\', "/");
    let mut out = String::from("file://");
    if !path.starts_with('/') {
        out.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(out)
}

/// A folder for the work, removed with all that is in it.
struct Desk {
    folder: PathBuf,
}

impl Desk {
    /// What tells a folder that an interrupted run left from somebody's own.
    const MARK: &str = "fichewijzer-prints-here";

    /// Beside a target, where nobody else of this program is at work.
    fn new(target: &Path) -> Result<Desk> {
        let target = std::path::absolute(target)?;
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(".printing");
        let folder = target.with_file_name(name);
        if folder.join(Desk::MARK).is_file() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let desk = Desk { folder };
        fs::write(desk.folder.join(Desk::MARK), "")?;
        Ok(desk)
    }

    #[cfg(unix)]
    fn is_roots(&self) -> io::Result<bool> {
        use std::os::unix::fs::MetadataExt;
        Ok(fs::metadata(&self.folder)?.uid() == 0)
    }

    #[cfg(not(unix))]
    fn is_roots(&self) -> io::Result<bool> {
        Ok(false)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // A browser may still be closing its profile.
        for _ in 0..40 {
            if fs::remove_dir_all(&self.folder).is_ok() {
                return;
            }
            std::thread::sleep(PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_an_address() {
        for (path, expected) in [
            ("/tmp/a b/één.html", "file:///tmp/a%20b/%C3%A9%C3%A9n.html"),
            ("/x/100%#?.html", "file:///x/100%25%23%3F.html"),
            ("C:\\Users\\a.html", "file:///C:/Users/a.html"),
        ] {
            assert_eq!(address(Path::new(path)).expect("UTF-8"), expected);
        }
    }

    #[test]
    fn the_work_leaves_nothing_and_takes_nothing_away() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let target = folder.path().join("a.pdf");
        let own = folder.path().join("a.pdf.printing");
        fs::create_dir(&own).expect("can be made");
        assert!(Desk::new(&target).is_err(), "somebody's own folder stays");
        fs::write(own.join(Desk::MARK), "").expect("can be written");
        drop(Desk::new(&target).expect("an interrupted run's folder is taken away"));
        assert!(!own.exists());
    }
}

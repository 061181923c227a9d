//! The preview as a process: the real program on files, asked over the network.

use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long the preview may take for anything before a test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running preview; it ends with the value.
pub(crate) struct Preview {
    child: Child,
    pub(crate) address: String,
    errors: Arc<Mutex<String>>,
    _said: BufReader<ChildStdout>,
}

impl Preview {
    pub(crate) fn of(root: &Path) -> Self {
        Self::started(&mut Self::command(root))
    }

    /// The command that starts the preview of a dossier on a port of its own.
    pub(crate) fn command(root: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fichewijzer"));
        command.args(["serve", "--port", "0", "--root"]).arg(root);
        command
    }

    /// Runs a command and waits until it serves.
    pub(crate) fn started(command: &mut Command) -> Self {
        let command = command.env_remove("SOURCE_DATE_EPOCH").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let errors = Arc::new(Mutex::new(String::new()));
        let lines = BufReader::new(child.stderr.take().expect("is piped")).lines();
        let heard = errors.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                *heard.lock().expect("nobody panics with it") += &(line + "\n");
            }
        });
        let mut said = BufReader::new(child.stdout.take().expect("is piped"));
        let mut line = String::new();
        said.read_line(&mut line).expect("says its address");
        let address = line.trim().trim_start_matches("open http://").trim_end_matches('/').to_owned();
        assert!(!address.is_empty(), "it ended: {}", errors.lock().expect("nobody panics with it"));
        Preview { child, address, errors, _said: said }
    }

    /// What it said on standard error so far.
    pub(crate) fn errors(&self) -> String {
        self.errors.lock().expect("nobody panics with it").clone()
    }

    /// Asks for an address, and leaves the answer to the caller.
    pub(crate) fn connect(&self, target: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("can be set");
        let request = format!("GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("takes a request");
        stream
    }

    /// Status and body of an answer.
    pub(crate) fn get(&self, path: &str) -> (u16, Vec<u8>) {
        let mut answer = Vec::new();
        self.connect(&format!("/{path}")).read_to_end(&mut answer).expect("answers");
        let head = answer.windows(4).position(|w| w == b"\r\n\r\n").expect("has a head");
        let status = String::from_utf8_lossy(&answer[9..12]).parse().expect("has a status");
        (status, answer.split_off(head + 4))
    }

    /// The messages of what is wrong now, as an open page hears them.
    pub(crate) fn problems(&self) -> BTreeSet<String> {
        let stream = BufReader::new(self.connect("/.fichewijzer/events?page=/index.html"));
        let lines = stream.lines().map_while(Result::ok);
        let data = lines.filter_map(|line| line.strip_prefix("data: ").map(str::to_owned)).next();
        let told: Value = serde_json::from_str(&data.expect("tells something")).expect("is JSON");
        let problems = told["problems"].as_array().expect("are a list").iter();
        problems.filter_map(|p| p["message"].as_str()).map(str::to_owned).collect()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for a condition; fails when it does not hold for too long.
pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "waited in vain for {what}");
        sleep(Duration::from_millis(4));
    }
}

//! The channel to open pages: server-sent events, one stream a page. Each event says what the state is, not
//! what changed, so that one that is missed leaves nothing behind.

use super::Shared;
use super::address::{self, Found};
use super::answer::as_sent;
use super::state::{Site, State};
use crate::output::PortablePath;
use hyper::body::Bytes;
use serde_json::{Map, Value, json};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::watch;

/// How often a stream says that it is there, so that pages notice one that died while the machine slept.
const BEAT: Duration = Duration::from_secs(5);
/// How long no other state must come before pages are told what takes work to find out.
const SETTLED: Duration = Duration::from_millis(400);
/// How long a page may be that is sent along with the news of it, in bytes; a longer one is asked for.
const LONGEST: usize = 2 << 20;
/// How many files a page may ask after besides itself.
const MOST_FILES: usize = 100;

/// What a page asks after: its own path, and those of the styles, scripts and pictures that it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    page: String,
    files: Vec<String>,
}

impl Asked {
    /// From the query of an address: `page=/a.html&file=/static/site.css&file=…`, the values as paths of
    /// addresses, with `&`, `+` and `=` escaped.
    pub(super) fn from_query(query: &str) -> Self {
        let mut asked = Asked::default();
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match key {
                "page" => value.clone_into(&mut asked.page),
                "file" if asked.files.len() < MOST_FILES => asked.files.push(value.to_owned()),
                _ => {}
            }
        }
        asked
    }
}

/// Opens a stream; it ends by itself when nobody reads it any more.
pub(super) fn open(shared: &Arc<Shared>, asked: Asked) -> Receiver<Bytes> {
    // One event at a time: a slow reader gets the newest state when it is ready, and holds nobody.
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(stream(shared.clone(), asked, sender));
    receiver
}

async fn stream(shared: Arc<Shared>, asked: Asked, sender: Sender<Bytes>) {
    let asked = Arc::new(asked);
    let mut states = shared.states.subscribe();
    let mut open = Open { shared: &shared, page: None };
    // What the page was told last that it is.
    let mut before = None;
    if sender.send(Bytes::from_static(b"retry: 500\n\n")).await.is_err() {
        return;
    }
    loop {
        let state = states.borrow_and_update().clone();
        let mut rest = None;
        if state.version > 0 {
            let (by, of, about) = (shared.clone(), state.clone(), asked.clone());
            let told =
                tokio::task::spawn_blocking(move || tell(&by, &of, &about, Part::AtOnce(before))).await;
            let Ok(Told { page, tag, event }) = told else { return };
            open.is(page);
            before = tag;
            if sender.send(event).await.is_err() {
                return;
            }
            rest = takes_work(&state, &asked).then(|| Box::pin(tell_rest(&shared, state, asked.clone())));
        }
        if !next(&mut states, &sender, rest).await {
            return;
        }
    }
}

/// Waits for another state, and tells the rest of this one meanwhile; gives whether there is one to come and somebody to
/// tell.
async fn next(
    states: &mut watch::Receiver<Arc<State>>,
    sender: &Sender<Bytes>,
    mut rest: Option<impl Future<Output = Option<Bytes>> + Unpin>,
) -> bool {
    loop {
        let told = async {
            match &mut rest {
                Some(rest) => rest.await,
                None => std::future::pending().await,
            }
        };
        let event = tokio::select! {
            changed = states.changed() => return changed.is_ok(),
            () = sender.closed() => return false,
            told = told => {
                rest = None;
                told
            }
            () = tokio::time::sleep(BEAT) => Some(Bytes::from_static(b"event: beat\ndata:\n\n")),
        };
        if let Some(event) = event
            && sender.send(event).await.is_err()
        {
            return false;
        }
    }
}

/// Finds out what takes work, when no other state has come for a while; one page's after the other's, and beside the
/// builder.
async fn tell_rest(shared: &Arc<Shared>, state: Arc<State>, asked: Arc<Asked>) -> Option<Bytes> {
    tokio::time::sleep(SETTLED).await;
    let turn = shared.aside.turn().await;
    let by = shared.clone();
    let told = tokio::task::spawn_blocking(move || turn.run(|| tell(&by, &state, &asked, Part::Rest)));
    told.await.ok().map(|told| told.event)
}

fn takes_work(state: &State, asked: &Asked) -> bool {
    let site = state.site.as_ref();
    site.is_some_and(|site| asked.files.iter().any(|path| address::takes_work(&site.tree, &site.base, path)))
}

/// The page of a stream among those that are open, as long as the stream lives.
struct Open<'a> {
    shared: &'a Shared,
    page: Option<PortablePath>,
}

impl Open<'_> {
    fn is(&mut self, page: Option<PortablePath>) {
        if self.page == page {
            return;
        }
        let mut open = self.shared.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(old) = self.page.take()
            && let Some(count) = open.get_mut(&old)
        {
            *count -= 1;
            if *count == 0 {
                open.remove(&old);
            }
        }
        if let Some(new) = &page {
            *open.entry(new.clone()).or_default() += 1;
        }
        self.page = page;
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.is(None);
    }
}

/// What a page is told.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// What it is itself, and its files. A page that is not what it was told before gets its new text along.
    AtOnce(Option<Arc<str>>),
    /// The files of which it takes work to find out what they are.
    Rest,
}

/// What a page was told.
struct Told {
    /// The file behind it.
    page: Option<PortablePath>,
    /// What that is, in short.
    tag: Option<Arc<str>>,
    event: Bytes,
}

/// Tells a page of a state.
fn tell(shared: &Shared, state: &State, asked: &Asked, part: Part) -> Told {
    let name = shared.name(state);
    let mut problems = state.problems.as_ref().clone();
    let Some(site) = &state.site else {
        let event = event(&name, &json!({ "state": name, "site": false, "problems": problems }));
        return Told { page: None, tag: None, event };
    };
    let page = file_at(site, &asked.page);
    let made = page.as_ref().and_then(|page| site.file(page)).transpose().unwrap_or_else(|faults| {
        problems.extend(faults);
        None
    });
    let tag = made.as_ref().map(|made| made.tag.clone());
    let shown = match (&page, &tag) {
        (_, Some(tag)) => json!(**tag),
        (Some(_), None) => json!(false),
        (None, None) => Value::Null,
    };
    let files = files(site, asked, &part);
    let mut told =
        json!({ "state": name, "site": true, "page": shown, "files": files, "problems": problems });
    if let (Part::AtOnce(Some(before)), Some(made)) = (part, made)
        && before != made.tag
        && made.bytes.len() <= LONGEST
        && let Ok(text) = String::from_utf8(as_sent(shared, &name, &made).html)
    {
        told["text"] = text.into();
    }
    Told { page, tag, event: event(&name, &told) }
}

/// The file at a path of an address.
fn file_at(site: &Site, path: &str) -> Option<PortablePath> {
    match address::find(&site.tree, &site.base, path) {
        Found::File(path) => Some(path),
        Found::Folder | Found::Nothing => None,
    }
}

/// What the files are that a page is told of, by their paths.
fn files(site: &Site, asked: &Asked, part: &Part) -> Map<String, Value> {
    let is_rest = |path: &str| address::takes_work(&site.tree, &site.base, path);
    let wanted = asked.files.iter().filter(|path| is_rest(path) == (*part == Part::Rest));
    let made = wanted.filter_map(|path| Some((path, site.file(&file_at(site, path)?)?.ok()?)));
    made.map(|(path, made)| (path.clone(), json!(&*made.tag))).collect()
}

/// An event as it is sent; JSON has no line ends of its own.
fn event(name: &str, data: &Value) -> Bytes {
    Bytes::from(format!("id: {name}\ndata: {data}\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{LateFiles, OutputFile, OutputTree};
    use crate::serve::{Aside, Built};
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn state(files: &[(&str, &[u8])]) -> State {
        let mut tree = OutputTree::default();
        for (path, bytes) in files {
            let path = PortablePath::new(path).expect("valid");
            tree.insert(path, OutputFile::ready(*bytes)).expect("free");
        }
        State::default().after(Built { tree: Some(tree), base: "/".into(), ..Built::default() }, &[])
    }

    fn shared() -> Shared {
        Shared {
            bound: std::net::Ipv4Addr::LOCALHOST.into(),
            policy: String::new(),
            states: watch::Sender::new(Arc::default()),
            aside: Aside::default(),
            open: std::sync::Mutex::default(),
        }
    }

    fn told(state: &State, query: &str) -> Value {
        told_part(state, query, Part::AtOnce(None))
    }

    fn told_part(state: &State, query: &str, part: Part) -> Value {
        let Told { event, .. } = tell(&shared(), state, &Asked::from_query(query), part);
        let text = String::from_utf8(event.to_vec()).expect("UTF-8");
        let (id, data) = text.split_once('\n').expect("two lines");
        let data = data.strip_prefix("data: ").and_then(|t| t.strip_suffix("\n\n"));
        let told: Value = serde_json::from_str(data.expect("one event")).expect("JSON");
        assert_eq!(id, format!("id: {}", told["state"].as_str().expect("a name")));
        told
    }

    #[test]
    fn a_page_that_changed_comes_along_with_the_news_as_a_request_would_get_it() {
        let page = |words: &str| format!("<html><head><title>{words}</title></head><p>{words}").into_bytes();
        let (before, after) =
            (state(&[("a.html", &page("old"))]), state(&[("a.html", &page("new \u{2028} é"))]));
        let asked = Asked::from_query("page=/a.html");
        let tag = |state: &State| tell(&shared(), state, &asked, Part::Rest).tag;
        let sent = |last: Option<Arc<str>>| {
            told_part(&after, "page=/a.html", Part::AtOnce(last)).get("text").cloned()
        };
        let made = after.site.as_ref().expect("a site").file(&PortablePath::new("a.html").expect("valid"));
        let shared = shared();
        let expected = as_sent(&shared, &shared.name(&after), &made.expect("there").expect("good")).html;
        assert_eq!(sent(tag(&before)), Some(String::from_utf8(expected).expect("UTF-8").into()));
        assert_eq!(sent(tag(&after)), None);
        assert_eq!(sent(None), None);
        let long = state(&[("a.html", &vec![b'a'; LONGEST + 1])]);
        assert!(told_part(&long, "page=/a.html", Part::AtOnce(tag(&before))).get("text").is_none());
    }

    #[test]
    fn a_page_hears_of_itself_and_of_its_files_and_of_nothing_else() {
        let before = state(&[("a.html", b"a"), ("b.html", b"b"), ("s.css", b"s")]);
        let after = state(&[("a.html", b"a"), ("b.html", b"other"), ("s.css", b"new")]);
        let query = "page=/a.html&file=/s.css&file=/gone.css";
        let (old, new) = (told(&before, query), told(&after, query));
        assert_eq!(old["page"], new["page"]);
        assert_ne!(old["files"]["/s.css"], new["files"]["/s.css"]);
        assert!(new["files"].get("/gone.css").is_none());
        let other = "page=/b.html";
        assert_ne!(told(&before, other)["page"], told(&after, other)["page"]);
    }

    #[test]
    fn what_takes_work_is_told_apart() {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        let mut tree = OutputTree::default();
        let late = LateFiles::new("zoek", ".js", move || {
            count.fetch_add(1, Ordering::SeqCst);
            vec![("w1".to_owned(), OutputFile::ready(*b"w1"))]
        });
        tree.insert_late(late).expect("free");
        for path in ["a.html", "s.css"] {
            tree.insert(PortablePath::new(path).expect("valid"), OutputFile::ready(*b"")).expect("free");
        }
        let built = Built { tree: Some(tree), base: "/dossier/".into(), ..Built::default() };
        let state = State::default().after(built, &[]);
        let query = "page=/a.html&file=/s.css&file=/zoek/w1.js&file=/dossier/zoek/w1.js&file=/zoek/w2.js";
        let files = |part| {
            let told = told_part(&state, query, part);
            assert!(told["page"].is_string());
            told["files"].as_object().expect("a map").keys().cloned().collect::<Vec<_>>()
        };
        assert!(takes_work(&state, &Asked::from_query(query)));
        assert!(!takes_work(&state, &Asked::from_query("page=/a.html&file=/s.css&file=/zoek/a.css")));
        assert_eq!(files(Part::AtOnce(None)), ["/s.css"]);
        assert_eq!(asked.load(Ordering::SeqCst), 0);
        assert_eq!(files(Part::Rest), ["/zoek/w1.js", "/dossier/zoek/w1.js"]);
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn what_takes_work_holds_nothing_up_and_is_done_once_for_a_burst() {
        let shared = Arc::new(shared());
        let made = Arc::new(std::sync::Mutex::new(Vec::new()));
        let (go, gone) = std::sync::mpsc::channel::<()>();
        let gone = Arc::new(std::sync::Mutex::new(gone));
        let site = |number: u8| {
            let (made, gone) = (made.clone(), gone.clone());
            let mut tree = OutputTree::default();
            let late = LateFiles::new("zoek", ".js", move || {
                made.lock().expect("sound").push(number);
                gone.lock().expect("sound").recv().expect("somebody lets it go on");
                vec![("w1".to_owned(), OutputFile::ready([number]))]
            });
            tree.insert_late(late).expect("free");
            tree.insert(PortablePath::new("a.html").expect("valid"), OutputFile::ready([number]))
                .expect("free");
            let built = Built { tree: Some(tree), base: "/".into(), ..Built::default() };
            shared.show(shared.after(built));
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let mut events = open(&shared, Asked::from_query("page=/a.html&file=/zoek/w1.js"));
            let mut next = async || loop {
                let event =
                    String::from_utf8(events.recv().await.expect("an event").to_vec()).expect("UTF-8");
                if let Some((_, data)) = event.split_once("\ndata: {") {
                    let data: Value = serde_json::from_str(&format!("{{{data}")).expect("JSON");
                    break (data["state"].clone(), data["files"].get("/zoek/w1.js").cloned());
                }
            };
            let mut seen = Vec::new();
            for number in 1..=3 {
                site(number);
                seen.push(next().await);
                // It works on the first meanwhile.
                while made.lock().expect("sound").is_empty() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
            assert!(seen.iter().all(|(_, file)| file.is_none()), "{seen:?}");
            assert_eq!(*made.lock().expect("sound"), [1]);
            go.send(()).expect("it waits");
            go.send(()).expect("it will");
            let (state, file) = next().await;
            assert_eq!((&state, file.is_some()), (&seen[2].0, true));
            assert_eq!(*made.lock().expect("sound"), [1, 3]);
        });
    }

    #[test]
    fn a_page_that_is_gone_is_null_and_a_site_that_is_not_there_is_said() {
        assert_eq!(told(&state(&[]), "page=/a.html")["page"], Value::Null);
        assert_eq!(told(&State::default(), "page=/a.html")["site"], false);
    }

    #[test]
    fn a_page_that_cannot_be_made_says_why() {
        let mut tree = OutputTree::default();
        let fault = || {
            let mut findings = crate::diagnostic::Findings::default();
            let code = crate::diagnostic::Code::Theme;
            findings.push(crate::diagnostic::Diagnostic::new(code, "template"));
            Err(findings)
        };
        tree.insert(PortablePath::new("a.html").expect("valid"), OutputFile::made_by(fault)).expect("free");
        let state = State::default().after(Built { tree: Some(tree), ..Built::default() }, &[]);
        let told = told(&state, "page=/a.html");
        assert_eq!(told["page"], false);
        assert_eq!(told["problems"][0]["message"], "template");
    }

    #[test]
    fn queries_are_bounded() {
        let query = "file=/x&".repeat(MOST_FILES + 10);
        assert_eq!(Asked::from_query(&query).files.len(), MOST_FILES);
        assert_eq!(Asked::from_query("nonsense&&=&page"), Asked::default());
    }
}

//! Every page says first what it may load, and the manual's samples for web servers say the same.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::render::policy;

#[test]
fn every_page_says_first_what_it_may_load() {
    let tree = support::build(&support::repository()).tree;
    let expected =
        format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", policy::PUBLISHED);
    let mut pages = 0;
    for (path, file) in tree.iter().filter(|(path, _)| path.to_string().ends_with(".html")) {
        let html = String::from_utf8(file.bytes().expect("renders").into_owned()).expect("UTF-8");
        let head = html.split_once("<head>\n").map(|(_, head)| head);
        assert!(head.is_some_and(|h| h.starts_with(&expected)), "{path} begins with {:?}", html.get(..600));
        pages += 1;
    }
    assert!(pages > 100, "{pages} pages");
}

#[test]
fn the_samples_in_the_manual_send_the_same_policy() {
    let manual =
        std::fs::read_to_string(support::root().join("content/handleiding/publiceren.md")).expect("is there");
    let samples: Vec<(&str, &str)> = manual
        .split("```")
        .skip(1)
        .step_by(2)
        .filter_map(|sample| sample.split_once('\n'))
        .filter(|(server, _)| matches!(*server, "caddyfile" | "nginx" | "apache"))
        .collect();
    assert_eq!(
        samples.iter().map(|(server, _)| *server).collect::<Vec<_>>(),
        ["caddyfile", "nginx", "apache"]
    );
    for (server, sample) in samples {
        let line = sample.lines().find(|l| l.contains("Content-Security-Policy")).expect(server);
        assert_eq!(line.split('"').nth(1), Some(policy::header().as_str()), "{server}");
    }
}

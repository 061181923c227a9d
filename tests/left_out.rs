//! Says what `cargo test` alone leaves out. It has no test of its own: the line must be seen, and the test
//! runner hides what passing tests print.
#![allow(clippy::disallowed_methods, reason = "reads whether tests/run calls it")]

fn main() {
    // tests/run goes on with what is named here.
    if std::env::var_os("FICHEWIJZER_TESTS_RUN").is_none() {
        println!(
            "\nleft out by `cargo test`: the site in a browser, the Nu checker, and the editions in other people's \
             readers; `tests/run` runs them too\n"
        );
    }
    let limit = "echo 99 > /proc/sys/user/max_inotify_watches";
    let namespace =
        std::process::Command::new("unshare").args(["--user", "--map-root-user", "sh", "-c", limit]).output();
    if !namespace.is_ok_and(|output| output.status.success()) {
        println!(
            "\nleft out: the preview where the system watches no more folders; its limit can be set only where \
             everybody has user namespaces\n"
        );
    }
}

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
}

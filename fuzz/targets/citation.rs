#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| fichewijzer_fuzz::citation(text));

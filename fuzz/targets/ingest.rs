#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fichewijzer_fuzz::ingest(bytes));

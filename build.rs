//! Builds anew when a file of the embedded theme comes or goes, which the compiler does not see.

fn main() {
    println!("cargo::rerun-if-changed=themes/standaard");
}

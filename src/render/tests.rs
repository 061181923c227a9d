use super::fixture;
#[test]
fn smoke() {
    let theme = fixture::theme();
    let site = fixture::site();
    for planned in &site.pages {
        let bytes =
            super::page(&site, &theme, planned).unwrap_or_else(|e| panic!("{}: {e:#?}", planned.path));
        println!("{} {}", planned.path, bytes.len());
    }
}

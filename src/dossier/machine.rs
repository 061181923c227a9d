//! Files for programs that are made one by one: feeds, `llms.txt`.

use crate::data;
use crate::output::OutputFile;
use crate::render::{self, Theme};
use crate::site::Site;
use std::sync::Arc;

/// The files by their addresses, each with the recipe that makes it.
pub(super) fn files(site: &Arc<Site>, theme: &Arc<Theme>) -> Vec<(String, OutputFile)> {
    let mut out = Vec::new();
    for feed in site.feeds() {
        let (site, path) = (site.clone(), feed.path.clone());
        let recipe = move || Ok(data::feed(&site, &feed).expect("feeds are planned for what has entries"));
        out.push((path, OutputFile::made_by(recipe)));
    }
    let (site, theme) = (site.clone(), theme.clone());
    let llms = move || Ok(render::llms(&site, theme.strings()));
    out.push(("llms.txt".to_owned(), OutputFile::made_by(llms)));
    out
}

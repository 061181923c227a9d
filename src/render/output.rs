//! A site's files for the output tree: pages as recipes, the theme's files as they are.

use super::page;
use super::theme::Theme;
use crate::output::OutputFile;
use crate::site::Site;
use std::sync::Arc;

/// Every page of the site and every file of the theme's `static/`, there too, by address.
pub fn files(site: &Arc<Site>, theme: &Arc<Theme>) -> Vec<(String, OutputFile)> {
    let pages = site.pages.iter().map(|planned| {
        let (site, theme, planned) = (site.clone(), theme.clone(), planned.clone());
        let path = planned.path.clone();
        (path, OutputFile::made_by(move || page(&site, &theme, &planned)))
    });
    let statics =
        theme.statics().iter().map(|(path, bytes)| (path.clone(), OutputFile::ready(bytes.clone())));
    pages.chain(statics).collect()
}

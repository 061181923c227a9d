//! Where readers can write to.

use std::fmt;
use std::str::FromStr;

/// An e-mail address, or a page with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact(String);

impl Contact {
    /// What a link to it says.
    pub fn href(&self) -> String {
        if self.0.contains("://") { self.0.clone() } else { format!("mailto:{}", self.0) }
    }
}

impl FromStr for Contact {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let has_space = text.contains(|c: char| c.is_whitespace() || c.is_control());
        let page = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let fits = match page {
            Some(rest) => !rest.is_empty() && !rest.starts_with('/'),
            None => text.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && host.contains('.') && !text.contains([':', '/', '?', '#', '&'])
            }),
        };
        if fits && !has_space { Ok(Contact(text.to_owned())) } else { Err(()) }
    }
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_an_address_to_write_to() {
        for (text, href) in [
            ("redactie@voorbeeld.nl", Some("mailto:redactie@voorbeeld.nl")),
            ("https://voorbeeld.nl/contact", Some("https://voorbeeld.nl/contact")),
            ("http://voorbeeld.nl", Some("http://voorbeeld.nl")),
            ("redactie", None),
            ("@voorbeeld.nl", None),
            ("a b@voorbeeld.nl", None),
            ("javascript:alert(1)@x.nl", None),
            ("mailto:redactie@voorbeeld.nl", None),
            ("https://", None),
            ("redactie@voorbeeld.nl?subject=x", None),
        ] {
            assert_eq!(text.parse::<Contact>().ok().map(|c| c.href()).as_deref(), href, "{text}");
        }
    }
}

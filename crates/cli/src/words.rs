//! The words for people: the message catalogue (`locales/en/*.ftl`, Project Fluent).

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// Every file of the catalogue. An id is defined once in all of them.
const CATALOGUE: [&str; 12] = [
    include_str!("../../../locales/en/errors.ftl"),
    include_str!("../../../locales/en/help.ftl"),
    include_str!("../../../locales/en/keys.ftl"),
    include_str!("../../../locales/en/unlock.ftl"),
    include_str!("../../../locales/en/codes.ftl"),
    include_str!("../../../locales/en/scan.ftl"),
    include_str!("../../../locales/en/settings.ftl"),
    include_str!("../../../locales/en/backup.ftl"),
    include_str!("../../../locales/en/transfer.ftl"),
    include_str!("../../../locales/en/backup-codes.ftl"),
    include_str!("../../../locales/en/teams.ftl"),
    include_str!("../../../locales/en/checkup.ftl"),
];

/// What a message says beside its own words: names and numbers.
pub(crate) type Arg<'a> = (&'a str, FluentValue<'a>);

/// The catalogue in the user's language.
pub(crate) struct Words(FluentBundle<FluentResource>);

impl Words {
    /// The English catalogue.
    pub(crate) fn english() -> Self {
        let english: LanguageIdentifier = "en".parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![english]);
        // Marks around arguments would be invisible characters in what scripts read.
        bundle.set_use_isolating(false);
        for text in CATALOGUE {
            // Whatever can be read is used; a test sees to it that this is everything.
            let resource =
                FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Self(bundle)
    }

    /// The message called `id`; the id itself if there is none.
    pub(crate) fn text(&self, id: &str, args: &[Arg<'_>]) -> String {
        self.find(id, None, args).unwrap_or_else(|| id.to_owned())
    }

    /// The message called `id`, which takes no arguments.
    pub(crate) fn plain(&self, id: &str) -> String {
        self.text(id, &[])
    }

    /// A row of a table's head.
    pub(crate) fn row(&self, ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| self.plain(id)).collect()
    }

    /// What to do after the error called `id`: what only the command line can say goes before what the window says.
    pub(crate) fn hint(&self, id: &str, args: &[Arg<'_>]) -> Option<String> {
        self.find(id, Some("command"), args)
            .or_else(|| self.find(id, Some("hint"), args))
    }

    fn find(&self, id: &str, attribute: Option<&str>, args: &[Arg<'_>]) -> Option<String> {
        let message = self.0.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let args: FluentArgs<'_> = args.iter().cloned().collect();
        // An argument that is missing shows as its name, in braces; tests look for that.
        let text = self.0.format_pattern(pattern, Some(&args), &mut Vec::new());
        Some(text.into_owned())
    }
}

#[cfg(test)]
mod tests;

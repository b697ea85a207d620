//! The answer to the activation of a machine: a license file, new or the one of before.

use super::envelope::success;
use crate::faults::effect::Effect;
use crate::offline::offline_file::OfflineFile;
use crate::values::object::Object;

/// A file on its way to the machine that asked.
pub(crate) enum Activation {
    New(OfflineFile),
    /// The machine has had it before.
    Again(OfflineFile),
}

impl Activation {
    pub fn http(&self) -> u16 {
        match self {
            Self::New(_) => 201,
            Self::Again(_) => 200,
        }
    }

    /// The answer. Not signed: the file in it is, and says nothing of the nonce.
    pub fn envelope(&self, effect: Option<&Effect>) -> Object {
        let (file, replay) = match self {
            Self::New(file) => (file, false),
            Self::Again(file) => (file, true),
        };
        let envelope = match effect {
            Some(Effect::FileMissing) => success(),
            Some(effect) if effect.spoils_file() => success().with("file", file.clone().spoiled(effect).text),
            _ => success().with("file", &file.text),
        };
        envelope.with("fileName", file.file_name()).with("jti", &file.content.jti).with("replay", replay)
    }
}

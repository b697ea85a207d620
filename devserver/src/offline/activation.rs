//! The activation of a machine from inside the program: what a license allows, and what goes back.

use super::license_file::Machines;
use super::offline_file::{FileOrigin, OfflineFile};
use crate::ErrorCode;
use crate::effect::Effect;
use crate::envelope::success;
use crate::license::License;
use crate::object::Object;

/// A file on its way to the machine that asked.
pub(crate) enum Activation {
    New(OfflineFile),
    /// The machine has had it before.
    Again(OfflineFile),
}

impl License {
    fn activations(&self) -> impl Iterator<Item = &OfflineFile> {
        self.offline_files.iter().filter(|file| file.origin == FileOrigin::Activation)
    }

    /// The file that this machine got before.
    pub(crate) fn activation_of(&self, hwid: &str) -> Option<&OfflineFile> {
        let machine = Machines::bound(hwid);
        self.activations().find(|file| file.content.machines == machine)
    }

    /// For a machine without a file. Every machine has one at most, so files count machines; and a file
    /// cannot be taken back, so neither can a machine be forgotten.
    pub(crate) fn check_activation(&self, hwid: &str) -> Result<(), ErrorCode> {
        if self.expires_at.is_some() {
            return Err(ErrorCode::OfflineActivationRequiresPerpetual);
        }
        if self.unlimited_hwid_slots {
            return Err(ErrorCode::OfflineActivationRequiresSeats);
        }
        if self.activations().count() >= usize::from(self.max_hwid_slots.get()) {
            return Err(ErrorCode::OfflineActivationLimitReached);
        }
        self.check_seat(hwid)
    }
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

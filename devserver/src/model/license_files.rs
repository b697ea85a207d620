//! The license files of a license: what they say, and for which machines there may be one.

use super::app::App;
use super::license::License;
use crate::offline::license_file::{LicenseFile, Machines};
use crate::offline::offline_file::{FileOrigin, OfflineFile};
use crate::values::error::Error;
use crate::values::moment::Moment;
use crate::values::random;
use crate::values::refusal::ErrorCode;

impl License {
    /// A file for these machines, until then, signed by the app. It is not counted yet.
    pub(crate) fn issue_file(
        &self,
        app: &App,
        origin: FileOrigin,
        (machines, expires_at): (Machines, Option<Moment>),
        now: Moment,
    ) -> Result<OfflineFile, Error> {
        let content = LicenseFile {
            app_id: app.app_id.clone(),
            license_key: self.license_key.clone(),
            jti: random::uuid()?,
            key_id: app.signer.key_id.clone(),
            issued_at: now,
            expires_at,
            machines,
            label: self.label.clone(),
            license_expires_at: self.expires_at,
            license_variables: self.variables.clone(),
            app_variables: app.variables.clone(),
        };
        Ok(OfflineFile::sign(origin, content, &app.signer))
    }

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

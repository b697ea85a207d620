//! What a program tells its user: few sentences for many statuses, so that few have to be translated.

use std::ffi::CStr;

use super::texts;

/// Which sentence the user is shown; several statuses share one. The English ones are in `docs/errors.md`,
/// with translations. For hosts that keep texts themselves: see `af_set_user_messages`.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserMessage {
    /// It went well.
    Success = 0,
    /// Called off.
    Cancelled = 1,
    /// The program, or this library, has a bug.
    ProgramFault = 2,
    /// The computer has no room or no thread left.
    ComputerBusy = 3,
    /// The computer has no id that could be read.
    ComputerUnknown = 4,
    /// The session is over, or was never there.
    NotLoggedIn = 5,
    /// No license key was given.
    KeyMissing = 6,
    /// The license key is not one of this program's.
    KeyNotValid = 7,
    /// The service cannot be reached.
    NoConnection = 8,
    /// TLS is disturbed or intercepted.
    NoSecureConnection = 9,
    /// The computer's clock is wrong.
    ClockWrong = 10,
    /// The service fails.
    ServiceTrouble = 11,
    /// What answered is not the service, such as the sign-in page of a hotel.
    OtherAnswer = 12,
    /// The answer is not proven to be the service's.
    NotGenuine = 13,
    /// A refusal that this version does not know.
    LicenseRefused = 14,
    /// The license has expired.
    LicenseExpired = 15,
    /// The license was revoked.
    LicenseRevoked = 16,
    /// The license is for other computers, or has no seat left.
    NoSeat = 17,
    /// Computer or network are on a list.
    Blocked = 18,
    /// Too many requests.
    TooManyAttempts = 19,
    /// The vendor's account with the service is empty or capped.
    VendorMustAct = 20,
    /// The vendor has switched the app off.
    ProgramSwitchedOff = 21,
    /// The service does not accept this build, or it cannot read a newer file.
    ProgramNotAccepted = 22,
    /// The public demo is used up for the day.
    DemoLimit = 23,
    /// The license cannot be activated offline.
    NoOfflineActivation = 24,
    /// Not a license file of this program, or a damaged one.
    FileNotValid = 25,
    /// The license file cannot be read from disk.
    FileNotRead = 26,
    /// A file cannot be written to disk.
    FileNotWritten = 27,
    /// Not an activation request, or a damaged one.
    RequestNotComplete = 28,
    /// The activation request itself in place of the license file that is made from it.
    RequestNotLicense = 29,
}

macro_rules! english {
    ($($message:ident, $text:literal;)*) => {
        const TEXTS: &str = concat!($($text, "\0",)*);

        /// In the order of their numbers.
        pub const ALL: [UserMessage; COUNT] = [$(UserMessage::$message),*];
        const COUNT: usize = [$(UserMessage::$message),*].len();

        /// For those who write the translations down.
        #[allow(dead_code)]
        pub const NAMES: [&str; COUNT] = [$(stringify!($message)),*];

        // One without a sentence does not compile.
        const _: fn(UserMessage) = |message| match message { $(UserMessage::$message)|* => () };
    };
}

english! {
    Success, "Everything is in order.";
    Cancelled, "This was cancelled.";
    ProgramFault, "Something is wrong in this program; please report it to its maker.";
    ComputerBusy, "This computer is too busy at the moment; close other programs, or try again later.";
    ComputerUnknown, "This computer cannot be told apart from others; please contact the maker of this program.";
    NotLoggedIn, "You are not logged in; please log in again.";
    KeyMissing, "Please enter your license key.";
    KeyNotValid, "This license key is not valid for this program; please enter it exactly as you received it.";
    NoConnection, "The license service cannot be reached; check your internet connection, or try again later.";
    NoSecureConnection, "There is no secure connection to the license service; try another network, or ask whoever runs yours.";
    ClockWrong, "The date or time of this computer seems to be wrong; please set it and try again.";
    ServiceTrouble, "The license service has a problem at the moment; please try again later.";
    OtherAnswer, "Something other than the license service has answered; if your network has a sign-in page, sign in there and try again.";
    NotGenuine, "The answer of the license service cannot be trusted; try another network, or contact the maker of this program.";
    LicenseRefused, "The license service has refused this license; please contact the maker of this program.";
    LicenseExpired, "Your license has expired; please renew it.";
    LicenseRevoked, "Your license has been withdrawn; please contact the maker of this program.";
    NoSeat, "Your license is for other computers, or in use on as many as it allows; ask the maker of this program to free a place.";
    Blocked, "This computer or network is blocked; please contact the maker of this program.";
    TooManyAttempts, "There were too many attempts; wait a minute and try again.";
    VendorMustAct, "Licenses cannot be checked at the moment, which only the maker of this program can put right; please tell them.";
    ProgramSwitchedOff, "This program has been switched off by its maker; please contact them.";
    ProgramNotAccepted, "This version of the program cannot use your license; please update it, or contact its maker.";
    DemoLimit, "The demo has reached its limit for today; please try again tomorrow.";
    NoOfflineActivation, "This license cannot be activated for use without internet; log in online, or contact the maker of this program.";
    FileNotValid, "This license file is damaged or not for this program; choose another, or ask the maker of this program for one.";
    FileNotRead, "The license file cannot be read; check that it is there and may be opened.";
    FileNotWritten, "The file cannot be saved; check the free space, or choose another place.";
    RequestNotComplete, "This is not a complete activation request; please copy or send it again.";
    RequestNotLicense, "This is the activation request; please send it to the maker of this program, and choose the license file that comes back.";
}

static STARTS: [u16; COUNT] = texts::starts(TEXTS);

// A number is the place in the table too.
const _: () = {
    let mut at = 0;
    while at < COUNT {
        assert!(ALL[at] as usize == at);
        at += 1;
    }
};

impl UserMessage {
    /// One sentence, plain enough for anybody.
    pub fn english(self) -> &'static CStr {
        texts::at(TEXTS, STARTS[self as usize])
    }
}

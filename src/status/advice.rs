//! What a program should do about a status.

/// What the program should do after a failed login, or when its session is over. Show the sentence of
/// `af_status_user_message` with each but `AF_ADVICE_NONE`. Take a number that you do not know for
/// `AF_ADVICE_STOP`: new ones may come.
///
/// With RETRY, USE_OFFLINE, FIX_CLOCK and TELL_VENDOR nothing was said against the license, so that a
/// license file may speak for it (`af_login_from_file`); with the others it must not.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Nothing: it went well, was called off, or is done and must not be repeated.
    None = 0,
    /// Log in again, with the same key, or offer it: wait `retry_after_ms`, or some seconds where it is
    /// 0. The session is over, or something was short for a moment.
    Retry = 1,
    /// The service could not be asked, or cannot answer. Offer another try for later, and use a license
    /// file meanwhile, if there is one.
    UseOffline = 2,
    /// Ask the user to set the date and time of this computer, then try again.
    FixClock = 3,
    /// The user can do nothing but tell the vendor. Report the code to yourself, if you have a way to: the
    /// account has to be filled up, or the program does not run on this computer as it should.
    TellVendor = 4,
    /// Ask the user for a license key; show the last one, since it may have a typing mistake.
    AskForKey = 5,
    /// Ask the user for another file, or for another place to put it.
    AskForFile = 6,
    /// The license is over. Show where it can be renewed; another key is welcome.
    Renew = 7,
    /// The license is bound to other computers. Show where a seat can be freed, or whom to ask; another
    /// key is welcome.
    FreeSeat = 8,
    /// This build is not accepted, or cannot read what a newer one can: look for an update. If there is
    /// none, the app's id, secret or keys are wrong in it, and `af_error.message` says more to a
    /// developer.
    Update = 9,
    /// A mistake in the program: the call, or the configuration, is wrong. Log `af_error.message` for a
    /// developer.
    FixProgram = 10,
    /// Do not go on, and do not try again by yourself: the license, the machine or the app is refused for
    /// good, or the answer cannot be believed.
    Stop = 11,
}

// What the library tells, with the numbers of authforge.h: made by `cargo xtask generate`; do not edit.

namespace LibAuthForge
{
    /// <summary>What the program should do after a failed login, or when its session is over. Show the sentence of
    /// <c>af_status_user_message</c> with each but <see cref="AuthForgeAdvice.None"/>. Take a number that you do not
    /// know for <see cref="AuthForgeAdvice.Stop"/>: new ones may come. With RETRY, USE_OFFLINE, FIX_CLOCK and
    /// TELL_VENDOR nothing was said against the license, so that a license file may speak for it
    /// (<see cref="AuthForgeClient.LoginFromFile"/>); with the others it must not.</summary>
    public enum AuthForgeAdvice
    {
        /// <summary>Nothing: it went well, was called off, or is done and must not be repeated.</summary>
        None = 0,
        /// <summary>Log in again, with the same key, or offer it: wait <see cref="AuthForgeException.RetryAfter"/>, or
        /// some seconds where it is 0. The session is over, or something was short for a moment.</summary>
        Retry = 1,
        /// <summary>The service could not be asked, or cannot answer. Offer another try for later, and use a license
        /// file meanwhile, if there is one.</summary>
        UseOffline = 2,
        /// <summary>Ask the user to set the date and time of this computer, then try again.</summary>
        FixClock = 3,
        /// <summary>The user can do nothing but tell the vendor. Report the code to yourself, if you have a way to: the
        /// account has to be filled up, or the program does not run on this computer as it should.</summary>
        TellVendor = 4,
        /// <summary>Ask the user for a license key; show the last one, since it may have a typing mistake.</summary>
        AskForKey = 5,
        /// <summary>Ask the user for another file, or for another place to put it.</summary>
        AskForFile = 6,
        /// <summary>The license is over. Show where it can be renewed; another key is welcome.</summary>
        Renew = 7,
        /// <summary>The license is bound to other computers. Show where a seat can be freed, or whom to ask; another
        /// key is welcome.</summary>
        FreeSeat = 8,
        /// <summary>This build is not accepted, or cannot read what a newer one can: look for an update. If there is
        /// none, the app's id, secret or keys are wrong in it, and <c>af_error.message</c> says more to a
        /// developer.</summary>
        Update = 9,
        /// <summary>A mistake in the program: the call, or the configuration, is wrong. Log <c>af_error.message</c> for
        /// a developer.</summary>
        FixProgram = 10,
        /// <summary>Do not go on, and do not try again by yourself: the license, the machine or the app is refused for
        /// good, or the answer cannot be believed.</summary>
        Stop = 11,
    }

    /// <summary>Which sentence the user is shown; several statuses share one. The English ones are in
    /// <c>docs/errors.md</c>, with translations. For hosts that keep texts themselves: see
    /// <c>af_set_user_messages</c>.</summary>
    public enum AuthForgeUserMessage
    {
        /// <summary>It went well.</summary>
        Success = 0,
        /// <summary>Called off.</summary>
        Cancelled = 1,
        /// <summary>The program, or this library, has a bug.</summary>
        ProgramFault = 2,
        /// <summary>The computer has no room or no thread left.</summary>
        ComputerBusy = 3,
        /// <summary>The computer has no id that could be read.</summary>
        ComputerUnknown = 4,
        /// <summary>The session is over, or was never there.</summary>
        NotLoggedIn = 5,
        /// <summary>No license key was given.</summary>
        KeyMissing = 6,
        /// <summary>The license key is not one of this program's.</summary>
        KeyNotValid = 7,
        /// <summary>The service cannot be reached.</summary>
        NoConnection = 8,
        /// <summary>TLS is disturbed or intercepted.</summary>
        NoSecureConnection = 9,
        /// <summary>The computer's clock is wrong.</summary>
        ClockWrong = 10,
        /// <summary>The service fails.</summary>
        ServiceTrouble = 11,
        /// <summary>What answered is not the service, such as the sign-in page of a hotel.</summary>
        OtherAnswer = 12,
        /// <summary>The answer is not proven to be the service's.</summary>
        NotGenuine = 13,
        /// <summary>A refusal that this version does not know.</summary>
        LicenseRefused = 14,
        /// <summary>The license has expired.</summary>
        LicenseExpired = 15,
        /// <summary>The license was revoked.</summary>
        LicenseRevoked = 16,
        /// <summary>The license is for other computers, or has no seat left.</summary>
        NoSeat = 17,
        /// <summary>Computer or network are on a list.</summary>
        Blocked = 18,
        /// <summary>Too many requests.</summary>
        TooManyAttempts = 19,
        /// <summary>The vendor's account with the service is empty or capped.</summary>
        VendorMustAct = 20,
        /// <summary>The vendor has switched the app off.</summary>
        ProgramSwitchedOff = 21,
        /// <summary>The service does not accept this build, or it cannot read a newer file.</summary>
        ProgramNotAccepted = 22,
        /// <summary>The public demo is used up for the day.</summary>
        DemoLimit = 23,
        /// <summary>The license cannot be activated offline.</summary>
        NoOfflineActivation = 24,
        /// <summary>Not a license file of this program, or a damaged one.</summary>
        FileNotValid = 25,
        /// <summary>The license file cannot be read from disk.</summary>
        FileNotRead = 26,
        /// <summary>A file cannot be written to disk.</summary>
        FileNotWritten = 27,
        /// <summary>Not an activation request, or a damaged one.</summary>
        RequestNotComplete = 28,
        /// <summary>The activation request itself in place of the license file that is made from it.</summary>
        RequestNotLicense = 29,
    }

    /// <summary>Whether an answer has to be about what was asked.</summary>
    public enum AuthForgeTokenBinding
    {
        /// <summary>It is proven by its signature and nonce alone.</summary>
        Off = 0,
        /// <summary>What the session token names has to be this app, license key and machine.</summary>
        IfPresent = 1,
    }

    /// <summary>Whose hardware id of this machine is sent.</summary>
    public enum AuthForgeHwidSource
    {
        /// <summary>That of all AuthForge libraries since their 2.0: another for each app.</summary>
        Default = 0,
        /// <summary>That of the official C++ client 1.0.x.</summary>
        Cpp1 = 1,
        /// <summary>That of the official C# client 1.0.x.</summary>
        CSharp1 = 2,
    }

    /// <summary>Where a session comes from.</summary>
    public enum AuthForgeSessionKind
    {
        /// <summary>Not a session.</summary>
        None = 0,
        /// <summary>From the service.</summary>
        Online = 1,
        /// <summary>From a license file.</summary>
        Offline = 2,
        /// <summary>Reserved for a session that outlives its process: no function of this version makes one.</summary>
        Cached = 3,
    }

    /// <summary>When a license ends.</summary>
    public enum AuthForgeLicenseExpiry
    {
        /// <summary>The service did not say.</summary>
        Unknown = 0,
        /// <summary>Never.</summary>
        Lifetime = 1,
        /// <summary>At a date.</summary>
        Date = 2,
    }

    /// <summary>What a variable is.</summary>
    public enum AuthForgeVariableType
    {
        /// <summary>There is no variable of this name.</summary>
        None = 0,
        /// <summary>JSON null.</summary>
        Null = 1,
        /// <summary>True or false.</summary>
        Bool = 2,
        /// <summary>A whole number of 64 bits, also when it is written as 3.0 or 1e3.</summary>
        Int = 3,
        /// <summary>Any other number.</summary>
        Double = 4,
        /// <summary>A text.</summary>
        String = 5,
        /// <summary>An array or object: read it from the JSON text.</summary>
        Json = 6,
    }

    /// <summary>Why a failure is reported.</summary>
    public enum AuthForgeReason
    {
        /// <summary>Not a failure.</summary>
        None = 0,
        /// <summary><c>login_failed</c>: the service did not accept the login.</summary>
        LoginFailed = 1,
        /// <summary><c>heartbeat_failed</c>: a heartbeat failed, or the session is over.</summary>
        HeartbeatFailed = 2,
        /// <summary><c>network_error</c>: the service could not be asked.</summary>
        NetworkError = 3,
        /// <summary><c>offline_login_failed</c>: a license file was not accepted.</summary>
        OfflineLoginFailed = 4,
    }

    /// <summary>What happened.</summary>
    public enum AuthForgeEventKind
    {
        /// <summary>Nothing.</summary>
        None = 0,
        /// <summary>A login succeeded. <see cref="AuthForgeEventArgs.Session"/> is the client's session from now on;
        /// one that it replaces is not told as ended.</summary>
        LoggedIn = 1,
        /// <summary>A heartbeat succeeded. <see cref="AuthForgeEventArgs.Session"/> is the renewed session.</summary>
        HeartbeatSucceeded = 2,
        /// <summary>A heartbeat brought other variables than before. <see cref="AuthForgeEventArgs.Session"/> has
        /// them.</summary>
        VariablesChanged = 3,
        /// <summary>The client has no session any more. <see cref="AuthForgeEventArgs.Error"/> tells why; it is null
        /// after a logout.</summary>
        SessionEnded = 4,
        /// <summary>An <c>Async</c> call ended. Its task tells: this is never handed out.</summary>
        RequestFinished = 5,
        /// <summary>A heartbeat failed, or a session is over because of a failure.</summary>
        Failure = 6,
        /// <summary>An attempt at a request failed, and another is made after a pause: <c>error</c> is what it ended
        /// in, <c>attempt</c> which one it was, <c>retry_in_ms</c> the pause. Nothing is over, and nothing need be
        /// done: for a dialog that says what is going on. <c>request</c> names a <c>_start</c> call; 0 is a blocking
        /// <c>af_login</c>, or a heartbeat that no <c>_start</c> call waits for, which has the session that it is for
        /// in <see cref="AuthForgeEventArgs.Session"/>. What is asked again at once is not told.</summary>
        RequestRetrying = 7,
    }

    /// <summary>Which machines a license file is for.</summary>
    public enum AuthForgeHwidPolicy
    {
        /// <summary>Not a session from a license file.</summary>
        None = 0,
        /// <summary>Those that it lists.</summary>
        Bound = 1,
        /// <summary>Any.</summary>
        Any = 2,
    }

    /// <summary>How much a message matters; a listener hears its level and those below it in number.</summary>
    public enum AuthForgeLogLevel
    {
        /// <summary>Nothing.</summary>
        Off = 0,
        /// <summary>A fault of the library or of its surroundings.</summary>
        Error = 1,
        /// <summary>Something that the host should look into.</summary>
        Warn = 2,
        /// <summary>Logins, heartbeats, retries.</summary>
        Info = 3,
        /// <summary>Each request.</summary>
        Debug = 4,
    }
}

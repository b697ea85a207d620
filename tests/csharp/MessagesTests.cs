using System;
using System.Collections.Generic;
using System.Globalization;
using LibAuthForge;

static class MessagesTests
{
    private const string English =
        "This license key is not valid for this program; please enter it exactly as you received it.";

    [Proof]
    public static void A_refused_login_says_what_to_do_in_the_language_that_is_set()
    {
        var error = Refused();
        Harness.Same(error.Advice, AuthForgeAdvice.AskForKey, "advice");
        Harness.Same(error.UserMessage, English, "English is built in");
        Harness.Same(AuthForgeMessages.IdOf(error.Status), AuthForgeUserMessage.KeyNotValid, "id");
        try
        {
            Harness.Check(AuthForgeMessages.Use(new CultureInfo("de-AT")), "German");
            Harness.Check(error.UserMessage.Contains("Lizenzschl\u00fcssel"), error.UserMessage);
            Harness.Check(AuthForgeMessages.Use(new CultureInfo("es")), "Spanish");
            Harness.Check(error.UserMessage.Contains("clave de licencia"), error.UserMessage);
            Harness.Check(!AuthForgeMessages.Use(new CultureInfo("fr-FR")), "no French");
            Harness.Same(error.UserMessage, English, "English where there is no translation");
            Harness.Check(AuthForgeMessages.Use(new CultureInfo("en-GB")), "English");

            AuthForgeMessages.Set(new Dictionary<AuthForgeUserMessage, string> { { AuthForgeUserMessage.KeyNotValid, "Nope " + Harness.Smile } });
            Harness.Same(error.UserMessage, "Nope " + Harness.Smile, "words of one's own");
            Harness.Same(AuthForgeMessages.Of(AuthForgeStatus.Expired), "Your license has expired; please renew it.", "the rest");
        }
        finally
        {
            AuthForgeMessages.Set(null);
        }
        Harness.Same(error.UserMessage, English, "back to English");
    }

    [Proof]
    public static void A_bad_table_of_messages_is_refused_and_changes_nothing()
    {
        AuthForgeMessages.Set(AuthForgeMessages.Spanish);
        Harness.Same(AuthForgeMessages.Of(AuthForgeStatus.MissingLicenseKey), "Introduzca su clave de licencia.", "Spanish");
        AuthForgeMessages.Set(AuthForgeMessages.German);
        try
        {
            Refuses(AuthForgeUserMessage.NoSeat, "");
            Refuses(AuthForgeUserMessage.NoSeat, null);
            Refuses(AuthForgeUserMessage.NoSeat, new string('x', 1025));
            Refuses(AuthForgeUserMessage.NoSeat, "a\0b");
            Refuses((AuthForgeUserMessage)1000, "x");
            Refuses(AuthForgeUserMessage.NoSeat, "\ud83d");
            Harness.Same(AuthForgeMessages.Of(AuthForgeStatus.MissingLicenseKey), "Bitte den Lizenzschl\u00fcssel eingeben.", "German");
        }
        finally
        {
            AuthForgeMessages.Set(new Dictionary<AuthForgeUserMessage, string>());
        }
        Harness.Same(AuthForgeMessages.Of(AuthForgeStatus.MissingLicenseKey), "Please enter your license key.", "English");
    }

    private static void Refuses(AuthForgeUserMessage id, string text)
    {
        var refused = Harness.Throws<ArgumentException>(() =>
            AuthForgeMessages.Set(new Dictionary<AuthForgeUserMessage, string> { { id, text } }));
        Harness.Check(refused.Message.Contains(id.ToString()), id + " is named: " + refused.Message);
    }

    private static AuthForgeException Refused()
    {
        using (var client = Harness.Client())
        {
            try
            {
                client.Login(Harness.WrongKey);
            }
            catch (AuthForgeException error)
            {
                return error;
            }
        }
        throw new InvalidOperationException("a wrong key was taken");
    }
}

// What may be null, taken for what is not: a line warns of what its comment names, and a line without one of nothing.

using LibAuthForge;

static class Careless
{
    internal static void Use(AuthForgeClient client, AuthForgeValidateLicenseResult result, AuthForgeSession session)
    {
        string token = client.GetSessionToken(); // CS8600
        client.GetSession().ToString(); // CS8602
        client.GetSessionData().ToString(); // CS8602
        client.Login(null); // CS8625
        client.SelfBan(null); // CS8625
        client.Failed += (sender, happened) => happened.Error.ToString(); // CS8602
        client.LoggedIn += (sender, happened) => happened.Session.ToString(); // CS8602
        client.TryLogin("key", out var got, out var refusal);
        got.ToString(); // CS8602
        refusal.ToString(); // CS8602
        result.Error.ToString(); // CS8602
        result.Session.ToString(); // CS8602
        session.LicenseLabel.ToString(); // CS8602
        session.LicenseVariables["tier"].ToString(); // CS8602
        session.LicenseVariables.GetString("tier").ToString(); // CS8602
        session.LicenseVariables.GetString("tier", "basic").ToString();
        if (session.LicenseVariables.TryGetString("tier", out var tier)) tier.ToString();
        if (client.TryLogin("key", out var session2, out var why)) session2.ToString(); else why.ToString();
        if (client.TryPoll(out var happened2)) happened2.ToString();
        client.Login("key").ToString();
        session.LicenseVariables.Keys.ToString();
        client.Hwid.ToString();
    }
}

using System;
using LibAuthForge;
using UnityEngine;
using UnityStub;

/// <summary>The example of docs/unity.md on an object of the first scene, Dont Destroy On Load ticked: the player comes
/// back to that scene again and again.</summary>
internal static class the_gate_of_the_page_is_right_on_every_visit_of_its_scene
{
    private const string Refused = "This license key is not valid";
    private const string Revoked = "Your license has been withdrawn";
    private const string Welcome = "Welcome, Ada Lovelace (pro)";

    public static void Run()
    {
        Harness.Play();
        var first = Harness.Load<LicenseGate>();
        Harness.Check(!first.IsOpen, "nobody has logged in");
        Press(first, Harness.LicenseKey, Welcome, true);

        for (var visit = 2; visit < 5; visit++)
        {
            Leave();
            var gate = Harness.Load<LicenseGate>();
            Harness.Check(gate.IsOpen && gate.Says == Welcome, "visit " + visit + " begins with " + gate.Says);
            Press(gate, "WRNG-WRNG-WRNG-WRNG", Refused, true);
            Press(gate, Harness.LicenseKey, Welcome, true);
        }
        ADisabledGateKnowsWhenItIsEnabled();
        TheSameSceneTwiceAtOnce();
        ASceneThatGoesWhileItsLoginHangs();
        AGateThatIsNotThereAnyMoreOrNotYet();
        RevokedInAnotherScene();
        EditorStage.ExitPlayMode();
        WithoutADomainReload();
        Harness.CheckNothingThrown();
    }

    private static void ADisabledGateKnowsWhenItIsEnabled()
    {
        Leave();
        var gate = Harness.Load<LicenseGate>();
        gate.enabled = false;
        AuthForgeBehaviour.Instance.Logout();
        Harness.Frames(3);
        gate.enabled = true;
        Harness.Check(!gate.IsOpen && gate.Says == "logged_out", "it shut while it slept: " + gate.Says);
        Press(gate, Harness.LicenseKey, Welcome, true);
        gate.gameObject.SetActive(false);
        Harness.Frames(3);
        gate.gameObject.SetActive(true);
        Harness.Check(gate.IsOpen && gate.Says == Welcome, "with its object, too: " + gate.Says);
    }

    private static void TheSameSceneTwiceAtOnce()
    {
        Leave();
        var gates = new[] { Harness.Load<LicenseGate>(), Harness.Load<LicenseGate>() };
        Press(gates[1], Harness.LicenseKey, Welcome, true);
        AuthForgeBehaviour.Instance.Logout();
        Harness.Until(() => gates[0].Says == "logged_out" && gates[1].Says == "logged_out", "both hear it");
        Press(gates[0], Harness.LicenseKey, Welcome, true);
        Harness.Check(gates[1].IsOpen, "one license opens both");
    }

    private static void ASceneThatGoesWhileItsLoginHangs()
    {
        Leave();
        var gate = Harness.Load<LicenseGate>();
        var arrived = Harness.HangLogins();
        gate.Open(Harness.LicenseKey);
        arrived();
        Leave();
        var next = Harness.Load<LicenseGate>();
        AuthForgeBehaviour.Instance.Logout();
        Harness.Until(() => next.Says == "logged_out", "the logout");
        Harness.Frames(5);
        Harness.Admin("DELETE", "/dev/faults", null);
        Press(next, Harness.LicenseKey, Welcome, true);
    }

    /// <summary>A button elsewhere may still know it.</summary>
    private static void AGateThatIsNotThereAnyMoreOrNotYet()
    {
        var gone = Harness.Load<LicenseGate>();
        Leave();
        var asked = Harness.Logins();
        gone.Open(Harness.LicenseKey);
        var holder = new GameObject("asleep");
        holder.SetActive(false);
        holder.AddComponent<LicenseGate>().Open(Harness.LicenseKey);
        Harness.Frames(5);
        Harness.Check(Harness.Logins() == asked, "it asks nobody");
        Harness.CheckNothingThrown();
    }

    private static void RevokedInAnotherScene()
    {
        Leave();
        Harness.Revoke();
        Harness.Until(() => !AuthForgeBehaviour.Instance.IsAuthenticated, "the revocation");
        Harness.Frames(3);
        var gate = Harness.Load<LicenseGate>();
        Harness.Check(!gate.IsOpen && gate.Says.StartsWith(Revoked), "it tells what happened elsewhere: " + gate.Says);
        Press(gate, "WRNG-WRNG-WRNG-WRNG", Refused, false);
        Press(gate, Harness.LastingKey, "Welcome, ", true);
    }

    private static void WithoutADomainReload()
    {
        Harness.Play();
        var gate = Harness.Load<LicenseGate>();
        Harness.Check(!gate.IsOpen && gate.Says == null, "the next game begins anew: " + gate.Says);
        Press(gate, Harness.LastingKey, "Welcome, ", true);
        EditorStage.ExitPlayMode();
    }

    /// <summary>Another scene, for a while.</summary>
    private static void Leave()
    {
        Stage.LoadScene();
        Harness.Frames(3);
    }

    private static void Press(LicenseGate gate, string licenseKey, string says, bool open)
    {
        var license = AuthForgeBehaviour.Instance;
        var asked = Harness.Logins();
        var ended = 0;
        Action<AuthForgeEventArgs> onEnd = e => ended++;
        license.LoggedIn += onEnd;
        var errorBefore = license.LastError;
        gate.Open(licenseKey);
        Harness.Until(() => Harness.Logins() > asked, "the login with " + licenseKey);
        // The words alone may be those of the login before.
        Harness.Until(() => ended > 0 || (license.LastError != null && license.LastError != errorBefore), "the end of the login with " + licenseKey);
        license.LoggedIn -= onEnd;
        Harness.Until(() => gate.Says != null && gate.Says.StartsWith(says), says + ", not " + gate.Says);
        Harness.Check(gate.IsOpen == open, says + " leaves it " + (gate.IsOpen ? "open" : "shut"));
    }
}

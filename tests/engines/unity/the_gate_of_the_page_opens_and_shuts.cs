using LibAuthForge;
using UnityEngine;
using UnityStub;
using Object = UnityEngine.Object;

/// <summary>The example of docs/unity.md, as pasted.</summary>
internal static class the_gate_of_the_page_opens_and_shuts
{
    private const string Refused =
        "This license key is not valid for this program; please enter it exactly as you received it.";

    private const string Revoked = "Your license has been withdrawn; please contact the maker of this program.";

    public static void Run()
    {
        Harness.Play();
        var gate = new GameObject("gate").AddComponent<LicenseGate>();
        var license = gate.GetComponent<AuthForgeBehaviour>();
        Harness.Fill(license.Settings);
        Try(gate, "WRNG-WRNG-WRNG-WRNG", Refused, false);
        Try(gate, Harness.LicenseKey, "Welcome, Ada Lovelace (pro)", true);
        Harness.Revoke();
        Harness.Until(() => !gate.IsOpen, "the gate shuts");
        Harness.Until(() => gate.Says == Revoked, "and says why");

        var arrived = Harness.HangLogins();
        gate.Open(Harness.LicenseKey);
        arrived();
        Object.Destroy(gate.gameObject);
        Harness.Frames(5);
        Harness.Check(!gate && gate.Says == Revoked, "a gate that is gone says nothing: " + gate.Says);
        EditorStage.ExitPlayMode();
        Harness.CheckNothingThrown();
    }

    private static void Try(LicenseGate gate, string licenseKey, string says, bool opens)
    {
        gate.Open(licenseKey);
        var before = gate.Says;
        Harness.Until(() => gate.Says != before, says);
        Harness.Check(gate.Says == says, says + ", not " + gate.Says);
        Harness.Check(gate.IsOpen == opens, says + " leaves it " + (gate.IsOpen ? "open" : "shut"));
    }
}

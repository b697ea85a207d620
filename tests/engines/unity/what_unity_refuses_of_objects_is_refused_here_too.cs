using System;
using System.Threading.Tasks;
using LibAuthForge;
using UnityEngine;
using UnityStub;
using Object = UnityEngine.Object;

/// <summary>So that the proofs with objects and scenes mean something.</summary>
internal static class what_unity_refuses_of_objects_is_refused_here_too
{
    public static void Run()
    {
        Throws<InvalidOperationException>(() => Object.DontDestroyOnLoad(new GameObject("of the editor")), "outside of a game");
        Harness.Play();
        var gate = Harness.Load<LicenseGate>(false);
        var license = gate.GetComponent<AuthForgeBehaviour>();
        Object.Destroy(license);
        Stage.Frame();
        Object.DestroyImmediate(license);
        Harness.Check(license && license.isActiveAndEnabled, "a required component stays");
        Complained("error: Can't remove AuthForgeBehaviour (Script) because LicenseGate (Script) depends on it", 2);
        Harness.Check(gate.gameObject.AddComponent<AuthForgeBehaviour>() == null, "there is one already");
        Complained("error: Can't add component 'AuthForgeBehaviour'", 1);

        var child = new GameObject("child");
        child.transform.SetParent(gate.transform);
        Object.DontDestroyOnLoad(child);
        Complained("warning: DontDestroyOnLoad only works for root GameObjects", 1);
        OnOtherThreads(gate);
        Object.DestroyImmediate(gate);
        Object.DestroyImmediate(license);
        Stage.LoadScene();
        Harness.Check(!license && !child, "without the one that needs it, it goes; and a child with its parent");
        Throws<MissingReferenceException>(() => license.enabled = false, "after it was destroyed");
        Throws<MissingReferenceException>(() => GC.KeepAlive(license.isActiveAndEnabled), "also only to look");
        Throws<MissingReferenceException>(() => GC.KeepAlive(license.gameObject), "and to go on from there");
        Throws<MissingReferenceException>(() => child.SetActive(true), "an object, too");

        new GameObject("heir").AddComponent<Heir>();
        Stage.LoadScene();
        Complained("error: Some objects were not cleaned up", 1);
        EditorStage.ExitPlayMode();
        Harness.CheckNothingThrown();
    }

    private static void OnOtherThreads(LicenseGate gate)
    {
        foreach (var use in new Action[]
        {
            () => Object.Destroy(gate),
            () => Object.DestroyImmediate(gate),
            () => GC.KeepAlive(new GameObject("of a thread")),
            () => gate.gameObject.SetActive(false),
            () => gate.enabled = false,
            () => GC.KeepAlive(gate.GetComponent<AuthForgeBehaviour>()),
            () => GC.KeepAlive(gate.name),
            () => GC.KeepAlive(Application.isPlaying),
            Application.Quit,
        })
        {
            Throws<InvalidOperationException>(() => Task.Run(use).GetAwaiter().GetResult(), "on another thread");
        }
    }


    private static void Complained(string start, int times)
    {
        var found = Stage.Console.RemoveAll(line => line.StartsWith(start));
        Harness.Check(found == times, found + " times: " + start);
    }

    private static void Throws<T>(Action use, string what) where T : Exception
    {
        try
        {
            use();
        }
        catch (T)
        {
            return;
        }
        throw new Exception("it was not refused: " + what);
    }

    private sealed class Heir : MonoBehaviour
    {
        private void OnDestroy()
        {
            GC.KeepAlive(new GameObject("made too late"));
        }
    }
}

using System;
using System.Reflection;
using System.Threading.Tasks;
using UnityEditor;
using UnityEngine;
using UnityStub;

internal static class on_webgl_everything_compiles_and_a_login_says_that_it_cannot_work
{
    public static void Run()
    {
        EditorStage.Build(Harness.Editors(), BuildTarget.StandaloneWindows64);
        Harness.CheckNothingThrown();
        EditorStage.Build(Harness.Editors(), BuildTarget.WebGL);
        Harness.Check(Stage.Console.Count == 1 && Stage.Console[0].Contains("#if !UNITY_WEBGL || UNITY_EDITOR"),
            "a build begins with what to do");
        EditorStage.Package = Harness.Given("PACKAGE");
        Harness.Check(EditorStage.LinkXmlOf(Harness.Editors(), BuildTarget.WebGL) == null, "nothing is kept there");
        Stage.Console.Clear();

        var player = Harness.Built("webgl.dll");
        Stage.BeginGame(player);
        var type = player.GetType("LibAuthForge.AuthForgeBehaviour");
        var add = typeof(GameObject).GetMethod("AddComponent").MakeGenericMethod(type);
        var license = add.Invoke(new GameObject("license"), null);
        Harness.Check(!(bool)type.GetProperty("IsAuthenticated").GetValue(license, null), "there is no license");
        var login = Call(license, "LoginAsync");
        Harness.Check(login.Exception.InnerException is PlatformNotSupportedException
            && login.Exception.InnerException.Message.Contains("WebGL"), login.Exception.ToString());
        var tried = (Task<string>)Call(license, "TryLoginAsync");
        Harness.Check(tried.Result == "mistake", tried.Result);
        Harness.Check(Stage.Console.Exists(line => line.StartsWith("exception: PlatformNotSupportedException")),
            "the console says why");
        Harness.Frames(3);
        Stage.Quit();
    }

    private static Task Call(object license, string method)
    {
        var arguments = new object[] { "KEY", default(System.Threading.CancellationToken) };
        return (Task)license.GetType().GetMethod(method).Invoke(license, arguments);
    }
}

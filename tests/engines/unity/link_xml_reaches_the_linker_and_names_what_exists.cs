using System.IO;
using System.Reflection;
using System.Text.RegularExpressions;
using UnityStub;

internal static class link_xml_reaches_the_linker_and_names_what_exists
{
    public static void Run()
    {
        Harness.Check(EditorStage.LinkXmlOf(Harness.Editors()) == null, "below Assets Unity finds it itself");
        EditorStage.Package = Harness.Given("PACKAGE");
        var path = EditorStage.LinkXmlOf(Harness.Editors());
        Harness.Check(Path.IsPathRooted(path) && File.Exists(path), path);
        var text = File.ReadAllText(path).Trim();
        Harness.Check(Regex.IsMatch(text, "^<linker>.*</linker>$", RegexOptions.Singleline), text);
        Assembly kept = null;
        foreach (Match named in Regex.Matches(text, "<(assembly|type) fullname=\"([^\"]+)\""))
        {
            var name = named.Groups[2].Value;
            if (named.Groups[1].Value == "assembly") kept = Harness.Built(name + ".dll");
            else Harness.Check(kept.GetType(name) != null, name);
        }
        Harness.Check(kept != null, "it keeps something");
    }
}

using System.IO;
using UnityEditor;
using UnityEditor.Build;
using UnityEditor.Build.Reporting;
using UnityEditor.UnityLinker;
using PackageInfo = UnityEditor.PackageManager.PackageInfo;

namespace LibAuthForge
{
    /// <summary>Hands Runtime/link.xml to Unity's linker, which looks for such files below Assets only.</summary>
    internal sealed class AuthForgeLinkerProcessor : IUnityLinkerProcessor
    {
        public int callbackOrder
        {
            get { return 0; }
        }

        public string GenerateAdditionalLinkXmlFile(BuildReport report, UnityLinkerBuildPipelineData data)
        {
            // Nothing of it works there, so that what nobody uses may go.
            if (data.target == BuildTarget.WebGL) return null;
            var package = PackageInfo.FindForAssembly(typeof(AuthForgeBehaviour).Assembly);
            // Of no package: somebody copied the sources to Assets, where Unity finds the file.
            return package == null ? null : Path.Combine(package.resolvedPath, "Runtime", "link.xml");
        }
    }
}

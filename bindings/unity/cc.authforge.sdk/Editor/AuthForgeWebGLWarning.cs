using UnityEditor;
using UnityEditor.Build;
using UnityEditor.Build.Reporting;
using UnityEngine;

namespace LibAuthForge
{
    /// <summary>Says at the beginning of a build what the compiler says in the midst of it: Unity may hide warnings of what is
    /// in a package.</summary>
    internal sealed class AuthForgeWebGLWarning : IPreprocessBuildWithReport
    {
        public int callbackOrder
        {
            get { return 0; }
        }

        public void OnPreprocessBuild(BuildReport report)
        {
            if (report.summary.platform == BuildTarget.WebGL) Debug.LogWarning(AuthForgePlatform.NoWebGL);
        }
    }
}

// The editor throws code away while it runs: before it does, and when play mode ends, every client is freed. Never
// waits for the network, and ends nothing but clients.

using UnityEditor;

namespace LibAuthForge
{
    [InitializeOnLoad]
    internal static class AuthForgeEditorLifetime
    {
        static AuthForgeEditorLifetime()
        {
            AssemblyReloadEvents.beforeAssemblyReload += AuthForgeLifetime.End;
            EditorApplication.playModeStateChanged += OnPlayModeChanged;
        }

        private static void OnPlayModeChanged(PlayModeStateChange change)
        {
            if (change == PlayModeStateChange.ExitingPlayMode) AuthForgeLifetime.End();
        }
    }
}

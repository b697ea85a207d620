using UnityEditor;

namespace LibAuthForge
{
    /// <summary>The usual inspector, with what one must know about secrets, and how the license stands in play mode.
    /// </summary>
    [CustomEditor(typeof(AuthForgeBehaviour))]
    internal sealed class AuthForgeBehaviourEditor : Editor
    {
        internal const string Warning = "The app secret is saved with the scene or prefab and readable by everybody "
            + "who has the game. Leave it empty here and set Settings.AppSecret from code before the first login; or use "
            + "license files, which need none. Either way somebody determined can find it in a running game.";

        public override void OnInspectorGUI()
        {
            DrawDefaultInspector();
            var component = (AuthForgeBehaviour)target;
            if (!string.IsNullOrEmpty(component.Settings.AppSecret))
            {
                EditorGUILayout.HelpBox(Warning, MessageType.Warning);
            }
            if (EditorApplication.isPlaying)
            {
                EditorGUILayout.LabelField("License", component.IsAuthenticated ? "valid" : "none");
            }
        }

        public override bool RequiresConstantRepaint()
        {
            return EditorApplication.isPlaying;
        }
    }
}

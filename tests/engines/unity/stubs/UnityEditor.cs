// The types of UnityEditor that the package touches; from memory, as UnityEngine.cs.

using System;
using System.Collections;
using System.Reflection;
using UnityEngine;
using UnityStub;
using Object = UnityEngine.Object;

namespace UnityEditor
{
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class InitializeOnLoadAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class CustomEditor : Attribute
    {
        public CustomEditor(Type inspectedType)
        {
        }
    }

    public enum PlayModeStateChange
    {
        EnteredEditMode,
        ExitingEditMode,
        EnteredPlayMode,
        ExitingPlayMode,
    }

    public static class EditorApplication
    {
        public static event Action<PlayModeStateChange> playModeStateChanged;

        public static bool isPlaying
        {
            get { return Application.isPlaying; }
        }

        internal static void Raise(PlayModeStateChange change)
        {
            if (playModeStateChanged != null) playModeStateChanged(change);
        }
    }

    public static class AssemblyReloadEvents
    {
        public delegate void AssemblyReloadCallback();

        public static event AssemblyReloadCallback beforeAssemblyReload;

        internal static void Raise()
        {
            if (beforeAssemblyReload != null) beforeAssemblyReload();
        }
    }

    public enum BuildTarget
    {
        StandaloneWindows64 = 19,
        WebGL = 20,
    }

    public enum MessageType
    {
        None,
        Info,
        Warning,
        Error,
    }

    public static class EditorGUILayout
    {
        public static void HelpBox(string message, MessageType type)
        {
            EditorStage.Drawn += type + ": " + message + "\n";
        }

        public static void LabelField(string label, string label2)
        {
            EditorStage.Drawn += label + ": " + label2 + "\n";
        }
    }

    public class Editor
    {
        public Object target { get; internal set; }

        public virtual void OnInspectorGUI()
        {
        }

        public virtual bool RequiresConstantRepaint()
        {
            return false;
        }

        public bool DrawDefaultInspector()
        {
            return false;
        }
    }
}

namespace UnityEditor.Build
{
    public interface IOrderedCallback
    {
        int callbackOrder { get; }
    }

    public interface IPreprocessBuildWithReport : IOrderedCallback
    {
        void OnPreprocessBuild(Reporting.BuildReport report);
    }

    public interface IUnityLinkerProcessor : IOrderedCallback
    {
        string GenerateAdditionalLinkXmlFile(Reporting.BuildReport report,
            UnityLinker.UnityLinkerBuildPipelineData data);
    }
}

namespace UnityEditor.Build.Reporting
{
    public struct BuildSummary
    {
        public BuildTarget platform { get; internal set; }
    }

    public sealed class BuildReport : Object
    {
        public BuildSummary summary { get; internal set; }
    }
}

namespace UnityEditor.UnityLinker
{
    public sealed class UnityLinkerBuildPipelineData
    {
        public readonly BuildTarget target;

        internal UnityLinkerBuildPipelineData(BuildTarget target)
        {
            this.target = target;
        }
    }
}

namespace UnityEditor.PackageManager
{
    public sealed class PackageInfo
    {
        public string resolvedPath { get; private set; }

        public static PackageInfo FindForAssembly(Assembly assembly)
        {
            var path = EditorStage.Package;
            return path == null ? null : new PackageInfo { resolvedPath = path };
        }
    }
}

namespace UnityStub
{
    using UnityEditor;
    using UnityEditor.Build;
    using UnityEditor.Build.Reporting;
    using UnityEditor.UnityLinker;

    /// <summary>What the editor itself would do.</summary>
    public static class EditorStage
    {
        /// <summary>What inspectors drew.</summary>
        public static string Drawn = "";

        /// <summary>Assemblies were loaded: what is marked so is made.</summary>
        public static void Load(Assembly assembly)
        {
            foreach (var type in assembly.GetTypes())
            {
                if (type.GetCustomAttributes(typeof(InitializeOnLoadAttribute), false).Length == 0) continue;
                System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }
        }

        /// <summary>Play, with domain reload switched off.</summary>
        public static void EnterPlayMode(params Assembly[] scripts)
        {
            EditorApplication.Raise(PlayModeStateChange.ExitingEditMode);
            Stage.BeginGame(scripts);
            EditorApplication.Raise(PlayModeStateChange.EnteredPlayMode);
        }

        /// <summary>Stop: the editor hears it first, then the game, then the objects.</summary>
        public static void ExitPlayMode()
        {
            EditorApplication.Raise(PlayModeStateChange.ExitingPlayMode);
            Stage.Quit();
            EditorApplication.Raise(PlayModeStateChange.EnteredEditMode);
        }

        /// <summary>As an editor that does not tell Application.quitting.</summary>
        public static void ExitPlayModeSilently()
        {
            EditorApplication.Raise(PlayModeStateChange.ExitingPlayMode);
            Stage.EndGame();
            EditorApplication.Raise(PlayModeStateChange.EnteredEditMode);
        }

        /// <summary>Where the package is; null when its sources are below Assets.</summary>
        public static string Package;

        /// <summary>What a build of a player asks for: the one link.xml that the package adds.</summary>
        public static string LinkXmlOf(Assembly editors, BuildTarget target = BuildTarget.StandaloneWindows64)
        {
            var data = new UnityLinkerBuildPipelineData(target);
            return Only<IUnityLinkerProcessor>(editors).GenerateAdditionalLinkXmlFile(null, data);
        }

        /// <summary>A build of a player begins.</summary>
        public static void Build(Assembly editors, BuildTarget target)
        {
            var report = new BuildReport { summary = new BuildSummary { platform = target } };
            Only<IPreprocessBuildWithReport>(editors).OnPreprocessBuild(report);
        }

        private static T Only<T>(Assembly editors)
        {
            var found = Array.FindAll(editors.GetTypes(), typeof(T).IsAssignableFrom);
            if (found.Length != 1) throw new Exception(found.Length + " of " + typeof(T).Name);
            return (T)Activator.CreateInstance(found[0]);
        }

        /// <summary>Scripts were recompiled while the game plays. The objects stay; of what the scripts keep only what
        /// Unity saves does, and they hear OnEnable alone, here the last one first.</summary>
        public static void Recompile(params Assembly[] scripts)
        {
            AssemblyReloadEvents.Raise();
            var live = Stage.Behaviours().FindAll(behaviour => behaviour.IsLive);
            foreach (var behaviour in live) Stage.Message(behaviour, "OnDisable");
            foreach (var assembly in scripts)
            {
                foreach (var type in assembly.GetTypes()) ForgetStatics(type);
            }
            foreach (var behaviour in Stage.Behaviours()) ForgetFields(behaviour);
            live.Reverse();
            foreach (var behaviour in live) Stage.Message(behaviour, "OnEnable");
        }

        private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public
            | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

        private static void ForgetStatics(Type type)
        {
            if (type.ContainsGenericParameters || type.Name.Contains("<")) return;
            foreach (var field in type.GetFields(Declared))
            {
                var value = field.IsStatic && !field.IsLiteral ? field.GetValue(null) as IList : null;
                if (value != null && !value.IsFixedSize) value.Clear();
                if (!field.IsStatic || field.IsInitOnly || field.IsLiteral) continue;
                field.SetValue(null, field.FieldType.IsValueType ? Activator.CreateInstance(field.FieldType) : null);
            }
        }

        private static void ForgetFields(MonoBehaviour behaviour)
        {
            var fresh = Activator.CreateInstance(behaviour.GetType());
            foreach (var field in behaviour.GetType().GetFields(Declared))
            {
                var saved = field.IsPublic || field.IsDefined(typeof(SerializeField), false);
                if (!field.IsStatic && !saved) field.SetValue(behaviour, field.GetValue(fresh));
            }
        }

        /// <summary>What is heard before the domain is unloaded; no object hears anything.</summary>
        public static void BeforeReload()
        {
            AssemblyReloadEvents.Raise();
        }

        public static void Inspect(Assembly editors, Object target)
        {
            foreach (var type in editors.GetTypes())
            {
                if (!typeof(Editor).IsAssignableFrom(type)) continue;
                var editor = (Editor)Activator.CreateInstance(type);
                editor.target = target;
                editor.OnInspectorGUI();
            }
        }
    }
}

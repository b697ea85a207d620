// The types of UnityEngine that the package touches, as far as it touches them: names and signatures as of Unity
// 2021 LTS to 6, from memory. What they do is what the manual says of order and threads; Stage.cs moves them.

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using UnityStub;

[assembly: InternalsVisibleTo("UnityEditor")]

namespace UnityEngine
{
    public enum RuntimePlatform
    {
        LinuxEditor = 16,
        LinuxPlayer = 13,
    }

    public static class Application
    {
        public static event Action quitting;

        private static bool _isPlaying;

        public static bool isPlaying
        {
            get
            {
                Stage.OnMainThread();
                return _isPlaying;
            }
            internal set { _isPlaying = value; }
        }

        public static RuntimePlatform platform
        {
            get { return RuntimePlatform.LinuxEditor; }
        }

        public static string persistentDataPath
        {
            get
            {
                Stage.OnMainThread();
                return System.IO.Path.GetTempPath();
            }
        }

        public static void Quit()
        {
            Stage.OnMainThread();
            Stage.QuitAsked = true;
        }

        internal static int Listeners
        {
            get { return quitting == null ? 0 : quitting.GetInvocationList().Length; }
        }

        internal static void RaiseQuitting()
        {
            if (quitting != null) quitting();
        }
    }

    public static class SystemInfo
    {
        public const string unsupportedIdentifier = "n/a";

        public static string deviceUniqueIdentifier
        {
            get
            {
                Stage.OnMainThread();
                return Stage.DeviceId;
            }
        }
    }

    public static class Debug
    {
        public static void Log(object message)
        {
            Stage.Say("log", message);
        }

        public static void LogWarning(object message)
        {
            Stage.Say("warning", message);
        }

        public static void LogWarning(object message, Object context)
        {
            Stage.Say("warning", message);
        }

        public static void LogError(object message)
        {
            Stage.Say("error", message);
        }

        public static void LogException(Exception exception)
        {
            LogException(exception, null);
        }

        public static void LogException(Exception exception, Object context)
        {
            Stage.Say("exception", exception.GetType().Name + ": " + exception.Message);
        }
    }

    [AttributeUsage(AttributeTargets.Field)]
    public sealed class SerializeField : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Field)]
    public sealed class HideInInspector : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class DisallowMultipleComponent : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Field)]
    public sealed class TooltipAttribute : Attribute
    {
        public TooltipAttribute(string tooltip)
        {
        }
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class DefaultExecutionOrder : Attribute
    {
        public DefaultExecutionOrder(int order)
        {
            this.order = order;
        }

        public int order { get; private set; }
    }

    public sealed class AddComponentMenu : Attribute
    {
        public AddComponentMenu(string menuName)
        {
        }
    }

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public sealed class RequireComponent : Attribute
    {
        public Type m_Type0;

        public RequireComponent(Type requiredComponent)
        {
            m_Type0 = requiredComponent;
        }
    }

    public enum RuntimeInitializeLoadType
    {
        AfterSceneLoad = 0,
        BeforeSceneLoad = 1,
        AfterAssembliesLoaded = 2,
        BeforeSplashScreen = 3,
        SubsystemRegistration = 4,
    }

    [AttributeUsage(AttributeTargets.Method)]
    public class RuntimeInitializeOnLoadMethodAttribute : Scripting.PreserveAttribute
    {
        public RuntimeInitializeOnLoadMethodAttribute(RuntimeInitializeLoadType loadType)
        {
            this.loadType = loadType;
        }

        public RuntimeInitializeLoadType loadType { get; private set; }
    }
}

namespace UnityEngine.Scripting
{
    [AttributeUsage(AttributeTargets.All, Inherited = false)]
    public class PreserveAttribute : Attribute
    {
    }
}

namespace UnityEngine.Events
{
    public delegate void UnityAction();

    public delegate void UnityAction<T0>(T0 arg0);

    public abstract class UnityEventBase
    {
    }

    public class UnityEvent : UnityEventBase
    {
        private UnityAction _calls;

        public void AddListener(UnityAction call)
        {
            _calls += call;
        }

        public void Invoke()
        {
            if (_calls != null) _calls();
        }
    }

    public class UnityEvent<T0> : UnityEventBase
    {
        private UnityAction<T0> _calls;

        public void AddListener(UnityAction<T0> call)
        {
            _calls += call;
        }

        public void Invoke(T0 arg0)
        {
            if (_calls != null) _calls(arg0);
        }
    }
}

namespace UnityEngine.TestTools
{
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class UnityTestAttribute : Attribute
    {
    }
}

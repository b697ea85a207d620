// The types of UnityEngine that the package touches, as far as it touches them: names and signatures as of Unity
// 2021 LTS to 6, from memory. What they do is what the manual says of order and threads; Stage.cs moves them.

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using UnityStub;

[assembly: InternalsVisibleTo("UnityEditor")]

namespace UnityEngine
{
    public class Object
    {
        internal bool Destroyed;

        public string name { get; set; }

        public static void Destroy(Object obj)
        {
            Stage.OnMainThread();
            Stage.Doomed.Add(obj);
        }

        public static void DestroyImmediate(Object obj)
        {
            Stage.Destroy(obj);
        }

        public static void DontDestroyOnLoad(Object target)
        {
            Stage.OnMainThread();
            ((GameObject)target).Persists = true;
        }

        public static implicit operator bool(Object exists)
        {
            return !IsNull(exists);
        }

        public static bool operator ==(Object x, Object y)
        {
            return IsNull(x) ? IsNull(y) : ReferenceEquals(x, y);
        }

        public static bool operator !=(Object x, Object y)
        {
            return !(x == y);
        }

        public override bool Equals(object other)
        {
            return ReferenceEquals(this, other);
        }

        public override int GetHashCode()
        {
            return RuntimeHelpers.GetHashCode(this);
        }

        private static bool IsNull(Object obj)
        {
            return ReferenceEquals(obj, null) || obj.Destroyed;
        }
    }

    public class Component : Object
    {
        private GameObject _gameObject;

        public GameObject gameObject
        {
            get
            {
                Stage.OnMainThread();
                // What Unity's MissingReferenceException is for.
                if (Destroyed) throw new InvalidOperationException("this " + GetType() + " was destroyed");
                return _gameObject;
            }
            internal set { _gameObject = value; }
        }

        public T GetComponent<T>()
        {
            return gameObject.GetComponent<T>();
        }
    }

    public class Behaviour : Component
    {
        private bool _enabled = true;

        public bool enabled
        {
            get { return _enabled; }
            set
            {
                Stage.OnMainThread();
                _enabled = value;
                Stage.Settle(this);
            }
        }

        public bool isActiveAndEnabled
        {
            get
            {
                Stage.OnMainThread();
                return !Destroyed && _enabled && gameObject.activeInHierarchy;
            }
        }
    }

    public class MonoBehaviour : Behaviour
    {
        internal bool Awoken, Enabled, Started;
    }

    public sealed class GameObject : Object
    {
        internal readonly List<Component> Components = new List<Component>();
        internal bool Persists;
        private bool _active = true;

        public GameObject(string name)
        {
            this.name = name;
            Stage.Objects.Add(this);
        }

        public bool activeInHierarchy
        {
            get { return _active && !Destroyed; }
        }

        public void SetActive(bool value)
        {
            _active = value;
            foreach (var component in Components.ToArray()) Stage.Settle(component);
        }

        public T AddComponent<T>() where T : Component, new()
        {
            foreach (RequireComponent needed in typeof(T).GetCustomAttributes(typeof(RequireComponent), true))
            {
                if (!Components.Exists(needed.m_Type0.IsInstanceOfType)) Stage.Add(this, needed.m_Type0);
            }
            return (T)Stage.Add(this, typeof(T));
        }

        public T GetComponent<T>()
        {
            return (T)(object)Components.Find(component => component is T);
        }
    }

    public enum RuntimePlatform
    {
        LinuxEditor = 16,
        LinuxPlayer = 13,
    }

    public static class Application
    {
        public static event Action quitting;

        public static bool isPlaying { get; internal set; }

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

// What Unity itself would do: calls the messages of the components in Unity's order, frame by frame, on the thread
// that moves it. Not a part of the interface that the package sees.

using System;
using System.Collections.Generic;
using System.Reflection;
using System.Threading;
using UnityEngine;
using Object = UnityEngine.Object;

namespace UnityStub
{
    public static class Stage
    {
        /// <summary>All that was written to the console.</summary>
        public static readonly List<string> Console = new List<string>();

        internal static readonly List<GameObject> Objects = new List<GameObject>();
        internal static readonly List<Object> Doomed = new List<Object>();

        private static readonly RuntimeInitializeLoadType[] BeforeScenes =
        {
            RuntimeInitializeLoadType.SubsystemRegistration,
            RuntimeInitializeLoadType.AfterAssembliesLoaded,
            RuntimeInitializeLoadType.BeforeSplashScreen,
            RuntimeInitializeLoadType.BeforeSceneLoad,
        };

        private const BindingFlags Any =
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

        private static int _mainThread;
        private static bool _closing;

        /// <summary>What this device is called.</summary>
        public static string DeviceId = "n/a";

        /// <summary>Whether the components are updated at this moment.</summary>
        public static bool InUpdate { get; private set; }

        /// <summary>Somebody called Application.Quit.</summary>
        public static bool QuitAsked { get; internal set; }

        public static int QuittingListeners
        {
            get { return Application.Listeners; }
        }

        /// <summary>What is true before any game: the main thread has its context.</summary>
        public static UnitySynchronizationContext Open()
        {
            _mainThread = Thread.CurrentThread.ManagedThreadId;
            var context = new UnitySynchronizationContext();
            SynchronizationContext.SetSynchronizationContext(context);
            return context;
        }

        /// <summary>A game begins: what is marked to run before the first scene does, in the order of its load types.
        /// </summary>
        public static void BeginGame(params Assembly[] scripts)
        {
            Application.isPlaying = true;
            QuitAsked = false;
            foreach (var when in BeforeScenes)
            {
                foreach (var assembly in scripts) Begin(assembly, when);
            }
        }

        /// <summary>One frame: Start, Update, what was posted to the main thread, the end of what is destroyed. In an
        /// editor that does not play no component hears anything, but what was posted runs.</summary>
        public static void Frame()
        {
            if (Application.isPlaying) Update();
            ((UnitySynchronizationContext)SynchronizationContext.Current).Exec();
            while (Doomed.Count > 0)
            {
                var doomed = Doomed[0];
                Doomed.RemoveAt(0);
                Destroy(doomed);
            }
        }

        private static void Update()
        {
            foreach (var behaviour in Behaviours())
            {
                if (behaviour.Started || !behaviour.IsLive) continue;
                behaviour.Started = true;
                Message(behaviour, "Start");
            }
            InUpdate = true;
            foreach (var behaviour in Behaviours())
            {
                // One that another has destroyed meanwhile hears no more.
                if (behaviour.IsLive) Message(behaviour, "Update");
            }
            InUpdate = false;
        }

        /// <summary>Another scene: only what persists stays.</summary>
        public static void LoadScene()
        {
            Close(gameObject => !gameObject.Persists);
        }

        /// <summary>A player ends: the game is told, then the objects are, which then go.</summary>
        public static void Quit()
        {
            Application.RaiseQuitting();
            foreach (var behaviour in Behaviours())
            {
                if (behaviour.Awoken) Message(behaviour, "OnApplicationQuit");
            }
            EndGame();
        }

        private static void Begin(Assembly assembly, RuntimeInitializeLoadType when)
        {
            foreach (var type in assembly.GetTypes())
            {
                foreach (var method in type.GetMethods(Any | BindingFlags.DeclaredOnly))
                {
                    var marks = method.GetCustomAttributes(typeof(RuntimeInitializeOnLoadMethodAttribute), false);
                    if (marks.Length == 0) continue;
                    var mark = ((RuntimeInitializeOnLoadMethodAttribute)marks[0]).loadType;
                    if (mark == RuntimeInitializeLoadType.AfterSceneLoad) throw new NotSupportedException(method.Name);
                    if (mark == when) method.Invoke(null, null);
                }
            }
        }

        /// <summary>Unity throws when most of what it has is used on another thread.</summary>
        internal static void OnMainThread()
        {
            if (Thread.CurrentThread.ManagedThreadId == _mainThread) return;
            throw new InvalidOperationException("this can be called from the main thread of Unity alone");
        }

        /// <summary>An object was made. Where a scene is closed that is a mistake: nobody will ever destroy it.</summary>
        internal static void Born()
        {
            if (_closing) Debug.LogError("Some objects were not cleaned up when closing the scene.");
        }

        /// <summary>A component that another one of its object requires is not destroyed, but with its object.</summary>
        internal static bool IsRequired(Object obj)
        {
            var component = obj as Component;
            if (ReferenceEquals(component, null) || component.Destroyed) return false;
            foreach (var other in component.Holder.Components)
            {
                foreach (RequireComponent needs in other.GetType().GetCustomAttributes(typeof(RequireComponent), true))
                {
                    var alike = component.Holder.Components.FindAll(needs.m_Type0.IsInstanceOfType);
                    if (alike.Count != 1 || !ReferenceEquals(alike[0], component)) continue;
                    Debug.LogError("Can't remove " + component.GetType().Name + " (Script) because "
                        + other.GetType().Name + " (Script) depends on it");
                    return true;
                }
            }
            return false;
        }

        /// <summary>Roots go, and their children with them.</summary>
        private static void Close(Predicate<GameObject> goes)
        {
            _closing = true;
            foreach (var gameObject in Objects.ToArray())
            {
                if (!gameObject.Destroyed && gameObject.transform.parent == null && goes(gameObject)) Destroy(gameObject);
            }
            _closing = false;
        }

        internal static void EndGame()
        {
            Close(gameObject => true);
            Doomed.Clear();
            Application.isPlaying = false;
        }

        internal static void Say(string kind, object message)
        {
            lock (Console) Console.Add(kind + ": " + message);
        }

        internal static Component Add(GameObject gameObject, Type type)
        {
            var component = (Component)Activator.CreateInstance(type);
            component.gameObject = gameObject;
            gameObject.Components.Add(component);
            Settle(component);
            return component;
        }

        /// <summary>Awake, OnEnable and OnDisable, as far as they are due: only in a game.</summary>
        internal static void Settle(Component component)
        {
            var behaviour = component as MonoBehaviour;
            if (!Application.isPlaying) return;
            if (ReferenceEquals(behaviour, null)) return;
            if (behaviour.Destroyed || !behaviour.Holder.IsActive && !behaviour.Awoken) return;
            if (!behaviour.Awoken)
            {
                behaviour.Awoken = true;
                Message(behaviour, "Awake");
            }
            if (behaviour.Enabled == behaviour.IsLive) return;
            behaviour.Enabled = !behaviour.Enabled;
            Message(behaviour, behaviour.Enabled ? "OnEnable" : "OnDisable");
        }

        internal static void Destroy(Object obj)
        {
            if (ReferenceEquals(obj, null) || obj.Destroyed) return;
            var gameObject = obj as GameObject;
            var parts = ReferenceEquals(gameObject, null)
                ? new[] { (Component)obj }
                : gameObject.Components.ToArray();
            if (!ReferenceEquals(gameObject, null))
            {
                foreach (var child in gameObject.transform.Children.ToArray()) Destroy(child);
                gameObject.transform.SetParent(null);
            }
            foreach (var part in parts) DestroyPart(part);
            if (ReferenceEquals(gameObject, null)) return;
            gameObject.transform.Destroyed = true;
            gameObject.Destroyed = true;
            Objects.Remove(gameObject);
        }

        private static void DestroyPart(Component part)
        {
            var behaviour = part as MonoBehaviour;
            if (!ReferenceEquals(behaviour, null) && behaviour.Awoken)
            {
                if (behaviour.Enabled) Message(behaviour, "OnDisable");
                behaviour.Enabled = false;
                Message(behaviour, "OnDestroy");
            }
            part.Holder.Components.Remove(part);
            part.Destroyed = true;
        }

        internal static List<MonoBehaviour> Behaviours()
        {
            var all = new List<MonoBehaviour>();
            foreach (var gameObject in Objects)
            {
                foreach (var component in gameObject.Components)
                {
                    if (component is MonoBehaviour) all.Add((MonoBehaviour)component);
                }
            }
            var sorted = all.ToArray();
            var keys = Array.ConvertAll(sorted, Order);
            // Stable, so that those of one order keep theirs.
            for (var i = 0; i < keys.Length; i++) keys[i] = keys[i] * 100000L + i;
            Array.Sort(keys, sorted);
            return new List<MonoBehaviour>(sorted);
        }

        private static long Order(MonoBehaviour behaviour)
        {
            var marks = behaviour.GetType().GetCustomAttributes(typeof(DefaultExecutionOrder), true);
            return marks.Length == 0 ? 0 : ((DefaultExecutionOrder)marks[0]).order;
        }

        internal static void Message(MonoBehaviour behaviour, string name)
        {
            var method = behaviour.GetType().GetMethod(name, Any, null, Type.EmptyTypes, null);
            if (method == null) return;
            try
            {
                method.Invoke(behaviour, null);
            }
            catch (TargetInvocationException thrown)
            {
                // Unity writes it to the console and goes on.
                Debug.LogException(thrown.InnerException, behaviour);
            }
        }
    }

    /// <summary>What is posted runs on the main thread, once a frame, as in UnityEngine.UnitySynchronizationContext.
    /// </summary>
    public sealed class UnitySynchronizationContext : SynchronizationContext
    {
        private readonly int _main = Thread.CurrentThread.ManagedThreadId;
        private readonly Queue<KeyValuePair<SendOrPostCallback, object>> _posted =
            new Queue<KeyValuePair<SendOrPostCallback, object>>();

        /// <summary>At once on the main thread; others wait until it has come to it.</summary>
        public override void Send(SendOrPostCallback d, object state)
        {
            if (Thread.CurrentThread.ManagedThreadId == _main)
            {
                d(state);
                return;
            }
            using (var done = new ManualResetEvent(false))
            {
                Post(given =>
                {
                    try
                    {
                        d(given);
                    }
                    finally
                    {
                        done.Set();
                    }
                }, state);
                done.WaitOne();
            }
        }

        public override void Post(SendOrPostCallback d, object state)
        {
            lock (_posted) _posted.Enqueue(new KeyValuePair<SendOrPostCallback, object>(d, state));
        }

        /// <summary>What was posted before; what that posts waits for the next frame.</summary>
        public void Exec()
        {
            KeyValuePair<SendOrPostCallback, object>[] now;
            lock (_posted)
            {
                now = _posted.ToArray();
                _posted.Clear();
            }
            foreach (var call in now)
            {
                try
                {
                    call.Key(call.Value);
                }
                catch (Exception thrown)
                {
                    Debug.LogException(thrown, null);
                }
            }
        }
    }
}

// Objects and their components, as far as the package touches them, with what Unity refuses of them: on another thread,
// after they were destroyed, outside of a game, while a scene is closed. From memory, as UnityEngine.cs.

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using UnityStub;

namespace UnityEngine
{
    /// <summary>An object was used that is destroyed.</summary>
    public sealed class MissingReferenceException : SystemException
    {
        public MissingReferenceException(string message) : base(message)
        {
        }
    }

    public class Object
    {
        internal bool Destroyed;
        private string _name;

        public string name
        {
            get
            {
                MustBeThere();
                return _name;
            }
            set
            {
                MustBeThere();
                _name = value;
            }
        }

        public static void Destroy(Object obj)
        {
            Stage.OnMainThread();
            if (!Application.isPlaying)
            {
                Debug.LogError("Destroy may not be called from edit mode! Use DestroyImmediate instead.");
            }
            else if (!Stage.IsRequired(obj)) Stage.Doomed.Add(obj);
        }

        public static void DestroyImmediate(Object obj)
        {
            Stage.OnMainThread();
            if (!Stage.IsRequired(obj)) Stage.Destroy(obj);
        }

        public static void DontDestroyOnLoad(Object target)
        {
            Stage.OnMainThread();
            if (!Application.isPlaying)
            {
                throw new InvalidOperationException("DontDestroyOnLoad can only be used in play mode");
            }
            var component = target as Component;
            var gameObject = ReferenceEquals(component, null) ? (GameObject)target : component.gameObject;
            gameObject.MustBeThere();
            if (gameObject.transform.parent == null) gameObject.Persists = true;
            else Debug.LogWarning("DontDestroyOnLoad only works for root GameObjects or components on root GameObjects.");
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

        /// <summary>What Unity looks at in everything that an object has from the engine: the thread, then whether
        /// there is still an object.</summary>
        internal void MustBeThere()
        {
            Stage.OnMainThread();
            if (!Destroyed) return;
            throw new MissingReferenceException("The object of type '" + GetType().Name
                + "' has been destroyed but you are still trying to access it.");
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
                MustBeThere();
                return _gameObject;
            }
            internal set { _gameObject = value; }
        }

        public Transform transform
        {
            get { return gameObject.transform; }
        }

        /// <summary>Also of what is destroyed.</summary>
        internal GameObject Holder
        {
            get { return _gameObject; }
        }

        public T GetComponent<T>()
        {
            return gameObject.GetComponent<T>();
        }
    }

    public sealed class Transform : Component
    {
        internal readonly List<GameObject> Children = new List<GameObject>();
        private Transform _parent;

        public Transform parent
        {
            get
            {
                MustBeThere();
                return _parent;
            }
        }

        public void SetParent(Transform parent)
        {
            MustBeThere();
            if (_parent != null) _parent.Children.Remove(Holder);
            _parent = parent;
            if (parent != null) parent.Children.Add(Holder);
        }
    }

    public class Behaviour : Component
    {
        private bool _enabled = true;

        public bool enabled
        {
            get
            {
                MustBeThere();
                return _enabled;
            }
            set
            {
                MustBeThere();
                _enabled = value;
                Stage.Settle(this);
            }
        }

        public bool isActiveAndEnabled
        {
            get
            {
                MustBeThere();
                return IsLive;
            }
        }

        internal bool IsLive
        {
            get { return !Destroyed && _enabled && Holder.IsActive; }
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
        private readonly Transform _transform = new Transform();
        private bool _active = true;

        public GameObject(string name)
        {
            Stage.OnMainThread();
            Stage.Born();
            this.name = name;
            _transform.gameObject = this;
            Stage.Objects.Add(this);
        }

        public Transform transform
        {
            get
            {
                MustBeThere();
                return _transform;
            }
        }

        public bool activeInHierarchy
        {
            get
            {
                MustBeThere();
                return IsActive;
            }
        }

        internal bool IsActive
        {
            get
            {
                var parent = _transform.Destroyed ? null : _transform.parent;
                return _active && !Destroyed && (ReferenceEquals(parent, null) || parent.Holder.IsActive);
            }
        }

        public void SetActive(bool value)
        {
            MustBeThere();
            _active = value;
            Settle();
        }

        public T AddComponent<T>() where T : Component, new()
        {
            MustBeThere();
            if (typeof(T).IsDefined(typeof(DisallowMultipleComponent), true) && Components.Exists(one => one is T))
            {
                Debug.LogError("Can't add component '" + typeof(T).Name + "' to " + name
                    + " because such a component is already added to the game object!");
                return null;
            }
            foreach (RequireComponent needed in typeof(T).GetCustomAttributes(typeof(RequireComponent), true))
            {
                if (!Components.Exists(needed.m_Type0.IsInstanceOfType)) Stage.Add(this, needed.m_Type0);
            }
            return (T)Stage.Add(this, typeof(T));
        }

        public T GetComponent<T>()
        {
            MustBeThere();
            return (T)(object)Components.Find(component => component is T);
        }

        private void Settle()
        {
            foreach (var component in Components.ToArray()) Stage.Settle(component);
            foreach (var child in _transform.Children.ToArray()) child.Settle();
        }
    }
}

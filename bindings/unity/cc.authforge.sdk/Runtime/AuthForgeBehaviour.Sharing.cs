using UnityEngine;

namespace LibAuthForge
{
    // A license that survives scenes: kept by a component on an object of its own, and the same for every component with
    // Dont Destroy On Load. No object of a scene is moved or removed, so each visit finds its scene as it was built.
    public sealed partial class AuthForgeBehaviour
    {
        // Both are saved by Unity while scripts are recompiled in play mode, and in no scene.
        [SerializeField, HideInInspector] private bool keeps;
        [SerializeField, HideInInspector] private AuthForgeBehaviour keeper;

        // The same once more, where null is null on every thread and in the inspector, too.
        [System.NonSerialized] private AuthForgeBehaviour _keeper;

        /// <summary>It keeps the license of all that share one.</summary>
        internal bool Keeps
        {
            get { return keeps; }
        }

        /// <summary>The component that has the client.</summary>
        private AuthForgeBehaviour Keeper
        {
            get { return ReferenceEquals(_keeper, null) ? this : _keeper; }
        }

        private void Share()
        {
            if (AuthForgeLifetime.IsEnding || _keeper) return;
            if (!keeper) keeper = AuthForgeLifetime.Keeper;
            if (!keeper) keeper = NewKeeper();
            _keeper = keeper;
            if (!string.IsNullOrEmpty(settings.AppId) && settings.AppId != keeper.settings.AppId)
            {
                Debug.LogWarning("this AuthForge component is of app " + settings.AppId + ", and shares the license of app "
                    + keeper.settings.AppId + ": untick Dont Destroy On Load for a license of its own", this);
            }
            settings = keeper.settings;
        }

        private AuthForgeBehaviour NewKeeper()
        {
            var holder = new GameObject("AuthForge");
            DontDestroyOnLoad(holder);
            var made = holder.AddComponent<AuthForgeBehaviour>();
            made.keeps = true;
            made.settings = settings;
            AuthForgeLifetime.Keeper = made;
            return made;
        }
    }
}

// All that is static: which components there are, and whether the game is over. With domain reload switched off it
// lives longer than a game, so it is reset when one begins.

using System.Collections.Generic;
using UnityEngine;

namespace AuthForge
{
    internal static class AuthForgeLifetime
    {
        private static readonly List<AuthForgeBehaviour> Components = new List<AuthForgeBehaviour>();

        /// <summary>The game is ending: no client is made any more.</summary>
        internal static bool IsEnding { get; private set; }

        /// <summary>The oldest component; null for none.</summary>
        internal static AuthForgeBehaviour First
        {
            get { return Components.Count > 0 ? Components[0] : null; }
        }

        /// <summary>Another component that survives scenes; null for none.</summary>
        internal static AuthForgeBehaviour OtherThatPersists(AuthForgeBehaviour component)
        {
            foreach (var other in Components)
            {
                if (!ReferenceEquals(other, component) && other.Persists) return other;
            }
            return null;
        }

        internal static void Add(AuthForgeBehaviour component)
        {
            if (!Components.Contains(component)) Components.Add(component);
            Application.quitting -= End;
            Application.quitting += End;
        }

        internal static void Remove(AuthForgeBehaviour component)
        {
            Components.Remove(component);
        }

        /// <summary>Frees every client: cancels its requests and ends its session. Never waits for the network.
        /// </summary>
        internal static void CloseAll()
        {
            foreach (var component in Components.ToArray()) component.Close();
        }

        /// <summary>The game, the play mode or this copy of the code is over.</summary>
        internal static void End()
        {
            IsEnding = true;
            Application.quitting -= End;
            CloseAll();
        }

        [RuntimeInitializeOnLoadMethod(RuntimeInitializeLoadType.SubsystemRegistration)]
        private static void Begin()
        {
            CloseAll();
            Components.Clear();
            Application.quitting -= End;
            IsEnding = false;
        }
    }
}

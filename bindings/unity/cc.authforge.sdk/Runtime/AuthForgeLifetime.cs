// All that is static: which components there are, and whether the game is over. With domain reload switched off it
// lives longer than a game, so it is reset when one begins.

using System.Collections.Generic;
using UnityEngine;

namespace LibAuthForge
{
    internal static class AuthForgeLifetime
    {
        private static readonly List<AuthForgeBehaviour> Components = new List<AuthForgeBehaviour>();

        /// <summary>The game is ending: no client is made any more.</summary>
        internal static bool IsEnding { get; private set; }

        /// <summary>The component that keeps the license that survives scenes; null for none.</summary>
        internal static AuthForgeBehaviour Keeper { get; set; }

        /// <summary>The one to use where none is at hand; null for none.</summary>
        internal static AuthForgeBehaviour First
        {
            get { return !ReferenceEquals(Keeper, null) ? Keeper : Components.Count > 0 ? Components[0] : null; }
        }

        /// <summary>Those whose license another keeps.</summary>
        internal static List<AuthForgeBehaviour> SharersOf(AuthForgeBehaviour keeper)
        {
            return Components.FindAll(component => component.Shares(keeper));
        }

        internal static void Add(AuthForgeBehaviour component)
        {
            if (!Components.Contains(component)) Components.Add(component);
            if (component.Keeps) Keeper = component;
            Application.quitting -= End;
            Application.quitting += End;
        }

        internal static void Remove(AuthForgeBehaviour component)
        {
            Components.Remove(component);
            if (ReferenceEquals(Keeper, component)) Keeper = null;
        }

        /// <summary>Frees every client: cancels its requests and ends its session. Never waits for the network.
        /// </summary>
        internal static void CloseAll()
        {
            foreach (var component in Components.ToArray()) component.CloseOwn();
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
            Keeper = null;
            Application.quitting -= End;
            IsEnding = false;
        }
    }
}

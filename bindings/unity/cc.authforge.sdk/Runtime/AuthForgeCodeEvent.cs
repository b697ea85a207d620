using System;
using UnityEngine.Events;

namespace LibAuthForge
{
    /// <summary>An event of the inspector that carries a code such as <c>revoked</c>.</summary>
    [Serializable]
    public sealed class AuthForgeCodeEvent : UnityEvent<string>
    {
    }
}

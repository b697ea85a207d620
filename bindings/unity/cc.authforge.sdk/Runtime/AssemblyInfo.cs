using System.Runtime.CompilerServices;
using UnityEngine.Scripting;

// As link.xml says, for a build that never sees that file. Nothing in here is found by reflection but what Unity itself
// looks for.
#if !UNITY_WEBGL || UNITY_EDITOR
[assembly: Preserve]
#endif

[assembly: InternalsVisibleTo("cc.authforge.sdk.editor")]

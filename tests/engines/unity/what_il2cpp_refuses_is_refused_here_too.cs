using System;
using System.Runtime.InteropServices;

/// <summary>So that the proofs ahead of time mean something: native code may not call a method that is not marked for
/// it. Run ahead of time only.</summary>
internal static class what_il2cpp_refuses_is_refused_here_too
{
    private delegate void Callback(IntPtr userData);

    public static void Run()
    {
        try
        {
            Marshal.GetFunctionPointerForDelegate((Callback)Nothing);
        }
        catch (Exception refused)
        {
            // An ExecutionEngineException.
            Harness.Check(refused.Message.Contains("native-to-managed"), refused.Message);
            return;
        }
        throw new Exception("it was not refused");
    }

    private static void Nothing(IntPtr userData)
    {
    }
}

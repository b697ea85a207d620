using System;
using System.Runtime.InteropServices;
using LibAuthForge;

static class AotTests
{
    private delegate void Unmarked(int level, IntPtr text, UIntPtr length, IntPtr userData);

    [DllImport("authforge", CallingConvention = CallingConvention.Cdecl)]
    private static extern int af_set_log_callback(int level, Unmarked callback, IntPtr userData, IntPtr release, IntPtr error);

    /// <summary>Shows that this runtime refuses what IL2CPP refuses, so that the other proofs mean something.</summary>
    [Proof(NeedsAot = true)]
    public static void A_callback_without_the_attribute_is_refused_ahead_of_time()
    {
        try
        {
            af_set_log_callback(0, Nothing, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero);
        }
        catch (Exception error)
        {
            // An ExecutionEngineException.
            Harness.Check(error.Message.Contains("native-to-managed"), error.Message);
            return;
        }
        throw new Failed("it was not refused");
    }

    private static void Nothing(int level, IntPtr text, UIntPtr length, IntPtr userData)
    {
    }
}

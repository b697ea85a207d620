// What may be null, for compilers that look at it: attributes, which C# 7.2 can read. .NET has them; elsewhere they are
// here, where the compiler finds them by their names.

#if !NET8_0_OR_GREATER
namespace System.Diagnostics.CodeAnalysis
{
    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
    internal sealed class MaybeNullAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
    internal sealed class DisallowNullAttribute : Attribute
    {
    }
}
#endif

// What may be null, for compilers that look at it: attributes, which C# 7.2 can read. .NET has them, and so has the .NET
// Standard 2.1 that Unity compiles for; elsewhere they are here, where the compiler finds them by their names.

#if !NET8_0_OR_GREATER && !NETSTANDARD2_1
namespace System.Diagnostics.CodeAnalysis
{
    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
    internal sealed class MaybeNullAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
    internal sealed class AllowNullAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
    internal sealed class DisallowNullAttribute : Attribute
    {
    }

    /// <summary>For what is there or not by what the method returns.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class MaybeNullWhenAttribute : Attribute
    {
        internal MaybeNullWhenAttribute(bool returnValue)
        {
            ReturnValue = returnValue;
        }

        internal bool ReturnValue { get; private set; }
    }

    [AttributeUsage(AttributeTargets.ReturnValue)]
    internal sealed class NotNullIfNotNullAttribute : Attribute
    {
        internal NotNullIfNotNullAttribute(string parameterName)
        {
            ParameterName = parameterName;
        }

        internal string ParameterName { get; private set; }
    }
}
#endif

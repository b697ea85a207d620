// As much of NUnit 3 as the package's own tests use; from memory.

using System;
using System.Text.RegularExpressions;

namespace NUnit.Framework
{
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class TestAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class SetUpAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class TearDownAttribute : Attribute
    {
    }

    public static class Assert
    {
        public static void IsTrue(bool condition, string message = "not true")
        {
            if (!condition) throw new Exception(message);
        }

        public static void IsFalse(bool condition)
        {
            IsTrue(!condition, "not false");
        }

        public static void IsNull(object value)
        {
            IsTrue(value == null, "not null");
        }

        public static void IsNotNull(object value, string message)
        {
            IsTrue(value != null, message);
        }

        public static void IsNotEmpty(string text)
        {
            IsTrue(!string.IsNullOrEmpty(text), "empty");
        }

        public static void AreEqual(object expected, object actual)
        {
            var equal = expected is int && actual is long ? (int)expected == (long)actual : Equals(expected, actual);
            IsTrue(equal, "expected " + expected + ", was " + actual);
        }
    }

    public static class StringAssert
    {
        public static void Contains(string expected, string actual)
        {
            Assert.IsTrue(actual.Contains(expected), "no " + expected + " in " + actual);
        }

        public static void IsMatch(string pattern, string actual)
        {
            Assert.IsTrue(Regex.IsMatch(actual, pattern), actual + " is not " + pattern);
        }
    }
}

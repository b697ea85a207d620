using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using LibAuthForge;
using NUnit.Framework;
using UnityEngine.TestTools;

/// <summary>What Unity's test runner would do.</summary>
internal static class the_tests_of_the_package_pass
{
    public static void Run()
    {
        Harness.Play();
        var tests = 0;
        foreach (var method in typeof(AuthForgeBehaviourTests).GetMethods())
        {
            var plain = Has<TestAttribute>(method);
            if (!plain && !Has<UnityTestAttribute>(method)) continue;
            var fixture = new AuthForgeBehaviourTests();
            fixture.AddComponent();
            try
            {
                var steps = (IEnumerator)method.Invoke(fixture, null);
                if (!plain) Play(steps, method.Name);
            }
            catch (Exception thrown)
            {
                throw new Exception(method.Name, thrown);
            }
            fixture.RemoveComponent();
            tests++;
        }
        Harness.Check(tests == 5, tests + " tests");
        Harness.CheckNothingThrown();
    }

    /// <summary>A step each frame; what is given back to be played first, is.</summary>
    private static void Play(IEnumerator test, string name)
    {
        var open = new Stack<IEnumerator>();
        open.Push(test);
        Harness.Until(() =>
        {
            if (!open.Peek().MoveNext()) open.Pop();
            else if (open.Peek().Current is IEnumerator) open.Push((IEnumerator)open.Peek().Current);
            return open.Count == 0;
        }, name);
    }

    private static bool Has<T>(MethodInfo method)
    {
        return method.GetCustomAttributes(typeof(T), false).Length > 0;
    }
}

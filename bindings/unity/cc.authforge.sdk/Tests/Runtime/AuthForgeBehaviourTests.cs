// What can be said of the component without a service; runs in Unity's test runner, in play mode.

using System.Collections;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;
using UnityEngine;
using UnityEngine.TestTools;

namespace LibAuthForge
{
    public sealed class AuthForgeBehaviourTests
    {
        private const string PublicKey = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        private const int MostFrames = 1200;

        private AuthForgeBehaviour _license;

        [SetUp]
        public void AddComponent()
        {
            _license = new GameObject("license").AddComponent<AuthForgeBehaviour>();
            _license.Settings.AppId = "tests";
            _license.Settings.PublicKey = PublicKey;
        }

        [TearDown]
        public void RemoveComponent()
        {
            if (_license) Object.DestroyImmediate(_license.gameObject);
        }

        [Test]
        public void WithoutASessionLookupsFallBack()
        {
            Assert.IsFalse(_license.IsAuthenticated);
            Assert.IsNull(_license.Session);
            Assert.AreEqual("demo", _license.GetLicenseString("tier", "demo"));
            Assert.AreEqual(7, _license.GetAppInt("seats", 7));
        }

        [Test]
        public void TheNativeLibraryIsFoundAndHasAVersion()
        {
            StringAssert.IsMatch(@"^\d+\.\d+\.\d+", AuthForgeLibrary.Version);
            Assert.IsNotEmpty(_license.Client.Hwid);
        }

        [UnityTest]
        public IEnumerator ASettingThatCannotBeUsedIsNamed()
        {
            _license.Settings.PublicKey = "no key";
            var login = _license.LoginAsync("ANY");
            yield return End(login);
            var why = login.Exception.InnerException as System.ArgumentException;
            Assert.IsNotNull(why, "not an ArgumentException: " + login.Exception.InnerException);
            StringAssert.Contains("PublicKey", why.Message);
        }

        [UnityTest]
        public IEnumerator AnAwaitGoesOnOnTheMainThread()
        {
            var there = AwaitAndTellThread();
            yield return End(there);
            Assert.AreEqual(Thread.CurrentThread.ManagedThreadId, there.Result);
        }

        [UnityTest]
        public IEnumerator AFileThatIsNotThereIsAReadErrorForWhoAskedAlone()
        {
            string failure = null;
            _license.Failed += happened => failure = happened.Error.Code;
            var login = _license.LoginFromFileAsync("there/is/no.authforge");
            yield return End(login);
            yield return null;
            Assert.AreEqual(null, failure);
            var why = login.Exception.InnerException as AuthForgeException;
            Assert.IsNotNull(why, "not an AuthForgeException: " + login.Exception.InnerException);
            Assert.AreEqual("read_error", why.Code);
        }

        private async Task<int> AwaitAndTellThread()
        {
            try
            {
                await _license.LoginFromFileAsync("there/is/no.authforge");
            }
            catch (AuthForgeException)
            {
            }
            return Thread.CurrentThread.ManagedThreadId;
        }

        private static IEnumerator End(Task task)
        {
            for (var frame = 0; !task.IsCompleted && frame < MostFrames; frame++) yield return null;
            Assert.IsTrue(task.IsCompleted, "the task did not end in " + MostFrames + " frames");
        }
    }
}

// Put this on an empty object of an empty scene together with the AuthForge component, fill in the component's
// settings and the license key, and press play. Then change the license's variables or revoke it on the server.

using System.Diagnostics;
using UnityEngine;
using Debug = UnityEngine.Debug;

namespace LibAuthForge.Samples
{
    [RequireComponent(typeof(AuthForgeBehaviour))]
    public sealed class GameLoop : MonoBehaviour
    {
        [Tooltip("A game asks its player for it.")]
        [SerializeField] private string licenseKey = "";

        private readonly Stopwatch _second = Stopwatch.StartNew();
        private AuthForgeBehaviour _license;
        private double _least, _most, _sum;
        private int _frames;

        private void OnEnable()
        {
            _license = GetComponent<AuthForgeBehaviour>();
            _license.VariablesChanged += OnVariablesChanged;
            _license.SessionEnded += OnSessionEnded;
            _license.Failed += OnFailed;
        }

        private void OnDisable()
        {
            _license.VariablesChanged -= OnVariablesChanged;
            _license.SessionEnded -= OnSessionEnded;
            _license.Failed -= OnFailed;
        }

        private async void Start()
        {
            if (_license.IsAuthenticated)
            {
                // With Dont Destroy On Load, where the scene is loaded again: each login costs a credit.
                Debug.Log("login: still there; tier " + _license.GetLicenseString("tier", "demo"));
                return;
            }
            // It never throws, so that nothing leaves an async void.
            var refused = await _license.TryLoginAsync(licenseKey);
            // The scene may be over meanwhile; a destroyed object is not to be touched.
            if (!this) return;
            if (refused != null) Debug.Log("login: " + refused + ForThePlayer());
            else Debug.Log("login: ok on the main thread; tier " + _license.GetLicenseString("tier", "demo"));
        }

        /// <summary>All that licensing costs in a frame beside the component's own Update.</summary>
        private void Update()
        {
            var start = Stopwatch.GetTimestamp();
            var licensed = _license.IsAuthenticated;
            var beta = _license.GetLicenseBool("beta", false);
            var seats = _license.GetLicenseInt("seats", 1);
            var took = (Stopwatch.GetTimestamp() - start) * 1e6 / Stopwatch.Frequency;

            _least = _frames == 0 || took < _least ? took : _least;
            _most = _frames == 0 || took > _most ? took : _most;
            _sum += took;
            _frames++;
            if (_second.ElapsedMilliseconds < 1000) return;
            Debug.Log(string.Format(
                "frame: {0} fps, lookups min {1:F1} us, avg {2:F1} us, max {3:F1} us; {4}, beta {5}, seats {6}",
                _frames, _least, _sum / _frames, _most, licensed ? "licensed" : "demo", beta, seats));
            _sum = 0;
            _frames = 0;
            _second.Restart();
        }

        private void OnVariablesChanged(AuthForgeEventArgs happened)
        {
            var tier = happened.Session.LicenseVariables.GetString("tier", "demo");
            Debug.Log("the vendor changed the license: tier " + tier);
        }

        private void OnFailed(AuthForgeEventArgs happened)
        {
            // A heartbeat that found no network leaves the session alone; there is nothing to do but to tell.
            Debug.Log("failure: " + happened.ReasonName + " / " + happened.Error.Code);
        }

        private void OnSessionEnded(AuthForgeEventArgs happened)
        {
            Debug.Log("the license is gone: " + (happened.Error == null ? "logged out" : happened.Error.Code) + ForThePlayer());
            SaveGame();
            // In the editor this does nothing; a real game shows its menu and the reason instead.
            Application.Quit();
        }

        /// <summary>What a real game shows; the code before it is for whoever reads the log.</summary>
        private string ForThePlayer()
        {
            var error = _license.LastError;
            return error == null ? "" : " - " + error.UserMessage;
        }

        private static void SaveGame()
        {
            Debug.Log("game: saved");
        }
    }
}

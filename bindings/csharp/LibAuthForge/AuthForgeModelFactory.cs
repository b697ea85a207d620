using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LibAuthForge
{
    /// <summary>Makes what the library hands out, for a program's own tests: sessions, results, events and what handlers
    /// threw. Needs no native library. Exceptions have constructors.</summary>
    public static class AuthForgeModelFactory
    {
        /// <summary>A session as the service, or a license file, would give it.</summary>
        /// <param name="kind">Where it comes from.</param>
        /// <param name="expiresAt">When it ends; null is never.</param>
        /// <param name="licenseKey">Whose it is.</param>
        /// <param name="licenseLabel">The operator's label.</param>
        /// <param name="licenseExpiresAt">When the license ends; null is one for life.</param>
        /// <param name="licenseVariables">Values are bool, int, long, double, string or null.</param>
        /// <param name="appVariables">The same.</param>
        /// <param name="maxHwidSlots">How many machines.</param>
        /// <param name="hwidCount">How many it is bound to.</param>
        /// <param name="sessionToken">Its token.</param>
        /// <param name="json">The signed payload.</param>
        public static AuthForgeSession Session(AuthForgeSessionKind kind = AuthForgeSessionKind.Online,
            DateTimeOffset? expiresAt = null, string licenseKey = null, string licenseLabel = null,
            DateTimeOffset? licenseExpiresAt = null, IReadOnlyDictionary<string, object> licenseVariables = null,
            IReadOnlyDictionary<string, object> appVariables = null, int? maxHwidSlots = null, int? hwidCount = null,
            string sessionToken = null, string json = null)
        {
            return new AuthForgeSession
            {
                Kind = kind,
                ExpiresAt = expiresAt,
                LicenseKeyText = licenseKey,
                LicenseLabel = licenseLabel,
                LicenseExpiry = licenseExpiresAt.HasValue ? AuthForgeLicenseExpiry.Date : AuthForgeLicenseExpiry.Lifetime,
                LicenseExpiresAt = licenseExpiresAt,
                LicenseVariables = Variables(licenseVariables),
                AppVariables = Variables(appVariables),
                MaxHwidSlots = maxHwidSlots,
                HwidCount = hwidCount,
                TokenText = sessionToken,
                JsonText = json ?? "{}",
            };
        }

        /// <summary>Variables as a session has them.</summary>
        /// <param name="values">Values are bool, int, long, double, string or null.</param>
        /// <exception cref="ArgumentException">A value is of another type.</exception>
        public static AuthForgeVariables Variables(IReadOnlyDictionary<string, object> values)
        {
            if (values == null || values.Count == 0) return AuthForgeVariables.Empty;
            var names = new List<string>(values.Keys);
            names.Sort(StringComparer.Ordinal);
            var fields = new List<string>();
            foreach (var name in names) fields.Add(Quoted(name) + ":" + Json(ValueOf(name, values[name])));
            var made = new AuthForgeVariables("{" + string.Join(",", fields) + "}");
            foreach (var name in names) made.Add(name, ValueOf(name, values[name]));
            return made;
        }

        /// <summary>A good license.</summary>
        public static AuthForgeValidateLicenseResult ValidResult([DisallowNull] AuthForgeSession session)
        {
            if (session == null) throw new ArgumentNullException(nameof(session));
            return new AuthForgeValidateLicenseResult(session, null);
        }

        /// <summary>What was refused, or could not be asked.</summary>
        public static AuthForgeValidateLicenseResult FailedResult([DisallowNull] AuthForgeException error)
        {
            if (error == null) throw new ArgumentNullException(nameof(error));
            return new AuthForgeValidateLicenseResult(null, error);
        }

        /// <summary>What happened to a client.</summary>
        public static AuthForgeEventArgs Event(AuthForgeEventKind kind, AuthForgeSession session = null,
            AuthForgeException error = null, AuthForgeReason reason = AuthForgeReason.None,
            AuthForgeOperation operation = AuthForgeOperation.None, TimeSpan retryIn = default(TimeSpan), int attempt = 0)
        {
            return new AuthForgeEventArgs(kind)
            {
                Session = session,
                Error = error,
                Reason = reason,
                Operation = operation,
                RetryIn = retryIn,
                Attempt = attempt,
            };
        }

        /// <summary>What a handler threw.</summary>
        public static AuthForgeHandlerErrorEventArgs HandlerError([DisallowNull] Exception exception)
        {
            if (exception == null) throw new ArgumentNullException(nameof(exception));
            return new AuthForgeHandlerErrorEventArgs(exception);
        }

        /// <summary>As the service would send it.</summary>
        /// <param name="code">Such as <c>revoked</c>; one that this version does not know is
        /// <see cref="AuthForgeStatus.ServerOther"/>.</param>
        /// <param name="httpStatus">Of its answer.</param>
        /// <param name="retryAfter">How long it asks to wait.</param>
        public static AuthForgeException Refusal([DisallowNull] string code, int httpStatus = 400,
            TimeSpan retryAfter = default(TimeSpan))
        {
            if (code == null) throw new ArgumentNullException(nameof(code));
            var status = StatusTable.StatusOf(code);
            return new AuthForgeException(status, code, StatusTable.Of(status).Message, httpStatus, retryAfter);
        }

        private static VariableValue ValueOf(string name, object value)
        {
            if (value == null) return new VariableValue(AuthForgeVariableType.Null, 0, 0, null);
            if (value is bool) return new VariableValue(AuthForgeVariableType.Bool, (bool)value ? 1 : 0, 0, null);
            if (value is int) return new VariableValue(AuthForgeVariableType.Int, (int)value, 0, null);
            if (value is long) return new VariableValue(AuthForgeVariableType.Int, (long)value, 0, null);
            if (value is double) return new VariableValue(AuthForgeVariableType.Double, 0, (double)value, null);
            var text = value as string;
            if (text != null) return new VariableValue(AuthForgeVariableType.String, 0, 0, text);
            throw new ArgumentException("the variable " + name + " is a " + value.GetType() +
                "; it can be a bool, int, long, double, string or null", nameof(value));
        }

        private static string Json(VariableValue value)
        {
            switch (value.Type)
            {
                case AuthForgeVariableType.Bool: return value.Int != 0 ? "true" : "false";
                case AuthForgeVariableType.Int: return value.Int.ToString(CultureInfo.InvariantCulture);
                case AuthForgeVariableType.Double: return value.Double.ToString("R", CultureInfo.InvariantCulture);
                case AuthForgeVariableType.String: return Quoted(value.Text);
                default: return "null";
            }
        }

        private static string Quoted(string text)
        {
            var quoted = new System.Text.StringBuilder("\"");
            foreach (var one in text)
            {
                if (one == '"' || one == '\\') quoted.Append('\\').Append(one);
                else if (one < ' ') quoted.Append("\\u").Append(((int)one).ToString("x4", CultureInfo.InvariantCulture));
                else quoted.Append(one);
            }
            return quoted.Append('"').ToString();
        }
    }
}

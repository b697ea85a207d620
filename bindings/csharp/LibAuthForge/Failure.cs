// What the library answers, as .NET says it: mistakes of a call by .NET's own exceptions and by the names that C# has for
// things; everything else by an AuthForgeException.

using System;
using System.Text;

namespace LibAuthForge
{
    internal static class Failure
    {
        /// <summary>What the library calls things, and what they are called here.</summary>
        private static readonly string[] Names =
        {
            "app_id", "AppId", "app_secret", "AppSecret", "public_key", "PublicKey", "heartbeat_mode", "HeartbeatMode",
            "heartbeat_interval", "HeartbeatInterval", "api_base_url", "ApiBaseUrl", "request_timeout", "RequestTimeout",
            "login_attempts", "LoginAttempts", "login_timeout_ms", "LoginTimeout", "login_timeout", "LoginTimeout", "ttl_seconds", "Ttl", "hwid_override",
            "HwidOverride", "hwid_source", "HwidSource", "ca_file", "CaFile", "allow_plain_http", "AllowPlainHttp",
            "token_binding", "TokenBinding", "failure_policy", "FailurePolicy", "license_key", "licenseKey", "path_or_text",
            "pathOrText", "session_token", "SessionToken", "machine_name", "MachineName", "created_at", "CreatedAt",
            "af_config_set_allow_plain_http", "AllowPlainHttp", "af_config_set_hwid_override", "HwidOverride",
        };

        /// <summary>Room for an <c>af_error</c>.</summary>
        internal static byte[] NewBuffer()
        {
            var buffer = new byte[Layout.ErrorSize];
            BitConverter.GetBytes((uint)Layout.ErrorSize).CopyTo(buffer, 0);
            return buffer;
        }

        /// <summary>Throws what stands in <paramref name="error"/> unless the call succeeded.</summary>
        internal static void Check(AuthForgeStatus status, byte[] error)
        {
            if (status != AuthForgeStatus.Ok) throw Of(error);
        }

        /// <summary>What stands in <paramref name="error"/>, to be thrown.</summary>
        internal static Exception Of(byte[] error)
        {
            var read = Read(error, 0) ?? new AuthForgeException(AuthForgeStatus.InternalError);
            switch (read.Status)
            {
                case AuthForgeStatus.InvalidHandle: return new ObjectDisposedException("AuthForgeClient");
                case AuthForgeStatus.InvalidArgument:
                case AuthForgeStatus.InvalidUtf8:
                case AuthForgeStatus.InvalidConfig: return new ArgumentException(read.Message);
                default: return read;
            }
        }

        /// <summary>Reads an <c>af_error</c>; null for success.</summary>
        internal static AuthForgeException Read(byte[] from, int at)
        {
            var status = (AuthForgeStatus)BitConverter.ToInt32(from, at + Layout.ErrorStatus);
            if (status == AuthForgeStatus.Ok) return null;
            var message = Text.Out(from, at + Layout.ErrorMessage, Layout.ErrorMessageSize);
            return new AuthForgeException(status, Text.Out(from, at + Layout.ErrorCode, Layout.ErrorCodeSize),
                (int)status < 100 ? InCSharp(message) : message,
                BitConverter.ToInt32(from, at + Layout.ErrorHttpStatus),
                TimeSpan.FromMilliseconds(BitConverter.ToUInt32(from, at + Layout.ErrorRetryAfterMs)));
        }

        /// <summary>Whole words only.</summary>
        internal static string InCSharp(string message)
        {
            var text = new StringBuilder();
            for (var at = 0; at < message.Length;)
            {
                var end = at;
                while (end < message.Length && (char.IsLetterOrDigit(message[end]) || message[end] == '_')) end++;
                if (end == at) text.Append(message[at++]);
                else text.Append(NameOf(message.Substring(at, end - at)));
                at = Math.Max(at, end);
            }
            return text.Replace("allow it explicitly", "set AllowPlainHttp").ToString();
        }

        private static string NameOf(string word)
        {
            for (var i = 0; i < Names.Length; i += 2)
            {
                if (Names[i] == word) return Names[i + 1];
            }
            return word;
        }
    }
}

namespace LibAuthForge
{
    internal enum StatusClass
    {
        Success,
        Usage,
        Transient,
        Fatal,
    }

    internal static partial class StatusTable
    {
        /// <summary>A status that this version does not know is judged as the library judges it.</summary>
        internal static Row Of(AuthForgeStatus status)
        {
            foreach (var row in Rows)
            {
                if (row.Status == status) return row;
            }
            return Unknown;
        }

        /// <summary><c>ServerOther</c> for a code that this version does not know.</summary>
        internal static AuthForgeStatus StatusOf(string code)
        {
            foreach (var row in Rows)
            {
                if (row.Code == code) return row.Status;
            }
            return AuthForgeStatus.ServerOther;
        }

        private static readonly Row Unknown = new Row(AuthForgeStatus.ServerOther, "unknown", AuthForgeAdvice.Stop,
            StatusClass.Transient, AuthForgeUserMessage.LicenseRefused, "a status that this version does not know");

        internal sealed class Row
        {
            internal readonly AuthForgeStatus Status;
            internal readonly string Code;
            internal readonly AuthForgeAdvice Advice;
            internal readonly StatusClass Class;
            internal readonly AuthForgeUserMessage UserMessage;
            internal readonly string Message;

            internal Row(AuthForgeStatus status, string code, AuthForgeAdvice advice, StatusClass @class,
                AuthForgeUserMessage userMessage, string message)
            {
                Status = status;
                Code = code;
                Advice = advice;
                Class = @class;
                UserMessage = userMessage;
                Message = message;
            }
        }
    }
}

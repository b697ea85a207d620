namespace LibAuthForge
{
    // Variables, for every frame.
    public sealed partial class AuthForgeBehaviour
    {
        /// <summary>A variable of the license; the fallback without a license, without such a variable, and for one
        /// of another type. For every frame.</summary>
        public bool GetLicenseBool(string variable, bool fallback)
        {
            var session = Session;
            return session == null ? fallback : session.LicenseVariables.GetBool(variable, fallback);
        }

        /// <summary>As <see cref="GetLicenseBool"/>.</summary>
        public long GetLicenseInt(string variable, long fallback)
        {
            var session = Session;
            return session == null ? fallback : session.LicenseVariables.GetInt(variable, fallback);
        }

        /// <summary>As <see cref="GetLicenseBool"/>.</summary>
        public double GetLicenseDouble(string variable, double fallback)
        {
            var session = Session;
            return session == null ? fallback : session.LicenseVariables.GetDouble(variable, fallback);
        }

        /// <summary>As <see cref="GetLicenseBool"/>.</summary>
        public string GetLicenseString(string variable, string fallback)
        {
            var session = Session;
            return session == null ? fallback : session.LicenseVariables.GetString(variable, fallback);
        }

        /// <summary>A variable of the app; otherwise as <see cref="GetLicenseBool"/>.</summary>
        public bool GetAppBool(string variable, bool fallback)
        {
            var session = Session;
            return session == null ? fallback : session.AppVariables.GetBool(variable, fallback);
        }

        /// <summary>As <see cref="GetAppBool"/>.</summary>
        public long GetAppInt(string variable, long fallback)
        {
            var session = Session;
            return session == null ? fallback : session.AppVariables.GetInt(variable, fallback);
        }

        /// <summary>As <see cref="GetAppBool"/>.</summary>
        public double GetAppDouble(string variable, double fallback)
        {
            var session = Session;
            return session == null ? fallback : session.AppVariables.GetDouble(variable, fallback);
        }

        /// <summary>As <see cref="GetAppBool"/>.</summary>
        public string GetAppString(string variable, string fallback)
        {
            var session = Session;
            return session == null ? fallback : session.AppVariables.GetString(variable, fallback);
        }
    }
}

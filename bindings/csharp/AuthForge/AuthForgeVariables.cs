using System;
using System.Collections;
using System.Collections.Generic;

namespace AuthForge
{
    /// <summary>Variables of a session, of the license or of the app; enumerates their names, sorted. They are read
    /// from the library once; after that a lookup makes no garbage and no native call.</summary>
    public sealed class AuthForgeVariables : IEnumerable<string>
    {
        private static readonly Values None = new Values();

        private readonly SessionHandle _handle;
        private readonly VariableScope _scope;
        private volatile Values _values;

        internal AuthForgeVariables(SessionHandle handle, VariableScope scope)
        {
            _handle = handle;
            _scope = scope;
        }

        /// <summary>How many there are.</summary>
        public int Count
        {
            get { return Read().Names.Count; }
        }

        /// <summary>All of them as a JSON object; null after the session was disposed.</summary>
        public string Json
        {
            get
            {
                using (var session = new Lent(_handle)) return Text.Out(_scope.Json(session.Raw));
            }
        }

        /// <summary>What a variable is; <see cref="AuthForgeVariableType.None"/> when there is no such.</summary>
        public AuthForgeVariableType TypeOf(string name)
        {
            return Find(name).Type;
        }

        /// <summary>True or false; <paramref name="fallback"/> when there is no such variable or it is of another
        /// type.</summary>
        public bool GetBool(string name, bool fallback)
        {
            var value = Find(name);
            return value.Type == AuthForgeVariableType.Bool ? value.Int != 0 : fallback;
        }

        /// <summary>A whole number, as <see cref="GetBool"/>.</summary>
        public long GetInt(string name, long fallback)
        {
            var value = Find(name);
            return value.Type == AuthForgeVariableType.Int ? value.Int : fallback;
        }

        /// <summary>Any number, as <see cref="GetBool"/>.</summary>
        public double GetDouble(string name, double fallback)
        {
            var value = Find(name);
            if (value.Type == AuthForgeVariableType.Int) return value.Int;
            return value.Type == AuthForgeVariableType.Double ? value.Double : fallback;
        }

        /// <summary>A text, as <see cref="GetBool"/>.</summary>
        public string GetString(string name, string fallback = null)
        {
            var value = Find(name);
            return value.Type == AuthForgeVariableType.String ? value.String : fallback;
        }

        /// <summary>The names, sorted by the bytes of their UTF-8.</summary>
        public IEnumerator<string> GetEnumerator()
        {
            return Read().Names.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return GetEnumerator();
        }

        private Value Find(string name)
        {
            Value value;
            return name != null && Read().ByName.TryGetValue(name, out value) ? value : Value.None;
        }

        private Values Read()
        {
            var values = _values;
            if (values != null) return values;
            using (var session = new Lent(_handle))
            {
                if (session.Raw == IntPtr.Zero) return None;
                values = ReadAll(session.Raw);
            }
            _values = values;
            return values;
        }

        private Values ReadAll(IntPtr session)
        {
            var values = new Values();
            var count = (uint)_scope.Count(session);
            for (uint i = 0; i < count; i++)
            {
                var name = Text.Out(_scope.Name(session, (UIntPtr)i));
                if (name == null) continue;
                values.Names.Add(name);
                values.ByName[name] = ReadOne(session, Text.In(name, "name"));
            }
            return values;
        }

        private Value ReadOne(IntPtr session, byte[] name)
        {
            var type = _scope.Type(session, name);
            var value = new Value(type);
            switch (type)
            {
                case AuthForgeVariableType.Bool: value.Int = _scope.Bool(session, name, false) ? 1 : 0; break;
                case AuthForgeVariableType.Int: value.Int = _scope.Int(session, name, 0); break;
                case AuthForgeVariableType.Double: value.Double = _scope.Double(session, name, 0); break;
                case AuthForgeVariableType.String: value.String = Text.Out(_scope.String(session, name, IntPtr.Zero)); break;
            }
            return value;
        }

        private sealed class Values
        {
            internal readonly List<string> Names = new List<string>();
            internal readonly Dictionary<string, Value> ByName = new Dictionary<string, Value>(StringComparer.Ordinal);
        }

        private sealed class Value
        {
            internal static readonly Value None = new Value(AuthForgeVariableType.None);

            internal readonly AuthForgeVariableType Type;
            internal long Int;
            internal double Double;
            internal string String;

            internal Value(AuthForgeVariableType type)
            {
                Type = type;
            }
        }
    }

    /// <summary>The functions for one kind of variables.</summary>
    internal sealed class VariableScope
    {
        internal static readonly VariableScope License = new VariableScope
        {
            Count = Native.af_session_license_count,
            Name = Native.af_session_license_name,
            Type = Native.af_session_license_type,
            Bool = Native.af_session_license_bool,
            Int = Native.af_session_license_int,
            Double = Native.af_session_license_double,
            String = Native.af_session_license_string,
            Json = Native.af_session_license_json,
        };

        internal static readonly VariableScope App = new VariableScope
        {
            Count = Native.af_session_app_count,
            Name = Native.af_session_app_name,
            Type = Native.af_session_app_type,
            Bool = Native.af_session_app_bool,
            Int = Native.af_session_app_int,
            Double = Native.af_session_app_double,
            String = Native.af_session_app_string,
            Json = Native.af_session_app_json,
        };

        internal Func<IntPtr, UIntPtr> Count;
        internal Func<IntPtr, UIntPtr, IntPtr> Name;
        internal Func<IntPtr, byte[], AuthForgeVariableType> Type;
        internal Func<IntPtr, byte[], bool, bool> Bool;
        internal Func<IntPtr, byte[], long, long> Int;
        internal Func<IntPtr, byte[], double, double> Double;
        internal Func<IntPtr, byte[], IntPtr, IntPtr> String;
        internal Func<IntPtr, IntPtr> Json;
    }
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace LibAuthForge
{
    /// <summary>Variables of a session, of the license or of the app; enumerates their names, sorted. They are read
    /// from the library once; after that a lookup makes no garbage and no native call.</summary>
    public sealed class AuthForgeVariables : IEnumerable<string>
    {
        private static readonly Values None = new Values();

        private readonly SessionHandle _handle;
        private readonly int _scope;
        private volatile Values _values;

        internal AuthForgeVariables(SessionHandle handle, NativeScope scope)
        {
            _handle = handle;
            _scope = (int)scope;
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
                using (var session = new BorrowedHandle(_handle)) return Text.Out(Native.af_session_variables_json(session.Raw, _scope));
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
            using (var session = new BorrowedHandle(_handle))
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
            var count = (uint)Native.af_session_variable_count(session, _scope);
            for (uint i = 0; i < count; i++)
            {
                var name = Text.Out(Native.af_session_variable_name_at(session, _scope, (UIntPtr)i));
                if (name == null) continue;
                values.Names.Add(name);
                values.ByName[name] = ReadOne(session, Text.In(name, "name"));
            }
            return values;
        }

        private Value ReadOne(IntPtr session, byte[] name)
        {
            var found = new Native.Variable { StructSize = (uint)Marshal.SizeOf<Native.Variable>() };
            if (!Native.af_session_variable(session, _scope, name, ref found)) return Value.None;
            var value = new Value(found.Type);
            value.Int = found.Type == AuthForgeVariableType.Bool ? found.BoolValue : found.IntValue;
            value.Double = found.DoubleValue;
            if (found.Type == AuthForgeVariableType.String) value.String = Text.Out(found.StringValue);
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
}

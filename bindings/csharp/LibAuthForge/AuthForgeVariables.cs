using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace LibAuthForge
{
    /// <summary>Variables of a session, of the license or of the app: their names, in the order of their UTF-8, and
    /// values (<see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, null; arrays and
    /// objects as their JSON). Never changes. A typed lookup makes no garbage.</summary>
    [DebuggerDisplay("Count = {Count}")]
    public sealed class AuthForgeVariables : IReadOnlyDictionary<string, object>
    {
        private readonly List<string> _names = new List<string>();

        private readonly Dictionary<string, VariableValue> _values =
            new Dictionary<string, VariableValue>(StringComparer.Ordinal);

        private readonly string _json;

        internal AuthForgeVariables(string json)
        {
            _json = json ?? "{}";
        }

        /// <summary>None.</summary>
        public static AuthForgeVariables Empty { get; } = new AuthForgeVariables(null);

        /// <summary>How many there are.</summary>
        public int Count
        {
            get { return _names.Count; }
        }

        /// <summary>Their names, in order.</summary>
        public IEnumerable<string> Keys
        {
            get { return _names; }
        }

        /// <summary>Their values, in the order of the names.</summary>
        public IEnumerable<object> Values
        {
            get
            {
                foreach (var name in _names) yield return _values[name].Boxed;
            }
        }

        /// <summary>The value of a variable.</summary>
        /// <exception cref="KeyNotFoundException">There is none of this name: <see cref="TryGetValue"/> and
        /// <see cref="GetString"/> and its like do not throw.</exception>
        [MaybeNull]
        public object this[string key]
        {
            get
            {
                object value;
                if (TryGetValue(key, out value)) return value;
                throw new KeyNotFoundException("there is no variable \"" + key + "\"; there are: " + string.Join(", ", _names));
            }
        }

        /// <summary>All of them as a JSON object.</summary>
        public string GetJson()
        {
            return _json;
        }

        /// <summary>Whether there is one of this name.</summary>
        public bool ContainsKey(string key)
        {
            return key != null && _values.ContainsKey(key);
        }

        /// <summary>The value of a variable, if there is one of this name.</summary>
        public bool TryGetValue(string key, [MaybeNull] out object value)
        {
            VariableValue found;
            var is_ = TryFind(key, out found);
            value = is_ ? found.Boxed : null;
            return is_;
        }

        /// <summary>What a variable is; <see cref="AuthForgeVariableType.None"/> when there is no such.</summary>
        public AuthForgeVariableType TypeOf(string name)
        {
            VariableValue found;
            return TryFind(name, out found) ? found.Type : AuthForgeVariableType.None;
        }

        /// <summary>True or false; <paramref name="fallback"/> when there is no such variable or it is of another
        /// type.</summary>
        public bool GetBool(string name, bool fallback = false)
        {
            bool value;
            return TryGetBool(name, out value) ? value : fallback;
        }

        /// <summary>A whole number, as <see cref="GetBool"/>.</summary>
        public long GetInt(string name, long fallback = 0)
        {
            long value;
            return TryGetInt(name, out value) ? value : fallback;
        }

        /// <summary>Any number, as <see cref="GetBool"/>.</summary>
        public double GetDouble(string name, double fallback = 0)
        {
            double value;
            return TryGetDouble(name, out value) ? value : fallback;
        }

        /// <summary>A text, as <see cref="GetBool"/>.</summary>
        [return: MaybeNull, NotNullIfNotNull("fallback")]
        public string GetString(string name, [AllowNull] string fallback = null)
        {
            string value;
            return TryGetString(name, out value) ? value : fallback;
        }

        /// <summary>True or false, if there is such a variable and it is of this type.</summary>
        public bool TryGetBool(string name, out bool value)
        {
            VariableValue found;
            var is_ = TryFind(name, out found) && found.Type == AuthForgeVariableType.Bool;
            value = is_ && found.Int != 0;
            return is_;
        }

        /// <summary>A whole number, as <see cref="TryGetBool"/>.</summary>
        public bool TryGetInt(string name, out long value)
        {
            VariableValue found;
            var is_ = TryFind(name, out found) && found.Type == AuthForgeVariableType.Int;
            value = is_ ? found.Int : 0;
            return is_;
        }

        /// <summary>Any number, as <see cref="TryGetBool"/>.</summary>
        public bool TryGetDouble(string name, out double value)
        {
            VariableValue found;
            var is_ = TryFind(name, out found) && (found.Type == AuthForgeVariableType.Double ||
                found.Type == AuthForgeVariableType.Int);
            value = !is_ ? 0 : found.Type == AuthForgeVariableType.Int ? found.Int : found.Double;
            return is_;
        }

        /// <summary>A text, as <see cref="TryGetBool"/>.</summary>
        public bool TryGetString(string name, [MaybeNullWhen(false)] out string value)
        {
            VariableValue found;
            var is_ = TryFind(name, out found) && found.Type == AuthForgeVariableType.String;
            value = is_ ? found.Text : null;
            return is_;
        }

        /// <summary>Names and values, in the order of the names.</summary>
        public IEnumerator<KeyValuePair<string, object>> GetEnumerator()
        {
            foreach (var name in _names) yield return new KeyValuePair<string, object>(name, _values[name].Boxed);
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return GetEnumerator();
        }

        /// <summary>Only while it is made.</summary>
        internal void Add(string name, VariableValue value)
        {
            if (!_values.ContainsKey(name)) _names.Add(name);
            _values[name] = value;
        }

        private bool TryFind(string name, out VariableValue found)
        {
            found = default(VariableValue);
            return name != null && _values.TryGetValue(name, out found);
        }
    }

    internal struct VariableValue
    {
        internal readonly AuthForgeVariableType Type;
        internal readonly long Int;
        internal readonly double Double;
        internal readonly string Text;

        internal VariableValue(AuthForgeVariableType type, long whole, double number, string text)
        {
            Type = type;
            Int = whole;
            Double = number;
            Text = text;
        }

        internal object Boxed
        {
            get
            {
                switch (Type)
                {
                    case AuthForgeVariableType.Bool: return Int != 0;
                    case AuthForgeVariableType.Int: return Int;
                    case AuthForgeVariableType.Double: return Double;
                    default: return Text;
                }
            }
        }
    }
}

// Reads one text out of a JSON object that the library has already read: no parser, which .NET Standard has not got.

using System.Globalization;
using System.Text;

namespace LibAuthForge
{
    internal static class JsonText
    {
        /// <summary>The text that a field of the outermost object has; null when there is none.</summary>
        internal static string FieldOf(string json, string name)
        {
            if (json == null) return null;
            var depth = 0;
            string key = null;
            for (var at = 0; at < json.Length; at++)
            {
                switch (json[at])
                {
                    case '{':
                    case '[':
                        depth++;
                        break;
                    case '}':
                    case ']':
                        depth--;
                        break;
                    case ',':
                        key = null;
                        break;
                    case '"':
                        var text = StringAt(json, ref at);
                        if (depth != 1) break;
                        if (key == name) return text;
                        key = text;
                        break;
                }
            }
            return null;
        }

        /// <summary>From one quote to the other, where <paramref name="at"/> is afterwards.</summary>
        private static string StringAt(string json, ref int at)
        {
            var text = new StringBuilder();
            for (at++; at < json.Length && json[at] != '"'; at++)
            {
                if (json[at] == '\\' && at + 1 < json.Length) text.Append(Escaped(json, ref at));
                else text.Append(json[at]);
            }
            return text.ToString();
        }

        private static char Escaped(string json, ref int at)
        {
            at++;
            switch (json[at])
            {
                case 'n': return '\n';
                case 't': return '\t';
                case 'r': return '\r';
                case 'b': return '\b';
                case 'f': return '\f';
                case 'u':
                    int code;
                    var four = at + 4 < json.Length ? json.Substring(at + 1, 4) : "";
                    if (!int.TryParse(four, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out code)) return 'u';
                    at += 4;
                    return (char)code;
                default: return json[at];
            }
        }
    }
}

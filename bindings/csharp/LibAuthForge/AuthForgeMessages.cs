using System;
using System.Collections.Generic;
using System.Globalization;

namespace LibAuthForge
{
    /// <summary>What users are told, for the whole process: English, unless another language or words of your own are
    /// set. <see cref="AuthForgeException.UserMessage"/> says it of what went wrong.</summary>
    public static partial class AuthForgeMessages
    {
        /// <summary>One sentence for the player or customer: what went wrong, and what to do about it.</summary>
        public static string Of(AuthForgeStatus status)
        {
            try
            {
                NativeLibraryCheck.Ensure();
            }
            catch (AuthForgeNativeLibraryException)
            {
                // A program's own tests do without it, and it is told by whatever needs it.
                return InEnglish(IdOf(status));
            }
            return Text.Out(Native.af_status_user_message((int)status));
        }

        /// <summary>Which sentence that is, for hosts that have the texts in a place of their own.</summary>
        public static AuthForgeUserMessage IdOf(AuthForgeStatus status)
        {
            return StatusTable.Of(status).UserMessage;
        }

        /// <summary>Sets what users are told. What is not in <paramref name="messages"/> is said in English; null or none
        /// is English for all.</summary>
        /// <exception cref="AuthForgeException">An empty text, one of more than 1024 bytes, or half a character in one;
        /// <see cref="AuthForgeStatus.TooMany"/> after 64 different tables.</exception>
        public static void Set(IDictionary<AuthForgeUserMessage, string> messages)
        {
            NativeLibraryCheck.Ensure();
            var raw = new List<Native.UserMessage>();
            var texts = new List<PinnedText>();
            var error = Failure.NewBuffer();
            try
            {
                if (messages != null)
                {
                    foreach (var pair in messages)
                    {
                        if (string.IsNullOrEmpty(pair.Value))
                        {
                            throw new ArgumentException("the text for " + pair.Key + " is empty", nameof(messages));
                        }
                        var text = new PinnedText(pair.Value, pair.Key.ToString());
                        texts.Add(text);
                        raw.Add(new Native.UserMessage { Id = (int)pair.Key, Text = text.Address });
                    }
                }
                if (Native.af_set_user_messages(raw.ToArray(), (UIntPtr)(uint)raw.Count, error) == AuthForgeStatus.Ok) return;
                throw Refusal(Failure.Of(error), raw);
            }
            finally
            {
                foreach (var text in texts) text.Dispose();
            }
        }

        /// <summary>The library counts its messages, and here they have names.</summary>
        private static Exception Refusal(Exception refused, List<Native.UserMessage> raw)
        {
            if (!(refused is ArgumentException)) return refused;
            var said = refused.Message;
            for (var i = 0; i < raw.Count; i++)
            {
                said = said.Replace("messages[" + i + "]", "messages[" + (AuthForgeUserMessage)raw[i].Id + "]");
            }
            return new ArgumentException(said);
        }

        /// <summary>Sets the translation for a culture, such as <see cref="CultureInfo.CurrentUICulture"/>; English where
        /// there is none.</summary>
        /// <returns>Whether users are told in their language now.</returns>
        public static bool Use(CultureInfo culture)
        {
            if (culture == null) throw new ArgumentNullException(nameof(culture));
            // Not its two letters: without ICU .NET has "iv" for all.
            var language = culture.Name.Split('-')[0];
            var translation = TranslationFor(language);
            Set(translation);
            return translation != null || language == "en";
        }
    }
}

// Made from messages/ by `cargo xtask generate`; do not edit.

using System.Collections.Generic;

namespace LibAuthForge
{
    public static partial class AuthForgeMessages
    {
        /// <summary>What users are told, in German; for <see cref="Set"/>.</summary>
        public static IDictionary<AuthForgeUserMessage, string> German
        {
            get
            {
                return new Dictionary<AuthForgeUserMessage, string>
                {
                    { AuthForgeUserMessage.Success,
                        "Alles in Ordnung." },
                    { AuthForgeUserMessage.Cancelled,
                        "Der Vorgang wurde abgebrochen." },
                    { AuthForgeUserMessage.ProgramFault,
                        "In diesem Programm stimmt etwas nicht; bitte dem Hersteller melden." },
                    { AuthForgeUserMessage.ComputerBusy,
                        "Dieser Computer ist gerade \u00fcberlastet; bitte andere Programme schlie\u00dfen oder es sp\u00e4ter erneut versuchen." },
                    { AuthForgeUserMessage.ComputerUnknown,
                        "Dieser Computer l\u00e4sst sich nicht von anderen unterscheiden; bitte an den Hersteller des Programms wenden." },
                    { AuthForgeUserMessage.NotLoggedIn,
                        "Es besteht keine Anmeldung; bitte erneut anmelden." },
                    { AuthForgeUserMessage.KeyMissing,
                        "Bitte den Lizenzschl\u00fcssel eingeben." },
                    { AuthForgeUserMessage.KeyNotValid,
                        "Dieser Lizenzschl\u00fcssel gilt nicht f\u00fcr dieses Programm; bitte genau so eingeben, wie er ausgestellt wurde." },
                    { AuthForgeUserMessage.NoConnection,
                        "Der Lizenzdienst ist nicht erreichbar; bitte die Internetverbindung pr\u00fcfen oder es sp\u00e4ter erneut versuchen." },
                    { AuthForgeUserMessage.NoSecureConnection,
                        "Es kommt keine sichere Verbindung zum Lizenzdienst zustande; bitte ein anderes Netzwerk versuchen oder den Betreiber des Netzwerks fragen." },
                    { AuthForgeUserMessage.ClockWrong,
                        "Datum oder Uhrzeit dieses Computers scheinen falsch zu sein; bitte richtig einstellen und es erneut versuchen." },
                    { AuthForgeUserMessage.ServiceTrouble,
                        "Der Lizenzdienst hat gerade eine St\u00f6rung; bitte sp\u00e4ter erneut versuchen." },
                    { AuthForgeUserMessage.OtherAnswer,
                        "Geantwortet hat etwas anderes als der Lizenzdienst; falls das Netzwerk eine Anmeldeseite hat, bitte dort anmelden und es erneut versuchen." },
                    { AuthForgeUserMessage.NotGenuine,
                        "Der Antwort des Lizenzdienstes ist nicht zu trauen; bitte ein anderes Netzwerk versuchen oder sich an den Hersteller des Programms wenden." },
                    { AuthForgeUserMessage.LicenseRefused,
                        "Der Lizenzdienst hat diese Lizenz abgelehnt; bitte an den Hersteller des Programms wenden." },
                    { AuthForgeUserMessage.LicenseExpired,
                        "Die Lizenz ist abgelaufen; bitte verl\u00e4ngern." },
                    { AuthForgeUserMessage.LicenseRevoked,
                        "Die Lizenz wurde zur\u00fcckgezogen; bitte an den Hersteller des Programms wenden." },
                    { AuthForgeUserMessage.NoSeat,
                        "Die Lizenz gilt f\u00fcr andere Computer oder wird schon auf so vielen genutzt, wie sie erlaubt; bitte beim Hersteller des Programms einen Platz freigeben lassen." },
                    { AuthForgeUserMessage.Blocked,
                        "Dieser Computer oder dieses Netzwerk ist gesperrt; bitte an den Hersteller des Programms wenden." },
                    { AuthForgeUserMessage.TooManyAttempts,
                        "Es gab zu viele Versuche; bitte eine Minute warten und es erneut versuchen." },
                    { AuthForgeUserMessage.VendorMustAct,
                        "Lizenzen lassen sich gerade nicht pr\u00fcfen, was nur der Hersteller des Programms beheben kann; bitte dort Bescheid geben." },
                    { AuthForgeUserMessage.ProgramSwitchedOff,
                        "Dieses Programm wurde von seinem Hersteller abgeschaltet; bitte an ihn wenden." },
                    { AuthForgeUserMessage.ProgramNotAccepted,
                        "Diese Programmversion kann die Lizenz nicht nutzen; bitte das Programm aktualisieren oder sich an den Hersteller wenden." },
                    { AuthForgeUserMessage.DemoLimit,
                        "Die Demo hat ihre Grenze f\u00fcr heute erreicht; bitte morgen erneut versuchen." },
                    { AuthForgeUserMessage.NoOfflineActivation,
                        "Diese Lizenz l\u00e4sst sich nicht f\u00fcr die Nutzung ohne Internet aktivieren; bitte online anmelden oder sich an den Hersteller des Programms wenden." },
                    { AuthForgeUserMessage.FileNotValid,
                        "Diese Lizenzdatei ist besch\u00e4digt oder nicht f\u00fcr dieses Programm; bitte eine andere w\u00e4hlen oder beim Hersteller des Programms eine anfordern." },
                    { AuthForgeUserMessage.FileNotRead,
                        "Die Lizenzdatei l\u00e4sst sich nicht lesen; bitte pr\u00fcfen, ob sie vorhanden ist und ge\u00f6ffnet werden darf." },
                    { AuthForgeUserMessage.FileNotWritten,
                        "Die Datei l\u00e4sst sich nicht speichern; bitte den freien Speicherplatz pr\u00fcfen oder einen anderen Ort w\u00e4hlen." },
                    { AuthForgeUserMessage.RequestNotComplete,
                        "Das ist keine vollst\u00e4ndige Aktivierungsanfrage; bitte erneut kopieren oder senden." },
                    { AuthForgeUserMessage.RequestNotLicense,
                        "Das ist die Aktivierungsanfrage; bitte an den Hersteller des Programms senden und die Lizenzdatei w\u00e4hlen, die zur\u00fcckkommt." },
                };
            }
        }

        /// <summary>What users are told, in Spanish; for <see cref="Set"/>.</summary>
        public static IDictionary<AuthForgeUserMessage, string> Spanish
        {
            get
            {
                return new Dictionary<AuthForgeUserMessage, string>
                {
                    { AuthForgeUserMessage.Success,
                        "Todo est\u00e1 en orden." },
                    { AuthForgeUserMessage.Cancelled,
                        "La operaci\u00f3n se ha cancelado." },
                    { AuthForgeUserMessage.ProgramFault,
                        "Algo falla en este programa; comun\u00edqueselo a su desarrollador." },
                    { AuthForgeUserMessage.ComputerBusy,
                        "Este equipo est\u00e1 demasiado ocupado en este momento; cierre otros programas o int\u00e9ntelo m\u00e1s tarde." },
                    { AuthForgeUserMessage.ComputerUnknown,
                        "Este equipo no se puede distinguir de otros; p\u00f3ngase en contacto con el desarrollador de este programa." },
                    { AuthForgeUserMessage.NotLoggedIn,
                        "No hay ninguna sesi\u00f3n iniciada; vuelva a iniciar sesi\u00f3n." },
                    { AuthForgeUserMessage.KeyMissing,
                        "Introduzca su clave de licencia." },
                    { AuthForgeUserMessage.KeyNotValid,
                        "Esta clave de licencia no es v\u00e1lida para este programa; introd\u00fazcala exactamente como la recibi\u00f3." },
                    { AuthForgeUserMessage.NoConnection,
                        "No se puede acceder al servicio de licencias; compruebe su conexi\u00f3n a Internet o int\u00e9ntelo m\u00e1s tarde." },
                    { AuthForgeUserMessage.NoSecureConnection,
                        "No se puede establecer una conexi\u00f3n segura con el servicio de licencias; pruebe con otra red o consulte al responsable de la suya." },
                    { AuthForgeUserMessage.ClockWrong,
                        "La fecha o la hora de este equipo parecen incorrectas; aj\u00fastelas y vuelva a intentarlo." },
                    { AuthForgeUserMessage.ServiceTrouble,
                        "El servicio de licencias tiene un problema en este momento; int\u00e9ntelo m\u00e1s tarde." },
                    { AuthForgeUserMessage.OtherAnswer,
                        "Ha respondido algo distinto del servicio de licencias; si su red tiene una p\u00e1gina de inicio de sesi\u00f3n, identif\u00edquese en ella y vuelva a intentarlo." },
                    { AuthForgeUserMessage.NotGenuine,
                        "La respuesta del servicio de licencias no es de fiar; pruebe con otra red o p\u00f3ngase en contacto con el desarrollador de este programa." },
                    { AuthForgeUserMessage.LicenseRefused,
                        "El servicio de licencias ha rechazado esta licencia; p\u00f3ngase en contacto con el desarrollador de este programa." },
                    { AuthForgeUserMessage.LicenseExpired,
                        "Su licencia ha caducado; renu\u00e9vela." },
                    { AuthForgeUserMessage.LicenseRevoked,
                        "Su licencia ha sido revocada; p\u00f3ngase en contacto con el desarrollador de este programa." },
                    { AuthForgeUserMessage.NoSeat,
                        "Su licencia es para otros equipos o ya se usa en todos los que permite; pida al desarrollador de este programa que libere una plaza." },
                    { AuthForgeUserMessage.Blocked,
                        "Este equipo o esta red est\u00e1n bloqueados; p\u00f3ngase en contacto con el desarrollador de este programa." },
                    { AuthForgeUserMessage.TooManyAttempts,
                        "Ha habido demasiados intentos; espere un minuto y vuelva a intentarlo." },
                    { AuthForgeUserMessage.VendorMustAct,
                        "En este momento no se pueden comprobar las licencias, y solo el desarrollador de este programa puede resolverlo; av\u00edsele." },
                    { AuthForgeUserMessage.ProgramSwitchedOff,
                        "El desarrollador de este programa lo ha desactivado; p\u00f3ngase en contacto con \u00e9l." },
                    { AuthForgeUserMessage.ProgramNotAccepted,
                        "Esta versi\u00f3n del programa no puede usar su licencia; actualice el programa o p\u00f3ngase en contacto con su desarrollador." },
                    { AuthForgeUserMessage.DemoLimit,
                        "La demostraci\u00f3n ha alcanzado su l\u00edmite de hoy; int\u00e9ntelo ma\u00f1ana." },
                    { AuthForgeUserMessage.NoOfflineActivation,
                        "Esta licencia no se puede activar para usarla sin Internet; inicie sesi\u00f3n en l\u00ednea o p\u00f3ngase en contacto con el desarrollador de este programa." },
                    { AuthForgeUserMessage.FileNotValid,
                        "Este archivo de licencia est\u00e1 da\u00f1ado o no es para este programa; elija otro o pida uno al desarrollador de este programa." },
                    { AuthForgeUserMessage.FileNotRead,
                        "No se puede leer el archivo de licencia; compruebe que existe y que se puede abrir." },
                    { AuthForgeUserMessage.FileNotWritten,
                        "No se puede guardar el archivo; compruebe el espacio libre o elija otra ubicaci\u00f3n." },
                    { AuthForgeUserMessage.RequestNotComplete,
                        "Esta no es una solicitud de activaci\u00f3n completa; vuelva a copiarla o a enviarla." },
                    { AuthForgeUserMessage.RequestNotLicense,
                        "Esta es la solicitud de activaci\u00f3n; env\u00edela al desarrollador de este programa y elija el archivo de licencia que reciba." },
                };
            }
        }

        /// <summary>The translation for a language, such as <c>de</c>; null if there is none, as for English,
        /// which is built in.</summary>
        private static IDictionary<AuthForgeUserMessage, string> TranslationFor(string language)
        {
            switch (language)
            {
                case "de": return German;
                case "es": return Spanish;
                default: return null;
            }
        }

        /// <summary>What the library says without a translation.</summary>
        private static string InEnglish(AuthForgeUserMessage message)
        {
            switch (message)
            {
                case AuthForgeUserMessage.Success:
                    return "Everything is in order.";
                case AuthForgeUserMessage.Cancelled:
                    return "This was cancelled.";
                case AuthForgeUserMessage.ProgramFault:
                    return "Something is wrong in this program; please report it to its maker.";
                case AuthForgeUserMessage.ComputerBusy:
                    return "This computer is too busy at the moment; close other programs, or try again later.";
                case AuthForgeUserMessage.ComputerUnknown:
                    return "This computer cannot be told apart from others; please contact the maker of this program.";
                case AuthForgeUserMessage.NotLoggedIn:
                    return "You are not logged in; please log in again.";
                case AuthForgeUserMessage.KeyMissing:
                    return "Please enter your license key.";
                case AuthForgeUserMessage.KeyNotValid:
                    return "This license key is not valid for this program; please enter it exactly as you received it.";
                case AuthForgeUserMessage.NoConnection:
                    return "The license service cannot be reached; check your internet connection, or try again later.";
                case AuthForgeUserMessage.NoSecureConnection:
                    return "There is no secure connection to the license service; try another network, or ask whoever runs yours.";
                case AuthForgeUserMessage.ClockWrong:
                    return "The date or time of this computer seems to be wrong; please set it and try again.";
                case AuthForgeUserMessage.ServiceTrouble:
                    return "The license service has a problem at the moment; please try again later.";
                case AuthForgeUserMessage.OtherAnswer:
                    return "Something other than the license service has answered; if your network has a sign-in page, sign in there and try again.";
                case AuthForgeUserMessage.NotGenuine:
                    return "The answer of the license service cannot be trusted; try another network, or contact the maker of this program.";
                case AuthForgeUserMessage.LicenseRefused:
                    return "The license service has refused this license; please contact the maker of this program.";
                case AuthForgeUserMessage.LicenseExpired:
                    return "Your license has expired; please renew it.";
                case AuthForgeUserMessage.LicenseRevoked:
                    return "Your license has been withdrawn; please contact the maker of this program.";
                case AuthForgeUserMessage.NoSeat:
                    return "Your license is for other computers, or in use on as many as it allows; ask the maker of this program to free a place.";
                case AuthForgeUserMessage.Blocked:
                    return "This computer or network is blocked; please contact the maker of this program.";
                case AuthForgeUserMessage.TooManyAttempts:
                    return "There were too many attempts; wait a minute and try again.";
                case AuthForgeUserMessage.VendorMustAct:
                    return "Licenses cannot be checked at the moment, which only the maker of this program can put right; please tell them.";
                case AuthForgeUserMessage.ProgramSwitchedOff:
                    return "This program has been switched off by its maker; please contact them.";
                case AuthForgeUserMessage.ProgramNotAccepted:
                    return "This version of the program cannot use your license; please update it, or contact its maker.";
                case AuthForgeUserMessage.DemoLimit:
                    return "The demo has reached its limit for today; please try again tomorrow.";
                case AuthForgeUserMessage.NoOfflineActivation:
                    return "This license cannot be activated for use without internet; log in online, or contact the maker of this program.";
                case AuthForgeUserMessage.FileNotValid:
                    return "This license file is damaged or not for this program; choose another, or ask the maker of this program for one.";
                case AuthForgeUserMessage.FileNotRead:
                    return "The license file cannot be read; check that it is there and may be opened.";
                case AuthForgeUserMessage.FileNotWritten:
                    return "The file cannot be saved; check the free space, or choose another place.";
                case AuthForgeUserMessage.RequestNotComplete:
                    return "This is not a complete activation request; please copy or send it again.";
                case AuthForgeUserMessage.RequestNotLicense:
                    return "This is the activation request; please send it to the maker of this program, and choose the license file that comes back.";
                default: return "";
            }
        }
    }
}

/* authforge/messages_de.h - what users are told, in German.
 *
 * Made from messages/de.toml by `cargo xtask generate`; do not edit. Escaped, so that it is UTF-8 whatever the
 * compiler takes its sources for. Put it to use with
 *
 *   af_set_user_messages(AF_USER_MESSAGES_DE, AF_USER_MESSAGES_DE_COUNT, NULL);
 */
#ifndef AUTHFORGE_MESSAGES_DE_H
#define AUTHFORGE_MESSAGES_DE_H

#include "authforge.h"

static const af_user_message AF_USER_MESSAGES_DE[] = {
  {AF_USER_MESSAGE_ID_SUCCESS,
   "Alles in Ordnung."},
  {AF_USER_MESSAGE_ID_CANCELLED,
   "Der Vorgang wurde abgebrochen."},
  {AF_USER_MESSAGE_ID_PROGRAM_FAULT,
   "In diesem Programm stimmt etwas nicht; bitte dem Hersteller melden."},
  {AF_USER_MESSAGE_ID_COMPUTER_BUSY,
   "Dieser Computer ist gerade \303\274berlastet; bitte andere Programme schlie\303\237en oder es sp\303\244ter erneut versuchen."},
  {AF_USER_MESSAGE_ID_COMPUTER_UNKNOWN,
   "Dieser Computer l\303\244sst sich nicht von anderen unterscheiden; bitte an den Hersteller des Programms wenden."},
  {AF_USER_MESSAGE_ID_NOT_LOGGED_IN,
   "Es besteht keine Anmeldung; bitte erneut anmelden."},
  {AF_USER_MESSAGE_ID_KEY_MISSING,
   "Bitte den Lizenzschl\303\274ssel eingeben."},
  {AF_USER_MESSAGE_ID_KEY_NOT_VALID,
   "Dieser Lizenzschl\303\274ssel gilt nicht f\303\274r dieses Programm; bitte genau so eingeben, wie er ausgestellt wurde."},
  {AF_USER_MESSAGE_ID_NO_CONNECTION,
   "Der Lizenzdienst ist nicht erreichbar; bitte die Internetverbindung pr\303\274fen oder es sp\303\244ter erneut versuchen."},
  {AF_USER_MESSAGE_ID_NO_SECURE_CONNECTION,
   "Es kommt keine sichere Verbindung zum Lizenzdienst zustande; bitte ein anderes Netzwerk versuchen oder den Betreiber des Netzwerks fragen."},
  {AF_USER_MESSAGE_ID_CLOCK_WRONG,
   "Datum oder Uhrzeit dieses Computers scheinen falsch zu sein; bitte richtig einstellen und es erneut versuchen."},
  {AF_USER_MESSAGE_ID_SERVICE_TROUBLE,
   "Der Lizenzdienst hat gerade eine St\303\266rung; bitte sp\303\244ter erneut versuchen."},
  {AF_USER_MESSAGE_ID_OTHER_ANSWER,
   "Geantwortet hat etwas anderes als der Lizenzdienst; falls das Netzwerk eine Anmeldeseite hat, bitte dort anmelden und es erneut versuchen."},
  {AF_USER_MESSAGE_ID_NOT_GENUINE,
   "Der Antwort des Lizenzdienstes ist nicht zu trauen; bitte ein anderes Netzwerk versuchen oder sich an den Hersteller des Programms wenden."},
  {AF_USER_MESSAGE_ID_LICENSE_REFUSED,
   "Der Lizenzdienst hat diese Lizenz abgelehnt; bitte an den Hersteller des Programms wenden."},
  {AF_USER_MESSAGE_ID_LICENSE_EXPIRED,
   "Die Lizenz ist abgelaufen; bitte verl\303\244ngern."},
  {AF_USER_MESSAGE_ID_LICENSE_REVOKED,
   "Die Lizenz wurde zur\303\274ckgezogen; bitte an den Hersteller des Programms wenden."},
  {AF_USER_MESSAGE_ID_NO_SEAT,
   "Die Lizenz gilt f\303\274r andere Computer oder wird schon auf so vielen genutzt, wie sie erlaubt; bitte beim Hersteller des Programms einen Platz freigeben lassen."},
  {AF_USER_MESSAGE_ID_BLOCKED,
   "Dieser Computer oder dieses Netzwerk ist gesperrt; bitte an den Hersteller des Programms wenden."},
  {AF_USER_MESSAGE_ID_TOO_MANY_ATTEMPTS,
   "Es gab zu viele Versuche; bitte eine Minute warten und es erneut versuchen."},
  {AF_USER_MESSAGE_ID_VENDOR_MUST_ACT,
   "Lizenzen lassen sich gerade nicht pr\303\274fen, was nur der Hersteller des Programms beheben kann; bitte dort Bescheid geben."},
  {AF_USER_MESSAGE_ID_PROGRAM_SWITCHED_OFF,
   "Dieses Programm wurde von seinem Hersteller abgeschaltet; bitte an ihn wenden."},
  {AF_USER_MESSAGE_ID_PROGRAM_NOT_ACCEPTED,
   "Diese Programmversion kann die Lizenz nicht nutzen; bitte das Programm aktualisieren oder sich an den Hersteller wenden."},
  {AF_USER_MESSAGE_ID_DEMO_LIMIT,
   "Die Demo hat ihre Grenze f\303\274r heute erreicht; bitte morgen erneut versuchen."},
  {AF_USER_MESSAGE_ID_NO_OFFLINE_ACTIVATION,
   "Diese Lizenz l\303\244sst sich nicht f\303\274r die Nutzung ohne Internet aktivieren; bitte online anmelden oder sich an den Hersteller des Programms wenden."},
  {AF_USER_MESSAGE_ID_FILE_NOT_VALID,
   "Diese Lizenzdatei ist besch\303\244digt oder nicht f\303\274r dieses Programm; bitte eine andere w\303\244hlen oder beim Hersteller des Programms eine anfordern."},
  {AF_USER_MESSAGE_ID_FILE_NOT_READ,
   "Die Lizenzdatei l\303\244sst sich nicht lesen; bitte pr\303\274fen, ob sie vorhanden ist und ge\303\266ffnet werden darf."},
  {AF_USER_MESSAGE_ID_FILE_NOT_WRITTEN,
   "Die Datei l\303\244sst sich nicht speichern; bitte den freien Speicherplatz pr\303\274fen oder einen anderen Ort w\303\244hlen."},
  {AF_USER_MESSAGE_ID_REQUEST_NOT_COMPLETE,
   "Das ist keine vollst\303\244ndige Aktivierungsanfrage; bitte erneut kopieren oder senden."},
  {AF_USER_MESSAGE_ID_REQUEST_NOT_LICENSE,
   "Das ist die Aktivierungsanfrage; bitte an den Hersteller des Programms senden und die Lizenzdatei w\303\244hlen, die zur\303\274ckkommt."},
};

#define AF_USER_MESSAGES_DE_COUNT (sizeof AF_USER_MESSAGES_DE / sizeof AF_USER_MESSAGES_DE[0])

#endif /* AUTHFORGE_MESSAGES_DE_H */

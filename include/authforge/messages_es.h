/* authforge/messages_es.h - what users are told, in Spanish.
 *
 * Made from messages/es.toml by `cargo xtask generate`; do not edit. Escaped, so that it is UTF-8 whatever the
 * compiler takes its sources for. Put it to use with
 *
 *   af_set_user_messages(AF_USER_MESSAGES_ES, AF_USER_MESSAGES_ES_COUNT, NULL);
 */
#ifndef AUTHFORGE_MESSAGES_ES_H
#define AUTHFORGE_MESSAGES_ES_H

#include "authforge.h"

static const af_user_message AF_USER_MESSAGES_ES[] = {
  {AF_USER_MESSAGE_ID_SUCCESS,
   "Todo est\303\241 en orden."},
  {AF_USER_MESSAGE_ID_CANCELLED,
   "La operaci\303\263n se ha cancelado."},
  {AF_USER_MESSAGE_ID_PROGRAM_FAULT,
   "Algo falla en este programa; comun\303\255queselo a su desarrollador."},
  {AF_USER_MESSAGE_ID_COMPUTER_BUSY,
   "Este equipo est\303\241 demasiado ocupado en este momento; cierre otros programas o int\303\251ntelo m\303\241s tarde."},
  {AF_USER_MESSAGE_ID_COMPUTER_UNKNOWN,
   "Este equipo no se puede distinguir de otros; p\303\263ngase en contacto con el desarrollador de este programa."},
  {AF_USER_MESSAGE_ID_NOT_LOGGED_IN,
   "No hay ninguna sesi\303\263n iniciada; vuelva a iniciar sesi\303\263n."},
  {AF_USER_MESSAGE_ID_KEY_MISSING,
   "Introduzca su clave de licencia."},
  {AF_USER_MESSAGE_ID_KEY_NOT_VALID,
   "Esta clave de licencia no es v\303\241lida para este programa; introd\303\272zcala exactamente como la recibi\303\263."},
  {AF_USER_MESSAGE_ID_NO_CONNECTION,
   "No se puede acceder al servicio de licencias; compruebe su conexi\303\263n a Internet o int\303\251ntelo m\303\241s tarde."},
  {AF_USER_MESSAGE_ID_NO_SECURE_CONNECTION,
   "No se puede establecer una conexi\303\263n segura con el servicio de licencias; pruebe con otra red o consulte al responsable de la suya."},
  {AF_USER_MESSAGE_ID_CLOCK_WRONG,
   "La fecha o la hora de este equipo parecen incorrectas; aj\303\272stelas y vuelva a intentarlo."},
  {AF_USER_MESSAGE_ID_SERVICE_TROUBLE,
   "El servicio de licencias tiene un problema en este momento; int\303\251ntelo m\303\241s tarde."},
  {AF_USER_MESSAGE_ID_OTHER_ANSWER,
   "Ha respondido algo distinto del servicio de licencias; si su red tiene una p\303\241gina de inicio de sesi\303\263n, identif\303\255quese en ella y vuelva a intentarlo."},
  {AF_USER_MESSAGE_ID_NOT_GENUINE,
   "La respuesta del servicio de licencias no es de fiar; pruebe con otra red o p\303\263ngase en contacto con el desarrollador de este programa."},
  {AF_USER_MESSAGE_ID_LICENSE_REFUSED,
   "El servicio de licencias ha rechazado esta licencia; p\303\263ngase en contacto con el desarrollador de este programa."},
  {AF_USER_MESSAGE_ID_LICENSE_EXPIRED,
   "Su licencia ha caducado; renu\303\251vela."},
  {AF_USER_MESSAGE_ID_LICENSE_REVOKED,
   "Su licencia ha sido revocada; p\303\263ngase en contacto con el desarrollador de este programa."},
  {AF_USER_MESSAGE_ID_NO_SEAT,
   "Su licencia es para otros equipos o ya se usa en todos los que permite; pida al desarrollador de este programa que libere una plaza."},
  {AF_USER_MESSAGE_ID_BLOCKED,
   "Este equipo o esta red est\303\241n bloqueados; p\303\263ngase en contacto con el desarrollador de este programa."},
  {AF_USER_MESSAGE_ID_TOO_MANY_ATTEMPTS,
   "Ha habido demasiados intentos; espere un minuto y vuelva a intentarlo."},
  {AF_USER_MESSAGE_ID_VENDOR_MUST_ACT,
   "En este momento no se pueden comprobar las licencias, y solo el desarrollador de este programa puede resolverlo; av\303\255sele."},
  {AF_USER_MESSAGE_ID_PROGRAM_SWITCHED_OFF,
   "El desarrollador de este programa lo ha desactivado; p\303\263ngase en contacto con \303\251l."},
  {AF_USER_MESSAGE_ID_PROGRAM_NOT_ACCEPTED,
   "Esta versi\303\263n del programa no puede usar su licencia; actualice el programa o p\303\263ngase en contacto con su desarrollador."},
  {AF_USER_MESSAGE_ID_DEMO_LIMIT,
   "La demostraci\303\263n ha alcanzado su l\303\255mite de hoy; int\303\251ntelo ma\303\261ana."},
  {AF_USER_MESSAGE_ID_NO_OFFLINE_ACTIVATION,
   "Esta licencia no se puede activar para usarla sin Internet; inicie sesi\303\263n en l\303\255nea o p\303\263ngase en contacto con el desarrollador de este programa."},
  {AF_USER_MESSAGE_ID_FILE_NOT_VALID,
   "Este archivo de licencia est\303\241 da\303\261ado o no es para este programa; elija otro o pida uno al desarrollador de este programa."},
  {AF_USER_MESSAGE_ID_FILE_NOT_READ,
   "No se puede leer el archivo de licencia; compruebe que existe y que se puede abrir."},
  {AF_USER_MESSAGE_ID_FILE_NOT_WRITTEN,
   "No se puede guardar el archivo; compruebe el espacio libre o elija otra ubicaci\303\263n."},
  {AF_USER_MESSAGE_ID_REQUEST_NOT_COMPLETE,
   "Esta no es una solicitud de activaci\303\263n completa; vuelva a copiarla o a enviarla."},
  {AF_USER_MESSAGE_ID_REQUEST_NOT_LICENSE,
   "Esta es la solicitud de activaci\303\263n; env\303\255ela al desarrollador de este programa y elija el archivo de licencia que reciba."},
};

#define AF_USER_MESSAGES_ES_COUNT (sizeof AF_USER_MESSAGES_ES / sizeof AF_USER_MESSAGES_ES[0])

#endif /* AUTHFORGE_MESSAGES_ES_H */

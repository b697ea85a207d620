/* A plug-in that has the library inside itself, and exports one function of its own. */

#include <authforge.h>

const char *plugin_version(void);

const char *plugin_version(void) { return af_version(); }

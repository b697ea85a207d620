/* What the C tests share. Nothing here sleeps. */

#ifndef HARNESS_H
#define HARNESS_H

#include <errno.h>

#include "harness/check.h"
#include "harness/child.h"
#include "harness/client.h"
#include "harness/recorder.h"
#include "harness/file.h"
#include "harness/license_file.h"
#include "harness/server.h"
#include "harness/wait.h"

#endif

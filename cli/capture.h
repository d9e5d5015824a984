/* SPDX-License-Identifier: Apache-2.0 */
/* Captures: every frame of every link into pcapng files, one per link. */
#ifndef CLI_CAPTURE_H
#define CLI_CAPTURE_H

#include "models/node/network.h"

typedef struct Capture Capture;

/* Creates the directory where it is missing, and a file NODE-INTERFACE--NODE-INTERFACE.pcapng per link;
 * taps the links. NULL sets *error. */
Capture *capture_new(const char *directory, Network *network, GError **error);
gboolean capture_failed(const Capture *capture);
/* Closes the files. FALSE sets *error where a frame could not be written. */
gboolean capture_finish(Capture *capture, GError **error);
void capture_free(Capture *capture); /* NULL is fine; before the network */

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What comes in: frames from links, and the packets of the node itself that are for itself. */
#ifndef FWD_INPUT_H
#define FWD_INPUT_H

#include "models/fwd/forward.h"

/* A frame has arrived at an Ethernet interface that is up. Takes its reference. The packet's cause becomes the
 * current one. Frames for others and of unknown types are dropped silently. */
void fwd_input(FwdIface *iface, Packet *frame);

/* Fills the IP part of a state from a packet's IP header at bytes. FALSE with *error where it is
 * malformed; all of the IP part is unset then. */
gboolean fwd_state_read_ip(FwdState *state, const uint8_t *bytes, size_t len, const char **error);

#endif

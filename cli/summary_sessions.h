/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions that are not up when a run ends, though they should be, and why. */
#ifndef CLI_SUMMARY_SESSIONS_H
#define CLI_SUMMARY_SESSIONS_H

#include "models/node/network.h"

/* "  not up: PE-1 bgp 10.0.0.2, Active: no route to the peer", a line for each. */
void summary_sessions_text(const Network *network, GString *out);
/* An object for each. */
void summary_sessions_json(const Network *network, GString *out);

#endif

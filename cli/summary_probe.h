/* SPDX-License-Identifier: Apache-2.0 */
/* Probes in the summary of a run: what became of them, and where they disagree with the walk. */
#ifndef CLI_SUMMARY_PROBE_H
#define CLI_SUMMARY_PROBE_H

#include "models/verify/probe.h"

void summary_probe_text(const ProbeStream *stream, GString *out);
void summary_probe_json(const ProbeStream *stream, GString *out);

#endif

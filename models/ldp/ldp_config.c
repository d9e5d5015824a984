/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_config.h"

#include "models/ldp/ldp_label.h"

#include <string.h>

static gboolean parse_control(const char *text, void *out)
{
	static const LdpControl *const modes[] = {&ldp_control_independent, &ldp_control_ordered};

	for (unsigned i = 0; i < G_N_ELEMENTS(modes); i++)
		if (strcmp(modes[i]->name, text) == 0) {
			*(const LdpControl **)out = modes[i];
			return TRUE;
		}
	return FALSE;
}

const ConfigKind ldp_config_control = {"ldp-control", "\"independent\" or \"ordered\"",
				       parse_control, NULL, NULL};

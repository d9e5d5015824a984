/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_config.h"

#include "models/ldp/ldp_label.h"
#include "models/ldp/ldp_neighbor.h"

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

/* One of two words. */
static gboolean parse_word(const char *text, const char *no, const char *yes, void *out)
{
	*(gboolean *)out = strcmp(text, yes) == 0;
	return *(gboolean *)out || strcmp(text, no) == 0;
}

static gboolean parse_advertisement(const char *text, void *out)
{
	return parse_word(text, "unsolicited", "on-demand", out);
}

static gboolean parse_retention(const char *text, void *out)
{
	return parse_word(text, "liberal", "conservative", out);
}

static gboolean parse_request(const char *text, void *out)
{
	return parse_word(text, "when-needed", "on-request", out);
}

const ConfigKind ldp_config_advertisement = {
	"ldp-advertisement", "\"unsolicited\" or \"on-demand\"", parse_advertisement, NULL, NULL};
const ConfigKind ldp_config_retention = {"ldp-retention", "\"liberal\" or \"conservative\"",
					 parse_retention, NULL, NULL};

const ConfigKind ldp_config_request = {"ldp-request", "\"when-needed\" or \"on-request\"",
				       parse_request, NULL, NULL};

static gboolean parse_gtsm(const char *text, void *out)
{
	static const char *const words[] = {
		[LDP_GTSM_NEGOTIATED] = "negotiated", [LDP_GTSM_NO] = "no", [LDP_GTSM_YES] = "yes"};

	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i], text) == 0) {
			*(LdpGtsm *)out = i;
			return TRUE;
		}
	return FALSE;
}

const ConfigKind ldp_config_gtsm = {"ldp-gtsm", "\"negotiated\", \"yes\" or \"no\"", parse_gtsm,
				    NULL, NULL};

/* SPDX-License-Identifier: Apache-2.0 */
#include "models/static/stack.h"

#include "models/net/config.h"
#include "models/rib/protocol.h"

static gboolean parse_label(const char *word, Label *out)
{
	uint32_t value;

	if (g_strcmp0(word, "implicit-null") == 0)
		*out = (Label){NET_LABEL_IMPLICIT_NULL, LABEL_KIND_STATIC};
	else if (g_strcmp0(word, "explicit-null") == 0)
		*out = (Label){NET_LABEL_IPV4_EXPLICIT_NULL, LABEL_KIND_EXPLICIT_NULL};
	else if (config_label.parse(word, &value))
		*out = (Label){value, LABEL_KIND_STATIC};
	else
		return FALSE;
	return TRUE;
}

gboolean static_stack_parse(const GStrv words, LabelStack *out, GError **error)
{
	*out = (LabelStack){0};
	for (unsigned i = 0; words[i]; i++) {
		Label label;

		if (out->depth == LABEL_STACK_MAX || !parse_label(words[i], &label)) {
			g_set_error(error, PROTO_ERROR, 0,
				    "\"%s\" is no label to push; write at most %d from 16 to "
				    "1048575, explicit-null, or implicit-null for none",
				    words[i], LABEL_STACK_MAX);
			return FALSE;
		}
		if (label.value != NET_LABEL_IMPLICIT_NULL)
			out->label[out->depth++] = label;
	}
	return TRUE;
}

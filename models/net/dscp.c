/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/dscp.h"

#include <stdint.h>
#include <string.h>

enum { DSCP_MAX = 63, DSCP_EF = 46 };

/* One digit between, else -1. */
static int digit(char c, int min, int max)
{
	int value = g_ascii_digit_value(c);

	return value >= min && value <= max ? value : -1;
}

/* The code point of a name, -1 where it is none. */
static int named(const char *text)
{
	size_t length = strlen(text);

	if (strcmp(text, "be") == 0)
		return 0;
	if (strcmp(text, "ef") == 0)
		return DSCP_EF;
	if (length == 3 && strncmp(text, "cs", 2) == 0) {
		int class_ = digit(text[2], 0, 7);

		return class_ < 0 ? -1 : class_ << 3;
	}
	if (length == 4 && strncmp(text, "af", 2) == 0) {
		int class_ = digit(text[2], 1, 4), precedence = digit(text[3], 1, 3);

		return class_ < 0 || precedence < 0 ? -1 : class_ << 3 | precedence << 1;
	}
	return -1;
}

static gboolean parse_dscp(const char *text, void *out)
{
	uint8_t *dscp = out;
	int code = named(text);

	if (code < 0)
		return config_u8.parse(text, dscp) && *dscp <= DSCP_MAX;
	*dscp = (uint8_t)code;
	return TRUE;
}

const ConfigKind config_dscp = {"dscp",
				"a code point from 0 to 63, or be, cs0 to cs7, af11 to af43, ef",
				parse_dscp, NULL, NULL};

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/json.h"

#include "sim/simtime.h"

#include <inttypes.h>

static void separate(GString *out)
{
	char last = out->len > 0 ? out->str[out->len - 1] : '[';

	if (last != '[' && last != '{' && last != ':')
		g_string_append_c(out, ',');
}

void json_begin(GString *out, char bracket)
{
	separate(out);
	g_string_append_c(out, bracket);
}

void json_end(GString *out, char bracket)
{
	g_string_append_c(out, bracket);
}

/* JSON is UTF-8, whatever a damaged file holds. */
static void quote(GString *out, const char *text)
{
	g_autofree char *valid =
		g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);

	g_string_append_c(out, '"');
	for (const char *p = valid ? valid : text; *p; p++) {
		if (*p == '"' || *p == '\\')
			g_string_append_printf(out, "\\%c", *p);
		else if ((unsigned char)*p < 0x20)
			g_string_append_printf(out, "\\u%04x", (unsigned)*p);
		else
			g_string_append_c(out, *p);
	}
	g_string_append_c(out, '"');
}

void json_name(GString *out, const char *name)
{
	separate(out);
	quote(out, name);
	g_string_append_c(out, ':');
}

void json_text(GString *out, const char *text)
{
	separate(out);
	if (text)
		quote(out, text);
	else
		g_string_append(out, "null");
}

void json_int(GString *out, int64_t value)
{
	separate(out);
	g_string_append_printf(out, "%" PRId64, value);
}

void json_bool(GString *out, gboolean value)
{
	separate(out);
	g_string_append(out, value ? "true" : "false");
}

void json_seconds(GString *out, int64_t ns)
{
	if (ns == SIM_NEVER) {
		json_text(out, NULL);
		return;
	}
	separate(out);
	sim_time_append(out, ns);
}

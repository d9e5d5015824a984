/* SPDX-License-Identifier: Apache-2.0 */
/* Text that is made for every record. */
#ifndef NET_TEXT_H
#define NET_TEXT_H

#include <glib.h>
#include <string.h>

/* g_string_append_len() without a call, where there is room; len is not negative. */
static inline void net_text_append(GString *out, const char *text, size_t len)
{
	if (G_UNLIKELY(len >= out->allocated_len - out->len)) {
		g_string_append_len(out, text, (gssize)len);
		return;
	}
	memcpy(out->str + out->len, text, len);
	out->len += len;
	out->str[out->len] = '\0';
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Writing JSON (RFC 8259) into a GString. Commas are the writer's business: each value or name looks
 * at what stands before it. */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <glib.h>
#include <stdint.h>

void json_begin(GString *out, char bracket); /* '{' or '[' */
void json_end(GString *out, char bracket);   /* '}' or ']' */
void json_name(GString *out, const char *name);
void json_text(GString *out, const char *text); /* NULL is null */
void json_int(GString *out, int64_t value);
void json_bool(GString *out, gboolean value);
/* Nanoseconds as seconds, exactly; null of SIM_NEVER. */
void json_seconds(GString *out, int64_t ns);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/golden.h"

#include <check.h>
#include <glib.h>

void golden_check(const char *path, const char *text)
{
	const char *root = g_getenv("CL_SRCDIR");
	char *file = g_build_filename(root ? root : ".", path, NULL);
	char *expected = NULL;
	GError *error = NULL;
	gboolean ok = g_getenv("CL_GOLDEN_UPDATE")
			      ? g_file_set_contents(file, text, -1, &error)
			      : g_file_get_contents(file, &expected, NULL, &error);

	ck_assert_msg(ok, "%s", error ? error->message : "");
	if (expected)
		ck_assert_str_eq(text, expected);
	g_free(expected);
	g_free(file);
}

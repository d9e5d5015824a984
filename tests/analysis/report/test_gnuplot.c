/* SPDX-License-Identifier: Apache-2.0 */
/* Drawing itself: tests/cli/test-plot.sh, as it takes gnuplot. */
#include "analysis/report/gnuplot.h"
#include "tests/testing.h"

#include <string.h>

static const char *terminal_of(const char *path, GString *out)
{
	g_string_truncate(out, 0);
	gnuplot_append_format(gnuplot_format(path, NULL), out);
	return out->str;
}

START_TEST(the_name_of_a_file_says_its_format)
{
	GString *out = g_string_new(NULL);

	ck_assert_ptr_nonnull(strstr(terminal_of("x.svg", out), "set terminal svg "));
	ck_assert_ptr_nonnull(strstr(terminal_of("a/b.c.PNG", out), "set terminal pngcairo "));
	ck_assert_ptr_nonnull(strstr(terminal_of("x.pdf", out), "set terminal pdfcairo "));
	g_string_free(out, TRUE);
}
END_TEST

START_TEST(other_names_have_no_format)
{
	static const char *const names[] = {"", "svg", ".svg", "x.svg.gz", "x.db", "x.svg/"};

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
		GError *error = NULL;

		ck_assert_ptr_null(gnuplot_format(names[i], &error));
		ck_assert_ptr_nonnull(strstr(error->message, "ends in .svg, .png or .pdf"));
		g_error_free(error);
	}
}
END_TEST

START_TEST(a_picture_begins_as_its_format_does)
{
	const GnuplotFormat *png = gnuplot_format("x.png", NULL);

	ck_assert(gnuplot_is_picture(png, "\x89PNG\r\n", 6));
	ck_assert(!gnuplot_is_picture(png, "\x89PN", 3));
	ck_assert(!gnuplot_is_picture(png, "SQLite format 3", 15));
	ck_assert(!gnuplot_is_picture(gnuplot_format("x.svg", NULL), "\x89PNG\r\n", 6));
}
END_TEST

START_TEST(without_a_format_gnuplot_stays_as_it_is)
{
	GString *out = g_string_new(NULL);

	gnuplot_append_format(NULL, out);
	ck_assert_str_eq(out->str, "figure(w, h) = ''\n");
	g_string_free(out, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("gnuplot");

	tcase_add_test(tc, the_name_of_a_file_says_its_format);
	tcase_add_test(tc, other_names_have_no_format);
	tcase_add_test(tc, a_picture_begins_as_its_format_does);
	tcase_add_test(tc, without_a_format_gnuplot_stays_as_it_is);
	return test_main("gnuplot", tc);
}

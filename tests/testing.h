/* SPDX-License-Identifier: Apache-2.0 */
/* What every test program does with its test cases: run them and tell the outcome by its status. */
#ifndef TESTS_TESTING_H
#define TESTS_TESTING_H

#include <check.h>
#include <stdlib.h>

/* Runs one case, which becomes check's; returns what main() returns. */
static inline int test_main(const char *name, TCase *tc)
{
	Suite *suite = suite_create(name);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif

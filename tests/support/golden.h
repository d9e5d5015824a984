/* SPDX-License-Identifier: Apache-2.0 */
/* Golden files: texts that a test expects, beside the test in the source tree. */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

/* Fails the test where text differs from the file (its path from the root of the source tree). With
 * CL_GOLDEN_UPDATE set in the environment, writes the file instead. */
void golden_check(const char *path, const char *text);

#endif

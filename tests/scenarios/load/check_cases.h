/* SPDX-License-Identifier: Apache-2.0 */
/* What checks of meaning find in a scenario: a table of cases for each subject, ended by one without text. */
#ifndef TESTS_CHECK_CASES_H
#define TESTS_CHECK_CASES_H

#include <glib.h>

typedef struct CheckCase {
	const char *check;    /* that finds some of it; NULL: none does */
	const char *text;     /* of the file */
	const char *expected; /* everything that is found, "LINE: TEXT" */
} CheckCase;

extern const CheckCase check_cases_vpn[];
extern const CheckCase check_cases_vrf[];
extern const CheckCase check_cases_address[];
extern const CheckCase check_cases_ospf[];
extern const CheckCase check_cases_rip[];
extern const CheckCase check_cases_bgp[];
extern const CheckCase check_cases_border[];
extern const CheckCase check_cases_mesh[];
extern const CheckCase check_cases_mpls[];
extern const CheckCase check_cases_hybrid[];

#endif

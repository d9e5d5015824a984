# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += \
	%D%/test_check \
	%D%/test_exact \
	%D%/test_expand \
	%D%/test_expand_carrier \
	%D%/test_expand_inter_as \
	%D%/test_expand_vpn \
	%D%/test_hostile \
	%D%/test_mistakes \
	%D%/test_numbers \
	%D%/test_places \
	%D%/test_run \
	%D%/test_scenario \
	%D%/test_schema
EXTRA_DIST += %D%/check_cases.h %D%/expanding.h %D%/hub-spoke.xml %D%/intent.xml %D%/loading.h
%C%_test_check_SOURCES = %D%/test_check.c \
	%D%/check_cases_address.c %D%/check_cases_bgp.c %D%/check_cases_border.c %D%/check_cases_hybrid.c %D%/check_cases_mpls.c %D%/check_cases_ospf.c \
	%D%/check_cases_rip.c %D%/check_cases_vpn.c %D%/check_cases_vrf.c
%C%_test_check_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_exact_SOURCES = %D%/test_exact.c
%C%_test_exact_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_expand_SOURCES = %D%/test_expand.c
%C%_test_expand_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_expand_carrier_SOURCES = %D%/test_expand_carrier.c
%C%_test_expand_carrier_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_expand_inter_as_SOURCES = %D%/test_expand_inter_as.c
%C%_test_expand_inter_as_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_expand_vpn_SOURCES = %D%/test_expand_vpn.c
%C%_test_expand_vpn_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_places_SOURCES = %D%/test_places.c
%C%_test_places_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_hostile_SOURCES = %D%/test_hostile.c
%C%_test_hostile_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_mistakes_SOURCES = %D%/test_mistakes.c
%C%_test_mistakes_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_numbers_SOURCES = %D%/test_numbers.c
%C%_test_numbers_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_scenario_SOURCES = %D%/test_scenario.c
%C%_test_scenario_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_schema_SOURCES = %D%/test_schema.c
%C%_test_schema_LDADD = $(LINK_LOAD) $(CHECK_LIBS)
%C%_test_run_SOURCES = %D%/test_run.c
%C%_test_run_LDADD = $(LINK_LOAD) $(CHECK_LIBS)

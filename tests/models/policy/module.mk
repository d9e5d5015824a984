# SPDX-License-Identifier: Apache-2.0
EXTRA_DIST += %D%/policy_text.h
check_PROGRAMS += %D%/test_policy %D%/test_policy_list %D%/test_policy_regex %D%/test_policy_rules
%C%_test_policy_SOURCES = %D%/test_policy.c
%C%_test_policy_LDADD = $(LINK_POLICY) $(CHECK_LIBS)
%C%_test_policy_list_SOURCES = %D%/test_policy_list.c
%C%_test_policy_list_LDADD = $(LINK_POLICY) $(CHECK_LIBS)
%C%_test_policy_regex_SOURCES = %D%/test_policy_regex.c
%C%_test_policy_regex_LDADD = $(LINK_POLICY) $(CHECK_LIBS)
%C%_test_policy_rules_SOURCES = %D%/test_policy_rules.c
%C%_test_policy_rules_LDADD = $(LINK_POLICY) $(CHECK_LIBS)

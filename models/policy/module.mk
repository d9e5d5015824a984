# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_policy.a
lib_policy = %D%/libcl_policy.a
%C%_libcl_policy_a_SOURCES = \
	%D%/policy.c %D%/policy.h \
	%D%/policy_list.c %D%/policy_list.h \
	%D%/policy_private.h \
	%D%/policy_regex.c %D%/policy_regex.h \
	%D%/policy_rules.c

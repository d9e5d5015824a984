# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_ldp
%C%_test_ldp_SOURCES = %D%/test_ldp.c %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_LDADD = $(LINK_TEST) $(LINK_LDP)

# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_spf
%C%_test_spf_SOURCES = %D%/test_spf.c
%C%_test_spf_LDADD = $(LINK_SPF) $(CHECK_LIBS)

# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_converge
%C%_test_converge_SOURCES = %D%/test_converge.c
%C%_test_converge_LDADD = $(LINK_VERIFY) $(CHECK_LIBS)

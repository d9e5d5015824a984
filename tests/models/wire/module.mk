# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_ldp
%C%_test_ldp_SOURCES = %D%/test_ldp.c %D%/ldp_reencode.h
%C%_test_ldp_LDADD = $(LINK_WIRE) $(CHECK_LIBS)

# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_static
%C%_test_static_SOURCES = %D%/test_static.c
%C%_test_static_LDADD = $(lib_rib_lab) $(LINK_STATIC) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_mpls
%C%_test_mpls_SOURCES = %D%/test_mpls.c
%C%_test_mpls_LDADD = $(lib_rib_lab) $(LINK_STATIC) $(CHECK_LIBS)

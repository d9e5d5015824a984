# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_static
%C%_test_static_SOURCES = %D%/test_static.c
%C%_test_static_LDADD = $(lib_rib_lab) $(LINK_STATIC) $(CHECK_LIBS)

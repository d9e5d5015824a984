# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_ping
%C%_test_ping_SOURCES = %D%/test_ping.c
%C%_test_ping_LDADD = $(lib_lab) $(LINK_OAM) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_traceroute
%C%_test_traceroute_SOURCES = %D%/test_traceroute.c
%C%_test_traceroute_LDADD = $(lib_lab) $(LINK_OAM) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_fate
%C%_test_fate_SOURCES = %D%/test_fate.c
%C%_test_fate_LDADD = $(lib_lab) $(LINK_OAM) $(CHECK_LIBS)

# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_bgp
%C%_test_bgp_SOURCES = %D%/test_bgp.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_LDADD = $(LINK_TEST) $(LINK_BGP)

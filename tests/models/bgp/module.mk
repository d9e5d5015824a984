# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_bgp %D%/test_bgp_fsm %D%/test_bgp_script
%C%_test_bgp_SOURCES = %D%/test_bgp.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_fsm_SOURCES = %D%/test_bgp_fsm.c
%C%_test_bgp_fsm_LDADD = $(LINK_TEST) $(LINK_BGP)
EXTRA_DIST += %D%/bgp.fsm
%C%_test_bgp_script_SOURCES = %D%/test_bgp_script.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_script_LDADD = $(LINK_TEST) $(LINK_BGP)

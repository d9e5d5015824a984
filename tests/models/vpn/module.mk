# SPDX-License-Identifier: Apache-2.0
# Routers with BGP are those of BGP's own tests.
check_PROGRAMS += %D%/test_vpn
%C%_test_vpn_SOURCES = %D%/test_vpn.c tests/models/bgp/bgp_lab.c tests/models/bgp/bgp_lab.h
%C%_test_vpn_LDADD = $(LINK_TEST) $(LINK_VPN)

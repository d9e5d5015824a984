# SPDX-License-Identifier: Apache-2.0
# A VPN across a core with tables filled by hand.
check_LIBRARIES += %D%/libvpn_net.a
lib_vpn_net = %D%/libvpn_net.a
%C%_libvpn_net_a_SOURCES = %D%/vpn_net.c %D%/vpn_net.h

check_PROGRAMS += %D%/test_expect %D%/test_expect_flow %D%/test_expect_outage %D%/test_expect_ping \
	%D%/test_expect_quiet %D%/test_expect_row %D%/test_expect_sites
%C%_test_expect_SOURCES = %D%/test_expect.c
%C%_test_expect_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_VERIFY) $(CHECK_LIBS)
%C%_test_expect_flow_SOURCES = %D%/test_expect_flow.c
%C%_test_expect_flow_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_VERIFY) $(CHECK_LIBS)
%C%_test_expect_outage_SOURCES = %D%/test_expect_outage.c
%C%_test_expect_outage_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_VERIFY) $(CHECK_LIBS)
%C%_test_expect_ping_SOURCES = %D%/test_expect_ping.c
%C%_test_expect_ping_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_VERIFY) $(CHECK_LIBS)
%C%_test_expect_quiet_SOURCES = %D%/test_expect_quiet.c
%C%_test_expect_quiet_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_VERIFY) $(CHECK_LIBS)
%C%_test_expect_row_SOURCES = %D%/test_expect_row.c
%C%_test_expect_row_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_VERIFY) $(CHECK_LIBS)
%C%_test_expect_sites_SOURCES = %D%/test_expect_sites.c
%C%_test_expect_sites_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_VERIFY) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_flow %D%/test_walk
%C%_test_flow_SOURCES = %D%/test_flow.c
%C%_test_flow_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_VERIFY) $(CHECK_LIBS)
%C%_test_walk_SOURCES = %D%/test_walk.c
%C%_test_walk_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_VERIFY) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_probe
%C%_test_probe_SOURCES = %D%/test_probe.c
%C%_test_probe_LDADD = $(lib_vpn_net) $(lib_rib_lab) $(LINK_VERIFY) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_converge
%C%_test_converge_SOURCES = %D%/test_converge.c
%C%_test_converge_LDADD = $(LINK_VERIFY) $(CHECK_LIBS)

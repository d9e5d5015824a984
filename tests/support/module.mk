# SPDX-License-Identifier: Apache-2.0
# What tests share: link $(LINK_TEST) in front of the layer's own.
check_LIBRARIES += %D%/libcl_test.a
LINK_TEST = %D%/libcl_test.a $(CHECK_LIBS)
%C%_libcl_test_a_SOURCES = %D%/capture.c %D%/capture.h %D%/golden.c %D%/golden.h

check_PROGRAMS += %D%/test_capture
%C%_test_capture_SOURCES = %D%/test_capture.c
%C%_test_capture_LDADD = $(LINK_TEST) $(GLIB_LIBS)

# An IPv6 customer over an IPv4 core (6PE), with explicit null.
EXTRA_DIST += \
	tests/captures/6pe-explnull/c1r--pe1.pcapng \
	tests/captures/6pe-explnull/c2r--pe2.pcapng \
	tests/captures/6pe-explnull/p1--pe2.pcapng \
	tests/captures/6pe-explnull/pe1--p1.pcapng
# One carrier, two VPNs, on real routers: control traffic of start and some pings.
EXTRA_DIST += \
	tests/captures/intra/c1b--pe1.pcapng \
	tests/captures/intra/c1r--pe1.pcapng \
	tests/captures/intra/c2b--pe2.pcapng \
	tests/captures/intra/c2r--pe2.pcapng \
	tests/captures/intra/p1--pe2.pcapng \
	tests/captures/intra/pe1--p1.pcapng
# The same with OSPF on broadcast networks.
EXTRA_DIST += \
	tests/captures/intra-bcast/c1b--pe1.pcapng \
	tests/captures/intra-bcast/c1r--pe1.pcapng \
	tests/captures/intra-bcast/c2b--pe2.pcapng \
	tests/captures/intra-bcast/c2r--pe2.pcapng \
	tests/captures/intra-bcast/p1--pe2.pcapng \
	tests/captures/intra-bcast/pe1--p1.pcapng
# The same with a second core path, cut with loss of carrier and without.
EXTRA_DIST += \
	tests/captures/intra-redundant/c1b--pe1.pcapng \
	tests/captures/intra-redundant/c1r--pe1.pcapng \
	tests/captures/intra-redundant/c2b--pe2.pcapng \
	tests/captures/intra-redundant/c2r--pe2.pcapng \
	tests/captures/intra-redundant/p1--pe2.pcapng \
	tests/captures/intra-redundant/p2--pe2.pcapng \
	tests/captures/intra-redundant/pe1--p1.pcapng \
	tests/captures/intra-redundant/pe1--p2.pcapng
# Two carriers: border routers with a VLAN for each VPN.
EXTRA_DIST += \
	tests/captures/optA/as1--as2.pcapng \
	tests/captures/optA/c1b--pe1.pcapng \
	tests/captures/optA/c1r--pe1.pcapng \
	tests/captures/optA/c2b--pe2.pcapng \
	tests/captures/optA/c2r--pe2.pcapng \
	tests/captures/optA/p1--as1.pcapng \
	tests/captures/optA/p2--as2.pcapng \
	tests/captures/optA/pe1--p1.pcapng \
	tests/captures/optA/pe2--p2.pcapng
# Border routers that exchange VPN routes.
EXTRA_DIST += \
	tests/captures/optB/as1--as2.pcapng \
	tests/captures/optB/c1b--pe1.pcapng \
	tests/captures/optB/c1r--pe1.pcapng \
	tests/captures/optB/c2b--pe2.pcapng \
	tests/captures/optB/c2r--pe2.pcapng \
	tests/captures/optB/p1--as1.pcapng \
	tests/captures/optB/p2--as2.pcapng \
	tests/captures/optB/pe1--p1.pcapng \
	tests/captures/optB/pe2--p2.pcapng
# Border routers that exchange labelled routes; a multihop VPN session between the edges.
EXTRA_DIST += \
	tests/captures/optC/as1--as2.pcapng \
	tests/captures/optC/c1b--pe1.pcapng \
	tests/captures/optC/c1r--pe1.pcapng \
	tests/captures/optC/c2b--pe2.pcapng \
	tests/captures/optC/c2r--pe2.pcapng \
	tests/captures/optC/p1--as1.pcapng \
	tests/captures/optC/p2--as2.pcapng \
	tests/captures/optC/pe1--p1.pcapng \
	tests/captures/optC/pe2--p2.pcapng

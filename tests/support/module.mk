# SPDX-License-Identifier: Apache-2.0
# What tests share: link $(LINK_TEST) in front of the layer's own.
check_LIBRARIES += %D%/libcl_test.a
LINK_TEST = %D%/libcl_test.a $(CHECK_LIBS)
%C%_libcl_test_a_SOURCES = %D%/capture.c %D%/capture.h %D%/golden.c %D%/golden.h

check_PROGRAMS += %D%/test_capture
%C%_test_capture_SOURCES = %D%/test_capture.c
%C%_test_capture_LDADD = $(LINK_TEST) $(GLIB_LIBS)

# One carrier, two VPNs, on real routers: control traffic of start and some pings.
EXTRA_DIST += \
	tests/captures/intra/c1b--pe1.pcapng \
	tests/captures/intra/c1r--pe1.pcapng \
	tests/captures/intra/c2b--pe2.pcapng \
	tests/captures/intra/c2r--pe2.pcapng \
	tests/captures/intra/p1--pe2.pcapng \
	tests/captures/intra/pe1--p1.pcapng
# The same with OSPF on broadcast networks: its core.
EXTRA_DIST += \
	tests/captures/intra-bcast/p1--pe2.pcapng \
	tests/captures/intra-bcast/pe1--p1.pcapng
# Two carriers' border routers with a VLAN for each VPN.
EXTRA_DIST += tests/captures/optA/as1--as2.pcapng
# Multihop VPN session between two carriers: stacks of two labels.
EXTRA_DIST += tests/captures/optC/pe1--p1.pcapng

# SPDX-License-Identifier: Apache-2.0
# Routers with BGP are those of BGP's own tests.
check_LIBRARIES += %D%/libvpn_lab.a
lib_vpn_lab = %D%/libvpn_lab.a
%C%_libvpn_lab_a_SOURCES = %D%/vpn_lab.c %D%/vpn_lab.h \
	tests/models/bgp/bgp_lab.c tests/models/bgp/bgp_lab.h \
	tests/models/bgp/bgp_script.c tests/models/bgp/bgp_script.h
check_PROGRAMS += %D%/test_vpn %D%/test_vpn_export %D%/test_vpn_hybrid %D%/test_vpn_import %D%/test_vpn_label %D%/test_vpn_tables
%C%_test_vpn_SOURCES = %D%/test_vpn.c
%C%_test_vpn_LDADD = $(lib_vpn_lab) $(LINK_VPN) $(LINK_TEST)
%C%_test_vpn_export_SOURCES = %D%/test_vpn_export.c
%C%_test_vpn_export_LDADD = $(lib_vpn_lab) $(lib_table_text) $(LINK_VPN) $(LINK_TEST)
%C%_test_vpn_hybrid_SOURCES = %D%/test_vpn_hybrid.c
%C%_test_vpn_hybrid_LDADD = $(lib_vpn_lab) $(lib_table_text) $(LINK_VPN) $(LINK_TEST)
%C%_test_vpn_import_SOURCES = %D%/test_vpn_import.c
%C%_test_vpn_import_LDADD = $(lib_vpn_lab) $(lib_table_text) $(LINK_VPN) $(LINK_TEST)
%C%_test_vpn_label_SOURCES = %D%/test_vpn_label.c
%C%_test_vpn_label_LDADD = $(lib_vpn_lab) $(LINK_VPN) $(LINK_TEST)
%C%_test_vpn_tables_SOURCES = %D%/test_vpn_tables.c
%C%_test_vpn_tables_LDADD = $(lib_vpn_lab) $(lib_table_text) $(LINK_VPN) $(LINK_TEST)

# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_load.a
lib_load = %D%/libcl_load.a
%C%_libcl_load_a_SOURCES = \
	%D%/check.c %D%/check.h \
	%D%/check_address.c %D%/check_address.h \
	%D%/check_bgp.c %D%/check_bgp.h \
	%D%/check_border.c \
	%D%/check_mesh.c \
	%D%/check_reach.c \
	%D%/check_sessions.c %D%/check_sessions.h \
	%D%/check_ldp.c \
	%D%/check_hybrid.c %D%/check_hybrid.h \
	%D%/check_next_hop.c %D%/check_routes_back.c \
	%D%/check_lsp.c %D%/check_mpls.h \
	%D%/check_net.c %D%/check_net.h \
	%D%/check_ospf.c %D%/check_ospf.h \
	%D%/check_ospf_domain.c \
	%D%/check_ospf_ends.c %D%/check_ospf_ends.h \
	%D%/check_rip.c %D%/check_rip.h \
	%D%/check_sets.c %D%/check_sets.h \
	%D%/check_site.c \
	%D%/check_vpn.c %D%/check_vpn.h \
	%D%/check_vrf.c %D%/check_vrf.h \
	%D%/element.c %D%/element.h \
	%D%/errors.c %D%/errors.h \
	%D%/expect_sites.c \
	%D%/expectations.c %D%/expectations.h \
	%D%/expand.c %D%/expand.h %D%/expansion.h \
	%D%/expand_border.c \
	%D%/expand_carrier.c \
	%D%/expand_common.c \
	%D%/expand_defaults.c \
	%D%/expand_ibgp.c \
	%D%/expand_igp.c \
	%D%/expand_include.c \
	%D%/expand_inter_as.c %D%/expand_inter_as.h \
	%D%/expand_labelled.c \
	%D%/expand_option_a.c \
	%D%/expand_option_b.c \
	%D%/expand_option_c.c \
	%D%/expand_pool.c \
	%D%/expand_site.c \
	%D%/expand_site_prefixes.c \
	%D%/expand_template.c \
	%D%/expand_vpn.c %D%/expand_vpn.h \
	%D%/grammar.c %D%/grammar.h \
	%D%/grammar_intent.c \
	%D%/kinds.c %D%/kinds.h \
	%D%/links.c \
	%D%/loader.h \
	%D%/names.c \
	%D%/nodes.c \
	%D%/places.c %D%/places.h \
	%D%/policies.c \
	%D%/protocols.c \
	%D%/scenario.c %D%/scenario.h \
	%D%/schema.c %D%/schema.h \
	%D%/shapes.h \
	%D%/watch.c \
	%D%/xml.c %D%/xml.h \
	%D%/xml_tree.c

# The schema is built into the program.
BUILT_SOURCES += scenarios/schema/scenario.inc
CLEANFILES += scenarios/schema/scenario.inc
%D%/schema.$(OBJEXT): scenarios/schema/scenario.inc

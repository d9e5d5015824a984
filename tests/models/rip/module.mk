# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_rip_route
%C%_test_rip_route_SOURCES = %D%/test_rip_route.c
%C%_test_rip_route_LDADD = $(lib_rib_lab) $(LINK_RIP) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_rip_config
%C%_test_rip_config_SOURCES = %D%/test_rip_config.c
%C%_test_rip_config_LDADD = $(lib_rib_lab) $(LINK_RIP) $(CHECK_LIBS)

# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += \
	%D%/test_cpu \
	%D%/test_digest \
	%D%/test_event \
	%D%/test_field \
	%D%/test_fsm \
	%D%/test_rng \
	%D%/test_sim \
	%D%/test_simtime \
	%D%/test_timer \
	%D%/test_trace
%C%_test_cpu_SOURCES = %D%/test_cpu.c
%C%_test_cpu_LDADD = $(LINK_SIM) $(CHECK_LIBS)
%C%_test_digest_SOURCES = %D%/test_digest.c
%C%_test_digest_LDADD = $(LINK_SIM) $(CHECK_LIBS)
%C%_test_event_SOURCES = %D%/test_event.c
%C%_test_event_LDADD = $(LINK_SIM) $(CHECK_LIBS)
%C%_test_field_SOURCES = %D%/test_field.c
%C%_test_field_LDADD = $(LINK_SIM) $(CHECK_LIBS)
%C%_test_fsm_SOURCES = %D%/test_fsm.c
%C%_test_fsm_LDADD = $(LINK_SIM) $(CHECK_LIBS)
%C%_test_rng_SOURCES = %D%/test_rng.c
%C%_test_rng_LDADD = $(LINK_SIM) $(CHECK_LIBS)
%C%_test_sim_SOURCES = %D%/test_sim.c
%C%_test_sim_LDADD = $(LINK_SIM) $(CHECK_LIBS)
%C%_test_simtime_SOURCES = %D%/test_simtime.c
%C%_test_simtime_LDADD = $(LINK_SIM) $(CHECK_LIBS)
%C%_test_timer_SOURCES = %D%/test_timer.c
%C%_test_timer_LDADD = $(LINK_SIM) $(CHECK_LIBS)
%C%_test_trace_SOURCES = %D%/test_trace.c
%C%_test_trace_LDADD = $(LINK_SIM) $(CHECK_LIBS)

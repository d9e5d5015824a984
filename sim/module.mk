# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_sim.a
lib_sim = %D%/libcl_sim.a
%C%_libcl_sim_a_SOURCES = \
	%D%/cpu.c %D%/cpu.h \
	%D%/digest.c %D%/digest.h \
	%D%/event.c %D%/event.h \
	%D%/field.c %D%/field.h \
	%D%/fsm.c %D%/fsm.h \
	%D%/rng.c %D%/rng.h \
	%D%/sim.c %D%/sim.h \
	%D%/simtime.c %D%/simtime.h \
	%D%/timer.c %D%/timer.h \
	%D%/trace.c %D%/trace.h

# SPDX-License-Identifier: Apache-2.0
# Built with everything else so that it cannot rot; measures only when asked to by `make bench`.
noinst_PROGRAMS += %D%/bench
%C%_bench_SOURCES = \
	%D%/bench.c %D%/bench.h \
	%D%/bench_bgp.c %D%/bgp_rig.c %D%/bgp_rig.h %D%/bench_carrier.c \
	%D%/bench_event.c %D%/bench_intra.c %D%/bench_map.c %D%/bench_timer.c \
	%D%/hold.c %D%/hold.h %D%/hold_wheel.c %D%/hold_yardsticks.c
%C%_bench_LDADD = $(LINK_CLI) -lm
dist_check_SCRIPTS += %D%/test-bench.sh

# Nothing but the figures on standard output.
.PHONY: bench
bench:
	@$(MAKE) $(AM_MAKEFLAGS) %D%/bench$(EXEEXT) carrierlab$(EXEEXT) >&2
	@CL_SRCDIR='$(abs_top_srcdir)' CARRIERLAB='$(abs_top_builddir)/carrierlab$(EXEEXT)' %D%/bench$(EXEEXT)

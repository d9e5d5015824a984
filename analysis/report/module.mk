# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_report.a
lib_report = %D%/libcl_report.a
%C%_libcl_report_a_SOURCES = \
	%D%/figure.c %D%/figure.h \
	%D%/gnuplot.c %D%/gnuplot.h \
	%D%/kinds.c %D%/kinds.h

# Questions and scripts are built into the program.
BUILT_SOURCES += $(plot_incs)
CLEANFILES += $(plot_incs)
%D%/kinds.$(OBJEXT): $(plot_incs)

# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_figure %D%/test_gnuplot %D%/test_kinds
%C%_test_figure_SOURCES = %D%/test_figure.c
%C%_test_figure_LDADD = $(LINK_REPORT) $(CHECK_LIBS)
%C%_test_gnuplot_SOURCES = %D%/test_gnuplot.c
%C%_test_gnuplot_LDADD = $(LINK_REPORT) $(CHECK_LIBS)
%C%_test_kinds_SOURCES = %D%/test_kinds.c
%C%_test_kinds_LDADD = $(LINK_REPORT) $(CHECK_LIBS)

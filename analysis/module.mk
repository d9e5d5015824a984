# SPDX-License-Identifier: Apache-2.0
# Questions to a run's database and the gnuplot scripts that draw the answers; installed under $(pkgdatadir)
# with their folders, for those who want to change them.
plot_texts = \
	%D%/plot/common.gp \
	%D%/plot/compare.gp \
	%D%/plot/convergence.gp \
	%D%/plot/labels.gp \
	%D%/plot/messages.gp \
	%D%/plot/options.gp \
	%D%/plot/outages.gp \
	%D%/sql/changes.sql \
	%D%/sql/effort.sql \
	%D%/sql/entries.sql \
	%D%/sql/hops.sql \
	%D%/sql/labels.sql \
	%D%/sql/messages.sql \
	%D%/sql/options.sql \
	%D%/sql/outages.sql \
	%D%/sql/perturbations.sql \
	%D%/sql/sent.sql
nobase_dist_pkgdata_DATA += $(plot_texts)
plot_incs = \
	%D%/plot/common.inc \
	%D%/plot/compare.inc \
	%D%/plot/convergence.inc \
	%D%/plot/labels.inc \
	%D%/plot/messages.inc \
	%D%/plot/options.inc \
	%D%/plot/outages.inc \
	%D%/sql/changes.inc \
	%D%/sql/effort.inc \
	%D%/sql/entries.inc \
	%D%/sql/hops.inc \
	%D%/sql/labels.inc \
	%D%/sql/messages.inc \
	%D%/sql/options.inc \
	%D%/sql/outages.inc \
	%D%/sql/perturbations.inc \
	%D%/sql/sent.inc

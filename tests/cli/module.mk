# SPDX-License-Identifier: Apache-2.0
EXTRA_DIST += %D%/lib.sh %D%/ldp-options.xml %D%/tshark.awk %D%/tshark.sh %D%/views.txt
dist_check_SCRIPTS += \
	%D%/test-check.sh \
	%D%/test-damaged.sh \
	%D%/test-database-doc.sh \
	%D%/test-decode-all.sh \
	%D%/test-doc-links.sh \
	%D%/test-expectations.sh \
	%D%/test-expand.sh \
	%D%/test-hostile.sh \
	%D%/test-intra-as.sh \
	%D%/test-isolation.sh \
	%D%/test-completion.sh \
	%D%/test-lost-runs.sh \
	%D%/test-man.sh \
	%D%/test-many.sh \
	%D%/test-ping.sh \
	%D%/test-plot.sh \
	%D%/test-probes.sh \
	%D%/test-progress.sh \
	%D%/test-readme.sh \
	%D%/test-show.sh \
	%D%/test-tshark.sh \
	%D%/test-usage.sh \
	%D%/test-why.sh

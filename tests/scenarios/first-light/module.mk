# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-first-light.sh
EXTRA_DIST += \
	%D%/ldp-off.xml \
	%D%/silent-cut.xml \
	%D%/wrong-rt.xml

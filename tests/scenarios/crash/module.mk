# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-crash.sh
EXTRA_DIST += \
	%D%/core.xml \
	%D%/edge.xml

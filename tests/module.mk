# SPDX-License-Identifier: Apache-2.0
# Data files that tests read: EXTRA_DIST += %D%/...; they are found at $CL_SRCDIR/%D%/...
dist_check_SCRIPTS += %D%/check-layers.sh %D%/test-check-layers.sh %D%/test-fsm-matrices.sh %D%/test-unit-tests.sh
EXTRA_DIST += %D%/testing.h

# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-compare.sh %D%/test-failures.sh
EXTRA_DIST += %D%/failures.awk %D%/tables.sh

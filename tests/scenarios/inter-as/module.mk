# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-option-a.sh
EXTRA_DIST += %D%/option-a.recorded

/* SPDX-License-Identifier: Apache-2.0 */
/* What can be configured in RIP: its items, and the values that are of no common kind. */
#ifndef RIP_RIP_CONFIG_H
#define RIP_RIP_CONFIG_H

#include "models/rip/rip_instance.h"

enum { RIP_N_ITEMS = 3 };
extern const ProtoItem rip_items[RIP_N_ITEMS];

/* NULL where the configuration of the instance makes sense; else what to write. */
const char *rip_config_fault(const RipConfig *config);
const char *rip_split_name(RipSplit split);  /* "poisoned-reverse", "simple", "none" */
const char *rip_auth_name(RipAuthType auth); /* "none", "simple", "md5" */

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The words of LDP's configuration: how each is read into a member of LdpConfig. */
#ifndef LDP_CONFIG_H
#define LDP_CONFIG_H

#include "models/ldp/ldp.h"

extern const ConfigKind ldp_config_control;       /* const LdpControl *: "independent", "ordered" */
extern const ConfigKind ldp_config_advertisement; /* gboolean: "on-demand" is TRUE */
extern const ConfigKind ldp_config_retention;     /* gboolean: "conservative" is TRUE */
extern const ConfigKind ldp_config_request;       /* gboolean: "on-request" is TRUE */
extern const ConfigKind ldp_config_gtsm;          /* LdpGtsm */

#endif

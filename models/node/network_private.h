/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the sources of models/node alone. */
#ifndef NODE_NETWORK_PRIVATE_H
#define NODE_NETWORK_PRIVATE_H

/* Frees an entry of Network.actions (action.c). */
void network_action_free(void *action);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/advise.h"

#include "models/fwd/iface.h"
#include "models/net/advice.h"

char *fwd_advise_iface(const FwdNode *node, const char *unknown)
{
	GPtrArray *names = g_ptr_array_new();
	char *advice;

	for (guint i = 0; i < node->ifaces->len; i++)
		g_ptr_array_add(names, ((FwdIface *)g_ptr_array_index(node->ifaces, i))->name);
	advice = net_advise(unknown, names, "its interfaces are");
	g_ptr_array_free(names, TRUE);
	return advice;
}

char *fwd_advise_vrf(const FwdNode *node, const char *unknown)
{
	GPtrArray *names = g_ptr_array_new();
	char *advice;

	for (guint i = 1; i < node->vrfs->len; i++)
		g_ptr_array_add(names, ((FwdVrf *)g_ptr_array_index(node->vrfs, i))->name);
	advice = net_advise(unknown, names, "its VRFs are");
	g_ptr_array_free(names, TRUE);
	return advice;
}

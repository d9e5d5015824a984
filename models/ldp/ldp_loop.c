/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_loop.h"

#include "models/ldp/ldp_lsp.h"
#include "models/ldp/ldp_request.h"

#include <string.h>

static const LdpAttributes nothing;

const LdpAttributes *ldp_attributes(const LdpAttributes *kept)
{
	return kept ? kept : &nothing;
}

void ldp_attributes_keep(LdpAttributes **kept, const LdpAttributes *attributes)
{
	g_clear_pointer(kept, g_free);
	if (attributes->hops || attributes->n_path)
		*kept = g_memdup2(attributes, sizeof(*attributes));
}

gboolean ldp_loop_found(const LdpInstance *ldp, const LdpAttributes *a)
{
	if (ldp->loop_limit == 0)
		return FALSE;
	for (unsigned i = 0; i < a->n_path; i++)
		if (a->path[i] == ldp->id.lsr_id)
			return TRUE;
	return a->hops >= ldp->loop_limit || a->n_path >= ldp->loop_limit;
}

static gboolean equal(const LdpAttributes *a, const LdpAttributes *b)
{
	return a->hops == b->hops && a->n_path == b->n_path &&
	       memcmp(a->path, b->path, a->n_path * sizeof(a->path[0])) == 0;
}

/* Of several next hops the one that is farthest away counts; one at an unknown distance makes the
 * distance unknown. */
static const LdpAttributes *farthest(const LdpBinding *b, const RibRoute *route)
{
	const LdpAttributes *found = NULL;

	for (unsigned i = 0; i < route->n_hops; i++) {
		const LdpExchange *ex = ldp_lsp_exchange(b, &route->hops[i]);
		const LdpAttributes *its;

		if (ex == NULL)
			continue;
		its = ldp_attributes(ex->attributes);
		if (found == NULL || its->hops == 0 ||
		    (found->hops != 0 && its->hops > found->hops))
			found = its;
	}
	return found;
}

/* A.2.5: the egress begins to count, each LSR adds itself. */
static void work_out(const LdpBinding *b, const RibRoute *route, LdpAttributes *out)
{
	const LdpAttributes *in = b->has_lsp && route ? farthest(b, route) : NULL;

	*out = (LdpAttributes){0};
	if (ldp_label_is_end(b)) {
		out->hops = 1;
		return;
	}
	out->path[out->n_path++] = b->ldp->id.lsr_id;
	if (in == NULL)
		return;
	if (in->hops)
		out->hops = in->hops + 1;
	for (unsigned i = 0; i < in->n_path && out->n_path < LDP_PATH_MAX; i++)
		out->path[out->n_path++] = in->path[i];
}

/* Without an LSP, what was told of the last one stays: nobody can use the label before there is another,
 * and to tell of its end would send a circle of LSRs through the same again and again. */
gboolean ldp_loop_update(LdpBinding *b, const RibRoute *route)
{
	LdpAttributes now;

	if (b->ldp->loop_limit == 0)
		return FALSE;
	if (b->role == LDP_ROLE_NONE) {
		g_clear_pointer(&b->told, g_free);
		return FALSE;
	}
	if (!ldp_label_is_end(b) && !b->has_lsp && ldp_attributes(b->told)->n_path)
		return FALSE;
	work_out(b, route, &now);
	if (equal(&now, ldp_attributes(b->told)))
		return FALSE;
	ldp_attributes_keep(&b->told, &now);
	return TRUE;
}

/* A.2.6, of an LSR that merges: who asks for itself begins to count, and needs no path vector. What came
 * with the request that is passed on goes on with it, also where loops are not looked for here. */
gboolean ldp_loop_of_request(const LdpBinding *b, LdpAttributes *out)
{
	const LdpAttributes *in = b->passed_on;

	*out = (LdpAttributes){.given = TRUE, .hops = 1};
	if (in == NULL || !ldp_request_is_upstream(b))
		return b->ldp->loop_limit > 0;
	out->hops = in->hops ? MIN(in->hops, UINT8_MAX - 1) + 1 : 0;
	if (in->n_path == 0)
		return TRUE;
	out->path[out->n_path++] = b->ldp->id.lsr_id;
	for (unsigned i = 0; i < in->n_path && out->n_path < LDP_PATH_MAX; i++)
		out->path[out->n_path++] = in->path[i];
	return TRUE;
}

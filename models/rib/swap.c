/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/swap.h"

#include "models/rib/rib_private.h"

static void append_fec(const FwdLfibOwner *owner, uint32_t key, GString *out)
{
	const RibSwaps *swaps = (const RibSwaps *)owner;
	Fec fec = swaps->fec(swaps, key);

	fec_append(&fec, out);
}

void rib_swaps_init(RibSwaps *swaps, RibNode *node, const char *name)
{
	*swaps = (RibSwaps){.lfib = {name, append_fec}, .node = node};
	net_numbers_init(&swaps->waiting);
	g_ptr_array_add(node->swaps, swaps);
}

void rib_swaps_release(RibSwaps *swaps)
{
	rib_download_forget_swaps(swaps);
	g_ptr_array_remove(swaps->node->swaps, swaps);
	net_numbers_release(&swaps->waiting);
}

uint32_t rib_swap_take(RibSwaps *swaps)
{
	return rib_label_take(swaps->node);
}

static FwdNextHop *leads_to(const RibSwap *swap)
{
	return swap->next_hop && rib_nht_resolved(swap->next_hop) ? rib_nht_next_hop(swap->next_hop)
								  : NULL;
}

static gboolean is_stale(const RibSwaps *swaps, uint32_t label, const RibSwap *swap)
{
	const FwdLfibEntry *installed = fwd_lfib_get(swaps->node->fwd, label);
	const FwdNextHop *nh = leads_to(swap);

	if (!installed)
		return nh != NULL;
	return installed->nh != nh || installed->out != swap->out.value ||
	       installed->out_kind != swap->out.kind;
}

static void install(RibSwaps *swaps, uint32_t label, uint32_t key, const RibSwap *swap)
{
	FwdNode *fwd = swaps->node->fwd;
	uint64_t id = fwd_lfib_swap(fwd, label, leads_to(swap), swap->out, &swaps->lfib, key);

	rib_trace_swap_causes(fwd->sim, id, swap);
}

void rib_swap_update(RibSwaps *swaps, uint32_t label, uint32_t key)
{
	RibSwap swap;

	if (net_numbers_get(&swaps->waiting, label) > 0)
		return;
	swaps->describe(swaps, key, &swap);
	if (!is_stale(swaps, label, &swap))
		return;
	if (rib_download_swap(swaps, label))
		net_numbers_set(&swaps->waiting, label, key + 1);
	else
		install(swaps, label, key, &swap);
}

/* The turn may be that of a former use of the label, which has been taken again since. */
void rib_swap_installed(RibSwaps *swaps, uint32_t label)
{
	uint32_t waiting = net_numbers_get(&swaps->waiting, label);
	RibSwap swap;

	if (waiting == 0)
		return;
	net_numbers_set(&swaps->waiting, label, 0);
	swaps->describe(swaps, waiting - 1, &swap);
	install(swaps, label, waiting - 1, &swap);
}

static void remove_entry(RibSwaps *swaps, uint32_t label)
{
	static const Label none = {.value = NET_LABEL_NONE};

	net_numbers_set(&swaps->waiting, label, 0);
	fwd_lfib_swap(swaps->node->fwd, label, NULL, none, NULL, 0);
}

void rib_swap_give_back(RibSwaps *swaps, uint32_t label)
{
	remove_entry(swaps, label);
	rib_label_give_back(swaps->node, label);
}

static void forget_one(const RibSwaps *swaps, uint32_t label, uint32_t key, void *user)
{
	(void)swaps;
	(void)key;
	remove_entry(user, label);
}

void rib_swaps_forget(RibSwaps *swaps)
{
	swaps->each(swaps, forget_one, swaps);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entries by FEC. Those of prefixes stand in the table's tries, where addresses are looked up. Those of VPN
 * routes, which a border router swaps labels for without a VRF (RFC 4364 10, b), lead nowhere by an
 * address: a tree by RD and prefix has them.
 */
#include "models/rib/rib_private.h"

static gint compare(gconstpointer a, gconstpointer b, gpointer user)
{
	(void)user;
	return fec_cmp(a, b);
}

static void entry_free(gpointer entry)
{
	rib_entry_free(entry);
}

void rib_fec_init(Rib *rib)
{
	rib->vpn = g_tree_new_full(compare, NULL, g_free, entry_free);
}

void rib_fec_clear(Rib *rib)
{
	g_tree_unref(rib->vpn);
}

RibEntry *rib_fec_find(const Rib *rib, const Fec *fec)
{
	return fec->kind == FEC_VPN ? g_tree_lookup(rib->vpn, fec)
				    : rib_entry_find(rib, &fec->prefix);
}

RibEntry *rib_fec_get(Rib *rib, const Fec *fec)
{
	RibEntry *entry;

	if (fec->kind == FEC_PREFIX)
		return rib_entry_get(rib, &fec->prefix);
	entry = rib_fec_find(rib, fec);
	if (entry)
		return entry;
	entry = rib_entry_new(rib, fec);
	g_tree_insert(rib->vpn, g_memdup2(fec, sizeof *fec), entry);
	return entry;
}

Fec rib_entry_fec(const RibEntry *entry)
{
	return (Fec){.kind = entry->kind, .rd = entry->rd, .prefix = entry->prefix};
}

void rib_fec_remove(RibEntry *entry)
{
	Fec fec = rib_entry_fec(entry);

	g_tree_remove(entry->rib->vpn, &fec);
}

typedef struct Foreach {
	RibEntryFn fn;
	void *user;
} Foreach;

static gboolean visit_prefix(const NetPrefix *prefix, void *entry, void *user)
{
	const Foreach *f = user;

	(void)prefix;
	f->fn(entry, f->user);
	return TRUE;
}

static gboolean visit_vpn(gpointer fec, gpointer entry, gpointer user)
{
	const Foreach *f = user;

	(void)fec;
	f->fn(entry, f->user);
	return FALSE;
}

void rib_entries_foreach(const Rib *rib, RibEntryFn fn, void *user)
{
	Foreach f = {fn, user};

	for (unsigned i = 0; i < G_N_ELEMENTS(rib->entries); i++)
		net_trie_foreach(rib->entries[i], visit_prefix, &f);
	g_tree_foreach(rib->vpn, visit_vpn, &f);
}

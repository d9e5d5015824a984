/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/accept.h"

#include "models/fwd/lfib.h"

static const char *const check_names[] = {
	[FWD_LABEL_CHECK_BY_PLACE] = "",
	[FWD_LABEL_CHECK_ADVERTISED] = "advertised",
	[FWD_LABEL_CHECK_PLATFORM] = "platform",
};

gboolean fwd_label_check_parse(const char *text, FwdLabelCheck *out)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(check_names); i++)
		if (g_str_equal(check_names[i], text)) {
			*out = (FwdLabelCheck)i;
			return TRUE;
		}
	return FALSE;
}

gboolean fwd_iface_checks_labels(const FwdIface *iface)
{
	if (iface->label_check != FWD_LABEL_CHECK_BY_PLACE)
		return iface->label_check == FWD_LABEL_CHECK_ADVERTISED;
	return iface->vrf->name || iface->borders > 0;
}

const char *fwd_iface_label_check_name(const FwdIface *iface)
{
	if (!iface->mpls)
		return NULL;
	return check_names[fwd_iface_checks_labels(iface) ? FWD_LABEL_CHECK_ADVERTISED
							  : FWD_LABEL_CHECK_PLATFORM];
}

static void changed_unless(FwdIface *iface, gboolean checked_before)
{
	if (fwd_iface_checks_labels(iface) != checked_before)
		fwd_point_changed(&iface->point);
}

void fwd_iface_set_label_check(FwdIface *iface, FwdLabelCheck check)
{
	gboolean before = fwd_iface_checks_labels(iface);

	iface->label_check = check;
	changed_unless(iface, before);
}

void fwd_iface_add_border(FwdIface *iface)
{
	gboolean before = fwd_iface_checks_labels(iface);

	iface->borders++;
	changed_unless(iface, before);
}

void fwd_iface_remove_border(FwdIface *iface)
{
	gboolean before = fwd_iface_checks_labels(iface);

	g_assert(iface->borders > 0);
	iface->borders--;
	changed_unless(iface, before);
}

/* A node's labels are neighbours, for the most part: they are counted in pages of them. */
enum { PAGE = 64 };
typedef struct LabelPage {
	unsigned used;        /* labels that are accepted */
	uint32_t times[PAGE]; /* by label */
} LabelPage;

static LabelPage *page_of(const FwdIface *iface, uint32_t label)
{
	return iface->labels ? g_hash_table_lookup(iface->labels, GUINT_TO_POINTER(label / PAGE))
			     : NULL;
}

static LabelPage *make_page(FwdIface *iface, uint32_t label)
{
	LabelPage *page = g_new0(LabelPage, 1);

	if (!iface->labels)
		iface->labels = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	g_hash_table_insert(iface->labels, GUINT_TO_POINTER(label / PAGE), page);
	return page;
}

static unsigned times_accepted(const FwdIface *iface, uint32_t label)
{
	const LabelPage *page = page_of(iface, label);

	return page ? page->times[label % PAGE] : 0;
}

static void answer_changed(FwdIface *iface)
{
	if (fwd_iface_checks_labels(iface))
		fwd_point_changed(&iface->point);
}

void fwd_iface_accept_label(FwdIface *iface, uint32_t label)
{
	LabelPage *page = page_of(iface, label);

	if (label == NET_LABEL_IMPLICIT_NULL)
		return;
	if (!page)
		page = make_page(iface, label);
	if (page->times[label % PAGE]++ > 0)
		return;
	page->used++;
	answer_changed(iface);
}

void fwd_iface_refuse_label(FwdIface *iface, uint32_t label)
{
	LabelPage *page = page_of(iface, label);

	if (label == NET_LABEL_IMPLICIT_NULL)
		return;
	g_assert(page && page->times[label % PAGE] > 0);
	if (--page->times[label % PAGE] > 0)
		return;
	if (--page->used == 0)
		g_hash_table_remove(iface->labels, GUINT_TO_POINTER(label / PAGE));
	answer_changed(iface);
}

gboolean fwd_iface_accepts_label(const FwdIface *iface, uint32_t label)
{
	return !fwd_iface_checks_labels(iface) || times_accepted(iface, label) > 0;
}

void fwd_iface_forget_labels(FwdIface *iface)
{
	g_clear_pointer(&iface->labels, g_hash_table_destroy);
	iface->borders = 0;
	fwd_point_changed(&iface->point);
}

/* ---- What is accepted ---- */

typedef struct AcceptedRow {
	const char *interface, *vrf;
	gboolean checked;
	uint32_t label;
	uint32_t times;
	const char *owner, *fec; /* of the label's entry in the LFIB */
} AcceptedRow;

static const Field accepted_fields[] = {
	FIELD(AcceptedRow, interface, field_text), FIELD(AcceptedRow, vrf, field_text),
	FIELD(AcceptedRow, checked, field_bool),   FIELD(AcceptedRow, label, field_label),
	FIELD(AcceptedRow, times, field_u32),      FIELD(AcceptedRow, owner, field_text),
	FIELD(AcceptedRow, fec, field_text),
};

static gint compare_pages(gconstpointer a, gconstpointer b)
{
	guint x = GPOINTER_TO_UINT(a), y = GPOINTER_TO_UINT(b);

	return x < y ? -1 : x > y;
}

static void put_label(const FwdIface *iface, uint32_t label, TableRowFn fn, void *user)
{
	const FwdLfibEntry *entry = fwd_lfib_get(iface->node, label);
	g_autoptr(GString) fec = g_string_new(NULL);
	AcceptedRow row = {
		.interface = iface->name,
		.vrf = iface->vrf->name,
		.checked = fwd_iface_checks_labels(iface),
		.label = label,
		.times = times_accepted(iface, label),
	};

	if (entry) {
		fwd_lfib_append_fec(entry, fec);
		row.owner = entry->owner->name;
		row.fec = fec->str;
	}
	fn(&row, user);
}

/* In the order of labels, which that of the hash table is not. */
static void put_labels(const FwdIface *iface, TableRowFn fn, void *user)
{
	GList *pages = g_list_sort(g_hash_table_get_keys(iface->labels), compare_pages);

	for (const GList *at = pages; at; at = at->next) {
		uint32_t first = GPOINTER_TO_UINT(at->data) * PAGE;

		for (uint32_t label = first; label < first + PAGE; label++)
			if (times_accepted(iface, label) > 0)
				put_label(iface, label, fn, user);
	}
	g_list_free(pages);
}

static void each_accepted(const void *instance, TableRowFn fn, void *user)
{
	const FwdNode *node = instance;

	for (unsigned i = 0; i < node->ifaces->len; i++) {
		const FwdIface *iface = g_ptr_array_index(node->ifaces, i);

		if (iface->labels)
			put_labels(iface, fn, user);
	}
}

const TableDef fwd_table_accepted_labels = TABLE_DEF(
	"accepted-labels", "labels that were advertised on interfaces, and so may come in",
	accepted_fields, AcceptedRow, each_accepted);

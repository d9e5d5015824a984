/* SPDX-License-Identifier: Apache-2.0 */
/* <expect-reach> and <expect-isolation>: which sites belong together, and which do not. */
#include "models/verify/expect_sites.h"

#include "scenarios/load/loader.h"

#include <string.h>

typedef struct LoadSites {
	LoadWhen when;
	GStrv customers; /* none: all, unless there are nodes */
	GStrv nodes;
} LoadSites;

static const ConfigField sites_fields[] = {
	LOAD_EXPECT_WHEN(LoadSites),
	CONFIG_FIELD(LoadSites, customers, "customers", config_words, "",
		     "names of customers between blanks; else all"),
	CONFIG_FIELD(LoadSites, nodes, "nodes", config_words, "",
		     "instead of customers: these nodes, names between blanks"),
};

static void add_group(const char *name, GPtrArray *nodes, GArray *out)
{
	ExpectGroup group = {.name = name, .nodes = nodes};

	g_array_append_val(out, group);
}

static void group_clear(void *user)
{
	g_ptr_array_unref((GPtrArray *)(uintptr_t)((ExpectGroup *)user)->nodes);
}

/* A customer with what has been built of its nodes. */
static void add_customer(const LoadElement *element, GArray *out)
{
	GPtrArray *nodes = g_ptr_array_new();

	for (unsigned i = 0; i < element->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(element->children, i);

		if (child->shape.kind == LOAD_NODE && child->built)
			g_ptr_array_add(nodes, child->built);
	}
	add_group(((const LoadGroup *)element->config)->name, nodes, out);
}

/* Appends the elements of those names, each once; FALSE where that is not so, which is told. */
static gboolean find_all(Loader *loader, const LoadElement *element, const LoadNames *names,
			 const char *what, const GStrv wanted, GPtrArray *out)
{
	for (char **name = wanted; *name; name++) {
		LoadElement *found =
			load_names_find(names, what, *name, element->line, loader->errors);

		if (!found)
			return FALSE;
		if (g_ptr_array_find(out, found, NULL)) {
			load_error(loader->errors, element->line,
				   "%s \"%s\" is named twice; write it once", what, *name);
			return FALSE;
		}
		g_ptr_array_add(out, found);
	}
	return TRUE;
}

static gboolean add_customers(Loader *loader, const LoadElement *element, GArray *out)
{
	const LoadSites *config = element->config;
	GPtrArray *found = g_ptr_array_new();
	gboolean ok = TRUE;

	if (*config->customers)
		ok = find_all(loader, element, &loader->customers, "customer", config->customers,
			      found);
	else
		load_elements(loader->root, LOAD_CUSTOMER, found);
	for (unsigned i = 0; i < found->len; i++)
		add_customer(g_ptr_array_index(found, i), out);
	g_ptr_array_free(found, TRUE);
	return ok;
}

/* The nodes that are named: each for itself, or all together. */
static gboolean add_nodes(Loader *loader, const LoadElement *element, gboolean together,
			  GArray *out)
{
	const LoadSites *config = element->config;
	GPtrArray *found = g_ptr_array_new();
	gboolean ok = find_all(loader, element, &loader->nodes, "node", config->nodes, found);
	GPtrArray *nodes = NULL;

	for (unsigned i = 0; i < found->len; i++) {
		const LoadElement *node = g_ptr_array_index(found, i);

		if (!nodes || !together) {
			nodes = g_ptr_array_new();
			add_group(together ? NULL : ((const LoadNode *)node->config)->name, nodes,
				  out);
		}
		if (node->built)
			g_ptr_array_add(nodes, node->built);
	}
	g_ptr_array_free(found, TRUE);
	return ok;
}

/* FALSE where it makes no sense, which is told. */
static gboolean find_groups(Loader *loader, const LoadElement *element, gboolean together,
			    GArray *out)
{
	const LoadSites *config = element->config;

	if (!*config->nodes)
		return add_customers(loader, element, out);
	if (!*config->customers)
		return add_nodes(loader, element, together, out);
	load_error(loader->errors, element->line,
		   "sites are those of customers, or nodes; write either customers=\"...\" or "
		   "nodes=\"...\"");
	return FALSE;
}

typedef gboolean (*AddFn)(ExpectSet *set, const ExpectSites *config, GError **error);

static void build(Loader *loader, const LoadElement *element, gboolean whole, gboolean together,
		  AddFn add)
{
	const LoadSites *config = element->config;
	GArray *groups = g_array_new(FALSE, FALSE, sizeof(ExpectGroup));
	ExpectSites expect = {0};
	GError *error = NULL;
	gboolean ok;

	g_array_set_clear_func(groups, group_clear);
	ok = find_groups(loader, element, together, groups);
	expect.groups = (const ExpectGroup *)(void *)groups->data;
	expect.n_groups = groups->len;
	if (load_expect_read_when(loader, element, &config->when, &expect.when) && whole && ok &&
	    !add(loader->scenario->expectations, &expect, &error))
		load_gerror(loader, element->line, &error, NULL);
	g_array_free(groups, TRUE);
}

static void build_reach(Loader *loader, const LoadElement *element, gboolean whole)
{
	build(loader, element, whole, TRUE, expect_add_reach);
}

static void build_isolation(Loader *loader, const LoadElement *element, gboolean whole)
{
	build(loader, element, whole, FALSE, expect_add_isolation);
}

const LoadExpectClass load_expect_reach =
	LOAD_EXPECT_CLASS("expect-reach", "Each site of a customer reaches each other one.",
			  LoadSites, sites_fields, build_reach);
const LoadExpectClass load_expect_isolation = LOAD_EXPECT_CLASS(
	"expect-isolation", "No site of a customer reaches one of another customer.", LoadSites,
	sites_fields, build_isolation);

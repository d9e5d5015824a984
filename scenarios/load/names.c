/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/advice.h"
#include "scenarios/load/loader.h"

void load_names_init(LoadNames *names)
{
	names->elements = g_hash_table_new(g_str_hash, g_str_equal);
	names->list = g_ptr_array_new();
}

void load_names_clear(LoadNames *names)
{
	g_hash_table_unref(names->elements);
	g_ptr_array_free(names->list, TRUE);
}

gboolean load_names_add(LoadNames *names, const char *what, const char *name, LoadElement *element,
			LoadErrors *errors)
{
	const LoadElement *other = name ? g_hash_table_lookup(names->elements, name) : NULL;

	if (!name)
		return FALSE;
	if (other) {
		g_autofree char *line = load_errors_line(errors, other->line);

		load_error(errors, element->line,
			   "a %s \"%s\" stands in %s already; write another name", what, name,
			   line);
		return FALSE;
	}
	g_hash_table_insert(names->elements, (void *)(uintptr_t)name, element);
	g_ptr_array_add(names->list, (void *)(uintptr_t)name);
	return TRUE;
}

LoadElement *load_names_find(const LoadNames *names, const char *what, const char *name,
			     unsigned line, LoadErrors *errors)
{
	LoadElement *element = g_hash_table_lookup(names->elements, name);
	g_autofree char *list = NULL;
	g_autofree char *advice = NULL;

	if (element)
		return element;
	list = g_strdup_printf("the %ss are", what);
	advice = net_advise(name, names->list, list);
	load_error(errors, line, "there is no %s \"%s\"; %s", what, name, advice);
	return NULL;
}

void load_elements(const LoadElement *parent, LoadKind kind, GPtrArray *out)
{
	for (unsigned i = 0; i < parent->children->len; i++) {
		LoadElement *child = g_ptr_array_index(parent->children, i);

		if (child->shape.kind == kind)
			g_ptr_array_add(out, child);
		load_elements(child, kind, out);
	}
}

void load_gerror(Loader *loader, unsigned line, GError **error, const char *advice)
{
	load_error(loader->errors, line, "%s%s%s", (*error)->message, advice ? "; " : "",
		   advice ? advice : "");
	g_clear_error(error);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * <defaults>: elements that stand for all like them in what holds the <defaults>. An element that does not
 * state an attribute gets it from the innermost defaults that do, and in one of them from the first.
 *
 * The elements in each other that stand in <defaults> are what an element and those around it must be:
 * <link><ospf/></link> is about the <ospf> of links. Only elements that have the attribute get it.
 */
#include "models/net/advice.h"
#include "scenarios/load/expansion.h"

#include <string.h>

typedef struct Scope {
	const struct Scope *outer;
	GHashTable
		*rules; /* element -> GPtrArray of xmlNode in the <defaults>; all borrowed but it */
} Scope;

static gboolean is_reuse(LoadKind kind)
{
	return kind == LOAD_INCLUDE || kind == LOAD_USE || kind == LOAD_TEMPLATE ||
	       kind == LOAD_PARAMETER || kind == LOAD_DEFAULTS;
}

/* What may stand in the element, at any depth where deep. */
static void append_inside(const LoadShape *shape, gboolean deep, GArray *out)
{
	GArray *inside = load_shape_inside(shape);

	for (unsigned i = 0; i < inside->len; i++) {
		const LoadShape *child = &g_array_index(inside, LoadShape, i);

		if (is_reuse(child->kind))
			continue;
		g_array_append_vals(out, child, 1);
		if (deep)
			append_inside(child, TRUE, out);
	}
	g_array_free(inside, TRUE);
}

static void add_name(GPtrArray *names, const char *name)
{
	if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
		g_ptr_array_add(names, (void *)(uintptr_t)name);
}

/* Checking what stands in <defaults> */

static void unknown_element(Expansion *expansion, const xmlNode *rule, const GArray *among)
{
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *name = load_xml_name(rule);
	g_autofree char *quoted = load_quote(name);
	g_autofree char *holder = load_xml_name(
		expand_is(rule->parent, "defaults") ? rule->parent->parent : rule->parent);
	g_autofree char *advice = NULL;

	for (unsigned i = 0; i < among->len; i++)
		add_name(names, g_array_index(among, LoadShape, i).element);
	advice = net_advise(name, names, "there are");
	load_error(expansion->errors, load_xml_line(rule), "no element %s stands in <%s>; %s",
		   quoted, holder, advice);
	g_ptr_array_free(names, TRUE);
}

static void unknown_attribute(Expansion *expansion, const xmlNode *rule, const char *name,
			      const GArray *shapes)
{
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *quoted = load_quote(name);
	g_autofree char *advice = NULL;

	for (unsigned i = 0; i < shapes->len; i++) {
		const LoadShape *shape = &g_array_index(shapes, LoadShape, i);

		for (unsigned f = 0; f < shape->n_fields; f++)
			add_name(names, shape->fields[f].name);
	}
	advice = net_advise(name, names, "its attributes are");
	load_error(expansion->errors, load_xml_line(rule), "<%s> has no attribute %s; %s",
		   (const char *)rule->name, quoted, advice);
	g_ptr_array_free(names, TRUE);
}

static gboolean can_be_read(const LoadShape *shape, const ConfigField *field, const char *value)
{
	void *config = g_malloc0(shape->config_size);
	gboolean ok = config_set(field, value, config);

	config_clear(field, 1, config);
	g_free(config);
	return ok;
}

static void check_attribute(Expansion *expansion, const xmlNode *rule, const xmlAttr *attr,
			    const GArray *shapes)
{
	const char *name = (const char *)attr->name;
	const ConfigField *refused = NULL;
	g_autofree char *value = load_xml_value(attr);
	g_autofree char *quoted = load_quote(value);

	for (unsigned i = 0; i < shapes->len && !attr->ns; i++) {
		const LoadShape *shape = &g_array_index(shapes, LoadShape, i);
		const ConfigField *field = config_find(shape->fields, shape->n_fields, name);

		if (field && can_be_read(shape, field, value))
			return;
		refused = field ? field : refused;
	}
	if (refused)
		load_error(expansion->errors, load_xml_line(rule),
			   "%s=%s of <%s> cannot be read; write %s", name, quoted,
			   (const char *)rule->name, refused->kind->expects);
	else
		unknown_attribute(expansion, rule, name, shapes);
}

/* Both are about the same elements. */
static gboolean same_path(const xmlNode *a, const xmlNode *b)
{
	while (!expand_is(a, "defaults") && !expand_is(b, "defaults")) {
		if (strcmp((const char *)a->name, (const char *)b->name) != 0)
			return FALSE;
		a = a->parent;
		b = b->parent;
	}
	return expand_is(a, "defaults") && expand_is(b, "defaults");
}

static void check_once(Expansion *expansion, const xmlNode *rule, const GPtrArray *others)
{
	for (unsigned i = 0; i < others->len; i++) {
		const xmlNode *other = g_ptr_array_index(others, i);
		g_autofree char *line = NULL;

		if (!same_path(rule, other))
			continue;
		for (const xmlAttr *attr = rule->properties; attr; attr = attr->next) {
			if (!load_xml_has(other, (const char *)attr->name))
				continue;
			g_free(line);
			line = load_errors_line(expansion->errors, load_xml_line(other));
			load_error(expansion->errors, load_xml_line(rule),
				   "a default %s of <%s> stands in %s already; leave out one",
				   (const char *)attr->name, (const char *)rule->name, line);
		}
	}
}

/* Makes a scope of them */

static void add_rule(Expansion *expansion, Scope *scope, const xmlNode *rule, const GArray *shapes)
{
	GPtrArray *rules = g_hash_table_lookup(scope->rules, rule->name);

	if (!rules) {
		rules = g_ptr_array_new();
		g_hash_table_insert(scope->rules, (void *)(uintptr_t)rule->name, rules);
	}
	for (const xmlAttr *attr = rule->properties; attr; attr = attr->next)
		check_attribute(expansion, rule, attr, shapes);
	check_once(expansion, rule, rules);
	g_ptr_array_add(rules, (void *)(uintptr_t)rule);
}

/* among: the shapes that the element may be of. */
static void read_rule(Expansion *expansion, Scope *scope, const xmlNode *rule, const GArray *among)
{
	GArray *shapes = g_array_new(FALSE, FALSE, sizeof(LoadShape));
	GArray *inside = g_array_new(FALSE, FALSE, sizeof(LoadShape));

	for (unsigned i = 0; i < among->len; i++) {
		const LoadShape *shape = &g_array_index(among, LoadShape, i);

		if (!expand_is(rule, shape->element))
			continue;
		g_array_append_vals(shapes, shape, 1);
		append_inside(shape, FALSE, inside);
	}
	if (shapes->len == 0)
		unknown_element(expansion, rule, among);
	else if (!rule->properties && !rule->children)
		load_error(expansion->errors, load_xml_line(rule),
			   "<%s> has no attribute here; write its default as one",
			   (const char *)rule->name);
	else if (rule->properties)
		add_rule(expansion, scope, rule, shapes);
	for (const xmlNode *child = rule->children; child && shapes->len > 0; child = child->next)
		if (!load_errors_full(expansion->errors))
			read_rule(expansion, scope, child, inside);
	g_array_free(inside, TRUE);
	g_array_free(shapes, TRUE);
}

static void read_defaults(Expansion *expansion, Scope *scope, const xmlNode *defaults,
			  const LoadShape *shape)
{
	LoadElement *read = expand_read(expansion, defaults, LOAD_DEFAULTS);
	GArray *among;

	if (!read)
		return;
	among = g_array_new(FALSE, FALSE, sizeof(LoadShape));
	append_inside(shape, TRUE, among);
	for (const xmlNode *rule = defaults->children; rule; rule = rule->next)
		if (!load_errors_full(expansion->errors))
			read_rule(expansion, scope, rule, among);
	g_array_free(among, TRUE);
	load_element_free(read);
}

/* Applying them */

/* What holds the <defaults> has no like in it, so that this ends there at the latest. */
static gboolean is_about(const xmlNode *rule, const xmlNode *element)
{
	for (; !expand_is(rule, "defaults"); rule = rule->parent, element = element->parent)
		if (strcmp((const char *)rule->name, (const char *)element->name) != 0)
			return FALSE;
	return TRUE;
}

static void apply_rule(Expansion *expansion, const xmlNode *rule, xmlNode *element,
		       const LoadShape *shape)
{
	for (const xmlAttr *attr = rule->properties; attr; attr = attr->next) {
		const char *name = (const char *)attr->name;
		g_autofree char *value = load_xml_value(attr);

		if (config_find(shape->fields, shape->n_fields, name) &&
		    !load_xml_has(element, name))
			expand_set(expansion, element, name, value);
	}
}

static void apply(Expansion *expansion, const Scope *scope, xmlNode *element,
		  const LoadShape *shape)
{
	for (; scope; scope = scope->outer) {
		const GPtrArray *rules = g_hash_table_lookup(scope->rules, element->name);

		for (unsigned i = 0; rules && i < rules->len; i++) {
			const xmlNode *rule = g_ptr_array_index(rules, i);

			if (is_about(rule, element))
				apply_rule(expansion, rule, element, shape);
		}
	}
}

static void look_into(Expansion *expansion, const Scope *outer, xmlNode *element,
		      const LoadShape *shape);

static void look_into_children(Expansion *expansion, const Scope *scope, xmlNode *element,
			       const LoadShape *shape)
{
	GArray *inside = load_shape_inside(shape);

	for (xmlNode *child = element->children; child; child = child->next)
		for (unsigned i = 0; i < inside->len; i++) {
			const LoadShape *of = &g_array_index(inside, LoadShape, i);

			if (!expand_is(child, of->element) || is_reuse(of->kind))
				continue;
			apply(expansion, scope, child, of);
			look_into(expansion, scope, child, of);
			break;
		}
	g_array_free(inside, TRUE);
}

static void remove_defaults(xmlNode *holder)
{
	xmlNode *defaults;

	while ((defaults = expand_child(holder, "defaults")))
		expand_remove(defaults);
}

/* What is unknown here the loader tells. */
static void look_into(Expansion *expansion, const Scope *outer, xmlNode *element,
		      const LoadShape *shape)
{
	Scope scope = {.outer = outer};

	if (!element->children)
		return;
	if (shape->holds & (UINT64_C(1) << LOAD_DEFAULTS) && expand_child(element, "defaults"))
		scope.rules = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
						    (GDestroyNotify)g_ptr_array_unref);
	for (xmlNode *child = element->children; child && scope.rules; child = child->next)
		if (expand_is(child, "defaults"))
			read_defaults(expansion, &scope, child, shape);
	if (expand_is_sound(expansion))
		look_into_children(expansion, scope.rules ? &scope : outer, element, shape);
	if (!scope.rules)
		return;
	g_hash_table_unref(scope.rules);
	if (expansion->last_defaults)
		remove_defaults(element);
}

void expand_defaults(Expansion *expansion)
{
	LoadShape root = load_shape_root();

	if (expand_is(expansion->root, root.element))
		look_into(expansion, NULL, expansion->root, &root);
}

void expand_last_defaults(Expansion *expansion)
{
	expansion->last_defaults = TRUE;
	expand_defaults(expansion);
}

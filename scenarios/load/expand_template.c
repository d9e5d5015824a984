/* SPDX-License-Identifier: Apache-2.0 */
/*
 * <template> and <use>: what stands in the template takes the place of <use>, with {parameter} in values
 * replaced by what <use> says. A template is known in the element that it stands in and all inside it. All
 * that can be wrong with it is told where it stands, whether it is used or not.
 */
#include "models/net/advice.h"
#include "scenarios/load/expansion.h"

#include <string.h>

typedef struct Template {
	char *name;
	xmlNode *node;         /* out of the tree; owned */
	GPtrArray *parameters; /* of Parameter, owned */
	gboolean active;       /* it is being put in the place of a <use> */
} Template;

typedef struct Parameter {
	char *name, *fallback; /* fallback NULL: <use> has to say */
	const char *value;     /* of the <use> at hand; borrowed */
	gboolean used;
} Parameter;

typedef struct Templates {
	Expansion *expansion;
	GHashTable *by_place; /* xmlNode that they stand in -> GHashTable of name -> Template */
	GPtrArray *all;       /* of Template, owned */
} Templates;

/* What is put in the place of a <use>. */
typedef struct Use {
	const Template *template;
	unsigned line;
} Use;

static void parameter_free(void *user)
{
	Parameter *parameter = user;

	g_free(parameter->name);
	g_free(parameter->fallback);
	g_free(parameter);
}

static void template_free(void *user)
{
	Template *template = user;

	g_ptr_array_free(template->parameters, TRUE);
	xmlFreeNode(template->node);
	g_free(template->name);
	g_free(template);
}

static Parameter *find_parameter(const Template *template, const char *name, gsize length)
{
	for (unsigned i = 0; i < template->parameters->len; i++) {
		Parameter *parameter = g_ptr_array_index(template->parameters, i);

		if (strlen(parameter->name) == length &&
		    strncmp(parameter->name, name, length) == 0)
			return parameter;
	}
	return NULL;
}

static void no_parameter(const Template *template, const char *name, unsigned line,
			 LoadErrors *errors)
{
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *quoted = load_quote(name);
	g_autofree char *advice = NULL;

	for (unsigned i = 0; i < template->parameters->len; i++)
		g_ptr_array_add(names,
				((Parameter *)g_ptr_array_index(template->parameters, i))->name);
	advice = names->len > 0 ? net_advise(name, names, "its parameters are")
				: g_strdup("it has none: write <parameter name=\"...\"/> in it");
	load_error(errors, line, "template \"%s\" has no parameter %s; %s", template->name, quoted,
		   advice);
	g_ptr_array_free(names, TRUE);
}

/* Reading a template */

static void add_parameter(Templates *t, Template *template, const xmlNode *node)
{
	LoadElement *read = expand_read(t->expansion, node, LOAD_PARAMETER);
	const LoadParameter *config = read ? read->config : NULL;
	Parameter *parameter;

	if (!read)
		return;
	if (template->parameters->len == LOAD_MAX_ATTRIBUTES) {
		load_error(t->expansion->errors, read->line,
			   "more than %d parameters; leave out some", LOAD_MAX_ATTRIBUTES);
	} else if (strcmp(config->name, "template") == 0 ||
		   find_parameter(template, config->name, strlen(config->name))) {
		load_error(t->expansion->errors, read->line,
			   "\"%s\" is an attribute of <use> already; write another name",
			   config->name);
	} else {
		parameter = g_new0(Parameter, 1);
		parameter->name = g_strdup(config->name);
		parameter->fallback = load_xml_get(node, "default");
		g_ptr_array_add(template->parameters, parameter);
	}
	load_element_free(read);
}

/* "{name}" are parameters, "{{" is a brace. */
static void check_value(Templates *t, Template *template, const char *value, unsigned line)
{
	const char *open = strchr(value, '{');

	while (open) {
		const char *close = strchr(open, '}');
		g_autofree char *name = NULL;
		Parameter *parameter;

		if (open[1] == '{') {
			open = strchr(open + 2, '{');
			continue;
		}
		if (!close) {
			load_error(t->expansion->errors, line,
				   "a { without }; write {name} for a parameter, {{ for a brace");
			return;
		}
		parameter = find_parameter(template, open + 1, (gsize)(close - open) - 1);
		name = g_strndup(open + 1, (gsize)(close - open) - 1);
		if (parameter)
			parameter->used = TRUE;
		else
			no_parameter(template, name, line, t->expansion->errors);
		open = strchr(close, '{');
	}
}

static void check_content(Templates *t, Template *template, const xmlNode *element)
{
	if (expand_is(element, "template"))
		load_error(t->expansion->errors, load_xml_line(element),
			   "a template in a template; write it beside the other");
	for (const xmlAttr *attr = element->properties; attr; attr = attr->next) {
		g_autofree char *value = load_xml_value(attr);

		check_value(t, template, value, load_xml_line(element));
	}
	for (const xmlNode *child = element->children; child; child = child->next)
		check_content(t, template, child);
}

static void check_use_of_parameters(Templates *t, const Template *template)
{
	for (unsigned i = 0; i < template->parameters->len; i++) {
		const Parameter *parameter = g_ptr_array_index(template->parameters, i);

		if (!parameter->used)
			load_error(t->expansion->errors, load_xml_line(template->node),
				   "parameter \"%s\" does nothing; write {%s} in a value of the "
				   "template, or leave it out",
				   parameter->name, parameter->name);
	}
}

static void read_content(Templates *t, Template *template)
{
	for (xmlNode *child = template->node->children; child; child = child->next)
		if (expand_is(child, "parameter"))
			add_parameter(t, template, child);
	for (xmlNode *child = template->node->children; child; child = child->next)
		if (!expand_is(child, "parameter"))
			check_content(t, template, child);
	check_use_of_parameters(t, template);
}

static void add_name(Templates *t, const xmlNode *place, Template *template)
{
	GHashTable *names = g_hash_table_lookup(t->by_place, place);
	const Template *other;

	if (!names) {
		names = g_hash_table_new(g_str_hash, g_str_equal);
		g_hash_table_insert(t->by_place, (void *)(uintptr_t)place, names);
	}
	other = g_hash_table_lookup(names, template->name);
	if (other) {
		g_autofree char *line =
			load_errors_line(t->expansion->errors, load_xml_line(other->node));

		load_error(t->expansion->errors, load_xml_line(template->node),
			   "a template \"%s\" stands in %s already; write another name",
			   template->name, line);
		return;
	}
	g_hash_table_insert(names, template->name, template);
}

static gboolean may_hold(const xmlNode *element)
{
	return expand_is(element, "scenario") || expand_is(element, "carrier") ||
	       expand_is(element, "customer");
}

static void take_template(Templates *t, xmlNode *node)
{
	LoadElement *read = expand_read(t->expansion, node, LOAD_TEMPLATE);
	Template *template;

	if (!read)
		return;
	if (!may_hold(node->parent)) {
		load_error(t->expansion->errors, read->line,
			   "<template> cannot stand in <%s>; write it in <scenario>, <carrier> or "
			   "<customer>",
			   (const char *)node->parent->name);
		load_element_free(read);
		return;
	}
	template = g_new0(Template, 1);
	template->name = g_strdup(((const LoadTemplate *)read->config)->name);
	template->node = node;
	template->parameters = g_ptr_array_new_with_free_func(parameter_free);
	g_ptr_array_add(t->all, template);
	add_name(t, node->parent, template);
	xmlUnlinkNode(node);
	read_content(t, template);
	load_element_free(read);
}

static void take_templates(Templates *t, xmlNode *element)
{
	xmlNode *next;

	for (xmlNode *child = element->children; child; child = next) {
		next = child->next;
		if (load_errors_full(t->expansion->errors))
			return;
		if (expand_is(child, "template"))
			take_template(t, child);
		else
			take_templates(t, child);
	}
}

/* Using it */

/* What has grown too large is told by who sets it. */
static char *fill_in(Expansion *expansion, const char *value, void *user)
{
	const Use *use = user;
	GString *out = g_string_new(NULL);

	(void)expansion;
	for (const char *p = value; *p && out->len <= LOAD_MAX_BYTES; p++) {
		gsize length = strcspn(p + 1, "}");

		if (*p != '{' || p[1] == '{') {
			g_string_append_c(out, *p);
			p += *p == '{';
			continue;
		}
		g_string_append(out, find_parameter(use->template, p + 1, length)->value);
		p += length + 1;
	}
	return g_string_free(out, FALSE);
}

static unsigned line_of_copy(Expansion *expansion, const xmlNode *from, void *user)
{
	return load_places_use(expansion->places, load_xml_line(from), ((const Use *)user)->line);
}

static void no_template(const Templates *t, unsigned line, const char *name)
{
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *quoted = load_quote(name);
	g_autofree char *advice = NULL;
	g_autofree char *where = NULL;

	for (unsigned i = 0; i < t->all->len && !where; i++) {
		const Template *other = g_ptr_array_index(t->all, i);

		g_ptr_array_add(names, other->name);
		if (strcmp(other->name, name) == 0)
			where = load_errors_line(t->expansion->errors, load_xml_line(other->node));
	}
	advice = names->len > 0 ? net_advise(name, names, "there are")
				: g_strdup("write a <template> in <scenario>");
	if (where)
		load_error(t->expansion->errors, line,
			   "template %s of %s is not known here; write it in <scenario>", quoted,
			   where);
	else
		load_error(t->expansion->errors, line, "there is no template %s; %s", quoted,
			   advice);
	g_ptr_array_free(names, TRUE);
}

/* The nearest of that name, outwards from the <use>; NULL: there is none, which is told. */
static Template *find_template(const Templates *t, const xmlNode *use, const char *name)
{
	Template *found = NULL;

	for (const xmlNode *place = use->parent; place && !found; place = place->parent) {
		GHashTable *here = g_hash_table_lookup(t->by_place, place);

		found = here ? g_hash_table_lookup(here, name) : NULL;
	}
	if (!found)
		no_template(t, load_xml_line(use), name);
	return found;
}

static void check_attributes(const Templates *t, const xmlNode *use, const Template *template)
{
	for (const xmlAttr *attr = use->properties; attr; attr = attr->next) {
		const char *name = (const char *)attr->name;

		if (!attr->ns && strcmp(name, "template") == 0)
			continue;
		if (attr->ns || !find_parameter(template, name, strlen(name)))
			no_parameter(template, name, load_xml_line(use), t->expansion->errors);
	}
}

/* The values that the <use> gives, which values then own. FALSE where one is missing, which is told. */
static gboolean take_values(const Templates *t, const xmlNode *use, const Template *template,
			    GPtrArray *values)
{
	unsigned before = t->expansion->errors->list->len;

	check_attributes(t, use, template);
	for (unsigned i = 0; i < template->parameters->len; i++) {
		Parameter *parameter = g_ptr_array_index(template->parameters, i);
		char *value = load_xml_get(use, parameter->name);

		if (!value && !parameter->fallback)
			load_error(
				t->expansion->errors, load_xml_line(use),
				"template \"%s\" needs its parameter \"%s\"; write %s=\"...\" in "
				"<use>",
				template->name, parameter->name, parameter->name);
		if (value)
			g_ptr_array_add(values, value);
		parameter->value = value ? value : parameter->fallback;
	}
	return t->expansion->errors->list->len == before;
}

static void look_into(const Templates *t, xmlNode *element);

/* All of it before any of it is looked into: a <use> in it may be of another template, but the values of
 * this one are those of this <use>. */
static void put(const Templates *t, xmlNode *use, Template *template)
{
	Use with = {.template = template, .line = load_xml_line(use)};
	ExpandCopy copy = {.value = fill_in, .line = line_of_copy, .user = &with};
	ExpandAt at = {.parent = use->parent, .before = use};
	xmlNode *first = use->prev, *made, *next;

	for (const xmlNode *child = template->node->children; child; child = child->next)
		if (!expand_is(child, "parameter") && !expand_copy(t->expansion, child, at, &copy))
			return;
	template->active = TRUE;
	for (made = first ? first->next : use->parent->children; made != use; made = next) {
		next = made->next;
		look_into(t, made);
	}
	template->active = FALSE;
}

static void replace(const Templates *t, xmlNode *use)
{
	g_autofree char *name = load_xml_get(use, "template");
	Template *template = name ? find_template(t, use, name) : NULL;
	GPtrArray *values = g_ptr_array_new_with_free_func(g_free);

	if (!name)
		load_error(
			t->expansion->errors, load_xml_line(use),
			"<use> lacks the attribute \"template\"; write template=\"...\" with the "
			"name of one");
	else if (use->children)
		load_error(t->expansion->errors, load_xml_line(use),
			   "<use> holds no elements; write values of parameters as attributes");
	else if (template && template->active)
		load_error(t->expansion->errors, load_xml_line(use),
			   "template \"%s\" uses itself; leave out this <use>", template->name);
	else if (template && take_values(t, use, template, values))
		put(t, use, template);
	g_ptr_array_free(values, TRUE);
	expand_remove(use);
}

static void look_into(const Templates *t, xmlNode *element)
{
	xmlNode *next;

	if (load_errors_full(t->expansion->errors))
		return;
	if (expand_is(element, "use")) {
		replace(t, element);
		return;
	}
	for (xmlNode *child = element->children; child; child = next) {
		next = child->next;
		look_into(t, child);
	}
}

void expand_templates(Expansion *expansion)
{
	Templates t = {.expansion = expansion};

	t.by_place = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
					   (GDestroyNotify)g_hash_table_unref);
	t.all = g_ptr_array_new_with_free_func(template_free);
	take_templates(&t, expansion->root);
	if (expand_is_sound(expansion))
		look_into(&t, expansion->root);
	g_hash_table_unref(t.by_place);
	g_ptr_array_free(t.all, TRUE);
}

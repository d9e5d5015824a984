/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/element.h"

#include "models/net/advice.h"
#include "scenarios/load/xml.h"

#include <string.h>

static void free_child(void *child)
{
	load_element_free(child);
}

void load_element_free(LoadElement *element)
{
	if (!element)
		return;
	g_ptr_array_free(element->children, TRUE);
	if (element->config)
		config_clear(element->shape.fields, element->shape.n_fields, element->config);
	g_free(element->config);
	g_free(element);
}

/* The name as it stands in the file, with its prefix where it has one. */
static char *full_name(const xmlNs *ns, const xmlChar *name)
{
	return ns && ns->prefix
		       ? g_strdup_printf("%s:%s", (const char *)ns->prefix, (const char *)name)
		       : g_strdup((const char *)name);
}

/* Text of an attribute: entities of XML itself are resolved already, others are refused earlier. */
static char *value_of(const xmlAttr *attr)
{
	GString *text = g_string_new(NULL);

	for (const xmlNode *node = attr->children; node; node = node->next)
		if (node->content)
			g_string_append(text, (const char *)node->content);
	return g_string_free(text, FALSE);
}

static void unknown_attribute(const LoadElement *element, const xmlAttr *attr, LoadErrors *errors)
{
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *name = full_name(attr->ns, attr->name);
	g_autofree char *quoted = load_quote(name);
	g_autofree char *advice = NULL;

	for (unsigned i = 0; i < element->shape.n_fields; i++)
		g_ptr_array_add(names, (void *)(uintptr_t)element->shape.fields[i].name);
	advice = net_advise(name, names, "its attributes are");
	load_error(errors, element->line, "<%s> has no attribute %s; %s", element->shape.element,
		   quoted, advice);
	g_ptr_array_free(names, TRUE);
}

static void read_attribute(LoadElement *element, const xmlAttr *attr, LoadErrors *errors)
{
	const LoadShape *shape = &element->shape;
	const ConfigField *field =
		attr->ns ? NULL
			 : config_find(shape->fields, shape->n_fields, (const char *)attr->name);
	g_autofree char *value = value_of(attr);
	g_autofree char *quoted = load_quote(value);

	if (!field) {
		unknown_attribute(element, attr, errors);
		return;
	}
	if (config_set(field, value, element->config))
		return;
	element->sound = FALSE;
	load_error(errors, element->line, "%s=%s of <%s> cannot be read; write %s", field->name,
		   quoted, shape->element, field->kind->expects);
}

static gboolean has_attribute(const xmlNode *node, const char *name)
{
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
		if (!attr->ns && strcmp((const char *)attr->name, name) == 0)
			return TRUE;
	return FALSE;
}

static void check_required(LoadElement *element, const xmlNode *node, LoadErrors *errors)
{
	for (unsigned i = 0; i < element->shape.n_fields; i++) {
		const ConfigField *field = &element->shape.fields[i];

		if (field->fallback || has_attribute(node, field->name))
			continue;
		element->sound = FALSE;
		load_error(errors, element->line,
			   "<%s> lacks the attribute \"%s\"; write %s=\"...\" with %s",
			   element->shape.element, field->name, field->name, field->kind->expects);
	}
}

static void unknown_element(const LoadElement *parent, const GArray *shapes, const char *name,
			    unsigned line, LoadErrors *errors)
{
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *quoted = load_quote(name);
	g_autofree char *advice = NULL;

	for (unsigned i = 0; i < shapes->len; i++)
		g_ptr_array_add(names,
				(void *)(uintptr_t)g_array_index(shapes, LoadShape, i).element);
	advice = net_advise(name, names, "its elements are");
	load_error(errors, line, "<%s> has no element %s in it; %s", parent->shape.element, quoted,
		   advice);
	g_ptr_array_free(names, TRUE);
}

static LoadElement *read_element(const xmlNode *node, const LoadShape *shape, LoadElement *parent,
				 LoadErrors *errors);

static void read_child(LoadElement *element, const GArray *shapes, const xmlNode *child,
		       LoadErrors *errors)
{
	g_autofree char *name = full_name(child->ns, child->name);

	for (unsigned i = 0; i < shapes->len; i++) {
		const LoadShape *shape = &g_array_index(shapes, LoadShape, i);

		if (child->ns || strcmp(shape->element, name) != 0)
			continue;
		g_ptr_array_add(element->children, read_element(child, shape, element, errors));
		return;
	}
	unknown_element(element, shapes, name, load_xml_line(child), errors);
}

static void read_children(LoadElement *element, const xmlNode *node, LoadErrors *errors)
{
	GArray *shapes = load_shape_inside(&element->shape);

	for (const xmlNode *child = node->children; child; child = child->next)
		read_child(element, shapes, child, errors);
	if (element->shape.kind == LOAD_AT && !node->children)
		load_error(errors, element->line,
			   "nothing is done at that time; write an action in <at>");
	g_array_free(shapes, TRUE);
}

/* The grammar is no deeper than a handful of elements, and so is the recursion. */
static LoadElement *read_element(const xmlNode *node, const LoadShape *shape, LoadElement *parent,
				 LoadErrors *errors)
{
	LoadElement *element = g_new0(LoadElement, 1);

	element->shape = *shape;
	element->line = load_xml_line(node);
	element->sound = TRUE;
	element->parent = parent;
	element->config = g_malloc0(MAX(shape->config_size, 1));
	element->children = g_ptr_array_new_with_free_func(free_child);
	config_set_defaults(shape->fields, shape->n_fields, element->config);
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
		read_attribute(element, attr, errors);
	check_required(element, node, errors);
	read_children(element, node, errors);
	return element;
}

LoadElement *load_element_read(const xmlNode *root, LoadErrors *errors)
{
	LoadShape shape = load_shape_root();
	g_autofree char *name = full_name(root->ns, root->name);
	g_autofree char *quoted = load_quote(name);

	if (!root->ns && strcmp(name, shape.element) == 0)
		return read_element(root, &shape, NULL, errors);
	load_error(errors, load_xml_line(root), "the file's element is %s%s; write <%s>%s", quoted,
		   root->ns ? " of a namespace" : "", shape.element,
		   root->ns ? " without xmlns" : "");
	return NULL;
}

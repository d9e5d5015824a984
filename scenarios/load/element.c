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

/* Names of the attributes that it may have; to be freed. */
static GPtrArray *attribute_names(const LoadElement *element)
{
	GPtrArray *names = g_ptr_array_new();

	for (unsigned i = 0; i < element->shape.n_fields; i++)
		g_ptr_array_add(names, (void *)(uintptr_t)element->shape.fields[i].name);
	return names;
}

static void unknown_attribute(const LoadElement *element, const xmlAttr *attr, LoadErrors *errors)
{
	GPtrArray *names = attribute_names(element);
	g_autofree char *name = attr->ns && attr->ns->prefix
					? g_strdup_printf("%s:%s", (const char *)attr->ns->prefix,
							  (const char *)attr->name)
					: g_strdup((const char *)attr->name);
	g_autofree char *quoted = load_quote(name);
	g_autofree char *advice = net_advise(name, names, "its attributes are");

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
	g_autofree char *value = load_xml_value(attr);
	g_autofree char *quoted = load_quote(value);

	if (field && config_set(field, value, element->config))
		return;
	element->sound = FALSE;
	if (!field) {
		unknown_attribute(element, attr, errors);
		return;
	}
	load_error(errors, element->line, "%s=%s of <%s> cannot be read; write %s", field->name,
		   quoted, shape->element, field->kind->expects);
}

/* An attribute that there is not is near to this name: it has been told already. */
static gboolean is_misspelt(const LoadElement *element, const xmlNode *node, const char *field)
{
	GPtrArray *names = attribute_names(element);
	gboolean found = FALSE;

	for (const xmlAttr *attr = node->properties; attr && !found; attr = attr->next) {
		const char *name = (const char *)attr->name;

		found = !config_find(element->shape.fields, element->shape.n_fields, name) &&
			g_strcmp0(net_nearest(name, names), field) == 0;
	}
	g_ptr_array_free(names, TRUE);
	return found;
}

static void check_required(LoadElement *element, const xmlNode *node, LoadErrors *errors)
{
	for (unsigned i = 0; i < element->shape.n_fields; i++) {
		const ConfigField *field = &element->shape.fields[i];

		if (field->fallback || load_xml_has(node, field->name))
			continue;
		element->sound = FALSE;
		if (is_misspelt(element, node, field->name))
			continue;
		load_error(errors, element->line,
			   "<%s> lacks the attribute \"%s\"; write %s=\"...\" with %s",
			   element->shape.element, field->name, field->name, field->kind->expects);
	}
}

static void unknown_element(const LoadElement *parent, const GArray *shapes, const xmlNode *child,
			    LoadErrors *errors)
{
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *name = load_xml_name(child);
	g_autofree char *quoted = load_quote(name);
	g_autofree char *advice = NULL;

	for (unsigned i = 0; i < shapes->len; i++)
		g_ptr_array_add(names,
				(void *)(uintptr_t)g_array_index(shapes, LoadShape, i).element);
	advice = net_advise(name, names, "its elements are");
	load_error(errors, load_xml_line(child), "<%s> has no element %s in it; %s",
		   parent->shape.element, quoted, advice);
	g_ptr_array_free(names, TRUE);
}

static LoadElement *read_element(const xmlNode *node, const LoadShape *shape, LoadElement *parent,
				 LoadErrors *errors);

static const LoadShape *find_shape(const GArray *shapes, const xmlNode *child)
{
	for (unsigned i = 0; i < shapes->len && !child->ns; i++) {
		const LoadShape *shape = &g_array_index(shapes, LoadShape, i);

		if (strcmp(shape->element, (const char *)child->name) == 0)
			return shape;
	}
	return NULL;
}

static void read_child(LoadElement *element, const GArray *shapes, const xmlNode *child,
		       LoadErrors *errors)
{
	const LoadShape *shape = find_shape(shapes, child);

	if (shape)
		g_ptr_array_add(element->children, read_element(child, shape, element, errors));
	else
		unknown_element(element, shapes, child, errors);
}

static void read_children(LoadElement *element, const xmlNode *node, LoadErrors *errors)
{
	GArray *shapes;

	if (element->shape.kind == LOAD_AT && !node->children)
		load_error(errors, element->line,
			   "nothing is done at that time; write an action in <at>");
	if (!node->children)
		return;
	shapes = load_shape_inside(&element->shape);
	for (const xmlNode *child = node->children; child && !load_errors_full(errors);
	     child = child->next)
		read_child(element, shapes, child, errors);
	g_array_free(shapes, TRUE);
}

static LoadElement *read_attributes(const xmlNode *node, const LoadShape *shape,
				    LoadElement *parent, LoadErrors *errors)
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
	return element;
}

/* The grammar is no deeper than a handful of elements, and so is the recursion. */
static LoadElement *read_element(const xmlNode *node, const LoadShape *shape, LoadElement *parent,
				 LoadErrors *errors)
{
	LoadElement *element = read_attributes(node, shape, parent, errors);

	read_children(element, node, errors);
	return element;
}

LoadElement *load_element_read_own(const xmlNode *node, LoadKind kind, LoadErrors *errors)
{
	LoadShape shape = load_shape_own(kind);
	LoadElement *element = read_attributes(node, &shape, NULL, errors);
	GArray *shapes = load_shape_inside(&shape);

	for (const xmlNode *child = node->children; child && !shape.open; child = child->next)
		if (!find_shape(shapes, child))
			unknown_element(element, shapes, child, errors);
	g_array_free(shapes, TRUE);
	return element;
}

LoadElement *load_element_read(const xmlNode *root, LoadErrors *errors)
{
	LoadShape shape = load_shape_root();
	g_autofree char *name = load_xml_name(root);
	g_autofree char *quoted = load_quote(name);

	if (!root->ns && strcmp(name, shape.element) == 0)
		return read_element(root, &shape, NULL, errors);
	load_error(errors, load_xml_line(root), "the file's element is %s%s; write <%s>%s", quoted,
		   root->ns ? " of a namespace" : "", shape.element,
		   root->ns ? " without xmlns" : "");
	return NULL;
}

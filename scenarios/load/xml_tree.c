/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at an XML tree, and printing it. */
#include "scenarios/load/xml.h"

#include <string.h>

static const xmlAttr *find(const xmlNode *element, const char *name)
{
	for (const xmlAttr *attr = element->properties; attr; attr = attr->next)
		if (!attr->ns && strcmp((const char *)attr->name, name) == 0)
			return attr;
	return NULL;
}

gboolean load_xml_has(const xmlNode *element, const char *attribute)
{
	return find(element, attribute) != NULL;
}

/* Entities of XML itself are resolved already, others are refused earlier. */
char *load_xml_value(const xmlAttr *attr)
{
	GString *text = g_string_new(NULL);

	for (const xmlNode *node = attr->children; node; node = node->next)
		if (node->content)
			g_string_append(text, (const char *)node->content);
	return g_string_free(text, FALSE);
}

char *load_xml_get(const xmlNode *element, const char *attribute)
{
	const xmlAttr *attr = find(element, attribute);

	return attr ? load_xml_value(attr) : NULL;
}

char *load_xml_name(const xmlNode *element)
{
	const xmlNs *ns = element->ns;

	return ns && ns->prefix ? g_strdup_printf("%s:%s", (const char *)ns->prefix,
						  (const char *)element->name)
				: g_strdup((const char *)element->name);
}

/* Blanks other than a space would be read as one. */
static void print_value(const char *text, GString *out)
{
	for (const char *p = text; *p; p++) {
		switch (*p) {
		case '&':
			g_string_append(out, "&amp;");
			break;
		case '<':
			g_string_append(out, "&lt;");
			break;
		case '"':
			g_string_append(out, "&quot;");
			break;
		case '\t':
		case '\n':
		case '\r':
			g_string_append_printf(out, "&#%d;", *p);
			break;
		default:
			g_string_append_c(out, *p);
		}
	}
}

static void print_start(const xmlNode *element, unsigned depth, GString *out)
{
	g_string_append_printf(out, "%*s<%s", (int)(2 * depth), "", (const char *)element->name);
	for (const xmlAttr *attr = element->properties; attr; attr = attr->next) {
		g_string_append_printf(out, " %s=\"", (const char *)attr->name);
		for (const xmlNode *text = attr->children; text; text = text->next)
			print_value(text->content ? (const char *)text->content : "", out);
		g_string_append_c(out, '"');
	}
	g_string_append(out, element->children ? ">\n" : "/>\n");
}

/* No deeper than LOAD_MAX_DEPTH. */
static void print_element(const xmlNode *element, unsigned depth, GString *out)
{
	print_start(element, depth, out);
	for (const xmlNode *child = element->children; child; child = child->next)
		print_element(child, depth + 1, out);
	if (element->children)
		g_string_append_printf(out, "%*s</%s>\n", (int)(2 * depth), "",
				       (const char *)element->name);
}

char *load_xml_print(const xmlNode *root)
{
	GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

	print_element(root, 0, out);
	return g_string_free(out, FALSE);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the bytes of a file to an XML tree that is safe to look at: no document type, hence no
 * entities and nothing fetched; bounded in size, depth and number of elements and attributes.
 */
#ifndef LOAD_XML_H
#define LOAD_XML_H

#include "scenarios/load/errors.h"

#include <libxml/tree.h>

#define LOAD_MAX_BYTES (16 * 1024 * 1024)
#define LOAD_MAX_ELEMENTS 100000
#define LOAD_MAX_ATTRIBUTES 100 /* of one element */
#define LOAD_MAX_DEPTH 16

/* The whole file, ended by a 0 byte; NULL where it cannot be read, is too large or is not UTF-8. */
char *load_xml_read(const char *path, LoadErrors *errors);
/* A tree of elements and attributes alone, for text and remarks say nothing here. NULL where the text
 * is refused. The caller frees it with xmlFreeDoc(). */
xmlDoc *load_xml_parse(const char *text, LoadErrors *errors);
/* Line of an element's start tag (the last, where it runs over several lines), also above 65535; or the
 * place that it was given. */
unsigned load_xml_line(const xmlNode *element);
void load_xml_set_line(xmlNode *element, unsigned line);
/* The value of an attribute without namespace, unescaped; NULL where it is not there. The caller frees
 * it with g_free(). */
char *load_xml_get(const xmlNode *element, const char *attribute);
char *load_xml_value(const xmlAttr *attr); /* likewise */
gboolean load_xml_has(const xmlNode *element, const char *attribute);
/* The name as it stands in the file, with its prefix where it has one. The caller frees it. */
char *load_xml_name(const xmlNode *element);
/* The tree as a file: an element a line, indented, attributes in their order. The caller frees it. */
char *load_xml_print(const xmlNode *root);

#endif

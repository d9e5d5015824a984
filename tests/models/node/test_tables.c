/* SPDX-License-Identifier: Apache-2.0 */
/* What holds of every table, whatever it shows. */
#include "models/node/tables.h"
#include "tests/models/net/table_text.h"
#include "tests/testing.h"

#include <string.h>

static gboolean is_time(const FieldKind *kind)
{
	return kind == &field_time || kind == &field_time_or_never;
}

static void check_fields(const TableDef *table)
{
	ck_assert_uint_gt(table->n_fields, 0);
	for (unsigned i = 0; i < table->n_fields; i++) {
		const Field *field = &table->fields[i];

		ck_assert_msg(field->offset < table->row_size, "%s.%s", table->name, field->name);
		ck_assert_msg(is_time(field->kind) == g_str_has_suffix(field->name, "_ns"),
			      "%s.%s: _ns is for times, and for all of them", table->name,
			      field->name);
		ck_assert_msg(strspn(field->name, "abcdefghijklmnopqrstuvwxyz_") ==
				      strlen(field->name),
			      "%s.%s", table->name, field->name);
		for (unsigned j = 0; j < i; j++)
			ck_assert_msg(strcmp(field->name, table->fields[j].name) != 0,
				      "%s.%s is there twice", table->name, field->name);
	}
}

START_TEST(descriptions)
{
	GPtrArray *all = node_tables();

	ck_assert_uint_gt(all->len, 15);
	for (unsigned i = 0; i < all->len; i++) {
		const TableDef *table = g_ptr_array_index(all, i);

		ck_assert_msg(strspn(table->name, "abcdefghijklmnopqrstuvwxyz-") ==
				      strlen(table->name),
			      "%s", table->name);
		ck_assert_msg(table->doc && *table->doc, "%s", table->name);
		ck_assert_msg(node_table(table->name) == table, "%s is there twice", table->name);
		check_fields(table);
	}
	ck_assert_ptr_null(node_table("no-such-table"));
	g_ptr_array_free(all, TRUE);
}
END_TEST

START_TEST(protocols_name_their_tables_after_themselves)
{
	for (unsigned i = 0; proto_classes[i]; i++) {
		const ProtoClass *class_ = proto_classes[i];

		for (unsigned j = 0; class_->tables && class_->tables[j]; j++)
			ck_assert_msg(g_str_has_prefix(class_->tables[j]->name, class_->name),
				      "%s of %s", class_->tables[j]->name, class_->name);
	}
}
END_TEST

static void count(const void *row, void *user)
{
	ck_assert_ptr_nonnull(row);
	(*(unsigned *)user)++;
}

static unsigned rows_of(const Node *node, const char *table)
{
	unsigned n = 0;

	ck_assert_ptr_nonnull(node_table(table));
	node_table_foreach(node, node_table(table), count, &n);
	return n;
}

/* A node has rows in the tables of what it has: none of protocols that it does not run. */
START_TEST(rows_of_a_node)
{
	Sim *sim = sim_new(1);
	Network *network = network_new(sim);
	GArray *addresses = g_array_new(FALSE, FALSE, sizeof(NetPrefix));
	NetPrefix address;
	Node *node;

	ck_assert(net_prefix_parse("10.0.0.1/32", TRUE, &address));
	g_array_append_val(addresses, address);
	node = network_add_node(network, "R", NODE_P, 0, NULL, &address.addr, NULL);
	ck_assert_ptr_nonnull(node_add_interface(node, "lo", FWD_IFACE_LOOPBACK, NULL, addresses, 0,
						 FALSE, NULL));
	network_start(network);
	ck_assert_uint_eq(rows_of(node, "interfaces"), 1);
	ck_assert_uint_eq(rows_of(node, "routes"), 1);
	ck_assert_uint_eq(rows_of(node, "fib"), 1);
	for (const char *const *none =
		     (const char *const[]){"vrf", "lfib", "arp", "tcp", "sessions", "bgp",
					   "ospf-database", NULL};
	     *none; none++)
		ck_assert_msg(rows_of(node, *none) == 0, "%s", *none);
	ck_assert_str_eq(table_text(node_table("interfaces"), node->fwd,
				    "interface vrf kind state addresses mac link"),
			 "lo | - | loopback | up | 10.0.0.1/32 | - | -\n");
	g_array_free(addresses, TRUE);
	network_free(network);
	sim_free(sim);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tables");

	tcase_add_test(tc, descriptions);
	tcase_add_test(tc, protocols_name_their_tables_after_themselves);
	tcase_add_test(tc, rows_of_a_node);
	return test_main("tables", tc);
}

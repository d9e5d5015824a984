/* SPDX-License-Identifier: Apache-2.0 */
/* From field descriptors (sim/field.h) to columns and cells. */
#ifndef RECORD_FIELD_ROWS_H
#define RECORD_FIELD_ROWS_H

#include "analysis/record/rowbuf.h"
#include "sim/field.h"

/* Appends ", name TYPE" for each field to a CREATE TABLE. */
void field_rows_declare(const Field *fields, unsigned n, GString *create);
/* Puts the members of the struct at base into the row that has been begun. */
void field_rows_put(RowBuf *rows, const Field *fields, unsigned n, const void *base,
		    GString *scratch);

#endif

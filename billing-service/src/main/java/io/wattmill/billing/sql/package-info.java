// SPDX-License-Identifier: Apache-2.0
/**
 * Rows to PostgreSQL in bulk, instants, and locks. Must not know any table. Start at {@link
 * io.wattmill.billing.sql.BulkInsert}.
 */
@NullMarked
package io.wattmill.billing.sql;

import org.jspecify.annotations.NullMarked;

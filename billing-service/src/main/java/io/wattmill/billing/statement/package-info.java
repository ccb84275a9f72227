// SPDX-License-Identifier: Apache-2.0
/**
 * What finance asks of the books, and what it is told: accounts, entries, margin and energy, page
 * by page. Must not know SQL or HTTP. Start at {@link io.wattmill.billing.statement.EntryQuery}.
 */
@NullMarked
package io.wattmill.billing.statement;

import org.jspecify.annotations.NullMarked;

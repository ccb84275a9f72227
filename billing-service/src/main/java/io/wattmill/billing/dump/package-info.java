// SPDX-License-Identifier: Apache-2.0
/**
 * Verifies a dump of the ledger without a database: the hash chain, and that the books balance.
 * Pure: lines come in, findings go out; must not know where lines are from. Start at {@link
 * io.wattmill.billing.dump.DumpAudit}.
 */
@NullMarked
package io.wattmill.billing.dump;

import org.jspecify.annotations.NullMarked;

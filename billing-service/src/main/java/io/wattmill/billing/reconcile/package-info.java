// SPDX-License-Identifier: Apache-2.0
/**
 * What engines, gateways and meters counted, held against the ledger: every difference gets a cause
 * or is called unexplained.
 *
 * <p>It must not know where the figures come from; instants are arguments. Start reading at {@link
 * io.wattmill.billing.reconcile.EngineReconciliation}.
 */
@NullMarked
package io.wattmill.billing.reconcile;

import org.jspecify.annotations.NullMarked;

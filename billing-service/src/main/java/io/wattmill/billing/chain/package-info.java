// SPDX-License-Identifier: Apache-2.0
/**
 * The hash chain: blocks sealed over whole bookings, so that a row that was changed, added or taken
 * away behind the ledger's back is found, also in a copy. Pure: hashes over lines of text; must not
 * know where rows are kept. Start at {@link io.wattmill.billing.chain.Block}.
 */
@NullMarked
package io.wattmill.billing.chain;

import org.jspecify.annotations.NullMarked;

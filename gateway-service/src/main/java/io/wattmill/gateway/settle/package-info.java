// SPDX-License-Identifier: Apache-2.0
/**
 * Carries closed requests from the journal to the ledger, in order, until each is confirmed.
 *
 * <p>Knows nothing of how requests come about. Start with {@link
 * io.wattmill.gateway.settle.Settler}.
 */
@NullMarked
package io.wattmill.gateway.settle;

import org.jspecify.annotations.NullMarked;

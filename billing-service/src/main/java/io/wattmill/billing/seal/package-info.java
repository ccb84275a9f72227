// SPDX-License-Identifier: Apache-2.0
/**
 * Seals bookings into blocks of the hash chain, and reads blocks back with the rows that they hold.
 * Must not know what a row means. Start at {@link io.wattmill.billing.seal.Sealer}.
 */
@NullMarked
package io.wattmill.billing.seal;

import org.jspecify.annotations.NullMarked;

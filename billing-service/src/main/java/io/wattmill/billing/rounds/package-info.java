// SPDX-License-Identifier: Apache-2.0
/**
 * Work that comes again and again. Must not know which. Start at {@link
 * io.wattmill.billing.rounds.Rounds}.
 */
@NullMarked
package io.wattmill.billing.rounds;

import org.jspecify.annotations.NullMarked;
